import { describe, expect, it } from 'vitest';
import type { DrillRun } from '../../../src/run/run-drill.js';
import { MIN, run } from '../../support/drills.js';
import { drill, edge, exact, SILENT } from '../../support/exact.js';

const S = 1000;
const topology = exact({}, {}, { edgePools: [edge(1), edge(2)] });
/** CMS on pool2; both Edge pools; federation and XMPP through edge1. */
const edges = (parts: object) => drill({ topology, load: SILENT, ...parts });

const outcomes = (r: DrillRun) => r.result.steps.map((s) => [s.outcome, s.rule]);
/** `via up|down fromMs-toMs` of each interval of a route */
function route(r: DrillRun, of: string): string[] {
  const found = r.result.routes.find((x) => x.route === of);
  return (found?.intervals ?? []).map((i) => `${i.via} ${i.up ? 'up' : 'down'} ${i.fromMs}-${i.toMs}`);
}

describe('section 5, Edge: each route runs through one Edge pool', () => {
  it('from the start as the topology says; remote access through any that works', async () => {
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
    expect(route(r, 'remoteAccess')[1]).toBe(`edge2 up ${two}-${five}`);
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
        ],
      }),
    );
    const changed = 5 * MIN + 10 * S;
    expect(route(r, 'federation').slice(0, 2)).toEqual([`edge1 up 0-${MIN}`, `edge1 down ${MIN}-${changed}`]);
    expect(route(r, 'federation')[2]).toMatch(/^edge1 up/);
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
    const r = await run(edges({ steps: [{ at: '1m', ...step }, { wait: '1m' }] }));
    const at = MIN + 10 * S;
    expect(route(r, 'federation')).toEqual([`edge1 up 0-${at}`, `edge2 up ${at}-${at + MIN}`]);
    expect(route(r, 'xmpp')).toEqual([`edge1 up 0-${at + MIN}`]);
  });

  it('switched off, there is no route; of another Edge pool, nothing changes', async () => {
    const r = await run(
      edges({
        steps: [
          { at: '1m', topologyBuilder: { federation: { edge2: false } } },
          { at: '2m', topologyBuilder: { federation: { edge1: false } } },
          { at: '3m', topologyBuilder: { federation: { edge1: true } } },
        ],
      }),
    );
    expect(route(r, 'federation')).toEqual([
      `edge1 up 0-${2 * MIN + 10 * S}`,
      `null down ${2 * MIN + 10 * S}-${3 * MIN + 10 * S}`,
      `edge1 up ${3 * MIN + 10 * S}-${3 * MIN + 10 * S}`,
    ]);
  });

  it('moved while its Edge pool is lost, and back (reference drill 10)', async () => {
    const r = await run(
      edges({
        faults: [{ at: '1m', crash: { site: 'Datacenter1' }, for: '1h' }],
        steps: [
          { at: '5m', topologyBuilder: { federation: { edge2: true } } },
          { at: '2h', topologyBuilder: { federation: { edge1: true } } },
        ],
      }),
    );
    expect(outcomes(r).map(([o]) => o)).toEqual(['ok', 'ok']);
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
            { wait: '1m' },
            service('Start', 'e2a'),
            service('Start', 'e2b'),
          ],
        }),
      );
      expect(outcomes(r).map(([o]) => o)).toEqual(new Array(6).fill('ok'));
      const set = MIN + 10 * S;
      expect(route(r, 'xmpp').slice(0, 2)).toEqual([`edge1 up 0-${set}`, `edge2 down ${set}-${set + MIN}`]);
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
        steps: [{ run: 'Set-CsSite Datacenter2 -XmppFederationRoute edge2 -FederationRoute edge2' }, { wait: '1m' }],
      }),
    );
    for (const of of ['xmpp', 'federation']) {
      expect(route(r, of)).toEqual([`edge1 up 0-${10 * S}`, `edge2 up ${10 * S}-${70 * S}`]);
    }
  });
});

describe('the Edge pool of a Front End pool', () => {
  it('is changed with Topology Builder', async () => {
    const r = await run(edges({ steps: [{ topologyBuilder: { edgePool: { pool1: 'edge2' } } }] }));
    expect(r.result.steps[0]).toMatchObject({
      outcome: 'ok',
      endedAtMs: 10 * S,
      message: 'Edge pool of pool1 is edge2 (media through it is not modelled)',
    });
  });
});
