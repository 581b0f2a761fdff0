import { spawnSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { hash32 } from '../../src/core/hash.js';
import { writeNewFiles, writeReports } from '../../src/report/files.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'drydrill-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('the directory is made and holds the files, and nothing else', async () => {
  const out = join(directory, 'a', 'b');
  await writeReports(out, [
    { name: 'drill.txt', text: 'report\n' },
    { name: 'drill.json', text: '{}\n' },
  ]);
  expect(readdirSync(out)).toEqual(['drill.json', 'drill.txt']);
  expect(readFileSync(join(out, 'drill.txt'), 'utf8')).toBe('report\n');
});

test('an older report is replaced', async () => {
  writeFileSync(join(directory, 'drill.txt'), 'a much longer text than before');
  await writeReports(directory, [{ name: 'drill.txt', text: 'new\n' }]);
  expect(readFileSync(join(directory, 'drill.txt'), 'utf8')).toBe('new\n');
});

test('a failure leaves no temporary file and no listener behind', async () => {
  const listeners = process.listenerCount('SIGINT');
  mkdirSync(join(directory, 'drill.txt', 'in-the-way'), { recursive: true });
  await expect(writeReports(directory, [{ name: 'drill.txt', text: 'new\n' }])).rejects.toThrow();
  expect(readdirSync(directory)).toEqual(['drill.txt']);
  expect(process.listenerCount('SIGINT')).toBe(listeners);
});

test('an interruption removes what is half written and then ends the process', async () => {
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  const writing = writeReports(directory, [{ name: 'drill.txt', text: 'x'.repeat(50_000_000) }]);
  while (readdirSync(directory).length === 0) await new Promise((resolve) => setImmediate(resolve));
  // Only our own listener: the test runner may have one too.
  process.listeners('SIGINT').at(-1)?.('SIGINT');
  expect(readdirSync(directory)).toEqual([]);
  expect(kill).toHaveBeenCalledWith(process.pid, 'SIGINT');
  await expect(writing).rejects.toThrow();
  kill.mockRestore();
});

test('files appear all together: what cannot be written takes none of the others with it', async () => {
  const files = [
    { name: 'a.txt', text: 'a' },
    { name: `${'x'.repeat(300)}.txt`, text: 'b' },
  ];
  await expect(writeReports(directory, files)).rejects.toThrow('ENAMETOOLONG');
  expect(readdirSync(directory)).toEqual([]);
});

test('new files that lose a race are taken back', async () => {
  const writing = writeNewFiles(directory, [
    { name: 'a.txt', text: 'a' },
    { name: 'b.txt', text: 'x'.repeat(20_000_000) },
  ]);
  while (readdirSync(directory).length === 0) await new Promise((resolve) => setImmediate(resolve));
  writeFileSync(join(directory, 'b.txt'), 'somebody else');
  expect(await writing).toBe(join(directory, 'b.txt'));
  expect(readdirSync(directory)).toEqual(['b.txt']);
});

test.skipIf(process.platform !== 'linux')(
  'a directory that cannot be made is an error, and no endless loop',
  async () => {
    await expect(writeReports('/proc/self/fd/none/such', [])).rejects.toThrow(/ENOENT|EACCES|EPERM/);
  },
);

test('temporary files of processes that were killed are removed by the next one that writes there', async () => {
  const machine = hash32(hostname()).toString(16);
  const killed = spawnSync(process.execPath, ['-e', '']).pid;
  const uuid = '00000000-0000-4000-8000-000000000000';
  const abandoned = `.a.txt.${machine}-${killed}-${uuid}.tmp`;
  const ofThisOne = `.a.txt.${machine}-${process.pid}-${uuid}.tmp`;
  const elsewhere = `.a.txt.${machine}0-${killed}-${uuid}.tmp`;
  const longAgo = `.b.txt.${machine}0-${killed}-${uuid}.tmp`;
  for (const name of [abandoned, ofThisOne, elsewhere, longAgo, '.mine.tmp']) writeFileSync(join(directory, name), '');
  utimesSync(join(directory, longAgo), 0, 0);
  await writeReports(directory, [{ name: 'a.txt', text: 'a' }]);
  expect(readdirSync(directory).sort()).toEqual([ofThisOne, elsewhere, '.mine.tmp', 'a.txt'].sort());
});

test('what a killed process had placed of a set of new files is taken back, if it is what is written now', async () => {
  const killed = spawnSync(process.execPath, ['-e', '']).pid;
  const temporary = (name: string) =>
    join(directory, `.${name}.${hash32(hostname()).toString(16)}-${killed}-00000000-0000-4000-8000-000000000000.tmp`);
  const files = ['a', 'b', 'c'].map((name) => ({ name, text: name }));
  const placed = (name: string, text = name) => {
    writeFileSync(temporary(name), text);
    linkSync(temporary(name), join(directory, name));
  };
  placed('a');
  writeFileSync(temporary('b'), 'half');
  expect(await writeNewFiles(directory, files)).toBeNull();
  expect(readdirSync(directory)).toEqual(['a', 'b', 'c']);
  // A whole set is one, and what has been changed since is somebody's.
  for (const { name } of files) rmSync(join(directory, name));
  placed('a');
  expect(await writeNewFiles(directory, files)).toBe(join(directory, 'a'));
  rmSync(join(directory, 'a'));
  placed('a', 'changed');
  writeFileSync(temporary('b'), 'half');
  expect(await writeNewFiles(directory, files)).toBe(join(directory, 'a'));
  expect(readdirSync(directory)).toEqual(['a']);
});
