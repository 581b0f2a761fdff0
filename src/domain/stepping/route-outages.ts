/** Tells what changes of the routes to the outside, and of one that is down for long, or at the end (S9). */
import { clock, displayDuration } from '../../core/format.js';
import { edgeOf, poolOfRoute, ROUTE } from '../components/edge/behaviour.js';
import type { RouteName } from '../glance-result.js';
import type { World } from '../state/world.js';
import type { Remedy, RouteOutage, RouteShown } from '../state/world-state.js';
import { leadsNowhere, remedyOf, situationOf } from './route-remedies.js';

const NAMES: readonly RouteName[] = ['federation', 'xmpp', 'remoteAccess', 'remoteMedia'];
const WORDS: Readonly<Record<RouteName, string>> = {
  federation: 'federation',
  xmpp: 'XMPP federation',
  remoteAccess: 'remote access',
  remoteMedia: 'remote media',
};

const nameOf = (route: number): RouteName => NAMES[Math.min(route, ROUTE.remoteMedia)];
function inWords(world: World, route: number): string {
  const pool = poolOfRoute(route);
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
    if (outage === null || now?.outage !== null) continue;
    if (world.now - outage.fromMs <= world.settings.routeDownFindingMinutes * 60_000) continue;
    over.push({ route, fromMs: outage.fromMs, remedy: inHindsight(world, longestOf(world, outage).remedy) });
  }
  if (over.length > 0) tellOutages(world, over, false);
}

/** The end of a run: a route that is down is told with what would bring it back now. */
export function judgeRoutes(world: World): void {
  const down = world.state.told.routes.flatMap((shown, route) => {
    const outage = shown?.outage ?? null;
    if (outage === null) return [];
    return [{ route, fromMs: outage.fromMs, remedy: remedyOf(world, route, edgeOf(world, route)) }];
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
  if (same && (before.outage === null || before.outage.situation === situationOf(world, route, edge))) return before;
  if (!same) tellRoute(world, route, before, { up, via });
  return { up, via, outage: up || edge < 0 ? null : outageNow(world, route, edge, before?.outage ?? null) };
}

function tellRoute(world: World, route: number, before: RouteShown | null, now: Omit<RouteShown, 'outage'>): void {
  const pool = poolOfRoute(route);
  world.effects.observe({ kind: 'route', route: nameOf(route), pool: pool < 0 ? null : world.name(pool), ...now });
  // The start is no news, nor is a route that stays down when it changes hands.
  if (before === null || (!before.up && !now.up)) return;
  world.tell('Edge', `${inWords(world, route)} ${now.up ? `works through ${now.via}` : 'is down'}`);
}

/** The outage that a route is in, with what would end it now. */
function outageNow(world: World, route: number, edge: number, before: RouteOutage | null): RouteOutage {
  return {
    fromMs: before === null ? world.now : before.fromMs,
    situation: situationOf(world, route, edge),
    remedy: remedyOf(world, route, edge),
    sinceMs: world.now,
    longest: before === null ? null : longestOf(world, before),
  };
}

/** The remedy that was right for most of an outage. */
function longestOf(world: World, { remedy, sinceMs, longest }: RouteOutage): { remedy: Remedy; ms: number } {
  const ms = world.now - sinceMs;
  return longest === null || ms > longest.ms ? { remedy, ms } : longest;
}

/** A line that was right and would do harm by now is not given any more (D42). */
const inHindsight = (world: World, remedy: Remedy): Remedy =>
  leadsNowhere(world, remedy) ? { ...remedy, instead: null } : remedy;

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
