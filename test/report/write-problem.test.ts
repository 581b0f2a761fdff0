import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeWritable, writeReports } from '../../src/report/files.js';
import { writeProblem } from '../../src/report/write-problem.js';

const failureOf = (attempt: Promise<void>): Promise<string> => attempt.then(() => 'none', writeProblem);

test('what the disk refuses is said in words, with the code that an administrator can look up', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'drydrill-write-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'a');
  writeFileSync(file, '');
  expect(await failureOf(writeReports(file, [{ name: 'x', text: '' }]))).toBe(
    'a file lies where the folder would be (EEXIST)',
  );
  expect(await failureOf(makeWritable(join(file, 'b')))).toBe('a file lies where a folder would be (ENOTDIR)');
  expect(await failureOf(makeWritable(join(folder, 'x'.repeat(300))))).toBe(
    'the name is too long for the disk (ENAMETOOLONG)',
  );
});

test('what has no code that is known is told as it is', () => {
  expect(writeProblem(Object.assign(new Error('EIO: i/o error, write'), { code: 'EIO' }))).toBe(
    'EIO: i/o error, write',
  );
  expect(writeProblem(Object.assign(new Error('odd'), { code: 'toString' }))).toBe('odd');
  expect(writeProblem(new Error('"nul" is a device on Windows: choose another name'))).toBe(
    '"nul" is a device on Windows: choose another name',
  );
  expect(writeProblem('gone')).toBe('gone');
});
