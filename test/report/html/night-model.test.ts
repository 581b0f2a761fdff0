import fc from 'fast-check';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, test, vi } from 'vitest';
import { count } from '../../../src/core/format.js';
import { edgeOf, ROUTE } from '../../../src/domain/components/edge/behaviour.js';
import { usersByState } from '../../../src/domain/components/users/behaviour.js';
import type { Drill } from '../../../src/domain/drill.js';
import type { RunResult, UserState } from '../../../src/domain/result.js';
import type { World } from '../../../src/domain/state/world.js';
import { readDrill } from '../../../src/input/from-disk.js';
import { deploymentAt } from '../../../src/report/html/deployment-picture.js';
import { nightOf } from '../../../src/report/html/night-model.js';
import { RunRecorder } from '../../../src/run/recorder.js';
import { modelOf, runDrill } from '../../../src/run/run-drill.js';
import { ROOT } from '../../support/built.js';

/** What the state of the simulator says after an event, in the words of the page; made without the lanes of the result. */
interface WorldSays {
  readonly atMs: number;
  /** by pool */
  readonly pools: readonly {
    readonly name: string;
    readonly users: string;
    readonly frontEnd: string;
    readonly isFailoverNormal: boolean;
    readonly served: boolean | null;
    readonly remoteMedia: readonly [boolean, string] | null;
    readonly gone: number;
  }[];
  readonly master: string | null;
  readonly isMasterWorking: boolean;
  /** federation, XMPP, remote access: whether it is up, and by which Edge pool; null = there is no such route */
  readonly routes: readonly (readonly [boolean, string] | null)[];
  readonly cutLinks: number;
}

const WORDS: Readonly<Record<UserState, string>> = {
  regularHome: 'regular at home',
  regularPartner: 'regular on the partner',
  resiliencyHome: 'resiliency at home',
  resiliencyPartner: 'resiliency on the partner',
  readOnlyHome: 'read-only at home',
  signedOut: 'signed out',
};
const FRONT_END: Readonly<Record<string, string>> = { booting: 'starting' };

function said(world: World, atMs: number): WorldSays {
  const { layout, variables, ids, machines, deployment } = world;
  const route = (r: number): readonly [boolean, string] | null => {
    const edge = edgeOf(world, r);
    // A pool without an Edge pool for its media has no such route.
    return layout.edges[edge] === undefined
      ? null
      : [variables.routes.get(r) === ids.route.up, layout.edges[edge].fqdn];
  };
  return {
    atMs,
    pools: layout.pools.map(({ index, pool, databases }) => {
      const parts = Object.entries(usersByState(world, index)) as [UserState, number][];
      const state = machines.frontEnd.states[variables.frontEnd.get(index)];
      const user = databases.find((db) => world.databaseName(db) === 'User');
      return {
        name: pool.fqdn,
        users:
          parts.length === 1 ? WORDS[parts[0][0]] : parts.map(([each, n]) => `${count(n)} ${WORDS[each]}`).join(', '),
        frontEnd: FRONT_END[state] ?? state,
        isFailoverNormal: machines.failover.states[variables.failover.get(index)] === 'normal',
        served: user === undefined ? null : world.served(index, user),
        remoteMedia: route(ROUTE.remoteMedia + index),
        gone: pool.servers.filter((fqdn) => !world.serverRuns(layout.hosts.findIndex((host) => host.fqdn === fqdn)))
          .length,
      };
    }),
    master: world.cmsMaster() < 0 ? null : world.name(world.cmsMaster()),
    isMasterWorking: world.cmsFunctional(),
    routes: [ROUTE.federation, ROUTE.xmpp, ROUTE.remoteAccess].map(route),
    cutLinks: deployment.links.filter((_, i) => machines.wan.states[variables.link.get(i)] !== 'up').length,
  };
}

/** The states that a run went through, without jumps over steady stretches: the night is made of a run that jumps. */
function statesOf(drill: Drill): WorldSays[] {
  const model = modelOf(drill, false);
  const states: WorldSays[] = [];
  const { applied } = RunRecorder.prototype;
  const spy = vi.spyOn(RunRecorder.prototype, 'applied').mockImplementation(function (this: RunRecorder, atMs) {
    applied.call(this, atMs);
    // Of one moment the last event counts.
    if (states.at(-1)?.atMs === atMs) states.pop();
    states.push(said(model.world, atMs));
  });
  runDrill(drill, { model, jump: false });
  spy.mockRestore();
  return states;
}

/** What the lanes of the page show at a moment, by group and lane. */
function shownAt(result: RunResult, atMs: number): Map<string, string | undefined> {
  return new Map(
    nightOf(result).groups.flatMap(({ title, lanes }) =>
      lanes.map(({ name, bands }) => [
        `${title?.split(' · ')[0]} ${name}`,
        bands.findLast((band) => band.fromMs <= atMs && atMs < Math.max(band.toMs, band.fromMs + 1))?.text,
      ]),
    ),
  );
}

const textOf = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');

describe.each([
  '02-swap',
  '03-site-loss',
  '07-wan-cut-site-loss',
  '09-fabric-quorum',
  '14-three-sites',
  '45-two-servers-wrong-order',
])('the night of sims/%s', (sim) => {
  test('shows at fifty moments what the state of the simulator says there', async () => {
    const drill = await readDrill(`${ROOT}sims/${sim}.yaml`);
    if (Array.isArray(drill)) throw new Error(drill[0].message);
    const { result } = runDrill(drill);
    const states = statesOf(drill);
    const changes = states.map(({ atMs }) => atMs).filter((atMs) => atMs < result.endedAtMs);
    const moments = [
      ...fc.sample(fc.integer({ min: 0, max: result.endedAtMs - 1 }), { seed: 50, numRuns: 40 }),
      // At the moment of an event the state after it counts.
      ...fc.sample(fc.constantFrom(...changes), { seed: 50, numRuns: 10 }),
    ];
    for (const atMs of moments) {
      const says = states.findLast((state) => state.atMs <= atMs)!;
      const lanes = shownAt(result, atMs);
      const short = (fqdn: string): string => fqdn.split('.')[0];
      const picture = renderToString(deploymentAt(result, atMs));
      const cards = new Map(
        picture
          .split('<div class="card')
          .slice(1)
          .map((card) => [/<bdi>([^<]*)/.exec(card)![1], card]),
      );
      for (const { name, users, frontEnd, isFailoverNormal, served, gone, remoteMedia } of says.pools) {
        const [pool, of] = [short(name), `${sim} at ${atMs}: ${name}`];
        expect(lanes.get(`${pool} Users`), of).toBe(users);
        expect(lanes.get(`${pool} Front End`), of).toBe(frontEnd);
        expect(lanes.get(`${pool} Failover`) === undefined, of).toBe(isFailoverNormal);
        if (served !== null) expect(lanes.get(`${pool} SQL principal`) !== 'not served', of).toBe(served);
        const media = lanes.get(`${pool} Remote media`);
        if (remoteMedia !== null) expect(media, of).toBe(remoteMedia[0] ? `via ${short(remoteMedia[1])}` : 'down');
        const card = cards.get(pool)!;
        expect(textOf(card), of).toContain(`Front End: ${frontEnd}`);
        if (served !== null) expect(textOf(card).includes('SQL: not served'), of).toBe(!served);
        const frontEnds = card.split('class="chips"')[1];
        expect(frontEnds.split('FE down').length - 1, of).toBe(gone);
        expect(textOf(card).includes('CMS master'), of).toBe(name === says.master && says.isMasterWorking);
        expect(textOf(card).includes('CMS ✕'), of).toBe(name === says.master && !says.isMasterWorking);
        if (!users.includes(',')) expect(textOf(card), of).toContain(` users ${users}`);
      }
      const store = says.master === null ? 'none' : short(says.master);
      expect(lanes.get('Shared CMS master'), sim).toBe(says.isMasterWorking ? store : `${store} · not available`);
      for (const [i, name] of ['Federation', 'XMPP', 'Remote access'].entries()) {
        const route = says.routes[i];
        const text = lanes.get(`Shared ${name}`);
        if (route !== null)
          expect(text, `${sim} at ${atMs}: ${name}`).toBe(route[0] ? `via ${short(route[1])}` : 'down');
      }
      expect(picture.split('class="cut"').length - 1, `${sim} at ${atMs}`).toBe(says.cutLinks);
    }
    // Something happens in each of them.
    expect(new Set(moments.map((atMs) => JSON.stringify([...shownAt(result, atMs)]))).size).toBeGreaterThan(3);
  });
});
