import type { World } from '../world.js';

const ROUTES = ['federation', 'xmpp', 'remoteAccess'] as const;

/** Some server of the Edge pool runs its services. */
export function edgeRuns(w: World, edge: number): boolean {
  return edge >= 0 && w.layout.edges[edge].servers.some((h) => w.serverRuns(h));
}

/** The next hop of an Edge pool takes its traffic: its services run (whoever's users they serve). */
function hopRuns(w: World, edge: number): boolean {
  const hop = edge < 0 ? -1 : w.c[w.s.nextHop + edge];
  return hop >= 0 && w.frontEndRuns(hop);
}

/** Brings the routes to the outside in line (S1, section 5 Edge). */
export function lookAtRoutes(w: World): void {
  if (w.layout.edges.length === 0) return;
  const edges = [w.c[w.s.federationEdge], w.c[w.s.xmppEdge], remoteAccessEdge(w)];
  edges.forEach((edge, i) => {
    const assigned = edge >= 0;
    w.send(
      w.machines.route,
      w.s.routes + i,
      w.machines.route.event('look', assigned, edgeRuns(w, edge), hopRuns(w, edge)),
    );
  });
}

/** Remote access moves by DNS SRV priority, without an administrator: any Edge pool that works. */
function remoteAccessEdge(w: World): number {
  const works = w.layout.edges.findIndex((_, e) => edgeRuns(w, e) && hopRuns(w, e));
  return Math.max(works, 0);
}

const isUp = (w: World, route: number): boolean => w.machines.route.states[w.c[w.s.routes + route]] === 'up';

/** What is known of a route, to be shown where it changed; null = nothing runs through any Edge pool yet. */
export interface RouteShown {
  readonly up: boolean;
  readonly via: string | null;
}

/** Shows a route that is not as it was `before`; answers what is shown now. */
export function showRoute(w: World, route: number, before: RouteShown | null): RouteShown | null {
  const edges = [w.c[w.s.federationEdge], w.c[w.s.xmppEdge], remoteAccessEdge(w)];
  const edge = edges[route];
  if (edge < 0 && before === null) return null;
  const now = { up: isUp(w, route), via: edge < 0 ? null : w.layout.edges[edge].fqdn };
  if (before !== null && before.up === now.up && before.via === now.via) return before;
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
