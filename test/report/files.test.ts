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
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
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

describe('what a killed process had placed of a set of new files', () => {
  const killed = spawnSync(process.execPath, ['-e', '']).pid;
  const uuid = '00000000-0000-4000-8000-000000000000';
  const temporary = (cut: string) =>
    join(directory, `.${cut}.${hash32(hostname()).toString(16)}-${killed}-${uuid}.tmp`);
  const LONG = `${'a long name '.repeat(5)}of a drill`;
  const HALF = `${'x'.repeat(59)}\u{1f4bb} of a drill`;

  /** Each of these kinds of names: short ones, longer ones than a temporary name has, and such with a character at the cut. */
  test.each([
    ['a', 'a'],
    [LONG, LONG.slice(0, 60)],
    [HALF, HALF.slice(0, 59)],
  ])('is taken back if it is what is written now: %s', async (long, cut) => {
    const files = [long, 'b', 'c'].map((name) => ({ name, text: name }));
    const names = files.map(({ name }) => name).sort();
    const placed = (name: string, own: string, text = name) => {
      writeFileSync(temporary(own), text);
      linkSync(temporary(own), join(directory, name));
    };
    const removeAll = () => {
      for (const name of readdirSync(directory)) rmSync(join(directory, name));
    };
    // The long one is placed and the short one is not, and the other way round.
    placed(long, cut);
    writeFileSync(temporary('b'), 'half');
    expect(await writeNewFiles(directory, files)).toBeNull();
    expect(readdirSync(directory).sort()).toEqual(names);
    removeAll();
    placed('b', 'b');
    writeFileSync(temporary(cut), 'half');
    expect(await writeNewFiles(directory, files)).toBeNull();
    expect(readdirSync(directory).sort()).toEqual(names);
    removeAll();
    // A whole set is one, and what has been changed since is somebody's.
    placed(long, cut);
    placed('b', 'b');
    expect(await writeNewFiles(directory, files)).toBe(join(directory, long));
    expect(readdirSync(directory).sort()).toEqual([long, 'b'].sort());
    removeAll();
    placed(long, cut, 'changed');
    writeFileSync(temporary('b'), 'half');
    expect(await writeNewFiles(directory, files)).toBe(join(directory, long));
    expect(readdirSync(directory)).toEqual([long]);
  });

  test('is found under the temporary names that are made', async () => {
    const writing = writeReports(directory, [{ name: HALF, text: 'x'.repeat(20_000_000) }]);
    while (readdirSync(directory).length === 0) await new Promise((resolve) => setImmediate(resolve));
    const [name] = readdirSync(directory);
    await writing;
    expect(name).toMatch(/^\.x{59}\.[0-9a-f]+-/);
  });
});
