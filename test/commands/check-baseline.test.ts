import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BaselineEntry, SeedRange } from '../../src/campaign/baseline-entry.js';
import type { CampaignResult } from '../../src/campaign/campaign-result.js';
import { deployment } from '../support/drills.js';
import { inProcess } from '../support/in-process.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydrill-baseline-'));
  put('topology.yaml', deployment({ users: 1000 }));
  put('drills/planned.yaml', planned());
  put('drills/second.yaml', planned());
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, content: object): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(content));
}

const BASELINE = 'drydrill.baseline.json';
const written = (): string => readFileSync(join(folder, BASELINE), 'utf8');
const command = (...argv: string[]) => inProcess(argv, { cwd: folder });
const check = (...argv: string[]) => command('check', ...argv, '--seeds', '2');
const firstLine = ({ stdout }: { stdout: string }): string => stdout.split('\n\n')[0].replaceAll(/\s+/g, ' ');

/** A planned failover; `faults` may make it worse. */
const planned = (more: object = {}) => ({
  drill: 'Planned',
  topology: '../topology.yaml',
  assumptions: { syncPhaseSeconds: 0 },
  steps: [{ wait: '10m' }, { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' }],
  ...more,
});
/** Passes, but with a module of the Backup Service in ErrorState at the end. */
const WORSE = {
  faults: [{ at: '12m', crash: { module: { pool: 'pool2', name: 'UserServices.PresenceFocus' } } }],
  steps: [{ wait: '10m' }, { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' }, { wait: '1h' }],
};

describe('a baseline', () => {
  test('is not there until it is asked for, and is stable: the same check writes the same bytes', async () => {
    const without = await check('.');
    expect(without.status).toBe(0);
    expect(without.stdout).not.toContain('baseline');
    const first = await check('.', '--update');
    expect(first.status).toBe(0);
    expect(first.stdout).toContain(
      `What changes in ${BASELINE}\n  new  drills/planned.yaml\n  new  drills/second.yaml`,
    );
    const text = written();
    const again = await check('.', '--update');
    expect(again.stdout).toContain(`${BASELINE} is written anew, and nothing in it changed.`);
    expect(written()).toBe(text);
    const { stdout } = await check('.');
    expect(stdout).toMatch(/drills\/planned\.yaml\n {6}passed {3}ready .* same\n/);
  });

  test('what is worse fails a drill that passes; --update takes it over, and then what is better is told', async () => {
    await check('.', '--update');
    put('drills/planned.yaml', planned(WORSE));
    const worse = await check('.', '--reporter', 'terminal,junit,json', '--out', 'out');
    expect(worse.status).toBe(1);
    expect(firstLine(worse)).toBe('FAILED 2 of 2 drills passed, 1 worse than the baseline.');
    expect(worse.stdout).toContain('    worse  readiness: was ready, is reservations\n    worse  new warning (D37)');
    const out = (name: string): string => readFileSync(join(folder, 'out', name), 'utf8');
    expect(out('check.xml')).toContain('<failure message="worse than the baseline: readiness: was ready');
    expect(JSON.parse(out('check.json')).drills[0].since[0]).toEqual({
      direction: 'worse',
      words: 'readiness: was ready, is reservations',
    });
    const quiet = await check('.', '--quiet');
    expect(quiet.stdout).toContain('worse  readiness');
    const taken = await check('.', '--update');
    expect(taken.status).toBe(0);
    expect(taken.stdout).toContain(`What changes in ${BASELINE}\n  drills/planned.yaml\n    worse  readiness`);
    put('drills/planned.yaml', planned());
    const better = await check('.');
    expect(better.status).toBe(0);
    expect(better.stdout).toContain('    better  readiness: was reservations, is ready');
  });

  test('a drill of it that is gone leaves a question open; outside the paths and the filter nobody asks', async () => {
    await check('.', '--update');
    rmSync(join(folder, 'drills/second.yaml'));
    const gone = await check('.');
    expect({ status: gone.status, first: firstLine(gone) }).toEqual({
      status: 3,
      first: 'INCONCLUSIVE 1 of 1 drill passed, 1 of the baseline not found.',
    });
    expect(gone.stdout).toContain('  gone  drills/second.yaml');
    expect(await check('.', '--filter', 'planned')).toMatchObject({ status: 0 });
    expect(await check('drills/planned.yaml', '--baseline', BASELINE)).toMatchObject({ status: 0 });
    expect(await check('.', '--update')).toMatchObject({ status: 0 });
    expect(written()).not.toContain('second');
  });

  test('with --bail, what is worse than it stops the check as a failure does', async () => {
    await check('.', '--update');
    put('drills/planned.yaml', planned(WORSE));
    const { status, stdout } = await check('.', '--bail');
    expect({ status, first: firstLine({ stdout }) }).toEqual({
      status: 1,
      first: 'FAILED 1 of 1 drill passed, 1 worse than the baseline, 1 not tried after the first failure.',
    });
    expect((await check('.', '--bail', '--update')).stdout).toMatch(/^PASSED {2}2 of 2 drills passed\./);
  });

  test('an update of a part leaves the rest as it is', async () => {
    await check('.', '--update');
    const before = written();
    put('drills/second.yaml', planned(WORSE));
    await check('.', '--update', '--filter', 'planned');
    expect(written()).toBe(before);
  });

  test('is found above the first path, up to the working directory, so that a part of the whole is held against it', async () => {
    await check('.', '--update');
    put('drills/planned.yaml', planned(WORSE));
    for (const path of ['drills', 'drills/planned.yaml', join(folder, 'drills')]) {
      expect(await check(path)).toMatchObject({ status: 1, stdout: expect.stringContaining('1 worse than') });
    }
    expect(await inProcess(['check', '.', '--seeds', '2'], { cwd: join(folder, 'drills') })).toMatchObject({
      status: 0,
    });
    await check('drills', '--update');
    expect(existsSync(join(folder, 'drills', BASELINE))).toBe(false);
    expect(await check('.')).toMatchObject({ status: 0, stdout: expect.not.stringContaining('worse') });
  });

  test('has a drill that lies there and is not tried any more: the reports say why', async () => {
    const FAIL_OVER = 'Invoke-CsPoolFailOver -PoolFqdn pool1';
    writeFileSync(join(folder, 'night.ps1'), FAIL_OVER);
    await check('.', '--update');
    put('other.yaml', deployment({ users: 1000 }));
    const { drill, ...nameless } = planned();
    put('drills/second.yaml', { drills: drill, steps: nameless.steps });
    const { status, stdout } = await check('.', '--quiet', '--reporter', 'terminal,junit,github', '--out', 'out');
    expect({ status, stdout }).toEqual({
      status: 3,
      stdout: `INCONCLUSIVE  1 of 1 drill passed, 2 of the baseline no longer tried, 1 not
              rehearsed.

Since the baseline, ${BASELINE}
  not tried  drills/second.yaml: the baseline has it, and it has no key "drill"
             any more
  not tried  night.ps1: the baseline has it, and no one topology lies beside it
             any more
  If this is as it should be, add --update to write the baseline anew.
`,
    });
    const xml = readFileSync(join(folder, 'out/check.xml'), 'utf8');
    expect(xml).toContain('<testsuite name="drills" tests="3" failures="0" errors="0" skipped="2">');
    expect(xml.match(/name="night\.ps1"/g)).toHaveLength(1);
    const github = readFileSync(join(folder, 'out/check.github.txt'), 'utf8');
    expect(github.match(/file=night\.ps1.*/g)).toEqual([
      'file=night.ps1,line=1,title=not tried::Not tried: the baseline has it, and no one topology lies beside it any more.',
    ]);
  });

  test('that is damaged or was named and is not there is unusable', async () => {
    const refusal = async (text: string) => {
      writeFileSync(join(folder, BASELINE), text);
      const { status, stderr } = await check('.');
      expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('  restore it from version') });
      return stderr.split('\n')[0];
    };
    const sides = '{\n<<<<<<< HEAD\n"baseline":1,\n=======\n>>>>>>> b\n"drills":{}}';
    expect(await refusal(sides)).toBe(`${BASELINE}:2:1: a merge left both sides here, between <<<<<<< and >>>>>>>`);
    expect(await refusal('{\n  "baseline": 1,\n  "drills": {} "a"}')).toBe(
      `${BASELINE}:3:16: from here on this is not JSON`,
    );
    expect(await refusal('{')).toContain('not JSON');
    expect(await refusal('')).toBe(`${BASELINE}: the file is empty`);
    // A merge without a conflict: the last of the two would count, unseen.
    expect(await refusal('{"baseline":1,"drills":{"a:":{"b":[{"a:":1}]},\n"a:" : {}}}')).toBe(
      `${BASELINE}:2:1: "a:" stands here for the second time`,
    );
    expect(await refusal('{"baseline":2,"drills":{}}')).toBe(
      `${BASELINE}: this is a baseline of another format (2; this drydrill knows 1)`,
    );
    writeFileSync(join(folder, BASELINE), '{"baseline":1,"drills":{"a":{}}}');
    expect(await check('.')).toMatchObject({ status: 2, stderr: expect.stringContaining('this is no baseline') });
    expect(await check('.', '--baseline', 'none.json')).toMatchObject({
      status: 2,
      stderr: 'none.json: there is no such baseline\n  add --update to write it\n',
    });
  });
});

describe('no report is green where the check is not', () => {
  const reports = async () => {
    const { status } = await check('.', '--reporter', 'junit,github,markdown', '--out', 'out');
    const out = (name: string): string => readFileSync(join(folder, 'out', name), 'utf8');
    return { status, junit: out('check.xml'), github: out('check.github.txt'), markdown: out('check.md') };
  };
  /** Changes the baseline as if the first drill had come to something else. */
  const rewrite = (change: (entry: BaselineEntry) => object): void => {
    const baseline = JSON.parse(written());
    const entry = baseline.drills['drills/planned.yaml'];
    baseline.drills['drills/planned.yaml'] = { ...entry, ...change(entry) };
    writeFileSync(join(folder, BASELINE), JSON.stringify(baseline));
  };
  const lower = (range: Readonly<Record<string, SeedRange>>) =>
    Object.fromEntries(Object.entries(range).map(([pool, each]) => [pool, { ...each, most: 1000 }]));

  test('a drill that passes and is worse than the baseline', async () => {
    await check('.', '--update');
    put('drills/planned.yaml', planned(WORSE));
    const { status, junit, github, markdown } = await reports();
    expect(status).toBe(1);
    expect(junit).toContain('failures="1"');
    expect(github).toMatch(
      /^::error file=drills\/planned\.yaml,line=1,title=worse than the baseline%3A Planned::readiness/,
    );
    expect(markdown).toContain('| drills/planned.yaml | worse | readiness: was ready, is reservations; new warning');
    expect((await check('.', '--reporter', 'markdown', '--quiet')).stdout).toMatch(
      /\| drills\/planned\.yaml \| passed \|/,
    );
    const { stdout } = await check('.', '--update', '--reporter', 'github');
    expect(stdout).not.toContain('::error');
  });

  test('a runbook that can no longer be told', async () => {
    const night = (more: string): void =>
      writeFileSync(join(folder, 'night.ps1'), `${more}Invoke-CsPoolFailOver -PoolFqdn pool1\n`);
    night('');
    await check('.', '--update');
    night('Get-SomethingOfOurs | Out-Null\n');
    const { status, junit, github } = await reports();
    expect(status).toBe(1);
    expect(junit).toContain('<failure message="worse than the baseline: verdict: was passed, is inconclusive');
    expect(github).toMatch(
      /^::warning file=night\.ps1.*title=inconclusive.*\n::error file=night\.ps1.*title=worse than/,
    );
  });

  test('more seeds than the baseline has, of which one took longer; a drill that is gone', async () => {
    await check('.', '--update');
    rewrite(({ rto, outage }) => ({ seeds: 1, rto: lower(rto), outage: lower(outage) }));
    rmSync(join(folder, 'drills/second.yaml'));
    const { status, junit, github, markdown } = await reports();
    expect(status).toBe(3);
    expect(junit).toContain('failures="0" errors="0" skipped="2"');
    expect(junit).toContain('<skipped message="not comparable with the baseline: RTO of pool1: most was 1s');
    expect(github).toMatch(
      /^::warning file=drills\/planned\.yaml.*title=not comparable with the baseline%3A Planned::RTO/,
    );
    expect(github).toContain('::warning file=drills/second.yaml,line=1,title=not found::');
    expect(markdown).toContain('| drills/planned.yaml | not comparable | RTO of pool1');
    expect(markdown).toContain('| drills/second.yaml | not found |');
  });
});

describe('compare', () => {
  test('says so where the same rule makes a check inconclusive', async () => {
    await check('.', '--update');
    const more = await command('check', '.', '--seeds', '50', '--json', '--out', 'more');
    expect(more.status).toBe(3);
    const open = await command('compare', BASELINE, 'more/check.json');
    expect(open.status).toBe(3);
    expect(open.stdout).toMatch(/^NOT COMPARABLE {2}2 of 2 drills of more seeds than in A\n/);
    await check('.', '--json', '--out', 'out');
    rmSync(join(folder, 'drills/second.yaml'));
    await check('.', '--json', '--out', 'fewer');
    const fewer = await command('compare', 'out/check.json', 'fewer/check.json');
    expect(fewer).toMatchObject({ status: 3, stdout: expect.stringContaining('NOT COMPARABLE  1 of A not in B\n') });
    expect(JSON.parse((await command('compare', BASELINE, 'fewer/check.json', '--json')).stdout)).toMatchObject({
      worse: false,
      comparable: false,
    });
    expect(await command('compare', 'fewer/check.json', BASELINE)).toMatchObject({ status: 0 });
    for (const seeds of ['2', '50']) {
      const { stdout } = await command('run', 'drills/planned.yaml', '--seeds', seeds, '--json');
      writeFileSync(join(folder, `${seeds}.json`), stdout);
    }
    const runs = await command('compare', '2.json', '50.json');
    expect(runs).toMatchObject({
      status: 3,
      stdout: expect.stringMatching(/^NOT COMPARABLE {2}B is of more seeds than A\n/),
    });
    expect(await command('compare', '50.json', '2.json')).toMatchObject({ status: 0 });
  });

  test('an invariant that random sequences break in the second alone is worse', async () => {
    const { stdout } = await check('.', '--runs', '1', '--json');
    writeFileSync(join(folder, 'a.json'), stdout);
    const result = JSON.parse(stdout) as CampaignResult;
    const failure = { invariant: 'I3', message: 'something is lost', example: null, steps: 1, faults: 1, index: 0 };
    const sequences = result.sequences.map((each) => ({ ...each, failure }));
    writeFileSync(join(folder, 'b.json'), JSON.stringify({ ...result, sequences }));
    const worse = await command('compare', 'a.json', 'b.json');
    expect(worse.status).toBe(1);
    expect(worse.stdout).toContain(
      'WORSE  random sequences\n\ntopology.yaml\n  worse  random sequences break I3: something is lost\n',
    );
    expect(await command('compare', 'b.json', 'b.json')).toMatchObject({ status: 0 });
    expect(await command('compare', 'b.json', 'a.json')).toMatchObject({ status: 0 });
  });

  test('reads a baseline and a check, and holds drills against each other by the same rule', async () => {
    await check('.', '--update');
    put('drills/planned.yaml', planned(WORSE));
    await check('.', '--json', '--out', 'out');
    const worse = await command('compare', BASELINE, 'out/check.json');
    expect(worse.status).toBe(1);
    expect(worse.stdout).toMatch(/^WORSE {2}1 of 2 drills\n\ndrills\/planned\.yaml\n {2}worse {2}readiness/);
    expect(await command('compare', 'out/check.json', BASELINE)).toMatchObject({ status: 0 });
    expect(await command('compare', BASELINE, 'drills/planned.yaml')).toMatchObject({ status: 1 });
    expect(await command('compare', BASELINE, 'topology.yaml')).toMatchObject({ status: 2 });
    put('other.yaml', { ...planned(), topology: 'topology.yaml' });
    expect(await command('compare', BASELINE, 'other.yaml')).toMatchObject({
      status: 2,
      stderr: `error: ${BASELINE} and other.yaml have no drill in common\n`,
    });
  });
});
