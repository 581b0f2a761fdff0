import { describe, expect, it } from 'vitest';
import type { DrillRun } from '../../../src/run/run-drill.js';
import { MIN, run } from '../../support/drills.js';
import { drill, edge, exact, SILENT } from '../../support/exact.js';

/** Both pools with the Edge pool of their site for media; `more` of the first Edge pool. CMS on pool2. */
const topology = (more: object = {}, assumptions: object = {}) =>
  exact(
    { more: { edgePool: 'edge1' } },
    { more: { edgePool: 'edge2' } },
    { edgePools: [edge(1, { xmpp: false, ...more }), edge(2)], assumptions },
  );
const drilled = (parts: object) => run(drill({ topology: topology(), load: SILENT, ...parts }));

/** `via up|down fromMs-toMs` of each interval of a route */
function route(r: DrillRun, of: string, pool: string | null = null): string[] {
  const found = r.result.routes.find((x) => x.route === of && x.pool === pool);
  return (found?.intervals ?? []).map((i) => `${i.via} ${i.up ? 'up' : 'down'} ${i.fromMs}-${i.toMs}`);
}

/** Message and line of each warning about a route. */
const warnings = (r: DrillRun) =>
  r.result.findings
    .filter((f) => f.rule === 'S9' && f.severity === 'warning')
    .map(({ message, instead }) => [message, instead]);
const EDGE1 = ['e1a', 'e1b'];
const lost = (at: string, machines: readonly string[], more: object = {}) =>
  machines.map((server) => ({ at, crash: { server }, ...more }));
/** A publish takes 10 s, the replicas 4 min (D63). */
const FOLLOWED = 250_000;

describe('S9: a route that is down for more than 30 minutes, or at the end, is a finding', () => {
  it('the next hop is dead: one finding for all that goes through it, with the next hop to change to (D42)', async () => {
    const r = await drilled({ faults: [{ at: '10m', crash: { pool: 'pool1' } }], steps: [{ wait: '20m' }] });
    expect(warnings(r)).toEqual([
      [
        'federation and remote access are down from 00:10:00 to the end (10m), with edge1 answering and pool1, its next hop, not running. Clients do not go elsewhere while it answers: change its next hop (D42).',
        'Set-CsEdgeServer -Identity EdgeServer:edge1 -Registrar Registrar:pool2',
      ],
    ]);
  });

  it('30 minutes and no more are none, where the route works at the end', async () => {
    const gone = (time: string) => drilled({ faults: lost('10m', EDGE1, { for: time }), steps: [{ wait: '2h' }] });
    expect(warnings(await gone('30m'))).toEqual([]);
    // Of the media of pool1 as well (procedure 8).
    expect(warnings(await gone('30m1s'))).toEqual([
      [
        'federation was down from 00:10:00 to 00:40:01 (30m 01s), with no server of edge1 running. It goes through one Edge pool: move it (procedure 5: Set-CsSite, or Topology Builder), and the external DNS records for what comes in.',
        'Set-CsSite -Identity Site:Datacenter1 -FederationRoute EdgeServer:edge2',
      ],
      [
        'remote media of pool1 was down from 00:10:00 to 00:40:01 (30m 01s), with no server of edge1 running. It stays down until the Edge pool of pool1 is changed in Topology Builder and published (procedure 8); in a drill: topologyBuilder: { edgePool: { pool1: edge2 } }.',
        null,
      ],
    ]);
  });

  it('the limit is a number of the model', async () => {
    const r = await drilled({
      topology: topology({}, { routeDownFindingMinutes: 10 }),
      faults: lost('10m', EDGE1, { for: '11m' }),
      steps: [{ wait: '1h' }],
    });
    expect(warnings(r)).toHaveLength(2);
  });

  it('XMPP has a procedure of its own', async () => {
    const r = await drilled({
      topology: topology({ xmpp: true, federation: false }),
      faults: lost('10m', EDGE1),
      steps: [{ wait: '1h' }],
    });
    expect(warnings(r)[0]).toEqual([
      expect.stringMatching(/^XMPP federation is down .*services of the new one are stopped \(procedure 6\)/),
      'Set-CsSite -Identity Site:Datacenter1 -XmppExternalFederationRoute EdgeServer:edge2',
    ]);
  });

  it('without an Edge pool that works there is no line to type, nor while no master could take it (D62)', async () => {
    const none = await drilled({ faults: lost('10m', [...EDGE1, 'e2a', 'e2b']), steps: [{ wait: '1h' }] });
    expect(warnings(none)).toEqual([
      [expect.stringMatching(/^federation is .* None works now: repair one first\.$/), null],
      [
        expect.stringMatching(/^remote access is .* No other Edge pool with a next hop runs either: repair one\.$/),
        null,
      ],
      [expect.stringMatching(/^remote media of pool1 is .*; no other Edge pool works now\.$/), null],
      [expect.stringMatching(/^remote media of pool2 is .*; no other Edge pool works now\.$/), null],
    ]);
    const masterless = await drilled({
      faults: [
        ...lost('10m', EDGE1),
        { at: '10m', crash: { server: 'sql2a' } },
        { at: '10m', crash: { server: 'sql2w' } },
      ],
      steps: [{ wait: '1h' }],
    });
    expect(warnings(masterless)[0]).toEqual([
      expect.stringMatching(/Before that a Central Management master has to be active \(D62\)\.$/),
      null,
    ]);
  });

  it('what was published and is not in the replicas yet is waited for (D63)', async () => {
    const r = await drilled({
      faults: lost('10m', EDGE1),
      steps: [{ at: '20m', topologyBuilder: { federation: { edge2: true } } }],
    });
    expect(warnings(r)[0]).toEqual([
      expect.stringMatching(/^federation is down .* wait until it is UpToDate\.$/),
      'Get-CsManagementStoreReplicationStatus',
    ]);
  });
});

describe('a line that would do harm is not given', () => {
  const CUT = { at: '10m', cut: { link: ['Datacenter1', 'Datacenter2'] } };
  const hop2 = { nextHop: 'pool2' };

  it('a next hop that takes no traffic any more by the time it is told', async () => {
    // pool1 is lost for 50 min and starts in 4; pool2 could take its place, unless it is lost itself after 40.
    const lost = { at: '10m', crash: { pool: 'pool1' }, for: '50m' };
    const lines = async (...more: object[]) =>
      warnings(await drilled({ faults: [lost, ...more], steps: [{ wait: '70m' }] })).map(([message, line]) => [
        String(message).replace(/^.* (?=to )|,.*/g, ''),
        line,
      ]);
    const hop = 'Set-CsEdgeServer -Identity EdgeServer:edge1 -Registrar Registrar:pool2';
    expect(await lines()).toEqual([['to 01:04:00 (54m)', hop]]);
    expect(await lines({ at: '50m', crash: { pool: 'pool2' } })).toEqual([['to 01:04:00 (54m)', null]]);
  });

  it('a publish that the Edge servers could not hear of: the master is behind the cut link (D63)', async () => {
    const r = await drilled({ topology: topology(hop2), faults: [{ ...CUT, for: '1h' }], steps: [{ wait: '2h' }] });
    expect(warnings(r)).toEqual([
      [
        'federation and remote access were down from 00:10:00 to 01:10:00 (1h), with edge1 answering and pool2, its next hop, out of reach. Clients do not go elsewhere while it answers: change its next hop (D42). The servers that are to act on it hear of a change only over the link to the active Central Management master, which is cut: mend it (D63).',
        null,
      ],
    ]);
  });
});

describe('D63: an Edge pool acts on what its own replica has', () => {
  it('one behind a cut link goes on as before', async () => {
    const r = await drilled({
      faults: [
        { at: '5m', cut: { link: ['Datacenter1', 'Datacenter2'] }, for: '1h' },
        { at: '10m', crash: { pool: 'pool1' }, for: '5m' },
      ],
      steps: [
        { at: '12m', run: 'Set-CsEdgeServer -Identity EdgeServer:edge1 -Registrar Registrar:pool2' },
        { wait: '2h' },
      ],
    });
    // pool1 starts in 4 min and has the traffic again: edge1 has not heard of pool2 before the link is mended at 65 min.
    const until = 132 * MIN + 10_000;
    expect(route(r, 'federation')).toEqual([
      `edge1 up 0-${10 * MIN}`,
      `edge1 down ${10 * MIN}-${19 * MIN}`,
      `edge1 up ${19 * MIN}-${until}`,
    ]);
  });

  it('an Edge pool that returns sends to the old next hop until its replica is up to date', async () => {
    const r = await drilled({
      faults: [...lost('10m', EDGE1, { for: '50m' }), { at: '10m', crash: { pool: 'pool1' } }],
      steps: [
        { at: '20m', run: 'Set-CsEdgeServer -Identity EdgeServer:edge1 -Registrar Registrar:pool2' },
        { wait: '1h' },
      ],
    });
    // Back at 60 min, its replica 4 min later.
    expect(route(r, 'federation')).toEqual([
      `edge1 up 0-${10 * MIN}`,
      `edge1 down ${10 * MIN}-${64 * MIN}`,
      `edge1 up ${64 * MIN}-${80 * MIN + 10_000}`,
    ]);
  });
});

describe('D42: a next hop that is failed over takes no traffic', () => {
  it('from the takeover until its users come home, where the Edge pool was down and returns', async () => {
    const r = await drilled({
      faults: lost('10m', EDGE1, { for: '10m' }),
      steps: [
        { at: '15m', run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' },
        { at: '2h', run: 'Invoke-CsPoolFailBack -PoolFqdn pool1' },
        { at: '3h', wait: '0s' },
      ],
    });
    expect(r.result.steps.map((s) => s.outcome)).toEqual(['ok', 'ok', 'ok']);
    expect(route(r, 'remoteAccess').slice(0, 3)).toEqual([
      `edge1 up 0-${10 * MIN}`,
      `edge2 up ${10 * MIN}-${20 * MIN}`,
      expect.stringMatching(`^edge1 down ${20 * MIN}-`),
    ]);
    expect(warnings(r)[0][0]).toContain('pool1, its next hop, failed over');
    expect(route(r, 'remoteAccess').at(-1)).toMatch(/^edge1 up/);
  });
});

describe('procedure 8: remote users have their media through the Edge pool of the pool that serves them', () => {
  it('down with that Edge pool until the association is changed', async () => {
    const r = await drilled({
      faults: lost('10m', EDGE1),
      steps: [{ at: '50m', topologyBuilder: { edgePool: { pool1: 'edge2' } } }, { wait: '10m' }],
    });
    const end = 60 * MIN + 10_000;
    expect(route(r, 'remoteMedia', 'pool1')).toEqual([
      `edge1 up 0-${10 * MIN}`,
      `edge1 down ${10 * MIN}-${50 * MIN + FOLLOWED}`,
      `edge2 up ${50 * MIN + FOLLOWED}-${end}`,
    ]);
    expect(route(r, 'remoteMedia', 'pool2')).toEqual([`edge2 up 0-${end}`]);
    expect(warnings(r).map(([m]) => String(m).replace(/ down.*/, ''))).toEqual([
      'remote media of pool1 was',
      'federation is',
      // What the topology is at the end: pool1 would take the users of pool2 without an Edge pool for their media.
      expect.stringMatching(/^pool1 has its Edge pool edge2 at Datacenter2/),
    ]);
  });

  it('also of users who are signed out: their pool may come back or be failed over; on the partner they have that of the partner', async () => {
    const site = { at: '10m', crash: { site: 'Datacenter1' } };
    const signedOut = await drilled({
      topology: {
        ...topology(),
        voiceResiliency: { automatic: false, failureDetectionInterval: '300s', failbackDetectionInterval: '600s' },
      },
      faults: [site],
      steps: [{ wait: '2h' }],
    });
    expect(warnings(signedOut)[1]).toEqual([
      'remote media of pool1 is down from 00:10:00 to the end (1h 50m), with no server of edge1 running and the users of pool1 signed out. It stays down until the Edge pool of pool1 is changed in Topology Builder and published (procedure 8) or pool1 is failed over to pool2; in a drill: topologyBuilder: { edgePool: { pool1: edge2 } }.',
      null,
    ]);
    // On the backup registrar after 5 min (D70).
    const taken = await drilled({ faults: [site], steps: [{ wait: '1h' }] });
    expect(route(taken, 'remoteMedia', 'pool1')).toEqual([
      `edge1 up 0-${10 * MIN}`,
      `edge1 down ${10 * MIN}-${15 * MIN}`,
      `edge2 up ${15 * MIN}-${60 * MIN}`,
    ]);
  });

  it('a pool without an Edge pool has no such route', async () => {
    const r = await run(
      drill({ topology: exact({}, {}, { edgePools: [edge(1)] }), load: SILENT, steps: [{ wait: '1m' }] }),
    );
    expect(r.result.routes.map((x) => x.route)).toEqual(['federation', 'xmpp', 'remoteAccess']);
  });
});
