import { describe, expect, test } from 'vitest';
import { checkModel } from '../../src/checker/check.js';
import { linesOf, replayPath } from '../../src/exploration/counterexample/replay.js';
import { plansOf } from '../../src/exploration/log-plans.js';
import { type ExploreRequest, PLAIN_REQUEST } from '../../src/exploration/request.js';
import { DrillStateSpace } from '../../src/exploration/state-space/drill-state-space.js';
import { AT_LENGTH } from '../support/at-length.js';
import { type DrillText, deployment, drillOf } from '../support/drills.js';

const STANDARD = { edition: 'standard', users: 1000 } as const;
const edge = (n: number) => ({
  fqdn: `edge${n}`,
  site: `Datacenter${n}`,
  servers: [`edge${n}a`],
  nextHop: `pool${n}`,
  federation: n === 1,
  xmpp: false,
});
const pairOf = (more: Record<string, unknown> = {}) => deployment(STANDARD, STANDARD, more);
const WITH_EDGES = pairOf({ edgePools: [edge(1), edge(2)] });

const run = (line: string) => ({ run: line });
const until = (condition: string, more: Record<string, string> = {}) => ({
  wait: { until: condition, timeout: '1h', ...more },
});
const TO_HOP = run('Set-CsEdgeServer -Identity EdgeServer:edge1 -Registrar Registrar:pool2');
const CMS = run('Invoke-CsManagementServerFailover');
const OVER = run('Invoke-CsPoolFailOver -PoolFqdn pool1');
const BACK = run('Invoke-CsPoolFailBack -PoolFqdn pool1');
const CONTENT = run('Invoke-CsBackupServiceSync -PoolFqdn pool2 -BackupModule ConfServices.DataConf');
const STEADY = until('steady', { pool: 'pool2' });

const ROLE = 'ApplicationServer:';
const GROUPS_THERE_AND_BACK = [
  run(`Export-CsRgsConfiguration -Source ${ROLE}pool1 -FileName C:\\there.zip`),
  OVER,
  run(`Import-CsRgsConfiguration -Destination ${ROLE}pool2 -FileName C:\\there.zip`),
  run(
    `Export-CsRgsConfiguration -Source ${ROLE}pool2 -Owner ${ROLE}pool1 -FileName C:\\back.zip -RemoveExportedConfiguration`,
  ),
  BACK,
  run(`Import-CsRgsConfiguration -Destination ${ROLE}pool1 -FileName C:\\back.zip -OverwriteOwner`),
  STEADY,
];

const CONTENT_ONLY = {
  changesPerUserPerHour: 0,
  conferenceUploadsPerUserPerHour: 1,
  configChangesPerHour: 0,
};

/** Searches that are long without reductions: `npm run campaign` makes them. */
const LONG: [string, DrillText, Partial<ExploreRequest>][] = [
  [
    'a wait for replication after a failover of the master, and one that comes back',
    { topology: pairOf(), steps: [CMS, OVER, until('replicated'), BACK] },
    { faults: 1, only: ['pool2'], repairs: true },
  ],
  ['commands in any order, the hazards among them', { topology: WITH_EDGES, steps: [] }, { free: 1, hazards: true }],
];

/** All violations with the length of a shortest counterexample, and all end states, each log for itself. */
async function answersOf(text: DrillText, request: ExploreRequest) {
  const drill = await drillOf(text);
  const violations = new Map<string, number>();
  const ends = new Set<string>();
  let states = 0;
  for (const { name, plan } of plansOf(drill, request)) {
    const result = await checkModel(new DrillStateSpace(plan), { maxStates: 60_000 });
    expect(result.complete).toBe(true);
    states += result.states;
    for (const { key, path } of result.violations) violations.set(`${name}: ${key}`, path.actions.length);
    for (const { key } of result.endStates) ends.add(`${name}: ${key}`);
  }
  return { violations, ends, states };
}

describe('with the reductions, all violations and all end states are those without', () => {
  test.each<[string, DrillText, Partial<ExploreRequest>]>([
    ...(AT_LENGTH ? LONG : []),
    [
      'next hop, master and replicas are asked for, then no more; a sync that is lost while it is exported',
      { topology: WITH_EDGES, steps: [TO_HOP, OVER, BACK, CONTENT, STEADY], load: CONTENT_ONLY },
      { faults: 1, only: ['service'] },
    ],
    [
      'the Backup Service of both pools is waited for, one module is synced',
      {
        topology: pairOf(),
        steps: [until('final', { pool: 'pool1' }), CONTENT, STEADY],
        load: CONTENT_ONLY,
      },
      { faults: 2, repairs: true, only: ['link', 'service'] },
    ],
    [
      'a store that returns is marked active until its Backup Service has marked it (D64)',
      {
        topology: pairOf(),
        steps: [
          { crash: { server: 'fe2a' } },
          run('Invoke-CsManagementServerFailover -BackupSqlServerFqdn fe1a -BackupSqlInstanceName rtc -Force'),
          { repair: { server: 'fe2a' } },
          CMS,
        ],
      },
      { faults: 1, only: ['link'] },
    ],
    [
      'a second failover of the store before the first is replicated, or after (D64)',
      { topology: pairOf(), steps: [CMS, CMS], load: CONTENT_ONLY },
      { faults: 1, only: ['link'], repairs: true },
    ],
    [
      'a wait for replicas that a cut link keeps from the master (D63)',
      {
        topology: pairOf(),
        steps: [CMS, until('replicated')],
        load: CONTENT_ONLY,
      },
      { faults: 1, only: ['link'], repairs: true },
    ],
    [
      'waits after a step that went otherwise: whether they are in time is not asked any more',
      { topology: pairOf(), steps: [BACK, until('replicated'), CMS, STEADY], load: CONTENT_ONLY },
      { faults: 1, only: ['link', 'service'], repairs: true },
    ],
    [
      'a site is lost, and what was on it comes back in any order: the grace without a User database (D27)',
      {
        topology: deployment({ users: 1000, servers: 1, mirror: false }, STANDARD),
        steps: [
          { crash: { site: 'Datacenter1' } },
          run('Invoke-CsPoolFailOver -PoolFqdn pool1 -DisasterMode'),
          { repair: { server: 'fe1a' } },
          { repair: { site: 'Datacenter1' } },
          BACK,
        ],
        load: CONTENT_ONLY,
      },
      { faults: 1, only: ['pool2', 'sql1a'], repairs: true },
    ],
    [
      'an Edge pool has the pool as its next hop (D42)',
      { topology: WITH_EDGES, steps: [OVER], load: CONTENT_ONLY },
      {},
    ],
    [
      'a server that is drained, rebooted and brought back while another one is lost (D253, D254)',
      {
        topology: deployment({ users: 1000, mirror: false }, STANDARD, { product: 'sfb2015' }),
        steps: [
          run('Invoke-CsComputerFailOver -ComputerName fe1c'),
          { crash: { server: 'fe1c' } },
          { repair: { server: 'fe1c' } },
          run('Invoke-CsComputerFailBack -ComputerName fe1c'),
        ],
        load: CONTENT_ONLY,
      },
      { faults: 1, only: ['fe1a', 'fe1b'], repairs: true },
    ],
    [
      'an Edge pool for media and a federation route are published (S9)',
      {
        topology: WITH_EDGES,
        steps: [
          { topologyBuilder: { edgePool: { pool1: 'edge2' } } },
          { topologyBuilder: { federation: { edge2: true } } },
        ],
        load: CONTENT_ONLY,
      },
      { faults: 1, only: ['edge2'], repairs: true },
    ],
    [
      'a final sync over a link that is cut (D43)',
      {
        topology: pairOf(),
        steps: [{ cut: { link: ['Datacenter1', 'Datacenter2'] } }, OVER],
        load: CONTENT_ONLY,
      },
      {},
    ],
    [
      'mistakes: a step forgotten, swapped, or typed with the other pool',
      { topology: WITH_EDGES, steps: [TO_HOP, OVER, BACK, CONTENT, STEADY] },
      { mistakes: 1 },
    ],
    [
      'Response Groups by file, there and back; a step is forgotten or swapped (D34)',
      { topology: pairOf(), steps: GROUPS_THERE_AND_BACK, load: CONTENT_ONLY },
      { mistakes: 1 },
    ],
    [
      'Response Groups by file while the partner is lost, and their file is read no more (D34)',
      { topology: pairOf(), steps: GROUPS_THERE_AND_BACK, load: CONTENT_ONLY },
      { faults: 1, only: ['pool2'], repairs: true },
    ],
  ])(
    '%s',
    async (_, text, more) => {
      const request = { ...PLAIN_REQUEST, ...more };
      const short = await answersOf(text, request);
      const long = await answersOf(text, { ...request, reduce: false });
      expect([...short.violations.keys()].sort()).toEqual([...long.violations.keys()].sort());
      expect([...short.ends].sort()).toEqual([...long.ends].sort());
      expect(short.states).toBeLessThan(long.states);
      for (const [key, length] of short.violations) expect(length).toBeLessThanOrEqual(long.violations.get(key)!);
      expect(long.violations.size + long.ends.size).toBeGreaterThan(0);
    },
    300_000,
  );
});

test('what a search does not ask of a wait, an example tells', async () => {
  const drill = await drillOf({
    topology: pairOf(),
    steps: [BACK, until('final', { pool: 'pool1' })],
    load: CONTENT_ONLY,
  });
  const space = new DrillStateSpace(plansOf(drill, PLAIN_REQUEST)[0].plan);
  const { endStates } = await checkModel(space);
  const paths = endStates.flatMap(({ path }) => (path === null ? [] : [path.actions]));
  expect(paths.flat().map((move) => space.moves[move].kind)).not.toContain('timeout');
  const lines = paths.flatMap((path) => linesOf(replayPath(space, drill, path)));
  expect(lines).toContain(
    'administrator: goes on, the wait is over without success: wait until final pool1 (timeout 1h)',
  );
});
