import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { requestOf } from '../../src/commands/explore-request.js';
import type { Drill } from '../../src/domain/drill.js';
import { plansOf } from '../../src/exploration/log-plans.js';
import { requestProblem } from '../../src/exploration/request-problem.js';
import { DrillStateSpace } from '../../src/exploration/state-space/drill-state-space.js';
import { readDrill } from '../../src/input/from-disk.js';
import { inProcess } from '../support/in-process.js';

const OUT = mkdtempSync(join(tmpdir(), 'drydrill-explore-'));
afterAll(() => rmSync(OUT, { recursive: true }));

const drydrill = (...argv: string[]) => inProcess(argv);

const SMALL = 'test/exploration/small.yaml';
const FOLDED = 'sims/01-planned-failover.yaml';

const FIRST = ['explore', SMALL, '--faults', '0', '--threads', '1'];
let plainFirst: ReturnType<typeof inProcess> | null = null;
let jsonFirst: ReturnType<typeof inProcess> | null = null;
/** The first search, made once. */
const first = () => {
  plainFirst ??= drydrill(...FIRST);
  return plainFirst;
};
/** The same with --json, made once. */
const firstAsJson = () => {
  jsonFirst ??= drydrill(...FIRST, '--json');
  return jsonFirst;
};

describe('drydrill explore', () => {
  test('what holds in all futures is said in one sentence, and how they end', async () => {
    const { status, stdout, stderr } = await first();
    expect(stderr).toBe('');
    expect(status).toBe(0);
    await expect(stdout).toMatchFileSnapshot('snapshots/explore-small.txt');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('what breaks comes with its future, and as a drill that run runs', async () => {
    const argv = ['explore', SMALL, '--free', '1', '--hazards', '--out', OUT, '--threads', '1'];
    const { status, stdout } = await drydrill(...argv);
    expect(status).toBe(1);
    await expect(stdout.replaceAll(OUT, 'OUT')).toMatchFileSnapshot('snapshots/explore-hazards.txt');
    const drills = readdirSync(OUT).filter((name) => name.endsWith('.yaml'));
    expect(drills.length).toBeGreaterThan(0);
    for (const name of drills) {
      const run = await drydrill('run', join(OUT, name), '--json');
      expect(run.stderr).toBe('');
      expect(run.status).toBe(0);
      const { violations } = JSON.parse(run.stdout) as {
        violations: { invariant: string; declared: boolean }[];
      };
      // small-I4-2.yaml
      expect(violations.map((v) => v.invariant)).toContain(name.split('-')[1]);
      expect(violations.filter((v) => !v.declared)).toEqual([]);
    }
    const report = JSON.parse(readFileSync(join(OUT, 'small.explore.json'), 'utf8')) as Record<string, unknown>;
    expect(report).toMatchObject({ drydrill: 1, verdict: 'failed', complete: true });
    expect(report.violations).toMatchObject([
      { invariant: 'I1', steps: expect.any(Array), trace: {} },
      {},
      {},
      { invariant: 'I10', outcome: 'standardPairCmsSplit = noMaster' },
      { invariant: 'I4', outcome: 'standardPairCmsSplit = bothActive' },
    ]);
  });

  describe('--only and --without take every name that the report prints', () => {
    const breakable = async (...argv: string[]): Promise<string[]> => {
      const { stdout, stderr } = await drydrill('explore', FOLDED, '--json', '--max-states', '1', ...argv);
      expect(stderr).toBe('');
      return (JSON.parse(stdout) as { bounds: { breakable: string[] } }).bounds.breakable;
    };

    /** The same, of the search that the command would make. */
    const chosen = (drill: Drill, only: readonly string[], fold = true): string[] => {
      const request = requestOf({ only, fold, reduce: true, color: false });
      expect(requestProblem(drill, request)).toBeNull();
      return new DrillStateSpace(plansOf(drill, request)[0].plan).breakables.map(({ name }) => name);
    };

    test('each of them alone is itself', async () => {
      const drill = await readDrill(FOLDED);
      if (Array.isArray(drill)) throw new Error('unreadable');
      const all = await breakable();
      expect(all).toContain('a server of edge1.contoso.com');
      expect(chosen(drill, [])).toEqual(all);
      for (const name of all) expect(chosen(drill, [name])).toEqual([name]);
      const apart = await breakable('--no-fold');
      expect(apart.length).toBeGreaterThan(all.length);
      for (const name of apart) expect(chosen(drill, [name], false)).toEqual([name]);
      const last = apart.at(-1)!;
      expect(await breakable('--no-fold', '--only', last)).toEqual([last]);
    });

    test('a server is told apart from others like it', async () => {
      expect(await breakable('--only', 'FE1A.contoso.com')).toEqual(['server fe1a.contoso.com']);
      const others = await breakable('--without', 'fe1a.contoso.com');
      expect(others).toContain('a server of pool1.contoso.com');
      expect(others).not.toContain('server fe1a.contoso.com');
      // Its name ends with that of another one, which is not meant.
      expect(others).toContain('a server of edge1.contoso.com');
      expect(await breakable('--without', 'e1a.contoso.com', '--only', 'edge1.contoso.com')).toEqual([
        'server e1b.contoso.com',
      ]);
      const two = await breakable('--only', 'fe1a.contoso.com,fe1b.contoso.com,fe2a.contoso.com');
      expect(two).toEqual(['server fe2a.contoso.com', 'a server of pool1.contoso.com']);
    });

    test('a service, an Edge pool, a link typed on a keyboard', async () => {
      expect(await breakable('--only', 'lyncbackup')).toEqual([
        'LYNCBACKUP on pool1.contoso.com',
        'LYNCBACKUP on pool2.contoso.com',
      ]);
      expect(await breakable('--only', 'edge2.contoso.com')).toEqual(['a server of edge2.contoso.com']);
      const link = ['link Datacenter1 – Datacenter2'];
      expect(await breakable('--only', 'Datacenter1 - Datacenter2')).toEqual(link);
      expect(await breakable('--only', 'link Datacenter1-Datacenter2')).toEqual(link);
    });

    test('servers that are the only ones of their kind left are not counted as others', async () => {
      const { status, stderr } = await drydrill(
        ...['explore', FOLDED, '--only', 'fe1a.contoso.com', '--without', 'fe1a.contoso.com'],
      );
      expect(stderr).toContain('nothing is left that --only and --without let break');
      expect(status).toBe(2);
    });
  });

  test('--json is one document and nothing else', async () => {
    const { stdout } = await firstAsJson();
    const report = JSON.parse(stdout) as Record<string, unknown>;
    expect(report).toMatchObject({ drydrill: 1, verdict: 'passed', complete: true });
    expect(Object.keys(report.outcomes as object)).toEqual(['consequences', 'table', 'importance']);
  });

  test('a bound that is hit is inconclusive', async () => {
    const { status, stdout } = await drydrill('explore', SMALL, '--max-states', '100', '--threads', '1');
    expect(status).toBe(3);
    expect(stdout).toContain('INCONCLUSIVE');
    expect(stdout).toContain('NOT complete');
  });

  test('the seed is that of the timed runs, and of the drills that are written', async () => {
    const { stdout } = await drydrill(...FIRST, '--seed', '7', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ seed: 7 });
    const out = join(OUT, 'seed');
    await drydrill('explore', SMALL, '--free', '1', '--hazards', '--seed', '7', '--out', out);
    const written = readdirSync(out).filter((name) => name.endsWith('.yaml'));
    expect(written.length).toBeGreaterThan(0);
    for (const name of written) expect(readFileSync(join(out, name), 'utf8')).toContain('\nseed: 7\n');
  });

  test('--reporter chooses what is printed and written', async () => {
    const plain = await first();
    const json = await firstAsJson();
    expect((await drydrill(...FIRST, '--reporter', 'terminal')).stdout).toBe(plain.stdout);
    expect((await drydrill(...FIRST, '--reporter', 'json')).stdout).toBe(json.stdout);
    const out = join(OUT, 'reporters');
    const one = await drydrill(...FIRST, '--reporter', 'json', '--out', out);
    // Only where files are written has a counterexample a trace and a drill.
    const written = /"(file|drill)": ".*\/small-I\d+-\d\.(?:yaml|trace\.json)"/g;
    expect(one.stdout.replace(written, '"$1": null')).toBe(json.stdout);
    const found = ['small-I10-1.trace.json', 'small-I4-2.trace.json', 'small-I4-2.yaml'];
    expect(readdirSync(out).sort()).toEqual([...found, 'small.explore.json']);
    const both = await drydrill(...FIRST, '--reporter', 'json,terminal', '--out', out);
    const again = /\n +(?:Run it again|Step by step): .*(?:\n {6,}.*)*?(?=\n(?! {6,}))/g;
    expect(both.stdout.replace(again, '')).toBe(plain.stdout);
    expect(readdirSync(out).sort()).toEqual([...found, 'small.explore.json', 'small.explore.txt']);
  });

  test('progress is for the terminal of stderr, whatever stdout is', async () => {
    const searching = (terminals: { stdout?: boolean; stderr?: boolean }, ...more: string[]) =>
      inProcess(['explore', SMALL, '--faults', '1', '--only', 'link', '--threads', '1', '--no-color', ...more], {
        terminals,
      });
    // Whether there is progress at all does not depend on how long the search is.
    const briefly = (terminals: { stdout?: boolean; stderr?: boolean }, ...more: string[]) =>
      inProcess([...FIRST, '--no-color', ...more], { terminals });
    const plain = await searching({});
    expect(plain.stderr).toBe('');
    expect((await briefly({ stdout: true })).stderr).toBe('');
    const watched = await searching({ stderr: true });
    expect(watched.stderr).toContain('\u001b[K');
    expect(watched.stdout).toBe(plain.stdout);
    // One line that is overwritten, with the share that is done, never wider than the terminal.
    const lines = watched.stderr.split('\r\u001b[K').slice(1, -1);
    // A search that is over within a second has none.
    for (const line of lines) expect(line).toMatch(/^\d{1,2} % searched {2}[^\n]{1,67}$/);
    const shares = lines.map((line) => Number.parseInt(line, 10));
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    // The last thing that is said there is how long it took.
    expect(watched.stderr.split('\r\u001b[K').at(-1)).toMatch(/^Searched for (?:\d+ms|[\d dhms]+)\.\n$/);
    expect((await briefly({ stderr: true }, '--quiet')).stderr).toBe('');
    expect((await briefly({ stderr: true }, '--json')).stderr).toContain('\u001b[K');
  }, 120_000);

  test('how many users lose their quorum is no matter of a search, and is not told', async () => {
    const { stdout } = await inProcess([
      'explore',
      'sims/43-second-server-too-early.yaml',
      '--faults',
      '0',
      '--no-color',
    ]);
    const text = stdout.replace(/\s+/g, ' ');
    expect(text).toContain('takes routing-group quorum from users of pool1.contoso.com: the replicas');
    expect(text).not.toMatch(/\d users? of pool/);
  });

  test('a directory that cannot be written is said before the search', async () => {
    const file = join(OUT, 'file');
    writeFileSync(file, '');
    const { status, stdout, stderr } = await drydrill(...FIRST, '--out', join(file, 'reports'));
    expect(stderr).toContain('cannot write the reports into');
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  test('what was found is printed although its files cannot be written', async () => {
    const out = join(OUT, 'taken');
    mkdirSync(join(out, 'small.explore.txt'), { recursive: true });
    const { status, stdout, stderr } = await drydrill(...FIRST, '--out', out);
    expect(stderr).toContain('cannot write the reports into');
    expect(stdout).toContain('PASSED');
    expect(status).toBe(2);
  });

  test.each([
    [['explore', SMALL, '--only', 'sever'], 'did you mean "server"?'],
    [['explore', SMALL, '--only', 'teapot'], '"teapot" is neither a kind of fault nor a component'],
    [['explore', SMALL, '--faults', '99'], 'A whole number from 0 to 6'],
    [['explore', SMALL, '--time-limit', 'soon'], 'A duration such as 90s'],
    [['explore', SMALL, '--only', 'link', '--without', 'link'], 'nothing is left that --only and --without'],
    [['explore', SMALL, '--only', 'fe1a.contoso.com'], '"fe1a.contoso.com" is neither a kind'],
    [['explore', SMALL, '--only', ''], '--only names nothing'],
    [['explore', SMALL, '--seed', '-1'], 'A seed is a whole number'],
    [['explore', SMALL, '--reporter', 'junit'], 'there is no reporter "junit"'],
    [['explore', SMALL, '--reporter', 'json,terminal'], 'cannot share the standard output'],
    [['explore', SMALL, '--free', '1', '--human'], '--human is for the steps of the drill'],
    [['explore', 'night.ps1'], 'a runbook decides what it does while it runs'],
    [['explore', 'nowhere.yaml'], 'nowhere.yaml'],
  ])('%j is unusable', async (argv, message) => {
    const { status, stderr } = await drydrill(...argv);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});
