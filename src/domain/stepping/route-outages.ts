/** Tells what changes of the routes to the outside, and what to do about one that is down for long, or at the end (S9). */
import { clock, displayDuration } from '../../core/format.js';
import { setEdgeServer, setSite } from '../cmdlets/configuration.js';
import { getReplicationStatus } from '../cmdlets/management-store.js';
import { edgeOf, edgeRuns, ROUTE, relaysMedia, takesTraffic } from '../components/edge/behaviour.js';
import { poolServing } from '../components/users/behaviour.js';
import type { RouteName } from '../result.js';
import type { World } from '../state/world.js';
import type { Remedy, RouteOutage, RouteShown } from '../state/world-state.js';

const NAMES: readonly RouteName[] = ['federation', 'xmpp', 'remoteAccess', 'remoteMedia'];
const WORDS: Readonly<Record<RouteName, string>> = {
  federation: 'federation',
  xmpp: 'XMPP federation',
  remoteAccess: 'remote access',
  remoteMedia: 'remote media',
};

const nameOf = (route: number): RouteName => NAMES[Math.min(route, ROUTE.remoteMedia)];
/** The pool whose users a route is for; -1 = all outsiders. */
const poolOf = (route: number): number => (route < ROUTE.remoteMedia ? -1 : route - ROUTE.remoteMedia);

function inWords(world: World, route: number): string {
  const pool = poolOf(route);
  return WORDS[nameOf(route)] + (pool < 0 ? '' : ` of ${world.name(pool)}`);
}

/** Shows the routes that are not as they were, and finds fault with one that was down for long. */
export function showRoutes(world: World): void {
  const { told } = world.state;
  const over: ToldOutage[] = [];
  for (let route = 0; route < told.routes.length; route++) {
    const before = told.routes[route];
    const now = shownNow(world, route, before);
    if (now === before) continue;
    told.routes = told.routes.with(route, now);
    const outage = before?.outage ?? null;
    if (outage === null || now?.outage !== null || !outage.missed) continue;
    if (world.now - outage.fromMs <= world.settings.routeDownFindingMinutes * 60_000) continue;
    over.push({ route, fromMs: outage.fromMs, remedy: longestOf(world, outage).remedy });
  }
  if (over.length > 0) tellOutages(world, over, false);
}

/** The end of a run: a route that is down is told with what would bring it back now. */
export function judgeRoutes(world: World): void {
  const down = world.state.told.routes.flatMap((shown, route) => {
    const outage = shown?.outage ?? null;
    if (outage === null || !isMissed(world, route)) return [];
    const remedy = ifPublished(world, remedyOf(world, route, edgeOf(world, route)));
    return [{ route, fromMs: outage.fromMs, remedy }];
  });
  tellOutages(world, down, true);
}

/** An outage that is told: it is over, or the run is. */
interface ToldOutage extends Pick<RouteOutage, 'fromMs' | 'remedy'> {
  readonly route: number;
}

function shownNow(world: World, route: number, before: RouteShown | null): RouteShown | null {
  const edge = edgeOf(world, route);
  if (edge < 0 && before === null) return null;
  const up = world.variables.routes.get(route) === world.ids.route.up;
  const via = edge < 0 ? null : world.layout.edges[edge].fqdn;
  const same = before !== null && before.up === up && before.via === via;
  if (same && (before.outage === null || isSame(world, route, edge, before.outage))) return before;
  if (!same) tellRoute(world, route, before, { up, via });
  return { up, via, outage: up || edge < 0 ? null : outageNow(world, route, edge, before?.outage ?? null) };
}

function tellRoute(world: World, route: number, before: RouteShown | null, now: Omit<RouteShown, 'outage'>): void {
  const pool = poolOf(route);
  world.effects.observe({ kind: 'route', route: nameOf(route), pool: pool < 0 ? null : world.name(pool), ...now });
  // The start is no news, nor is a route that stays down when it changes hands.
  if (before === null || (!before.up && !now.up)) return;
  world.tell('Edge', `${inWords(world, route)} ${now.up ? `works through ${now.via}` : 'is down'}`);
}

/** The outage that a route is in; it counts from when somebody misses it. */
function outageNow(world: World, route: number, edge: number, before: RouteOutage | null): RouteOutage {
  const missed = before?.missed === true || isMissed(world, route);
  const goesOn = before !== null && before.missed === missed;
  return {
    fromMs: goesOn ? before.fromMs : world.now,
    missed,
    answers: edgeRuns(world, edge),
    remedy: remedyOf(world, route, edge),
    sinceMs: world.now,
    longest: goesOn ? longestOf(world, before) : null,
  };
}

/** The remedy that was right for most of an outage. */
function longestOf(world: World, { remedy, sinceMs, longest }: RouteOutage): { remedy: Remedy; ms: number } {
  const ms = world.now - sinceMs;
  return longest === null || ms > longest.ms ? { remedy, ms } : longest;
}

/** Nothing changed that somebody would do something else for. */
const isSame = (world: World, route: number, edge: number, { missed, answers }: RouteOutage): boolean =>
  answers === edgeRuns(world, edge) && (missed || !isMissed(world, route));

/** Users who are signed out have no media to miss. */
function isMissed(world: World, route: number): boolean {
  const pool = poolOf(route);
  return pool < 0 || world.serviceStateOf(pool) !== 'signedOut';
}

/** Routes that one thing took down together are one finding. */
function tellOutages(world: World, outages: readonly ToldOutage[], atEnd: boolean): void {
  const together = new Map<string, ToldOutage[]>();
  for (const one of outages) {
    const key = JSON.stringify([one.fromMs, one.remedy]);
    together.set(key, [...(together.get(key) ?? []), one]);
  }
  for (const all of together.values()) {
    const { fromMs, remedy } = all[0];
    const names = all.map(({ route }) => inWords(world, route));
    const subject = names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
    const verb = (names.length === 1 ? ['was', 'is'] : ['were', 'are'])[Number(atEnd)];
    const until = atEnd ? 'the end' : clock(world.now);
    const lasted = `from ${clock(fromMs)} to ${until} (${displayDuration(world.now - fromMs)})`;
    const message = `${subject} ${verb} down ${lasted}, ${remedy.cause}. ${remedy.advice}`;
    world.finding('warning', 'S9', message, remedy.instead);
  }
}

/** What keeps a route down now, what to do about it, and the line to type. */
const remedyOf = (world: World, route: number, edge: number): Remedy =>
  isPending(world, route, edge) ? replicaRemedy(world, edge) : publishedRemedy(world, route, edge);

/** The same where something has to be published first that nothing can be. */
function ifPublished(world: World, remedy: Remedy): Remedy {
  if (remedy.instead === null || world.layout.cmsHome < 0 || world.cmsFunctional()) return remedy;
  const advice = `${remedy.advice} Before that a Central Management master has to be active (D62).`;
  return { ...remedy, advice, instead: null };
}

/** Something else was published for it, and those who are to act on it run and do not have it yet (D63). */
function isPending(world: World, route: number, edge: number): boolean {
  const { nextHop, hopInUse, mediaEdge, federationEdge, xmppEdge } = world.variables;
  if (route >= ROUTE.remoteMedia)
    return edgeRuns(world, otherThan(edge, mediaEdge.get(poolServing(world, poolOf(route)))));
  const published = route === ROUTE.federation ? federationEdge.get() : route === ROUTE.xmpp ? xmppEdge.get() : edge;
  if (edgeRuns(world, otherThan(edge, published))) return true;
  return edgeRuns(world, edge) && nextHop.get(edge) !== hopInUse.get(edge);
}

const otherThan = (edge: number, published: number): number => (published === edge ? -1 : published);

const fqdnOf = (world: World, edge: number): string => world.layout.edges[edge].fqdn;

function replicaRemedy(world: World, edge: number): Remedy {
  return {
    cause: `while ${fqdnOf(world, edge)} goes on as before`,
    advice: 'What was published counts when the replica of the servers has it (D63): wait until it is UpToDate.',
    instead: getReplicationStatus.line({}),
  };
}

function publishedRemedy(world: World, route: number, edge: number): Remedy {
  if (route >= ROUTE.remoteMedia) return mediaRemedy(world, poolOf(route), edge);
  if (edgeRuns(world, edge)) return nextHopRemedy(world, edge);
  const cause = `with no server of ${fqdnOf(world, edge)} running`;
  if (route === ROUTE.remoteAccess) {
    return { cause, advice: 'No other Edge pool with a next hop runs either: repair one.', instead: null };
  }
  const { edges, hosts, siteNames } = world.layout;
  const target = edges.findIndex(
    (_, e) => edgeRuns(world, e) && takesTraffic(world, e, world.variables.hopInUse.get(e)),
  );
  const advice =
    route === ROUTE.federation
      ? 'It goes through one Edge pool: move it (procedure 5: Set-CsSite, or Topology Builder), and the external DNS records for what comes in.'
      : 'It goes through one Edge pool: move it while the services of the new one are stopped (procedure 6), and change its DNS A and SRV records.';
  if (target < 0) return { cause, advice: `${advice} None works now: repair one first.`, instead: null };
  const to = fqdnOf(world, target);
  const Identity = siteNames[hosts[edges[edge].servers[0]].site];
  const moved = route === ROUTE.federation ? { FederationRoute: to } : { XmppExternalFederationRoute: to };
  return { cause, advice, instead: setSite.line({ Identity, ...moved }) };
}

/** D42: an Edge pool that answers and fails keeps everybody who comes to it. */
function nextHopRemedy(world: World, edge: number): Remedy {
  const hop = world.variables.hopInUse.get(edge);
  const cause = `with ${fqdnOf(world, edge)} answering and ${hop < 0 ? 'no next hop behind it' : hopInWords(world, hop)}`;
  const advice = 'Clients do not go elsewhere while it answers: change its next hop (D42).';
  const others = world.layout.pools.map(({ index }) => index);
  const target = [...(hop < 0 ? [] : [world.partner(hop)]), ...others].find((p) => takesTraffic(world, edge, p));
  if (target === undefined) return { cause, advice: `${advice} No pool takes its traffic now.`, instead: null };
  const Identity = fqdnOf(world, edge);
  return { cause, advice, instead: setEdgeServer.line({ Identity, Registrar: world.name(target) }) };
}

function hopInWords(world: World, hop: number): string {
  const name = `${world.name(hop)}, its next hop,`;
  if (!world.frontEndRuns(hop)) return `${name} not running`;
  return world.ids.failover.away[world.variables.failover.get(hop)] ? `${name} failed over` : `${name} out of reach`;
}

/** Procedure 8: the association of a Front End pool with its Edge pool. */
function mediaRemedy(world: World, pool: number, edge: number): Remedy {
  const serving = world.name(poolServing(world, pool));
  const from = fqdnOf(world, edge);
  const cause = edgeRuns(world, edge) ? `with ${from} out of reach of ${serving}` : `with no server of ${from} running`;
  const to = world.layout.edges.findIndex((_, e) => relaysMedia(world, pool, e));
  const advice = `It stays down until the Edge pool of ${serving} is changed in Topology Builder and published (procedure 8)`;
  if (to < 0) return { cause, advice: `${advice}; no other Edge pool works now.`, instead: null };
  const step = `topologyBuilder: { edgePool: { ${serving}: ${fqdnOf(world, to)} } }`;
  return { cause, advice: `${advice}; in a drill: ${step}.`, instead: null };
}
