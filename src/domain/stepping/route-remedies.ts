/** What would bring a route to the outside back: decided by the state of its Edge pool, its next hop and the master (S9). */
import { setEdgeServer, setSite } from '../cmdlets/configuration.js';
import { getReplicationStatus } from '../cmdlets/management-store.js';
import { failoverRefusal } from '../cmdlets/pool-failover-preconditions.js';
import { edgeRuns, poolOfRoute, ROUTE, relaysMedia, siteOfEdge, takesTraffic } from '../components/edge/behaviour.js';
import { isOutOfReach } from '../components/pool-failover/behaviour.js';
import { poolServing } from '../components/users/behaviour.js';
import type { World } from '../state/world.js';
import type { Remedy } from '../state/world-state.js';

/** What keeps a route down now, what to do about it, and the line to type. */
export const remedyOf = (world: World, route: number, edge: number): Remedy =>
  isPending(world, route, edge) ? replicaRemedy(world, edge) : publishedRemedy(world, route, edge);

/** Everything that the remedy of a route that is down hangs on, in one number: another number = another remedy. */
export function situationOf(world: World, route: number, edge: number): number {
  const target = targetOf(world, route, edge);
  const hop = edge < 0 ? -1 : world.variables.hopInUse.get(edge);
  const { pools } = world.layout;
  let situation = target + 1;
  situation = situation * (pools.length + 1) + hop + 1;
  if (route >= ROUTE.remoteMedia) situation = situation * pools.length + poolServing(world, poolOfRoute(route));
  situation = situation * 3 + publishing(world, route, edge, target);
  situation = situation * 4 + (hop < 0 ? 3 : hopState(world, hop));
  situation = situation * 2 + (isPending(world, route, edge) ? 1 : 0);
  situation = situation * 2 + (edgeRuns(world, edge) ? 1 : 0);
  return situation * 2 + (hasNoUsers(world, route) ? 1 : 0);
}

/** What a remedy leads to does not take the traffic now. */
export const leadsNowhere = (world: World, { to }: Remedy): boolean =>
  to !== null && !(edgeRuns(world, to[0]) && takesTraffic(world, to[0], to[1]));

/** The users whose media it is are signed out: they have none to miss until somebody serves them. */
function hasNoUsers(world: World, route: number): boolean {
  const pool = poolOfRoute(route);
  return pool >= 0 && world.serviceStateOf(pool) === 'signedOut';
}

/** Something else was published for it, and those who are to act on it run and do not have it yet (D63). */
function isPending(world: World, route: number, edge: number): boolean {
  const { nextHop, hopInUse, mediaEdge, federationEdge, xmppEdge } = world.variables;
  if (route >= ROUTE.remoteMedia)
    return edgeRuns(world, otherThan(edge, mediaEdge.get(poolServing(world, poolOfRoute(route)))));
  const published = route === ROUTE.federation ? federationEdge.get() : route === ROUTE.xmpp ? xmppEdge.get() : edge;
  if (edgeRuns(world, otherThan(edge, published))) return true;
  return edgeRuns(world, edge) && nextHop.get(edge) !== hopInUse.get(edge);
}

const otherThan = (edge: number, published: number): number => (published === edge ? -1 : published);

const fqdnOf = (world: World, edge: number): string => world.layout.edges[edge].fqdn;

/** What a change would lead to: a next hop for an Edge pool that answers, else another Edge pool; -1 = nothing works. */
function targetOf(world: World, route: number, edge: number): number {
  const { edges } = world.layout;
  if (route >= ROUTE.remoteMedia) return edges.findIndex((_, e) => relaysMedia(world, poolOfRoute(route), e));
  if (edgeRuns(world, edge)) return hopFor(world, edge);
  if (route === ROUTE.remoteAccess) return -1;
  return edges.findIndex((_, e) => edgeRuns(world, e) && takesTraffic(world, e, world.variables.hopInUse.get(e)));
}

/** The pool to be the next hop of an Edge pool: the partner of the present one before any other. */
function hopFor(world: World, edge: number): number {
  const hop = world.variables.hopInUse.get(edge);
  const partner = hop < 0 ? -1 : world.partner(hop);
  if (takesTraffic(world, edge, partner)) return partner;
  return world.layout.pools.findIndex(({ index }) => takesTraffic(world, edge, index));
}

const [PUBLISHED, NO_MASTER, OUT_OF_REACH] = [0, 1, 2];

/** What becomes of a change that is published now: those who are to act on it hear of it from the active master (D62, D63). */
function publishing(world: World, route: number, edge: number, target: number): number {
  if (world.layout.cmsHome < 0 || target < 0) return PUBLISHED;
  if (!world.cmsFunctional()) return NO_MASTER;
  const actor =
    route >= ROUTE.remoteMedia
      ? world.pool(poolServing(world, poolOfRoute(route))).site
      : siteOfEdge(world, edgeRuns(world, edge) ? edge : target);
  return world.linked(world.pool(world.cmsMaster()).site, actor) ? PUBLISHED : OUT_OF_REACH;
}

const HINDRANCES: readonly string[] = [
  '',
  ' Before that a Central Management master has to be active (D62).',
  ' The servers that are to act on it hear of a change only over the link to the active Central Management master, which is cut: mend it (D63).',
];

function replicaRemedy(world: World, edge: number): Remedy {
  return {
    cause: `while ${fqdnOf(world, edge)} goes on as before`,
    advice: 'What was published counts when the replica of the servers has it (D63): wait until it is UpToDate.',
    instead: getReplicationStatus.line({}),
    to: null,
  };
}

function publishedRemedy(world: World, route: number, edge: number): Remedy {
  const target = targetOf(world, route, edge);
  const hindrance = publishing(world, route, edge, target);
  const remedy =
    route >= ROUTE.remoteMedia
      ? mediaRemedy(world, poolOfRoute(route), edge, target)
      : edgeRuns(world, edge)
        ? nextHopRemedy(world, edge, target)
        : edgeRemedy(world, route, edge, target);
  return hindrance === PUBLISHED
    ? remedy
    : { ...remedy, advice: remedy.advice + HINDRANCES[hindrance], instead: null, to: null };
}

/** Procedures 5 and 6: the Edge pool is lost. */
function edgeRemedy(world: World, route: number, edge: number, target: number): Remedy {
  const cause = `with no server of ${fqdnOf(world, edge)} running`;
  if (route === ROUTE.remoteAccess) {
    const advice = 'No other Edge pool with a next hop runs either: repair one.';
    return { cause, advice, instead: null, to: null };
  }
  const advice =
    route === ROUTE.federation
      ? 'It goes through one Edge pool: move it (procedure 5: Set-CsSite, or Topology Builder), and the external DNS records for what comes in.'
      : 'It goes through one Edge pool: move it while the services of the new one are stopped (procedure 6), and change its DNS A and SRV records.';
  if (target < 0) return { cause, advice: `${advice} None works now: repair one first.`, instead: null, to: null };
  const { edges, hosts, siteNames } = world.layout;
  const to = fqdnOf(world, target);
  const Identity = siteNames[hosts[edges[edge].servers[0]].site];
  const moved = route === ROUTE.federation ? { FederationRoute: to } : { XmppExternalFederationRoute: to };
  const instead = setSite.line({ Identity, ...moved });
  return { cause, advice, instead, to: [target, world.variables.hopInUse.get(target)] };
}

/** D42: an Edge pool that answers and fails keeps everybody who comes to it. */
function nextHopRemedy(world: World, edge: number, target: number): Remedy {
  const hop = world.variables.hopInUse.get(edge);
  const cause = `with ${fqdnOf(world, edge)} answering and ${hop < 0 ? 'no next hop behind it' : hopInWords(world, hop)}`;
  const advice = 'Clients do not go elsewhere while it answers: change its next hop (D42).';
  if (target < 0) return { cause, advice: `${advice} No pool could take its traffic.`, instead: null, to: null };
  const instead = setEdgeServer.line({ Identity: fqdnOf(world, edge), Registrar: world.name(target) });
  return { cause, advice, instead, to: [edge, target] };
}

const HOP_STATES: readonly string[] = ['not running', 'failed over', 'out of reach'];

/** Why a next hop takes no traffic: an index of `HOP_STATES`. */
function hopState(world: World, hop: number): number {
  if (!world.frontEndRuns(hop)) return 0;
  return world.ids.failover.away[world.variables.failover.get(hop)] ? 1 : 2;
}

const hopInWords = (world: World, hop: number): string =>
  `${world.name(hop)}, its next hop, ${HOP_STATES[hopState(world, hop)]}`;

/** Procedure 8: the association of a Front End pool with its Edge pool. */
function mediaRemedy(world: World, pool: number, edge: number, target: number): Remedy {
  const serving = world.name(poolServing(world, pool));
  const from = fqdnOf(world, edge);
  const why = edgeRuns(world, edge) ? `with ${from} out of reach of ${serving}` : `with no server of ${from} running`;
  const gone = hasNoUsers(world, ROUTE.remoteMedia + pool);
  const cause = gone ? `${why} and the users of ${world.name(pool)} signed out` : why;
  const partner = world.partner(pool);
  const isOffered = gone && partner >= 0 && !isOutOfReach(world, pool) && failoverRefusal(world, pool, true) === null;
  const over = isOffered ? ` or ${world.name(pool)} is failed over to ${world.name(partner)}` : '';
  const advice = `It stays down until the Edge pool of ${serving} is changed in Topology Builder and published (procedure 8)${over}`;
  if (target < 0) return { cause, advice: `${advice}; no other Edge pool works now.`, instead: null, to: null };
  const step = `topologyBuilder: { edgePool: { ${serving}: ${fqdnOf(world, target)} } }`;
  return { cause, advice: `${advice}; in a drill: ${step}.`, instead: null, to: null };
}
