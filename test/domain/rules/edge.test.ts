import { describe, expect, it } from 'vitest';
import type { DrillRun } from '../../../src/run/run-drill.js';
import { MIN, run } from '../../support/drills.js';
import { drill, edge, exact, SILENT } from '../../support/exact.js';

const S = 1000;
const topology = exact({}, {}, { edgePools: [edge(1), edge(2)] });
/** A publish takes 10 s; then the replicas of the servers follow in 4 min, and with them the Edge servers (D63). */
const FOLLOWED = 4 * MIN + 10 * S;
/** CMS on pool2; both Edge pools; federation and XMPP through edge1. */
const edges = (parts: object) => drill({ topology, load: SILENT, ...parts });

const outcomes = (r: DrillRun) => r.result.steps.map((s) => [s.outcome, s.rule]);
/** `via up|down fromMs-toMs` of each interval of a route */
function route(r: DrillRun, of: string): string[] {
  const found = r.result.routes.find((x) => x.route === of);
  return (found?.intervals ?? []).map((i) => `${i.via} ${i.up ? 'up' : 'down'} ${i.fromMs}-${i.toMs}`);
}

describe('section 5, Edge: each route runs through one Edge pool', () => {
  it('from the start as the topology says; remote access through the first that answers', async () => {
    const r = await run(edges({ steps: [{ wait: '1m' }] }));
    expect(route(r, 'federation')).toEqual([`edge1 up 0-${MIN}`]);
    expect(route(r, 'xmpp')).toEqual([`edge1 up 0-${MIN}`]);
    expect(route(r, 'remoteAccess')).toEqual([`edge1 up 0-${MIN}`]);
  });

  it('S1: one server of two takes the load; without any, federation is down and remote access moves', async () => {
    const r = await run(
      edges({
        faults: [
          { at: '1m', crash: { server: 'e1a' } },
          { at: '2m', crash: { server: 'e1b' }, for: '3m' },
        ],
        steps: [{ wait: '6m' }],
      }),
    );
    const [two, five, six] = [2, 5, 6].map((m) => m * MIN);
    expect(route(r, 'federation')).toEqual([
      `edge1 up 0-${two}`,
      `edge1 down ${two}-${five}`,
      `edge1 up ${five}-${six}`,
    ]);
    expect(route(r, 'xmpp')).toEqual(route(r, 'federation'));
    expect(route(r, 'remoteAccess')).toEqual([
      `edge1 up 0-${two}`,
      `edge2 up ${two}-${five}`,
      `edge1 up ${five}-${six}`,
    ]);
  });

  it('a route needs the WAN to a next hop at another site', async () => {
    const cut = { at: '2m', cut: { link: ['Datacenter1', 'Datacenter2'] }, for: '3m' };
    const crossing = exact({}, {}, { edgePools: [edge(1, { nextHop: 'pool2' }), edge(2)] });
    const r = await run(edges({ topology: crossing, faults: [cut], steps: [{ wait: '6m' }] }));
    const [two, five, six] = [2, 5, 6].map((m) => m * MIN);
    expect(route(r, 'federation')).toEqual([
      `edge1 up 0-${two}`,
      `edge1 down ${two}-${five}`,
      `edge1 up ${five}-${six}`,
    ]);
    // It answers and fails: clients do not go elsewhere.
    expect(route(r, 'remoteAccess')).toEqual(route(r, 'federation'));
    const within = await run(edges({ faults: [cut], steps: [{ wait: '6m' }] }));
    expect(route(within, 'federation')).toEqual([`edge1 up 0-${six}`]);
  });

  it('a route needs its next hop: with that pool lost it is down until the next hop is changed', async () => {
    const r = await run(
      edges({
        faults: [{ at: '1m', crash: { pool: 'pool1' } }],
        steps: [
          { at: '5m', run: 'Set-CsEdgeServer -Identity EdgeServer:edge1 -Registrar Registrar:pool2' },
          { run: 'Get-CsService -EdgeServer' },
          { wait: '10m' },
        ],
      }),
    );
    const changed = 5 * MIN + FOLLOWED;
    expect(route(r, 'federation')).toEqual([
      `edge1 up 0-${MIN}`,
      `edge1 down ${MIN}-${changed}`,
      `edge1 up ${changed}-${15 * MIN + 10 * S}`,
    ]);
    // Remote access stays with the Edge pool that answers, though edge2 works.
    expect(route(r, 'remoteAccess')).toEqual(route(r, 'federation'));
    expect(r.result.steps[1].output?.map((o) => [o.PoolFqdn, o.Registrar])).toEqual([
      ['edge1', 'Registrar:pool2'],
      ['edge2', 'Registrar:pool2'],
    ]);
  });
});

describe('federation moved to another Edge pool', () => {
  it.each([
    ['Topology Builder', { topologyBuilder: { federation: { edge2: true } } }],
    ['Set-CsSite', { run: 'Set-CsSite -Identity Site:Datacenter1 -FederationRoute EdgeServer:edge2' }],
  ])('%s: one Edge pool at a time', async (_, step) => {
    const r = await run(edges({ steps: [{ at: '1m', ...step }, { wait: '5m' }] }));
    const at = MIN + FOLLOWED;
    const end = 6 * MIN + 10 * S;
    expect(route(r, 'federation')).toEqual([`edge1 up 0-${at}`, `edge2 up ${at}-${end}`]);
    expect(route(r, 'xmpp')).toEqual([`edge1 up 0-${end}`]);
    // What comes in goes by the external DNS.
    expect(r.result.findings.filter((f) => f.rule === 'S9').map((f) => `${f.severity} ${f.message}`)).toEqual([
      'note inbound federation does not follow the route: change the external DNS record for federation (SRV _sipfederationtls._tcp) to edge2',
    ]);
  });

  it('switched off, there is no route; of another Edge pool, nothing changes', async () => {
    const r = await run(
      edges({
        steps: [
          { at: '1m', topologyBuilder: { federation: { edge2: false } } },
          { at: '10m', topologyBuilder: { federation: { edge1: false } } },
          { at: '20m', topologyBuilder: { federation: { edge1: true } } },
          { at: '30m', wait: '0s' },
        ],
      }),
    );
    expect(route(r, 'federation')).toEqual([
      `edge1 up 0-${10 * MIN + FOLLOWED}`,
      `null down ${10 * MIN + FOLLOWED}-${20 * MIN + FOLLOWED}`,
      `edge1 up ${20 * MIN + FOLLOWED}-${30 * MIN}`,
    ]);
  });

  it('moved while its Edge pool is lost, and back (reference drill 10)', async () => {
    const r = await run(
      edges({
        faults: [{ at: '1m', crash: { site: 'Datacenter1' }, for: '1h' }],
        steps: [
          { at: '5m', topologyBuilder: { federation: { edge2: true } } },
          { at: '2h', topologyBuilder: { federation: { edge1: true } } },
          { wait: '5m' },
        ],
      }),
    );
    expect(outcomes(r).map(([o]) => o)).toEqual(['ok', 'ok', 'ok']);
    expect(route(r, 'federation').map((x) => x.split(' ').slice(0, 2).join(' '))).toEqual([
      'edge1 up',
      'edge1 down',
      'edge2 up',
      'edge1 up',
    ]);
  });
});

describe('XMPP moved to another Edge pool', () => {
  it.each(['XmppExternalFederationRoute', 'XmppFederationRoute'])(
    '-%s with the services of the new Edge pool stopped before and started after',
    async (parameter) => {
      const service = (verb: string, host: string) => ({
        run: `${verb}-CsWindowsService -ComputerName ${host}`,
      });
      const r = await run(
        edges({
          steps: [
            { at: '1m', ...service('Stop', 'e2a') },
            service('Stop', 'e2b'),
            { run: `Set-CsSite Datacenter2 -${parameter} EdgeServer:edge2` },
            { wait: '5m' },
            service('Start', 'e2a'),
            service('Start', 'e2b'),
          ],
        }),
      );
      expect(outcomes(r).map(([o]) => o)).toEqual(new Array(6).fill('ok'));
      const set = MIN + FOLLOWED;
      expect(route(r, 'xmpp').slice(0, 2)).toEqual([`edge1 up 0-${set}`, `edge2 down ${set}-${6 * MIN + 10 * S}`]);
      expect(route(r, 'xmpp')[2]).toMatch(/^edge2 up/);
      expect(r.result.findings.filter((f) => f.rule === 'S9').map((f) => f.severity)).toEqual(['note']);
    },
  );

  it('with the services running: a warning', async () => {
    const r = await run(edges({ steps: [{ run: 'Set-CsSite Datacenter2 -XmppFederationRoute EdgeServer:edge2' }] }));
    expect(r.result.findings.filter((f) => f.rule === 'S9').map((f) => f.severity)).toEqual(['warning']);
  });

  it('together with the federation route in one command', async () => {
    const r = await run(
      edges({
        steps: [{ run: 'Set-CsSite Datacenter2 -XmppFederationRoute edge2 -FederationRoute edge2' }, { wait: '5m' }],
      }),
    );
    for (const of of ['xmpp', 'federation']) {
      expect(route(r, of)).toEqual([`edge1 up 0-${FOLLOWED}`, `edge2 up ${FOLLOWED}-${5 * MIN + 10 * S}`]);
    }
  });

  it('is refused from 2019 on, which has no XMPP federation', async () => {
    const edgePools = [edge(1, { xmpp: false }), edge(2, { xmpp: false })];
    const topology = exact({ mirror: false }, {}, { product: 'sfb2019', edgePools });
    const r = await run(edges({ topology, steps: [{ run: 'Set-CsSite Datacenter2 -XmppFederationRoute edge2' }] }));
    expect(outcomes(r)).toEqual([['refused', 'S9']]);
    expect(r.result.routes.map((x) => x.route)).toEqual(['federation', 'remoteAccess']);
    expect(r.result.findings.filter((f) => f.rule === 'S9')).toEqual([]);
  });

  it('the FQDN of an Edge server stands for its Edge pool, in this route only', async () => {
    const set = (route: string) => run(edges({ steps: [{ run: `Set-CsSite Datacenter2 ${route}` }, { wait: '5m' }] }));
    const r = await set('-XmppExternalFederationRoute EdgeServer:e2b');
    expect(outcomes(r)[0]).toEqual(['ok', null]);
    expect(route(r, 'xmpp')[1]).toMatch(/^edge2 up/);
    await expect(set('-FederationRoute EdgeServer:e2b')).rejects.toThrow('the topology has no Edge pool "e2b"');
    await expect(set('-XmppFederationRoute EdgeServer:e3b')).rejects.toThrow('no Edge pool or Edge server "e3b"');
  });
});

describe('the Edge pool of a Front End pool', () => {
  it('is changed with Topology Builder', async () => {
    const r = await run(edges({ steps: [{ topologyBuilder: { edgePool: { pool1: 'edge2' } } }] }));
    expect(r.result.steps[0]).toMatchObject({
      outcome: 'ok',
      endedAtMs: 10 * S,
      message: 'Edge pool of pool1 is edge2',
    });
  });
});
