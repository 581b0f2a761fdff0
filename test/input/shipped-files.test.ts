import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { DISK } from '../../src/input/disk-files.js';
import type { FileQuestion } from '../../src/input/recorded-files.js';
import { ShippedFiles, shippable } from '../../src/input/shipped-files.js';

const folder = mkdtempSync(join(tmpdir(), 'drydrill-shipped-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('answers what was asked on the other machine as it was answered there, and says what was not', () => {
  mkdirSync(join(folder, 'scripts'));
  const [script, none] = [join(folder, 'link/a.ps1'), join(folder, 'none.ps1')];
  writeFileSync(join(folder, 'scripts/a.ps1'), 'Get-CsPool');
  symlinkSync(join(folder, 'scripts'), join(folder, 'link'));
  const questions: FileQuestion[] = [
    ['bytes', script, 100],
    ['bytes', none, 100],
    ['bytes', folder, 100],
    ['place', script],
    ['place', none],
    ['spelling', folder, join(folder, 'SCRIPTS/A.ps1')],
    ['within', 'scripts', script],
  ];
  const { facts, contents } = shippable(questions, DISK);
  const files = new ShippedFiles('posix', facts, contents);
  for (const [path, limit] of [
    [script, 100],
    [script, 5],
    [script, 1000],
    [none, 100],
    [folder, 100],
  ] as const) {
    const read = (from: Pick<typeof DISK, 'readBytes'>) => JSON.stringify(from.readBytes(path, limit));
    expect(read(files)).toBe(read(DISK));
  }
  expect(files.locate(script)).toBe(DISK.locate(script));
  expect(files.locate(none)).toBeNull();
  expect(files.spelled(folder, join(folder, 'SCRIPTS/A.ps1'))).toBe(join(folder, 'scripts/a.ps1'));
  expect(files.isWithin('scripts', script)).toBe(false);
  expect(files.missing).toEqual([]);
  files.readBytes(none, 200);
  files.locate('b');
  files.locate('b');
  files.spelled('a', 'b');
  files.isWithin('a', script);
  expect(files.missing).toEqual([
    ['bytes', none, 200],
    ['place', 'b'],
    ['spelling', 'a', 'b'],
    ['within', 'a', script],
  ]);
});

test('knows without asking whether a path leads below a folder where both count from the same place, however deep', () => {
  const files = new ShippedFiles('posix', [], new Map());
  for (const [outer, inner] of [
    ['.', 'a.ps1'],
    ['..', 'a.ps1'],
    ['../..', '../a.ps1'],
    ['a', '../a'],
    ['a', 'a/../../x'],
    ['/a', '/a/b'],
    ['/a', '/b'],
  ])
    expect(files.isWithin(outer, inner), `${inner} in ${outer}`).toBe(DISK.isWithin(outer, inner));
  expect(files.missing).toEqual([]);
  const onWindows = new ShippedFiles('win32', [], new Map());
  expect(onWindows.isWithin('C:/DR', 'C:\\dr\\a.ps1')).toBe(true);
  expect(onWindows.join('runbooks', '..\\a.ps1')).toBe('a.ps1');
});
