import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { DISK } from '../../src/input/disk-files.js';
import { factsOf, sha256Of } from '../../src/input/file-facts.js';
import { AskedPaths, RecordedFiles } from '../../src/input/recorded-files.js';

const folder = mkdtempSync(join(tmpdir(), 'drydrill-facts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('facts are of bytes and of where links lead, wherever the folder lies; what is not there is one, too', () => {
  mkdirSync(join(folder, 'scripts'));
  writeFileSync(join(folder, 'scripts/a.ps1'), 'Get-CsPool');
  symlinkSync(join(folder, 'scripts'), join(folder, 'link'));
  const files = new RecordedFiles(DISK);
  const script = join(folder, 'link/a.ps1');
  files.readBytes(script, 100);
  files.readBytes(script, 50);
  files.readBytes(join(folder, 'none.ps1'), 100);
  files.locate(script);
  files.locate(join(folder, 'none.ps1'));
  files.locate('/');
  files.spelled(folder, join(folder, 'SCRIPTS/A.ps1'));
  const asked = files.asked.all();
  expect(asked.read).toEqual([
    [script, 100],
    [join(folder, 'none.ps1'), 100],
  ]);
  const { facts, contents } = factsOf(asked, DISK, folder);
  const digest = sha256Of('Get-CsPool');
  expect(facts.read[0]).toEqual([script, digest]);
  expect(facts.read[1][1]).toMatchObject({ kind: 'inputError', message: 'no such file' });
  expect(new Map(facts.located)).toEqual(
    new Map([
      ['/', '/'],
      [script, join('scripts', 'a.ps1')],
      [join(folder, 'none.ps1'), null],
    ]),
  );
  expect(facts.spelled).toEqual([[folder, join(folder, 'SCRIPTS/A.ps1'), script.replace('link', 'scripts')]]);
  expect([...contents.keys()]).toEqual([digest]);
});

test('paths are asked for once, in one order, and the larger limit counts', () => {
  const asked = new AskedPaths();
  expect(asked.isEmpty).toBe(true);
  asked.noteAll({ read: [['b', 9]], located: ['z', 'y'], spelled: [['f', 'f/B']] });
  asked.noteAll({
    read: [
      ['b', 5],
      ['a', 1],
    ],
    located: ['y'],
    spelled: [
      ['f', 'f/B'],
      ['f', 'f/A'],
    ],
  });
  expect(asked.isEmpty).toBe(false);
  expect(asked.all()).toEqual({
    read: [
      ['a', 1],
      ['b', 9],
    ],
    located: ['y', 'z'],
    spelled: [
      ['f', 'f/A'],
      ['f', 'f/B'],
    ],
  });
});
