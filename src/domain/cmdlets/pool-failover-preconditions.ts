/**
 * The preconditions of a pool failover, one function a rule, in the order in which the cmdlet checks them: it names the
 * first that fails, the findings name all of them.
 */
import { count, counted } from '../../core/format.js';
import { servesSoon } from '../components/back-end/election.js';
import { edgesWithNextHop } from '../components/edge/behaviour.js';
import { usersSizedFor } from '../components/front-end-pool/conditions.js';
import type { World } from '../state/world.js';
import { type Ended, refuse } from './cmdlet.js';
import { masterAdvice } from './cms-failover-preconditions.js';
import { setRegistrarConfiguration } from './registrar-configuration.js';

/** What refuses the failover of `p`, in the order of the rules; null = nothing does. */
export function failoverRefusal(world: World, p: number, disaster: boolean): Ended | null {
  return (
    relationRefusal(world, p) ??
    cmsRefusal(world, p) ??
    edgeRefusal(world, p) ??
    (disaster ? null : modeRefusal(world, p))
  );
}

/** D40, S8: the pair cannot do it. */
export function relationRefusal(world: World, p: number): Ended | null {
  const q = world.partner(p);
  if (q < 0) return refuse('D40', `${world.name(p)} has no backup pool. Pair it in Topology Builder first.`);
  const stuck = [p, q].find((each) => world.is('failover', each, 'stuck'));
  if (stuck !== undefined) return refuse('D40', stuckText(world, stuck));
  if (!world.is('failover', p, 'normal')) {
    return refuse('D40', `${world.name(p)} is already failed over. Fail it back before failing it over again.`);
  }
  if (!world.is('failover', q, 'normal')) {
    return refuse(
      'D40',
      `The backup pool ${world.name(q)} is itself failed over to ${world.name(p)}. Fail ${world.name(q)} back first (S8): Invoke-CsPoolFailBack -PoolFqdn ${world.name(q)}`,
    );
  }
  if (servesSoon(world, q))
    return refuse('D40', `The backup pool ${world.name(q)} cannot serve: ${failsOver(world, q)}.`);
  if (!world.canServe(q)) {
    return refuse('D40', `The backup pool ${world.name(q)} cannot serve: its services or its User database are down.`);
  }
  return null;
}

/** D44: a pool whose planned failover failed and that stayed closed, with the line that opens it. */
export function stuckText(world: World, p: number): string {
  const line = setRegistrarConfiguration.line({ Identity: `service:Registrar:${world.name(p)}`, PoolState: 'Active' });
  return `${world.name(p)} stays closed to its users since its failover failed, as was reported (D44). Open it: ${line}`;
}

/** D41: the Central Management Store has to be elsewhere, and work. */
export function cmsRefusal(world: World, p: number): Ended | null {
  if (world.layout.cmsHome < 0) return null;
  const master = world.cmsMaster();
  const site = world.pool(world.partner(p)).site;
  const reached = world.cmsFunctional() && world.linked(world.pool(master).site, site);
  if (reached && master !== p) return null;
  const why =
    master === p
      ? `The active Central Management master is on ${world.name(p)}.`
      : 'No active Central Management master can be reached.';
  return refuse('D41', `${why} ${masterAdvice(world)}`);
}

/** D42: a running Edge pool has the pool as its next hop. */
export function edgeRefusal(world: World, p: number): Ended | null {
  const blocking = edgesWithNextHop(world, p).find((e) => e.up);
  if (blocking === undefined) return null;
  const edge = world.layout.edges[blocking.edge].fqdn;
  return refuse(
    'D42',
    `This Front-end pool "${world.name(p)}" is specified in topology as the next hop for the Edge server. Failing over this pool may cause External access/Federation/Split-domain/XMPP features to stop working. Change the next hop first: Set-CsEdgeServer -Identity EdgeServer:${edge} -Registrar Registrar:${world.name(world.partner(p))}`,
  );
}

/** D21: what a pool without its User database waits for, and what to do until then. */
export const failsOver = (world: World, p: number): string =>
  `the User database of ${world.name(p)} fails over to its mirror by itself, and is served again in seconds (D21): wait until it is, then type the line again`;

/** D43: the planned form needs the pool. */
export function modeRefusal(world: World, p: number): Ended | null {
  if (world.canServe(p)) return null;
  if (servesSoon(world, p)) {
    const line = failsOver(world, p);
    return refuse('D43', `Right now ${line}. -DisasterMode would leave behind what is not lost (D45).`);
  }
  return refuse(
    'D43',
    `A planned failover needs ${world.name(p)} up, with its User database served. Where it is lost use -DisasterMode.`,
  );
}

/** D3: nothing stops a failover to a pool that is too small, or too small without the servers that are out of service. */
export function noteCapacity(world: World, p: number): void {
  const q = world.partner(p);
  const { pool, servers } = world.pool(q);
  const users = world.pool(p).pool.users + pool.users;
  const running = world.running(q);
  const carried = usersSizedFor(world, q, running);
  if (users <= carried) return;
  const without = running < servers.length ? ` with ${running} of its ${servers.length} servers` : '';
  world.finding(
    'warning',
    'D3',
    `${world.name(q)}${without} is sized for ${counted(carried, 'user')} and serves ${count(users)} now`,
  );
}
