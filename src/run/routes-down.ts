/** How long each route to the outside was down at a time, the longest for each kind of route. */
import type { RouteName, RoutesDown } from '../domain/glance-result.js';
import type { RouteResult } from '../domain/result.js';

/** The routes in the order in which they are told. */
export const ROUTE_NAMES: readonly RouteName[] = ['federation', 'xmpp', 'remoteAccess', 'remoteMedia'];

/** The longest single time down of each route in ms, over the pools where it is each pool's own; null = there is none. */
export function routesDown(routes: readonly RouteResult[]): RoutesDown {
  const longest = ROUTE_NAMES.map((name): [RouteName, number | null] => {
    const times = routes.filter(({ route }) => route === name).map(({ intervals }) => longestDown(intervals));
    return [name, times.length === 0 ? null : Math.max(...times)];
  });
  return Object.fromEntries(longest) as Record<RouteName, number | null>;
}

/** An outage that goes on when the route changes hands is one outage. */
function longestDown(intervals: RouteResult['intervals']): number {
  let [longest, sinceMs] = [0, -1];
  for (const { up, fromMs, toMs } of intervals) {
    if (up) sinceMs = -1;
    else {
      if (sinceMs < 0) sinceMs = fromMs;
      longest = Math.max(longest, toMs - sinceMs);
    }
  }
  return longest;
}
