import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckedDrill } from '../../src/campaign/campaign-result.js';
import { joinedDrill } from '../../src/campaign/joined-drills.js';
import type { DrillTask, TaskResult } from '../../src/campaign/task.js';
import { TaskPlayer } from '../../src/campaign/task-player.js';
import { deployment } from '../support/drills.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydrill-joined-'));
  put('topology.yaml', deployment({ users: 1000 }));
});
afterAll(() => rmSync(folder, { recursive: true }));

const put = (name: string, content: object | string): void =>
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
const drill = (more: object = {}) => ({
  drill: 'D',
  topology: 'topology.yaml',
  steps: [{ wait: '10m' }, { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' }],
  ...more,
});

const SEEDS = 9;
const task = (name: string, kind: DrillTask['kind'] = 'drill'): DrillTask => ({
  ...{ kind, path: join(folder, name), topology: kind === 'runbook' ? join(folder, 'topology.yaml') : null },
  ...{ seeds: SEEDS, share: null, strict: false, coverage: false },
});

async function whole(one: DrillTask): Promise<CheckedDrill> {
  const result = (await new TaskPlayer().play(one, () => {})) as TaskResult;
  if (result.kind !== 'drill') throw new Error(result.kind);
  return result.checked;
}

/** The same seeds in shares of so many, each by a player that knows nothing of the others. */
async function inShares(one: DrillTask, size: number): Promise<CheckedDrill | undefined> {
  const tasks = Array.from({ length: Math.ceil(SEEDS / size) }, (_, i) => ({
    ...one,
    share: { from: i * size, to: Math.min(SEEDS, (i + 1) * size), of: SEEDS },
  }));
  const results = new Map<number, TaskResult>();
  for (const [place, each] of tasks.entries()) {
    // As a log keeps it.
    const text = JSON.stringify(await new TaskPlayer().play(each, () => {}));
    results.set(place, JSON.parse(text));
  }
  const joined = joinedDrill(tasks, results, { first: 0, last: tasks.length - 1 });
  expect(joined?.isWhole).toBe(true);
  return joined?.checked;
}

async function expectTheSame(one: DrillTask): Promise<CheckedDrill> {
  const expected = await whole(one);
  expect(expected.result.seeds?.played).toBe(SEEDS);
  for (const size of [1, 4]) expect(await inShares(one, size)).toEqual(JSON.parse(JSON.stringify(expected)));
  return expected;
}

test('seeds that were played apart come to what they do together: a drill that passes, and one that never serves', async () => {
  put('passes.yaml', drill());
  expect((await expectTheSame(task('passes.yaml'))).result.verdict).toBe('passed');
  put('never.yaml', drill({ faults: [{ at: '11m', crash: { site: 'Datacenter1' } }], steps: [{ wait: '2h' }] }));
  const { result } = await expectTheSame(task('never.yaml'));
  expect(result.verdict).toBe('failed');
  expect(result.seeds?.failed).toHaveLength(SEEDS);
});

test('where another seed than the own one fails, it is told with its command', async () => {
  put('plain.yaml', drill());
  const { recovery } = (await whole(task('plain.yaml'))).result;
  put('late.yaml', drill({ expect: { rto: { pool1: `${Math.ceil((recovery[0].rtoMs ?? 0) / 1000)}s` } } }));
  const { result, again } = await expectTheSame(task('late.yaml'));
  const [first] = result.seeds?.failed ?? [];
  expect(first).toBeGreaterThan(1);
  expect(result.reason).toMatch(new RegExp(`^Seed ${first}: .* --seed ${first} --seeds 1 shows it\\.$`));
  expect(again).toContain(`--seed ${first} `);
});

test('a runbook that cannot be told is inconclusive in shares, too', async () => {
  put('night.ps1', 'Get-SomethingOfOurs | Out-Null\nInvoke-CsPoolFailOver -PoolFqdn pool1\n');
  expect((await expectTheSame(task('night.ps1', 'runbook'))).result.verdict).toBe('inconclusive');
});

test('after the seed in which a script comes to a bound of its work nothing is played, nor counts in another share', async () => {
  put('varies.yaml', { ...deployment({ users: 1000 }), assumptions: { takeoverMinutes: [5, 15] } });
  const script = (minutes: number): string =>
    `$begun = Get-Date\nInvoke-CsPoolFailOver -PoolFqdn pool1\nif (((Get-Date) - $begun).TotalMinutes -gt ${minutes}) { while ($true) { $n++ } }\n`;
  put('always.ps1', script(0));
  put('sometimes.ps1', script(13));
  const varies = (name: string): DrillTask => ({ ...task(name, 'runbook'), topology: join(folder, 'varies.yaml') });
  const compared = async (name: string): Promise<number> => {
    const expected = await whole(varies(name));
    expect(expected.result).toMatchObject({ verdict: 'inconclusive' });
    for (const size of [1, 4]) expect(await inShares(varies(name), size)).toEqual(JSON.parse(JSON.stringify(expected)));
    const { played, inconclusive, fewerBecause } = expected.result.seeds!;
    expect([inconclusive, fewerBecause]).toEqual([[played], expect.stringContaining(`in seed ${played} a script`)]);
    return played;
  };
  expect(await compared('always.ps1')).toBe(1);
  const played = await compared('sometimes.ps1');
  expect(played).toBeGreaterThan(1);
  expect(played).toBeLessThan(SEEDS);
  const second = { ...varies('always.ps1'), share: { from: 4, to: 8, of: SEEDS } };
  expect(await new TaskPlayer().play(second, () => {})).toMatchObject({ kind: 'seeds', checked: null, played: [] });
});

test('of a long drill the first share has all seeds that are played where nobody says how many', async () => {
  put('long.yaml', drill({ steps: [...drill().steps, { wait: '380h' }, { wait: '380h' }] }));
  const one = { ...task('long.yaml'), seeds: null };
  const expected = await whole(one);
  expect(expected.result.seeds?.played).toBe(5);
  const tasks = [0, 10].map((from) => ({ ...one, share: { from, to: from + 10, of: 50 } }));
  const results = new Map<number, TaskResult>();
  for (const [place, each] of tasks.entries()) {
    results.set(place, (await new TaskPlayer().play(each, () => {})) as TaskResult);
  }
  expect(results.get(1)).toMatchObject({ kind: 'seeds', checked: null, played: [] });
  expect(joinedDrill(tasks, results, { first: 0, last: 1 })?.checked).toEqual(expected);
});
