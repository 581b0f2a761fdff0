import { describe, expect, test } from 'vitest';
import { DeploymentModel } from '../../src/domain/deployment-model.js';
import { exploreDrill } from '../../src/exploration/explore-drill.js';
import { elsewhere, ownPools } from '../../src/exploration/own-pairs.js';
import { PLAIN_REQUEST } from '../../src/exploration/request.js';
import { allBreakables } from '../../src/exploration/state-space/alphabet.js';
import { readDrill } from '../../src/input/from-disk.js';
import { reportExploration } from '../../src/report/terminal/report-exploration.js';
import { runDrill } from '../../src/run/run-drill.js';

const BOUNDS = { maxStates: null, timeLimitMs: null, threads: 1 };

async function read(path: string) {
  const drill = await readDrill(path);
  if (Array.isArray(drill)) throw new Error(drill[0].message);
  return drill;
}

describe('the loss of the partner in the night of a Standard Edition pair', () => {
  const explored = read('sims/12-standard-pair.yaml').then((drill) =>
    exploreDrill(drill, { ...PLAIN_REQUEST, faults: 1, only: ['std2.contoso.com'] }, BOUNDS, true),
  );

  test('consequences come worst first, with cause, way and where on it the loss happens', async () => {
    const { report, examples } = await explored;
    expect(report.consequences.map(({ consequence }) => consequence)).toEqual([
      'lost',
      'unserved',
      'stranded',
      'recoveredLate',
      'recovered',
    ]);
    const [lost, unserved] = report.consequences;
    // The way that is told is one by the cause that is told.
    for (const { cause, example } of report.consequences) {
      const broken = example.filter((line) => line.startsWith('fault: '));
      expect(broken).toEqual(cause === null ? [] : [expect.stringContaining(`fault: ${cause.component} is lost`)]);
    }
    // The failback overwrites what was left behind, whatever else breaks.
    expect(lost.cause).toBeNull();
    expect(lost.example[lost.lossAt! - 1]).toContain('command: its present phase is through');
    // Without its partner std1 has nobody to take its users: what is lost before the failover leaves them unserved.
    expect(unserved.cause?.component).toBe('server std2.contoso.com');
    expect(unserved.cause?.during.map(({ line }) => line)).toContain(15);
    expect(unserved.example.join('\n')).toContain('fault: server std2.contoso.com is lost');
    expect(report.futures.unserved).toBeGreaterThan(0);
    // A timed run shows it, and ends with users that nobody serves.
    const { run } = examples[1];
    expect(run?.result.users.map(({ intervals }) => intervals.at(-1)?.state)).not.toEqual([
      'regularHome',
      'regularHome',
    ]);
  }, 300_000);

  test('the table says what is worst after the loss of each component in each step', async () => {
    const { report } = await explored;
    const server = report.matrix?.components.find(({ component }) => component === 'server std2.contoso.com');
    // Before the failover its loss leaves everybody unserved; after the users are there, what they changed can be lost.
    expect(server?.worst.slice(0, 3)).toEqual(['unserved', 'unserved', 'unserved']);
    expect(server?.worst.at(-2)).toBe('lost');
    expect(report.matrix?.steps.at(-1)).toEqual({ index: null, line: 0, command: 'after the last step' });
    const text = reportExploration(report, { colour: 0, width: 80 });
    expect(text).toMatch(/server std2\.contoso\.com\s+U {2}U {2}U/);
    // Nothing is lost after the last step: no column says so.
    expect(text).not.toMatch(/\d +end$|^ +end +after the last step$/m);
    expect(text).toContain('An end counts once, under the worst');
    expect(text).toMatch(/<- here it is left behind or\s+lost/);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  }, 300_000);
});

describe('what a drill is about', () => {
  test('its own pair and that of the store; the rest is left out, and said to be', async () => {
    const drill = await read('sims/14-three-sites.yaml');
    const steps = drill.steps.filter(({ text }) => !/pool3|pool4/.test(text));
    const narrow = { ...drill, faults: [], steps };
    const { world } = new DeploymentModel(drill.deployment, drill.load);
    const own = ownPools(narrow, world);
    expect([...own].map((p) => world.name(p)).sort()).toEqual(['pool1.contoso.com', 'pool2.contoso.com']);
    const names = elsewhere(world, own, allBreakables(world, []));
    expect(names.some((name) => name.includes('pool3.contoso.com'))).toBe(true);
    // The only witness of pool1 and pool2 is at Datacenter3, which is therefore theirs, too.
    expect(names.filter((name) => name.startsWith('site'))).toEqual([]);
    expect(names.filter((name) => /pool[12]|fe[12]|sql3w|edge2/.test(name))).toEqual([]);
  });

  test('a pool is named by its servers, its databases, and the Edge pools that send to it', async () => {
    const drill = await read('sims/14-three-sites.yaml');
    const { world } = runDrill({ ...drill, faults: [], steps: [] }).model;
    const about = (text: string, faults = drill.faults.slice(0, 0)) => {
      const steps = [{ ...drill.steps[0], text, work: { kind: 'note', text } as const }];
      return [...ownPools({ ...drill, faults, steps }, world)].map((p) => world.name(p)).sort();
    };
    const pair = (...pools: number[]) => pools.map((n) => `pool${n}.contoso.com`);
    expect(about('Get-CsPool -Identity pool1.contoso.com')).toEqual(pair(1, 2));
    // The store is on pool2, so that its pair always belongs to it; pool3 is paired with pool4.
    for (const machine of ['FE3A.contoso.com', 'sql3a.contoso.com', 'file4.contoso.com']) {
      expect(about(`Stop-Computer ${machine}`), machine).toEqual(pair(1, 2, 3, 4));
    }
    // Not where it is the end of a longer name.
    expect(about('Stop-Computer spfe3a.contoso.com, fe1a.contoso.com')).toEqual(pair(1, 2));
    // An Edge pool, and one of its machines, stand for the pool that they send to.
    const deployment = {
      ...drill.deployment,
      edgePools: drill.deployment.edgePools.map((edge) => ({ ...edge, nextHop: 'pool4.contoso.com' })),
    };
    const moved = runDrill({ ...drill, deployment, faults: [], steps: [] }).model.world;
    const named = (text: string) =>
      ownPools({ ...drill, faults: [], steps: [{ ...drill.steps[0], text: `${text} pool1.contoso.com` }] }, moved).size;
    expect([named('edge2.contoso.com'), named('e2b.contoso.com'), named('')]).toEqual([4, 4, 2]);
    const crash = { ...drill.faults[1], target: { kind: 'server', server: 'e2a.contoso.com' } as const };
    expect(ownPools({ ...drill, faults: [crash], steps: [] }, moved).size).toBe(4);
    expect(ownPools({ ...drill, faults: [crash], steps: [] }, world).size).toBe(2);
  });

  test('a drill that names no pool is about all of them', async () => {
    const drill = await read('sims/14-three-sites.yaml');
    const { world } = new DeploymentModel(drill.deployment, drill.load);
    expect(ownPools({ ...drill, faults: [], steps: [] }, world).size).toBe(4);
  });
});
