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
  ROUTES.forEach((route, i) => {
    const edge = edges[i];
    const slot = w.s.routes + i;
    const before = w.c[slot];
    w.send(
      w.machines.route,
      slot,
      w.machines.route.event('look', edge >= 0, edgeRuns(w, edge), hopRuns(w, edge)),
    );
    if (w.c[slot] === before) return;
    showRoute(w, i);
    const up = isUp(w, i);
    const text = { federation: 'federation', xmpp: 'XMPP federation', remoteAccess: 'remote access' }[route];
    w.tell('Edge', `${text} ${up ? `works through ${w.layout.edges[edge].fqdn}` : 'is down'}`);
  });
}

/** Remote access moves by DNS SRV priority, without an administrator: any Edge pool that works. */
function remoteAccessEdge(w: World): number {
  const works = w.layout.edges.findIndex((_, e) => edgeRuns(w, e) && hopRuns(w, e));
  return works >= 0 ? works : 0;
}

const isUp = (w: World, route: number): boolean => w.machines.route.states[w.c[w.s.routes + route]] === 'up';

export function showRoute(w: World, route: number): void {
  const edges = [w.c[w.s.federationEdge], w.c[w.s.xmppEdge], remoteAccessEdge(w)];
  if (w.machines.route.states[w.c[w.s.routes + route]] === 'unassigned') return;
  const edge = edges[route];
  w.sink.observe({
    kind: 'route',
    route: ROUTES[route],
    up: isUp(w, route),
    via: edge < 0 ? null : w.layout.edges[edge].fqdn,
  });
}

/** Edge pools whose next hop is `p`, and whether each is up (D42). */
export function edgesWithNextHop(w: World, p: number): { edge: number; up: boolean }[] {
  return w.layout.edges
    .map((_, edge) => ({ edge, up: w.layout.edges[edge].servers.some((h) => w.up(h)) }))
    .filter(({ edge }) => w.c[w.s.nextHop + edge] === p);
}
