import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeReports } from '../../src/report/files.js';

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
