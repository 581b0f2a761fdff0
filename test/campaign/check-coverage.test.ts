import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CheckCoverage, coverageOf } from '../../src/campaign/check-coverage.js';
import type { TaskResult } from '../../src/campaign/task.js';
import { MACHINES } from '../../src/domain/components/tables.js';
import { MACHINE_WORDS } from '../../src/report/text/coverage-words.js';
import { deployment } from '../support/drills.js';
import { inProcess } from '../support/in-process.js';

const sequences = (reachedModel: readonly string[]): TaskResult => ({
  kind: 'sequences',
  played: 1,
  reached: { failover: 0, refusal: 0, faultInMidCommand: 0 },
  broken: null,
  reachedModel,
});

/** A topology of which a run could reach three states and two refusals. */
const PLAN = {
  least: [],
  topologyOf: ['a.yaml', 'a.yaml'],
  reachable: {
    'a.yaml': [
      'refusals|Invoke-CsPoolFailOver|D40',
      'refusals|Invoke-CsPoolFailOver|D43',
      'states|users|movingHome',
      'states|users|nowhere',
      'states|users|regularHome',
    ],
  },
};

describe('coverage of a topology', () => {
  test('joins what tasks reached, counts what is reached unforeseen, and rounds no share up', () => {
    const found = new Map([
      [0, sequences(['states|users|regularHome', 'refusals|Invoke-CsPoolFailOver|D40'])],
      [1, sequences(['states|users|movingHome', 'states|users|regularHome', 'states|wan-link|cut'])],
    ]);
    const least = [
      { kind: 'all', percent: 67 },
      { kind: 'states', percent: 75 },
    ] as const;
    const { topologies, lacking } = coverageOf({ ...PLAN, least }, found);
    // 3 of 4 states and 1 of 2 refusals: 4 of 6 are 66.7 %, which is not 67.
    expect(topologies[0]).toMatchObject({
      reached: 4,
      of: 6,
      kinds: {
        states: { reached: 3, of: 4, never: [{ machine: 'users', state: 'nowhere' }] },
        refusals: { reached: 1, of: 2, never: [{ cmdlet: 'Invoke-CsPoolFailOver', rule: 'D43' }] },
      },
    });
    expect(topologies[0].kinds.refusals.never[0].words).toMatch(/^a planned failover of a pool that is not up/);
    expect(topologies[0].notThere).toContain('edge-route');
    expect(topologies[0].notThere).not.toContain('wan-link');
    expect(lacking).toEqual([
      {
        topology: 'a.yaml',
        kind: 'all',
        percent: 67,
        isPercent: 66,
        words: '66 % of all that a run could reach, where 67 % is asked for',
      },
    ]);
  });

  test('holds a topology on which nothing was played against what is asked for', () => {
    const reachable = { ...PLAN.reachable, 'b.yaml': ['states|users|regularHome'] };
    const least = [{ kind: 'all', percent: 1 }] as const;
    const all = new Map([[0, sequences(PLAN.reachable['a.yaml'])]]);
    const { topologies, lacking } = coverageOf({ ...PLAN, reachable, least }, all);
    expect(topologies.map(({ topology, reached, of }) => [topology, reached, of])).toEqual([
      ['a.yaml', 5, 5],
      ['b.yaml', 0, 1],
    ]);
    expect(lacking.map(({ topology, isPercent }) => [topology, isPercent])).toEqual([['b.yaml', 0]]);
  });

  test('falls with a state that nothing reaches', () => {
    const all = new Map([[0, sequences(PLAN.reachable['a.yaml'])]]);
    expect(coverageOf(PLAN, all).topologies[0]).toMatchObject({ reached: 5, of: 5 });
    const grown = { 'a.yaml': [...PLAN.reachable['a.yaml'], 'states|users|strange'] };
    const { topologies } = coverageOf({ ...PLAN, reachable: grown }, all);
    expect(topologies[0]).toMatchObject({ reached: 5, of: 6 });
    expect(topologies[0].kinds.states.never).toEqual([{ machine: 'users', state: 'strange' }]);
  });
});

test('every state machine has words for a reader', () => {
  expect(Object.keys(MACHINE_WORDS).sort()).toEqual(
    Object.values(MACHINES)
      .map(({ name }) => name)
      .sort(),
  );
});

describe('check --coverage', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydrill-coverage-'));
    put('pair.yaml', deployment({ users: 1000 }));
    put('standard.yaml', deployment({ users: 1000, edition: 'standard' }));
    for (const topology of ['pair', 'standard']) {
      const steps = [{ run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' }];
      put(`planned-${topology}.yaml`, { drill: 'Planned', topology: `${topology}.yaml`, steps });
    }
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const put = (name: string, content: object): void => writeFileSync(join(folder, name), JSON.stringify(content));
  const command = (...argv: string[]) => inProcess(argv, { cwd: folder });
  const check = (...argv: string[]) => command('check', '.', '--seeds', '1', '--runs', '60', '--workers', '1', ...argv);
  const coverageIn = (stdout: string): CheckCoverage => JSON.parse(stdout).coverage;

  test('tells each topology apart: of a Standard Edition pair there is no mirror to reach', async () => {
    const { status, stdout } = await check('--coverage', '--json');
    expect(status).toBe(0);
    const [pair, standard] = coverageIn(stdout).topologies;
    expect([pair.topology, standard.topology]).toEqual(['pair.yaml', 'standard.yaml']);
    expect(pair.notThere).toEqual(['edge-route', 'availability-group', 'secondary-replica', 'failover-cluster']);
    expect(standard.kinds.states.of).toBe(pair.kinds.states.of - 11);
    for (const { kinds, reached, of } of [pair, standard]) {
      const all = Object.values(kinds);
      expect(reached).toBe(all.reduce((sum, kind) => sum + kind.reached, 0));
      expect(of).toBe(all.reduce((sum, kind) => sum + kind.of, 0));
      for (const kind of all) expect(kind.never).toHaveLength(kind.of - kind.reached);
      expect(kinds.faults.reached).toBeGreaterThan(20);
    }
  });

  test('is the same to the byte joined from shards, and from one that was gone on with', async () => {
    // The drill is one task, its topology's 110 sequences are two.
    const few = ['check', 'planned-standard.yaml', 'standard.yaml', '--seeds', '1', '--runs', '110', '--workers', '1'];
    const asked = ['--coverage-threshold', 'transitions=95', '--json'];
    const whole = await command(...few, ...asked);
    expect(whole.status).toBe(1);
    const shard = (part: number, ...more: string[]) =>
      command(...few, '--shard', `${part}/2`, '--out', `part${part}`, ...more);
    // What one part reaches is not held against the threshold of the whole.
    expect([(await shard(1, ...asked)).status, (await shard(2, ...asked)).status]).toEqual([0, 0]);
    expect(await command('merge', 'part2', 'part1', '--json')).toEqual(whole);
    const log = join(folder, 'part1', 'check.part.jsonl');
    const lines = readFileSync(log, 'utf8').split('\n');
    writeFileSync(log, lines.slice(0, 2).join('\n'));
    await shard(1, ...asked, '--resume');
    expect(await command('merge', 'part1', 'part2', '--json')).toEqual(whole);
    const header = (text: string): string => text.replace('"percent":95', '"percent":90');
    writeFileSync(log, header(readFileSync(log, 'utf8')));
    expect((await command('merge', 'part2', 'part1')).stderr).toContain('its --coverage-threshold is another one');
    writeFileSync(log, readFileSync(log, 'utf8').replaceAll('"coverage":true', '"coverage":false'));
    expect((await command('merge', 'part2', 'part1')).stderr).toContain('--strict or --coverage are others');
  });

  test('fails below a threshold in every report that a pipeline reads, and says what is lacking', async () => {
    const few = ['planned-standard.yaml', '--seeds', '1', '--coverage-threshold', 'states=90'];
    const { status, stdout } = await command('check', ...few, '--no-color');
    expect(status).toBe(1);
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /^FAILED 1 of 1 drill passed\. Coverage of standard\.yaml: \d+ % of the states, where 90 % is/,
    );
    await expect(stdout).toMatchFileSnapshot('snapshots/check-coverage.txt');
    const reported = async (name: string) => (await command('check', ...few, '--reporter', name)).stdout;
    expect(await reported('junit')).toMatch(/<failure message="\d+ % of the states, where 90 % is asked for">/);
    expect(await reported('github')).toMatch(/^::error file=standard\.yaml,line=1,title=too little of the model/m);
    expect(await reported('markdown')).toMatch(/^\| standard\.yaml \| states \| \d+ \| \d+ \| \d+ % \|$/m);
    expect((await command('check', ...few.slice(0, 3), '--coverage-threshold', 'states=5')).status).toBe(0);
  });

  test('is not asked for by anybody who does not say so, and not of what changed alone', async () => {
    const { stdout } = await command('check', 'planned-pair.yaml', '--seeds', '1', '--json');
    expect(coverageIn(stdout)).toBeNull();
    const { status, stderr } = await check('--changed', '--coverage-threshold', '10');
    expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining('leave out --changed') });
    expect((await check('--coverage-threshold', 'branches=5')).stderr).toContain('Whole percent, such as 60');
  });
});
