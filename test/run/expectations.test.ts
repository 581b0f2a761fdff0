import { describe, expect, it } from 'vitest';
import { runDrill } from '../../src/run/run-drill.js';
import { usersWithoutRegularService } from '../../src/run/users-served.js';
import { wayBackInWords } from '../../src/run/way-back.js';
import { type DrillText, drillOf, run } from '../support/drills.js';
import { drill, edge, exact, FAIL_BACK, FAIL_OVER, SILENT } from '../support/exact.js';

const DISASTER = `${FAIL_OVER} -DisasterMode`;
const lost = { at: '30m', crash: { site: 'Datacenter1' } };

const judged = async (parts: DrillText) => {
  const whole = await drillOf(drill(parts));
  const { result } = runDrill(whole);
  return `${result.verdict}, ${result.readiness}: ${result.reason}${wayBackInWords(whole, result)}`;
};

describe('served: by default every user has regular service at the end', () => {
  it('a night in which nobody acts fails, and says what would bring users back', async () => {
    const parts = { faults: [lost], steps: [{ wait: '2h' }] };
    expect(await judged(parts)).toBe(
      'failed, notReady: at the end 1,000 users of pool1 are in resiliency mode on the partner. Nothing in this drill brings them back.',
    );
    expect(await judged({ ...parts, expect: { served: true } })).toMatch(/^failed/);
  });

  it('false takes it back, and who was not judged is said', async () => {
    const parts = { faults: [lost], steps: [{ wait: '2h' }], expect: { served: false } };
    expect(await judged(parts)).toBe(
      'passed, reservations: Every step ended as the drill expects. Not judged: 1,000 users of pool1 are in resiliency mode on the partner at the end.',
    );
  });

  it('except excuses the pools it names, and no other', async () => {
    const parts = { faults: [lost], steps: [{ wait: '2h' }] };
    expect(await judged({ ...parts, expect: { served: { except: ['POOL1'] } } })).toMatch(/^passed, reservations/);
    expect(await judged({ ...parts, expect: { served: { except: ['pool2'] } } })).toMatch(
      /^failed, notReady: at the end 1,000 users of pool1 are in resiliency mode/,
    );
  });

  it('regular service on the partner is regular service', async () => {
    expect(await judged({ faults: [lost], steps: [{ at: '40m', run: DISASTER }] })).toMatch(/^passed/);
  });

  it('routing groups without quorum are users without service', async () => {
    // Six servers: 30 groups of three replicas; three servers lost leave some of the groups one replica.
    const topology = exact({ servers: 6 }, { servers: 6 });
    const crash = (server: string) => ({ at: '10m', crash: { server } });
    const faults = [crash('fe1a'), crash('fe1b'), crash('fe1c')];
    const r = await run(drill({ topology, faults, steps: [{ wait: '20m' }] }));
    const { atEnd } = r.result.glance.usersWithoutRegularService;
    expect(atEnd).toBeGreaterThan(0);
    expect(atEnd).toBeLessThan(1000);
    expect(r.result.verdict).toBe('failed');
    expect(r.result.reason).toContain('of the 1,000 users of pool1');
  });

  it('users on their way back: the wait to add, and with it the drill passes', async () => {
    // Back at 40:00: services 4 min later, users handed home 10 min after that (D13, D70).
    const faults = [{ ...lost, for: '10m' }];
    const said = await judged({ faults, steps: [{ wait: '41m' }] });
    expect(said).toMatch(
      /^failed, notReady: at the end .* Users are on their way back when the drill ends: those of pool1 have regular service 13m later\. Add a last step: wait: 13m\.$/,
    );
    expect(await judged({ faults, steps: [{ wait: '41m' }, { wait: '13m' }] })).toMatch(/^passed/);
  });
});

describe('nothing was rehearsed', () => {
  it.each([
    ['a pause', [{ wait: '1h' }]],
    ['what only looks', [{ run: 'Get-CsPool' }, { run: 'Export-CsConfiguration -FileName c.zip' }]],
    ['-WhatIf', [{ run: `${FAIL_OVER} -WhatIf` }]],
  ])('%s is inconclusive', async (_, steps) => {
    expect(await judged({ steps })).toMatch(/^inconclusive, unknown: Nothing was rehearsed/);
  });

  it('a fault, a published change or a command is something, refused or not', async () => {
    expect(await judged({ steps: [{ crash: { server: 'sql1w' } }] })).not.toMatch(/^inconclusive/);
    expect(await judged({ faults: [{ at: '1m', crash: { server: 'sql1w' } }] })).not.toMatch(/^inconclusive/);
    expect(await judged({ steps: [{ run: FAIL_BACK, expect: 'refused' }] })).toMatch(/^passed/);
    const topology = exact({}, {}, { edgePools: [edge(1), edge(2)] });
    expect(await judged({ topology, steps: [{ topologyBuilder: { federation: { edge2: true } } }] })).toMatch(
      /^passed/,
    );
  });
});

describe('routes', () => {
  const topology = exact({}, {}, { edgePools: [edge(1), edge(2)] });
  // All servers of edge1 down from 10:00 to 30:00: federation and XMPP are down for 20 minutes.
  const parts = {
    topology,
    faults: [{ at: '10m', crash: { site: 'Datacenter1' }, for: '20m' }],
    steps: [{ wait: '2h' }],
  };

  it('the longest single time down is held against the limit', async () => {
    const within = { routes: { federation: '25m', xmpp: '25m' } };
    expect(await judged({ ...parts, expect: within })).toMatch(/^passed/);
    expect(await judged({ ...parts, expect: { routes: { federation: '0s' } } })).toMatch(
      /^failed, notReady: federation: expected never down, was down 2\dm/,
    );
    expect(await judged({ ...parts, expect: { routes: { remoteAccess: '0s' } } })).toMatch(/remote access|^passed/);
  });

  it('a route that there is not has nothing to miss', async () => {
    const steps = [{ run: FAIL_OVER }];
    expect(await judged({ steps, expect: { routes: { federation: '0s' } } })).toMatch(/^passed/);
  });
});

describe('policy of the topology', () => {
  const on = (policy: object) => exact({}, {}, { policy });
  const faults = [lost];
  // The disaster failover takes 17 minutes: 2 to stop the services, 15 to take over.
  const steps = [{ at: '40m', run: DISASTER }];

  it('rto and rpo are expected of pools that the drill fails over', async () => {
    expect(await judged({ topology: on({ rto: '17m', rpo: '10m' }), faults, steps })).toMatch(/^passed/);
    expect(await judged({ topology: on({ rto: '16m' }), faults, steps })).toMatch(/^failed, notReady: rto of pool1/);
    expect(await judged({ topology: on({ rpo: '1s' }), faults, steps })).toMatch(/^failed, notReady: rpo of pool1/);
    const other = { faults: [{ at: '1m', crash: { server: 'sql1w' } }], steps: [{ wait: '1h' }] };
    expect(await judged({ topology: on({ rto: '0s', rpo: '0s' }), ...other })).not.toMatch(/^failed/);
  });

  it('the word of a pool goes before, and that of the drill before both', async () => {
    const topology = on({ rto: '1m', pools: { POOL1: { rto: '17m' } } });
    expect(await judged({ topology, faults, steps })).toMatch(/^passed/);
    expect(await judged({ topology: on({ rto: '1m' }), faults, steps, expect: { rto: { pool1: '17m' } } })).toMatch(
      /^passed/,
    );
    const r = await run(drill({ topology, faults, steps }));
    expect(r.result.recovery[0].target).toMatchObject({ rtoMs: 17 * 60_000, from: 'policy', applies: true });
    expect(r.result.expectations.map(({ what, from }) => `${what}: ${from}`)).toEqual([
      'served: default',
      'rto of pool1: policy',
    ]);
  });

  it('a drill that says one of RTO and RPO leaves the other to the policy, and each is shown with its source', async () => {
    const topology = on({ rto: '17m', rpo: '10m' });
    const { result } = await run(drill({ topology, faults, steps, expect: { rpo: '5m' } }));
    expect(result.recovery[0].target).toMatchObject({
      rtoMs: 17 * 60_000,
      from: 'policy',
      rpoMs: 5 * 60_000,
      rpoFrom: 'drill',
    });
    expect(result.expectations.map(({ what, from }) => `${what}: ${from}`)).toEqual([
      'served: default',
      'rto of pool1: policy',
      'rpo: drill',
    ]);
  });

  it('where drill and policy say one of RTO and RPO, the other is held against what is documented, if that counts', async () => {
    const [{ target }] = (await run(drill({ faults, steps, expect: { rpo: '5m' } }))).result.recovery;
    expect(target).toEqual({
      ...{ rtoMs: 30 * 60_000, from: 'documented', rpoMs: 5 * 60_000, rpoFrom: 'drill' },
      ...{ applies: true, why: null },
    });
    // Both pools are homed to the partner then, more than it is sized for: no documented target counts (D3).
    const large = exact({ more: { capacity: 1999 } });
    const [crowded] = (await run(drill({ topology: large, faults, steps, expect: { rpo: '5m' } }))).result.recovery;
    expect(crowded.target).toMatchObject({ rtoMs: null, rpoMs: 5 * 60_000, applies: true });
  });
});

describe('readiness', () => {
  it('ready without a warning, with reservations where there is one; --strict makes it fail', async () => {
    const quiet = { load: SILENT, steps: [{ run: FAIL_OVER }, { wait: '1h' }, { run: FAIL_BACK }, { wait: '2h' }] };
    const whole = await drillOf(drill(quiet));
    const { result } = runDrill(whole);
    expect(result.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
    expect(result.readiness).toBe('ready');
    expect(runDrill({ ...whole, strict: true }).result.readiness).toBe('ready');
    const warned = await drillOf(
      drill({ faults: [{ at: '1m', crash: { server: 'sql1b' } }], steps: [{ wait: '1h' }] }),
    );
    expect(runDrill(warned).result).toMatchObject({ verdict: 'passed', readiness: 'reservations' });
    expect(runDrill({ ...warned, strict: true }).result).toMatchObject({ verdict: 'failed', readiness: 'notReady' });
    expect(runDrill({ ...warned, strict: true }).result.reason).toMatch(/^\d warnings? \(--strict\), the first: /);
  });

  it('a documented target that is missed is a warning (D46)', async () => {
    const assumptions = { takeoverMinutes: 40, syncPhaseSeconds: 0 };
    const late = await run(drill({ assumptions, faults: [lost], steps: [{ at: '40m', run: DISASTER }] }));
    expect(late.result.findings).toContainEqual(
      expect.objectContaining({
        severity: 'warning',
        rule: 'D46',
        message: 'the disaster failover of pool1 misses what is documented: RTO 42m, documented 30m.',
      }),
    );
    const soon = await run(drill({ faults: [lost], steps: [{ at: '40m', run: DISASTER }] }));
    expect(soon.result.findings.filter(({ rule }) => rule === 'D46')).toEqual([]);
  });

  it('users of a pool that no step acts on are a warning', async () => {
    const said = async (parts: DrillText) => {
      const { findings } = (await run(drill(parts))).result;
      return findings.filter(({ rule }) => rule === 'D70').map(({ severity, message }) => `${severity}: ${message}`);
    };
    // Signed out for 5 min, then on the partner; back at 40:00, its services 4 min later, and 10 min until handed home.
    const faults = [{ ...lost, for: '10m' }];
    expect(await said({ faults, steps: [{ wait: '2h' }] })).toEqual([
      'warning: 1,000 users of pool1, a pool that no step acts on, had no regular service for 24m from 00:30:00 on.',
    ]);
    // To look at it does nothing for its users; no more does a failover that is only shown.
    const looked = [
      { run: 'Get-CsBackupServiceStatus -PoolFqdn pool1' },
      { run: `${DISASTER} -WhatIf` },
      { wait: '2h' },
    ];
    expect(await said({ faults, steps: looked })).toHaveLength(1);
    expect(await said({ faults, steps: [{ at: '35m', run: DISASTER }] })).toEqual([]);
    const named = { at: '30m', crash: { pool: 'pool1' }, for: '10m' };
    expect(await said({ faults: [named], steps: [{ wait: '2h' }] })).toEqual([]);
  });
});

describe('glance', () => {
  it('most at one moment over all pools, user-minutes, and at the end', () => {
    const interval = (fromMs: number, toMs: number, regular: number) =>
      ({
        state: regular === 100 ? 'regularHome' : 'signedOut',
        fromMs,
        toMs,
        affected: 100 - regular,
        regular,
      }) as const;
    const users = [
      {
        pool: 'a',
        count: 100,
        intervals: [interval(0, 60_000, 100), interval(60_000, 180_000, 0), interval(180_000, 240_000, 100)],
      },
      { pool: 'b', count: 100, intervals: [interval(0, 120_000, 100), interval(120_000, 240_000, 40)] },
    ];
    // a: 100 for 2 minutes; b: 60 for 2 minutes, from the middle of that on.
    expect(usersWithoutRegularService(users)).toEqual({ most: 160, userMinutes: 320, atEnd: 60 });
  });
});
