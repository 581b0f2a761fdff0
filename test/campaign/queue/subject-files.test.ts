import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { SubjectFiles } from '../../../src/campaign/queue/subject-files.js';
import { TaskPlayer } from '../../../src/campaign/task-player.js';
import type { FileQuestion } from '../../../src/input/recorded-files.js';
import { ROOT } from '../../support/built.js';

const above = mkdtempSync(join(tmpdir(), 'drydrill-subject-'));
const folder = join(above, 'own');
afterAll(() => rmSync(above, { recursive: true, force: true }));

const task = (path: string) =>
  ({ kind: 'drill', path, topology: null, seeds: 1, share: null, strict: false, coverage: false }) as const;

test('what a check sends is what it has read and what lies in the folders of that, links followed, and nothing else', async () => {
  const at = (...names: string[]) => join(folder, ...names);
  for (const name of ['', 'drills', 'scripts', '../secret']) mkdirSync(at(name));
  copyFileSync(`${ROOT}sims/contoso.yaml`, at('contoso.yaml'));
  writeFileSync(at('../secret/key.pem'), 'a key');
  writeFileSync(at('scripts/night.ps1'), '. $PSScriptRoot/part.ps1');
  writeFileSync(at('scripts/part.ps1'), 'Get-CsPool');
  symlinkSync(at('../secret/key.pem'), at('scripts/linked.ps1'));
  writeFileSync(at('drills/a.yaml'), 'drill: A\ntopology: ../contoso.yaml\nsteps:\n  - script: ../scripts/night.ps1\n');
  const player = new TaskPlayer();
  await player.drill(task(at('drills/a.yaml')));
  const files = new SubjectFiles(task(at('drills/a.yaml')), player.readFor(at('drills/a.yaml'))!);
  const planned = files.now();
  expect([...planned.contents.values()].map((bytes) => new TextDecoder().decode(bytes))).toContain(
    '. $PSScriptRoot/part.ps1',
  );
  const bytesOf = (path: string): FileQuestion => ['bytes', path, 100];
  files.ask([bytesOf(at('scripts/part.ps1')), ['place', at('scripts/none.ps1')], ['within', '.', at('../secret')]]);
  const more = files.now();
  expect(more.contents.size).toBe(planned.contents.size + 1);
  expect(more.keyOf(task('x'))).not.toBe(planned.keyOf(task('x')));
  const strangers = [
    at('../secret/key.pem'),
    at('scripts/linked.ps1'),
    at('scripts/../../secret/key.pem'),
    '/etc/passwd',
  ];
  for (const path of strangers) {
    expect(() => files.ask([bytesOf(path)]), path).toThrow('none of the files of this check');
    expect(() => files.ask([['place', path]]), path).toThrow('none of the files of this check');
    files.suggest([bytesOf(path)]);
  }
  expect(files.now()).toBe(files.now());
  expect(files.now().facts.length).toBe(more.facts.length);
  expect(JSON.stringify(files.questions)).not.toContain('secret/key');
});
