import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { compareRuns, type Measured } from '../../src/run/measures.js';
import { inProcess } from '../support/in-process.js';

const folder = mkdtempSync(join(tmpdir(), 'drydrill-compare-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PLANNED = 'sims/01-planned-failover.yaml';
const LOSS = 'sims/03-site-loss.yaml';

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe('drydrill compare', () => {
  test('a drill and the result of it are the same: exit 0', async () => {
    const { stdout } = await inProcess(['run', PLANNED, '--json']);
    const { status, stdout: told } = await inProcess(['compare', write('a.json', stdout), PLANNED]);
    expect(status).toBe(0);
    expect(told).toMatch(/^NO WORSE\n/);
    expect(told).not.toMatch(/\b(?:worse|better)$/m);
  });

  test('what is worse in the second is said, and is exit 1; the other way round it is better', async () => {
    const worse = await inProcess(['compare', PLANNED, LOSS]);
    expect(worse.status).toBe(1);
    expect(worse.stdout).toMatch(/^WORSE {2}in \d+ respects\n/);
    // 2,167 changes: sims/03 works them out.
    expect(worse.stdout).toMatch(/changes lost\s+0\s+2,167 {2}worse/);
    const back = await inProcess(['compare', LOSS, PLANNED, '--json']);
    const { measures } = JSON.parse(back.stdout);
    expect(measures.find(({ what }: { what: string }) => what === 'changes lost')).toEqual({
      what: 'changes lost',
      unit: 'changes',
      value: 2167,
      other: 0,
      change: 'better',
    });
  });

  test('users without service count in people and in minutes', async () => {
    // Nobody acts: 20,000 users are signed out for 5 min, then in resiliency mode on the partner, and so they stay.
    const drill = `drill: nobody acts
topology: ${JSON.stringify(join(process.cwd(), 'sims/contoso.yaml'))}
faults: [{ at: 10m, crash: { site: Datacenter1 } }]
steps: [{ wait: 70m }]
`;
    const { stdout } = await inProcess(['compare', PLANNED, write('nobody.yaml', drill), '--json']);
    const { b } = JSON.parse(stdout) as { b: Measured };
    const value = (what: string) => b.measures.find((m) => m.what === what)?.value;
    expect(value('users without regular service at the end')).toBe(20_000);
    expect(value('most of them at one moment')).toBe(20_000);
    // 60 min x 20,000
    expect(value('user-minutes without regular service')).toBe(1_200_000);
  });

  test('what is in one of them only is neither better nor worse; a worse verdict alone is', () => {
    const of = (verdict: Measured['verdict'], value: number | null): Measured => ({
      drill: 'x',
      reason: '',
      verdict,
      measures: [{ what: 'longest RTO', unit: 'ms', value }],
    });
    expect(compareRuns(of('passed', null), of('passed', 60_000)).worse).toBe(false);
    expect(compareRuns(of('passed', 1), of('inconclusive', 1))).toMatchObject({ verdict: 'worse', worse: true });
    expect(compareRuns(of('failed', 2), of('passed', 1))).toMatchObject({ verdict: 'better', worse: false });
    expect(compareRuns(of('failed', 1), of('passed', 2)).worse).toBe(true);
  });

  test.each([
    [['compare', PLANNED], 'missing required argument'],
    [['compare', PLANNED, 'notes.txt'], 'is neither a result nor a baseline (.json), nor a drill'],
    [['compare', PLANNED, 'night.ps1'], 'add --topology FILE'],
    [['compare', PLANNED, 'package.json'], 'this is no result of a run'],
    [['compare', PLANNED, 'nowhere.json'], 'no such file'],
  ])('%j is unusable', async (argv, message) => {
    const { status, stdout, stderr } = await inProcess(argv);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});

test('a result of which a part within a list is damaged is refused, on either side', async () => {
  const { stdout: text } = await inProcess(['run', PLANNED, '--seeds', '1', '--json']);
  const good = join(folder, 'good.json');
  const damaged = join(folder, 'damaged.json');
  writeFileSync(good, text);
  for (const [list, part] of [
    ['users', 119],
    ['users', {}],
    ['recovery', null],
    ['routes', 'x'],
    ['findings', null],
  ] as const) {
    const result = JSON.parse(text);
    writeFileSync(damaged, JSON.stringify({ ...result, [list]: [...result[list], part] }));
    for (const sides of [
      [good, damaged],
      [damaged, good],
    ]) {
      const { status, stderr } = await inProcess(['compare', ...sides]);
      expect([list, part, status]).toEqual([list, part, 2]);
      expect(stderr).toContain('it cannot be read: a part of it is missing, or is not what it was written as');
    }
  }
});

describe('drydrill what-if', () => {
  const loss = (...vary: string[]) =>
    inProcess(['what-if', LOSS, '--json', ...vary.flatMap((each) => ['--vary', each])]);
  type Told = { name: string; measured: Measured }[];
  const told = async (...vary: string[]): Promise<Told> => {
    const { status, stdout, stderr } = await loss(...vary);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return JSON.parse(stdout).variations;
  };
  const value = ({ measured }: Told[number], what: string) => measured.measures.find((m) => m.what === what)?.value;

  test('the longer the interval, the more is lost', async () => {
    const variations = await told('backupService.syncInterval=7m,20m');
    expect(variations.map(({ name }) => name)).toEqual([
      'as it is',
      'backupService.syncInterval=7m (it was 2m)',
      'backupService.syncInterval=20m (it was 2m)',
    ]);
    // The site is lost at 31:00. The last cycle before began at 30:00, 28:00 and 20:00.
    const [usual, seven, twenty] = variations.map((each) => value(each, 'changes lost') ?? 0);
    expect(usual).toBeLessThan(seven);
    expect(seven).toBeLessThan(twenty);
  });

  test('the store on the other pool; a step that comes later; a list of names with dots', async () => {
    const [usual, store, later, mirror] = await told(
      'centralManagement.active=pool2.contoso.com',
      'steps.1.wait=2h',
      'pools.pool1.contoso.com.backEnd.witness=none',
    );
    // The store is not lost, so that nothing of the configuration is, and its disaster failover is one too many.
    expect(store.measured.verdict).not.toBe('passed');
    expect(value(later, 'longest outage of a failed-over pool')).toBeGreaterThan(
      value(usual, 'longest outage of a failed-over pool') ?? 0,
    );
    expect(mirror.name).toBe('pools.pool1.contoso.com.backEnd.witness=none (it was sql1w.contoso.com)');
    expect(value(mirror, 'warnings')).toBeGreaterThan(value(usual, 'warnings') ?? 0);
  });

  test('a value with commas in brackets or quotes is one value', async () => {
    const variations = await told('assumptions.takeoverMinutes=[3, 5],[4,4]', 'files.1.path="C:/a,b.zip",C:/c.zip');
    expect(variations.slice(1).map(({ name }) => name.replace(/ \(it was .*/, ''))).toEqual([
      'assumptions.takeoverMinutes=[3, 5]',
      'assumptions.takeoverMinutes=[4,4]',
      'files.1.path="C:/a,b.zip"',
      'files.1.path=C:/c.zip',
    ]);
  });

  test('none takes an item out of a list: a site that is never repaired', async () => {
    const [usual, , neverRepaired] = await told('files.1=none', 'faults.2=none');
    expect(usual.measured.verdict).toBe('passed');
    expect(neverRepaired.measured.verdict).toBe('failed');
  });

  test('a seed that is varied is the one that is run, under --seed too', async () => {
    const { stdout } = await inProcess(['what-if', LOSS, '--json', '--vary', 'seed=3,4', '--seed', '7']);
    const [asItIs, three, four] = JSON.parse(stdout).variations as Told;
    expect([three.name, four.name]).toEqual(['seed=3 (it was 7)', 'seed=4 (it was 7)']);
    expect(three.measured).not.toEqual(four.measured);
    expect(three.measured).not.toEqual(asItIs.measured);
  });

  test('what a key was is told where the topology says it, and where it counts by default', async () => {
    const text = readFileSync('sims/contoso.yaml', 'utf8').replaceAll(/^(?:backupService| {4}capacity): .*\n/gm, '');
    const topology = write('assumes.yaml', `${text}assumptions: { backEndGraceMinutes: 20 }\n`);
    const { stdout } = await inProcess([
      ...['what-if', LOSS, '--json', '--topology', topology, '--vary', 'assumptions.backEndGraceMinutes=none'],
      ...['--vary', 'assumptions.takeoverMinutes=4', '--vary', 'load.responseGroupChangesPerHour=1'],
      ...['--vary', 'backupService.syncInterval=5m', '--vary', 'pools.1.capacity=40000', '--vary', 'policy.rto=1h'],
    ]);
    const names = (JSON.parse(stdout).variations as Told).map(({ name }) => name);
    // A pool of three servers is taken to be sized for 3 × 6,660 users (D3).
    expect(names.slice(1)).toEqual([
      'assumptions.backEndGraceMinutes=none (it was 20)',
      expect.stringMatching(/^assumptions\.takeoverMinutes=4 \(it was \(3 to 5\) \+ .* by default\)$/),
      'load.responseGroupChangesPerHour=1 (it was 0 by default)',
      'backupService.syncInterval=5m (it was 2 min by default)',
      'pools.1.capacity=40000 (it was 19980 users by default)',
      'policy.rto=1h (it was none)',
    ]);
  });

  test('side by side, in lines that fit', async () => {
    const { stdout } = await inProcess(['what-if', LOSS, '--vary', 'backupService.syncInterval=1m,5m,10m']);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).toContain('   4  backupService.syncInterval=10m (it was 2m): ');
    expect(stdout).toMatch(/changes lost +2,167/);
  });

  test.each([
    [[], 'nothing to vary'],
    [['--vary', 'backupService'], 'this is not KEY=VALUE'],
    [['--vary', 'backupSevice.syncInterval=1m'], 'did you mean "backupService"?'],
    [['--vary', 'backupService.syncInterval=1s'], 'backupService.syncInterval=1s: '],
    [['--vary', 'pools.pool9.contoso.com.users=1'], 'there are pool1.contoso.com, pool2.contoso.com'],
    [['--vary', 'steps.99.at=1h'], 'there are 1 to'],
    [['--vary', 'seed.next=1'], 'nothing is below it'],
    [['--vary', 'assumptions.takeoverMinutes=[3, 5'], 'assumptions.takeoverMinutes=[3, 5: not valid YAML'],
    [['--vary', 'assumptions.takeoverMinutes=['], 'a list in [ ] is not closed'],
    [['--vary', 'backupService.syncInterval=1m,'], 'a value is empty'],
    [['--vary', 'backupService.syncInterval=,1m'], 'none leaves the key out'],
  ])('%j is unusable', async (argv, message) => {
    const { status, stdout, stderr } = await inProcess(['what-if', LOSS, ...argv]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  test('the drill on disk is not touched', async () => {
    const before = readFileSync(LOSS, 'utf8');
    await told('seed=3');
    expect(readFileSync(LOSS, 'utf8')).toBe(before);
  });
});
