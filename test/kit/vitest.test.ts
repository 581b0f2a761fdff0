import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../support/built.js';

let folder = '';
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const sim = (name: string): string => readFileSync(`${ROOT}sims/${name}`, 'utf8');

/** A repository with two drills, one of which fails, and the package of this checkout. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydrill-suite-'));
  mkdirSync(join(folder, 'node_modules'));
  for (const name of ['sims', 'books']) mkdirSync(join(folder, name));
  symlinkSync(ROOT, join(folder, 'node_modules/drydrill'), 'junction');
  symlinkSync(`${ROOT}node_modules/vitest`, join(folder, 'node_modules/vitest'), 'junction');
  write('package.json', '{ "name": "suite", "private": true, "type": "module" }');
  for (const name of ['contoso.yaml', 'contoso-cms2.yaml', '01-planned-failover.yaml'])
    write(`sims/${name}`, sim(name));
  write('sims/02-late.yaml', sim('03-site-loss.yaml').replace('pool1.contoso.com: 30m', 'pool1.contoso.com: 1m'));
  write('books/Main.ps1', `. .\\Part.ps1\nInvoke-CsManagementServerFailover -WhatIf`);
  write('books/Part.ps1', 'Set-StrictMode -Off');
  write('books/notes.yaml', 'drlll: a typing mistake\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Assertion {
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}
interface Report {
  readonly testResults: readonly { readonly name: string; readonly assertionResults: readonly Assertion[] }[];
}

/** A suite of drills, scripts that others run, and what is no drill. */
const skipping = (from: string, patterns: string): string => `
  import { describeDrills } from '${from}';
  describeDrills([${patterns}], { seeds: 1, topology: 'sims/contoso.yaml' });`;

/** Test files of that folder. */
const SUITES = {
  'drills.test.js': `
    import { describeDrills } from 'drydrill/vitest';
    import { expect, onTestFailed } from 'vitest';
    describeDrills('sims/*.yaml', { seeds: 3, each: (result) => expect(result).toHold('I3') });`,
  'attached.test.js': `
    import { attachReport } from 'drydrill/vitest';
    import { loadDrill, simulate } from 'drydrill';
    import { expect, test } from 'vitest';
    test('attaches', async () => {
      const result = simulate((await loadDrill('sims/02-late.yaml')).value, { seeds: 1 }).value;
      const heard = [];
      await attachReport({ annotate: async (...given) => heard.push(given) }, result);
      const [[message, type, { contentType, body }]] = heard;
      expect([message, type, contentType]).toEqual(['report of ' + result.drill, 'drydrill', 'text/markdown']);
      expect(new TextDecoder().decode(body)).toMatch(/^# /);
    });
    test('annotates', async (context) => {
      const result = simulate((await loadDrill('sims/02-late.yaml')).value, { seeds: 1 }).value;
      await attachReport(context, result);
      expect(context.task.annotations.map(({ attachment }) => attachment.contentType)).toEqual(['text/markdown']);
    });`,
  'each.test.js': `
    import { describeDrills } from 'drydrill/vitest';
    import { expect } from 'vitest';
    describeDrills('sims/01*.yaml', { seeds: 1, each: (result) => expect(result).not.toLoseNothing() });`,
  'skips.test.js': skipping('drydrill/vitest', "'sims/01*.yaml', 'books/*', '!sims/contoso*'"),
} as const;

/** What vitest makes of each of them, in one run. */
let results: Readonly<Record<keyof typeof SUITES, readonly Assertion[]>>;
beforeAll(() => {
  for (const [file, text] of Object.entries(SUITES)) write(file, text);
  const args = [
    ...[`${ROOT}node_modules/vitest/vitest.mjs`, 'run', '--globals=false', '--maxWorkers=1', '--no-isolate'],
    ...['--reporter=json', '--outputFile=out.json'],
  ];
  spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, VITEST: '' } });
  const { testResults } = JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')) as Report;
  expect(testResults.map(({ name }) => basename(name)).sort()).toEqual(Object.keys(SUITES).sort());
  results = Object.fromEntries(testResults.map((r) => [basename(r.name), r.assertionResults])) as typeof results;
}, 120_000);

describe('describeDrills', () => {
  test('makes a test of each drill; one that fails says why, with its report attached', () => {
    const drills = results['drills.test.js'];
    expect(drills.map(({ title, status }) => `${title}: ${status}`)).toEqual([
      'sims/01-planned-failover.yaml: passed',
      'sims/02-late.yaml: failed',
    ]);
    const [message] = drills[1].failureMessages;
    expect(message).toContain('expected "Lose Datacenter1, recover on pool2, come home" to pass\nit failed: ');
    expect(message).toContain('FAILED, not ready');
  });

  test('the attachment is the report as Markdown', () => {
    expect(results['attached.test.js'].map(({ status, failureMessages }) => [status, ...failureMessages])).toEqual([
      ['passed'],
      ['passed'],
    ]);
  });

  test('patterns that find no drill fail, and so does a claim of "each" that does not hold', () => {
    const [failed] = results['each.test.js'];
    expect(failed.status).toBe('failed');
    expect(failed.failureMessages[0]).toContain('not to lose nothing');
    const script = `import { describeDrills } from 'drydrill/node-test'; describeDrills('nowhere/*.yaml');`;
    write('none.mjs', script);
    expect(() => execFileSync(process.execPath, ['none.mjs'], { cwd: folder, stdio: 'pipe' })).toThrow(
      /no drill matches nowhere/,
    );
  });

  test('each pattern must find a drill; what is found and no drill is skipped before all eyes', () => {
    write(
      'some.mjs',
      `import { describeDrills } from 'drydrill/node-test'; describeDrills(['sims/01*', 'tpyo/*.yaml']);`,
    );
    expect(() => execFileSync(process.execPath, ['some.mjs'], { cwd: folder, stdio: 'pipe' })).toThrow(
      /no drill matches tpyo\/\*\.yaml in /,
    );
    expect(results['skips.test.js'].map(({ title, status }) => `${title}: ${status}`)).toEqual([
      'books/Main.ps1: failed',
      'books/Part.ps1 (rehearsed where another script or a drill runs it): skipped',
      'books/notes.yaml (neither drill nor topology): skipped',
      'sims/01-planned-failover.yaml: passed',
    ]);
    write(
      'skips.mjs',
      skipping('drydrill/node-test', "'sims/01*.yaml', 'sims/contoso*.yaml', 'books/*', '!sims/contoso*'"),
    );
    expect(() => execFileSync(process.execPath, ['skips.mjs'], { cwd: folder, stdio: 'pipe' })).toThrow(
      /no drill matches sims\/contoso\*\.yaml in /,
    );
  });

  test('the runner of Node has the same tests, and the assertions throw', () => {
    write(
      'drills.mjs',
      `import { assertDrill, describeDrills } from 'drydrill/node-test';
       import { loadDrill } from 'drydrill';
       import { test } from 'node:test';
       describeDrills(['sims/*.yaml'], { seeds: 2 });
       test('claims that hold', async () => {
         const drill = await loadDrill('sims/01-planned-failover.yaml');
         assertDrill.toPass(drill);
         assertDrill.toLoseNothing(drill);
         assertDrill.toRecoverWithin(drill, '3h');
         assertDrill.toHold(drill, 'I3');
       });
       for (const [name, claim] of [
         ['pass', (late) => assertDrill.toPass(late)],
         ['nothing', (late) => assertDrill.toLoseNothing(late)],
         ['within', (late) => assertDrill.toRecoverWithin(late, '1s')],
         ['refuse', (late) => assertDrill.toRefuse(late, 'D41')],
       ]) test('a claim that fails: ' + name, async () => claim(await loadDrill('sims/02-late.yaml')));`,
    );
    const { stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', 'drills.mjs'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NODE_TEST_CONTEXT: undefined },
    });
    const lines = stdout.split('\n').map((line) => line.trim());
    const outcomes = lines
      .filter((line) => /^(?:not )?ok \d+ - (?:sims|a claim|claims)/.test(line))
      .map((line) => line.replace(/ \d+ -/, ''));
    expect(outcomes.filter((line) => !line.includes('sims/*.yaml'))).toEqual([
      'ok sims/01-planned-failover.yaml',
      'not ok sims/02-late.yaml',
      'ok claims that hold',
      'not ok a claim that fails: pass',
      'not ok a claim that fails: nothing',
      'not ok a claim that fails: within',
      'not ok a claim that fails: refuse',
    ]);
    expect(stdout).toContain('expected "Lose Datacenter1');
  });
});
