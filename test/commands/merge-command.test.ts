import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { beginPart, readPart } from '../../src/campaign/check-part.js';
import type { CheckPlan } from '../../src/campaign/check-plan.js';
import { ChangeLog } from '../../src/domain/ledger/change-log.js';
import { deployment } from '../support/drills.js';
import { inProcess } from '../support/in-process.js';
import { type PlayedTasks, playTasksOnce } from '../support/played-once.js';

/** What parts are joined to is asked here: a task of the same files is played once, but where it is said otherwise. */
const played: PlayedTasks = new Map();
let folder: string;
beforeEach(() => {
  playTasksOnce(played);
  folder = mkdtempSync(join(tmpdir(), 'drydrill-merge-'));
  put('topology.yaml', deployment({ users: 1000, edition: 'standard' }));
  for (const name of ['a.yaml', 'b.yaml', 'c.yaml']) {
    put(name, { drill: name, topology: 'topology.yaml', steps: [{ run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' }] });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const put = (name: string, content: object): void => writeFileSync(join(folder, name), JSON.stringify(content));
const command = (...argv: string[]) => inProcess(argv, { cwd: folder });
/** How many sequences there are is no matter but where they are shared out: then there are two shares of them. */
const SHARED_OUT = ['--runs', '110'];
const check = (...argv: string[]) => command('check', '.', '--seeds', '2', '--runs', '20', '--workers', '1', ...argv);
const shard = (part: string, ...more: string[]) => check('--shard', part, '--out', `part${part[0]}`, ...more);
const log = (part: number): string => join(folder, `part${part}`, 'check.part.jsonl');

/** A rule broken on purpose: an import of the Backup Service brings nothing. What was played before is played anew. */
function breakImports(): void {
  vi.spyOn(ChangeLog.prototype, 'import').mockImplementation(() => {});
  playTasksOnce(new Map());
}

describe('shards', () => {
  test('share out drills and sequences, and join to the same bytes as the whole, in any order', async () => {
    // Each part plays its tasks itself.
    vi.restoreAllMocks();
    const whole = await check('--json', ...SHARED_OUT);
    expect(whole.status).toBe(0);
    const parts = [];
    for (const part of ['1/3', '2/3', '3/3']) parts.push(await shard(part, ...SHARED_OUT));
    expect(parts.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(parts[1].stdout).toMatch(/^PASSED {2}Part 2 of 3: /);
    expect(await command('merge', 'part3', 'part1', 'part2', '--json')).toEqual(whole);
    const drills = [1, 2, 3].map((part) => readFileSync(log(part), 'utf8').match(/"kind":"drill","checked"/g)?.length);
    expect(drills).toEqual([1, 1, 1]);
  });

  test('share out the seeds of one drill, and join them to the same bytes', async () => {
    // Each part plays its seeds itself.
    vi.restoreAllMocks();
    const one = (...argv: string[]) => command('check', 'a.yaml', '--seeds', '45', '--workers', '1', ...argv);
    const whole = await one('--json');
    expect(JSON.parse(whole.stdout).drills[0].result.seeds.played).toBe(45);
    for (const part of ['1/2', '2/2']) await one('--shard', part, '--out', `part${part[0]}`);
    const seeds = [1, 2].map((part) => readFileSync(log(part), 'utf8').match(/"kind":"seeds"/g)?.length);
    // Shares of 10, 10, 10, 10 and 5 seeds.
    expect(seeds).toEqual([3, 2]);
    expect(await command('merge', 'part1', 'part2', '--json')).toEqual(whole);
    expect(JSON.parse((await command('run', 'a.yaml', '--seeds', '45', '--json')).stdout).seeds).toEqual(
      JSON.parse(whole.stdout).drills[0].result.seeds,
    );
    // What some seeds show is not held against what all did.
    await one('--update');
    const part = await one('--shard', '2/2', '--out', 'part2');
    expect(part).toMatchObject({ status: 0, stdout: expect.stringContaining('compared when the parts are joined') });
    await one('--shard', '1/2', '--out', 'part1');
    expect(await command('merge', 'part1', 'part2', '--json')).toEqual(await one('--json'));
  });

  test('that are not one whole check are refused in words, each fault of them', async () => {
    await shard('1/2');
    await shard('2/2');
    const refused = async (...dirs: string[]) => {
      const { status, stdout, stderr } = await command('merge', ...dirs);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      return stderr;
    };
    expect(await refused('part1')).toContain('part 2 of 2 is missing');
    expect(await refused('part1', 'part1')).toContain('this is part 1, as part1/check.part.jsonl is');
    expect(await refused('part1', 'none')).toContain('there is no part of a check in here');
    const text = readFileSync(log(2), 'utf8');
    writeFileSync(log(2), text.replace('{"finished":true}\n', ''));
    expect(await refused('part1', 'part2')).toContain('part 2 of 2 is not finished');
    put('b.yaml', { drill: 'b', topology: 'topology.yaml', steps: [{ wait: '1h' }] });
    await shard('2/2');
    expect(await refused('part1', 'part2')).toContain('its b.yaml is another one');
    await check('--shard', '2/3', '--out', 'part2');
    expect(await refused('part1', 'part2')).toContain('this is part 2 of 3, and part1/check.part.jsonl is one of 2');
    writeFileSync(log(2), 'nothing');
    expect(await refused('part1', 'part2')).toContain('this is no part of a check');
  });

  test('of which one lost a result, or the drill of what broke, are refused', async () => {
    await shard('1/2');
    await shard('2/2');
    const refused = async () => (await command('merge', 'part1', 'part2')).stderr;
    const lines = readFileSync(log(2), 'utf8').split('\n');
    const isOfB = (line: string): boolean => line.includes('"kind":"drill","checked"') && line.includes('b.yaml');
    const place = lines.findIndex(isOfB);
    const damaged = lines.with(place, lines[place].slice(0, 50));
    writeFileSync(log(2), damaged.join('\n'));
    expect(await refused()).toContain(`part2/check.part.jsonl:${place + 1}:1: this line is damaged`);
    writeFileSync(log(2), lines.toSpliced(place, 1).join('\n'));
    expect(await refused()).toContain('part2/check.part.jsonl:1:1: it has no result of b.yaml');
    writeFileSync(log(2), lines.with(place, lines[place].replace('"kind":"drill"', '"kind":"seeds"')).join('\n'));
    expect(await refused()).toContain(`part2/check.part.jsonl:${place + 1}:1: this line is damaged`);
    writeFileSync(log(2), lines.with(0, lines[0].replace('"index":2', '"index":null')).join('\n'));
    expect(await refused()).toContain('part2/check.part.jsonl:1:1: this is no part of a check');
    writeFileSync(log(2), lines.join('\n'));
    expect(await command('merge', 'part1', 'part2')).toMatchObject({ status: 0 });
    breakImports();
    await shard('1/2');
    await shard('2/2');
    for (const part of [1, 2]) {
      const text = readFileSync(log(part), 'utf8');
      const kept = text.split('\n').filter((line) => !line.startsWith('{"topology"'));
      writeFileSync(log(part), kept.join('\n'));
    }
    expect(await refused()).toMatch(
      /part2\/check\.part\.jsonl:1:1: it has no drill by which I\d+ broke on topology\.yaml/,
    );
  });

  test('that ran different scripts are refused, though these are in no plan', async () => {
    for (const name of ['x.ps1', 'y.ps1']) writeFileSync(join(folder, name), '. .\\part.ps1\nWait-Night\n');
    const part = 'function Wait-Night { Invoke-CsPoolFailOver -PoolFqdn pool1 }\n';
    writeFileSync(join(folder, 'part.ps1'), part);
    await shard('1/2');
    const whole = await check('--json');
    writeFileSync(join(folder, 'part.ps1'), part.replace('pool1', 'pool2'));
    await shard('2/2');
    expect(await command('merge', 'part1', 'part2')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('its part.ps1 is another one than that of part1/check.part.jsonl'),
    });
    writeFileSync(join(folder, 'part.ps1'), part);
    await shard('2/2');
    expect(await command('merge', 'part1', 'part2', '--json')).toEqual(whole);
  });

  test('have one and the same first failure of a topology, with its example', async () => {
    breakImports();
    await shard('1/2', ...SHARED_OUT);
    await shard('2/2', ...SHARED_OUT);
    const merged = await command('merge', 'part1', 'part2', '--json');
    expect(merged).toMatchObject({ status: 1, stderr: '' });
    const [{ failure }] = JSON.parse(merged.stdout).sequences;
    expect(failure.index).toBeLessThan(100);
    expect(failure.example).toMatch(/^part\d\/drydrill-examples\/topology-I\d+-/);
    expect(await command('run', failure.example, '--seeds', '1')).toMatchObject({ status: 1 });
  });
});

describe('a baseline of shards', () => {
  const BASELINE = 'drydrill.baseline.json';
  const written = (): string => readFileSync(join(folder, BASELINE), 'utf8');
  const both = async (): Promise<void> => {
    for (const part of ['1/2', '2/2']) await check('--shard', part, '--out', `part${part[0]}`);
  };
  const merge = (...argv: string[]) => command('merge', 'part1', 'part2', ...argv);

  test('is written from them as one machine would have, and says the same', async () => {
    const whole = await check('--update', '--json');
    const text = written();
    rmSync(join(folder, BASELINE));
    await both();
    expect(await merge('--update', '--json')).toEqual(whole);
    expect(written()).toBe(text);
    const again = await merge('--update');
    expect(again).toMatchObject({ status: 0, stdout: expect.stringContaining('nothing in it changed') });
  });

  test('is compared with them: what is worse fails, what is gone leaves it open, as of one machine', async () => {
    await check('--update', '--baseline', 'kept.json');
    put('a.yaml', { drill: 'a', topology: 'topology.yaml', steps: [{ run: 'Invoke-CsPoolFailOver -PoolFqdn pool2' }] });
    rmSync(join(folder, 'b.yaml'));
    await both();
    // The parts were held against nothing.
    expect(await merge()).toMatchObject({ status: 1, stdout: expect.not.stringContaining('baseline') });
    const worse = await merge('--baseline', 'kept.json', '--json');
    expect(worse).toEqual(await check('--baseline', 'kept.json', '--json'));
    const { reason, baseline } = JSON.parse(worse.stdout);
    expect(reason).toContain('1 worse than the baseline, 1 of the baseline not found');
    expect(baseline.gone).toEqual(['b.yaml']);
    put('a.yaml', { drill: 'a', topology: 'topology.yaml', steps: [{ run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' }] });
    await both();
    expect(await merge('--baseline', 'kept.json')).toMatchObject({ status: 3 });
    expect(await merge('--baseline', 'kept.json', '--update')).toMatchObject({ status: 0 });
    expect(readFileSync(join(folder, 'kept.json'), 'utf8')).not.toContain('b.yaml');
  });

  test('must be there, and the parts must be of the same paths and of all files', async () => {
    await both();
    expect(await merge('--baseline', 'none.json')).toMatchObject({
      status: 2,
      stderr: 'none.json: there is no such baseline\n  add --update to write it\n',
    });
    await check('--shard', '2/2', '--out', 'part2', '--filter', '.yaml');
    expect(await merge('--update')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('its paths, --filter or --baseline are others'),
    });
    execFileSync('git', ['init', '-q'], { cwd: folder });
    const named = ['-c', 'user.name=a', '-c', 'user.email=a@b'];
    execFileSync('git', [...named, 'commit', '-q', '--allow-empty', '-m', 'none'], { cwd: folder });
    for (const part of ['1/2', '2/2']) await check('--shard', part, '--out', `part${part[0]}`, '--changed');
    expect(await merge()).toMatchObject({ status: 0 });
    expect(await merge('--update')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('of a check of what changed alone'),
    });
  });
});

describe('an interrupted check', () => {
  test('goes on from its log: what is finished is not played again, and the result is the same', async () => {
    const whole = await shard('1/1', '--json', ...SHARED_OUT);
    const lines = readFileSync(log(1), 'utf8').split('\n');
    // Two results, and a third that was cut off.
    writeFileSync(log(1), `${lines.slice(0, 3).join('\n')}\n${lines[3].slice(0, 40)}`);
    const before = lines.slice(1, 3);
    expect(await shard('1/1', '--json', '--resume', ...SHARED_OUT)).toEqual(whole);
    expect(readFileSync(log(1), 'utf8').split('\n').slice(1, 3)).toEqual(before);
  });

  test('is not gone on with where a script that was run is another one by now, or gone', async () => {
    writeFileSync(join(folder, 'x.ps1'), '. .\\part.ps1\nWait-Night\n');
    const part = 'function Wait-Night { Invoke-CsPoolFailOver -PoolFqdn pool1 }\n';
    writeFileSync(join(folder, 'part.ps1'), part);
    const whole = await shard('1/1', '--json');
    writeFileSync(join(folder, 'part.ps1'), part.replace('pool1', 'pool2'));
    const again = () => shard('1/1', '--json', '--resume');
    expect(await again()).toMatchObject({ status: 2, stderr: expect.stringContaining('its part.ps1 is another one') });
    rmSync(join(folder, 'part.ps1'));
    expect(await again()).toMatchObject({ status: 2, stderr: expect.stringContaining('its part.ps1 cannot be read') });
    writeFileSync(join(folder, 'part.ps1'), part);
    expect(await again()).toEqual(whole);
  });

  test('writes to its own log alone, though another check has begun one in its place', () => {
    const plan = { tasks: [], inputs: [] } as unknown as CheckPlan;
    const header = { part: { index: 1, count: 1 }, plan, baseline: null, ifNothing: null };
    const path = join(folder, 'log.jsonl');
    const first = beginPart(path, header, []);
    const second = beginPart(path, header, []);
    first.add({ finished: true });
    first.close();
    expect(readPart(path)).toMatchObject({ finished: false });
    second.add({ finished: true });
    second.close();
    expect(readPart(path)).toMatchObject({ finished: true });
  });

  test('whose log cannot be written or read says so', async () => {
    mkdirSync(log(1), { recursive: true });
    expect(await shard('1/2')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^part1\/check\.part\.jsonl: the log of the check cannot be written: E/),
    });
    expect(await shard('1/2', '--resume')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('cannot be read'),
    });
    expect(await command('merge', 'part1')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('cannot be read'),
    });
  });

  test('that was of something else is not gone on with', async () => {
    await shard('1/2');
    expect(await shard('1/2', '--resume', '--seed', '9')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('its --runs, --seed, --seeds, --strict or --coverage are others'),
    });
    expect(await check('--out', 'part1', '--resume')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('it is of part 1 of 2, not of 1 of 1'),
    });
  });

  test('needs the directory that it left its log in; so does a shard', async () => {
    for (const flag of [['--resume'], ['--shard', '1/2']]) {
      expect(await check(...flag)).toMatchObject({ status: 2, stderr: expect.stringContaining('add --out DIR') });
    }
    expect(await check('--out', 'o', '--shard', '4/3')).toMatchObject({ status: 2 });
    expect(await check('--out', 'o', '--shard', '1/3', '--update')).toMatchObject({ status: 2 });
    expect(await check('--out', 'o', '--shard', '1/3', '--bail')).toMatchObject({ status: 2 });
  });

  test('leaves nothing but its reports once it is whole', async () => {
    await check('--out', 'out');
    expect(readdirSync(join(folder, 'out'))).toEqual(['check.txt']);
  });
});
