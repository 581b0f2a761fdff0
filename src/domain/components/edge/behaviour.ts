import { bits } from '../../../core/state-machine.js';
import type { World } from '../../state/world.js';

const ROUTES = ['federation', 'xmpp', 'remoteAccess'] as const;

/** Some server of the Edge pool runs its services. */
export function edgeRuns(w: World, edge: number): boolean {
  if (edge < 0) return false;
  for (const h of w.layout.edges[edge].servers) if (w.serverRuns(h)) return true;
  return false;
}

/** The next hop of an Edge pool takes its traffic: its services run (whoever's users they serve), and it is reached. */
function hopRuns(w: World, edge: number): boolean {
  const hop = edge < 0 ? -1 : w.c[w.s.nextHop + edge];
  if (hop < 0 || !w.frontEndRuns(hop)) return false;
  return w.linked(w.layout.hosts[w.layout.edges[edge].servers[0]].site, w.pool(hop).site);
}

/** Brings the routes to the outside in line (S1, section 5 Edge). */
export function lookAtRoutes(w: World): void {
  if (w.layout.edges.length === 0) return;
  for (let route = 0; route < ROUTES.length; route++) {
    const edge = edgeOf(w, route);
    const outlook = bits(edge >= 0, edgeRuns(w, edge), hopRuns(w, edge));
    w.send(w.machines.route, w.s.routes + route, w.known.route.look + outlook);
  }
}

/** The Edge pool that a route goes through. */
function edgeOf(w: World, route: number): number {
  if (route === 0) return w.c[w.s.federationEdge];
  return route === 1 ? w.c[w.s.xmppEdge] : remoteAccessEdge(w);
}

/** Remote access moves by DNS SRV priority, without an administrator: any Edge pool that works. */
function remoteAccessEdge(w: World): number {
  for (let e = 0; e < w.layout.edges.length; e++) if (hopRuns(w, e) && edgeRuns(w, e)) return e;
  return 0;
}

const isUp = (w: World, route: number): boolean => w.c[w.s.routes + route] === w.known.route.up;

/** What is known of a route, to be shown where it changed; null = nothing runs through any Edge pool yet. */
export interface RouteShown {
  readonly up: boolean;
  readonly via: string | null;
}

/** Shows a route that is not as it was `before`; answers what is shown now. */
export function showRoute(w: World, route: number, before: RouteShown | null): RouteShown | null {
  const edge = edgeOf(w, route);
  if (edge < 0 && before === null) return null;
  const up = isUp(w, route);
  const via = edge < 0 ? null : w.layout.edges[edge].fqdn;
  if (before !== null && before.up === up && before.via === via) return before;
  const now = { up, via };
  w.sink.observe({ kind: 'route', route: ROUTES[route], ...now });
  // The start is no news, nor is a route that stays down when it changes hands.
  if (before !== null && (before.up || now.up)) {
    const name = { federation: 'federation', xmpp: 'XMPP federation', remoteAccess: 'remote access' }[
      ROUTES[route]
    ];
    w.tell('Edge', `${name} ${now.up ? `works through ${now.via}` : 'is down'}`);
  }
  return now;
}

/** Edge pools whose next hop is `p`, and whether each is up (D42). */
export function edgesWithNextHop(w: World, p: number): { edge: number; up: boolean }[] {
  return w.layout.edges
    .map((_, edge) => ({ edge, up: w.layout.edges[edge].servers.some((h) => w.up(h)) }))
    .filter(({ edge }) => w.c[w.s.nextHop + edge] === p);
}
