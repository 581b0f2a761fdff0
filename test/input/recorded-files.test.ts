import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { DISK } from '../../src/input/disk-files.js';
import { sha256Of } from '../../src/input/input-digests.js';
import { factsNow, RecordedFiles } from '../../src/input/recorded-files.js';

const folder = mkdtempSync(join(tmpdir(), 'drydrill-facts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('facts are of bytes, of where links lead and of spellings; what is not there is one, too', () => {
  mkdirSync(join(folder, 'scripts'));
  writeFileSync(join(folder, 'scripts/a.ps1'), 'Get-CsPool');
  symlinkSync(join(folder, 'scripts'), join(folder, 'link'));
  const files = new RecordedFiles(DISK);
  const [script, none] = [join(folder, 'link/a.ps1'), join(folder, 'none.ps1')];
  for (const path of [script, none, script]) {
    files.readBytes(path, 100);
    files.locate(path);
  }
  files.spelled(folder, join(folder, 'SCRIPTS/A.ps1'));
  const facts = files.facts!;
  expect(new Map(facts.map(([question, answer]) => [question.join(' '), answer]))).toEqual(
    new Map([
      [`bytes ${script} 100`, sha256Of('Get-CsPool')],
      [`bytes ${none} 100`, 'no such file\n'],
      [`place ${script}`, join(folder, 'scripts/a.ps1')],
      [`place ${none}`, null],
      [`spelling ${folder} ${join(folder, 'SCRIPTS/A.ps1')}`, join(folder, 'scripts/a.ps1')],
    ]),
  );
  const questions = facts.map(([question]) => question);
  expect(factsNow(questions.toReversed(), DISK)).toEqual(facts);
  writeFileSync(none, 'Get-CsSite');
  expect(factsNow(questions, DISK)).not.toEqual(facts);
  files.readBytes(script, 100);
  expect(files.facts).toEqual(facts);
  files.readBytes(none, 100);
  expect(files.facts).toBeNull();
});
