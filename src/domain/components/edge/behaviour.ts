/** Behaviour of the Edge routes: through which Edge pool outsiders come, and whether they do. */
import { bits } from '../../../core/state-machine.js';
import type { World } from '../../state/world.js';
import type { RouteShown } from '../../state/world-state.js';
import type { LaterReads } from '../component.js';

const ROUTES = ['federation', 'xmpp', 'remoteAccess'] as const;

/** Some server of the Edge pool runs its services. */
export function edgeRuns(world: World, edge: number): boolean {
  if (edge < 0) return false;
  for (const h of world.layout.edges[edge].servers) if (world.serverRuns(h)) return true;
  return false;
}

/** The next hop of an Edge pool takes its traffic: its services run (whoever's users they serve), and it is reached. */
function hopRuns(world: World, edge: number): boolean {
  const hop = edge < 0 ? -1 : world.variables.nextHop.get(edge);
  if (hop < 0 || !world.frontEndRuns(hop)) return false;
  return world.linked(world.layout.hosts[world.layout.edges[edge].servers[0]].site, world.pool(hop).site);
}

/** Brings the routes to the outside in line (S1, section 5 Edge). */
export function reconcileRoutes(world: World): void {
  if (world.layout.edges.length === 0) return;
  for (let route = 0; route < ROUTES.length; route++) {
    const edge = edgeOf(world, route);
    const outlook = bits(edge >= 0, edgeRuns(world, edge), hopRuns(world, edge));
    world.send(world.machines.route, world.variables.routes.at(route), world.ids.route.look + outlook);
  }
}

/** The Edge pool that a route goes through. */
function edgeOf(world: World, route: number): number {
  if (route === 0) return world.variables.federationEdge.get();
  return route === 1 ? world.variables.xmppEdge.get() : remoteAccessEdge(world);
}

/** Remote access moves by DNS SRV priority, without an administrator: any Edge pool that works. */
function remoteAccessEdge(world: World): number {
  for (let e = 0; e < world.layout.edges.length; e++) if (hopRuns(world, e) && edgeRuns(world, e)) return e;
  return 0;
}

const isUp = (world: World, route: number): boolean => world.variables.routes.get(route) === world.ids.route.up;

/** Shows a route that is not as it was `before`; answers what is shown now. */
export function showRoute(world: World, route: number, before: RouteShown | null): RouteShown | null {
  const edge = edgeOf(world, route);
  if (edge < 0 && before === null) return null;
  const up = isUp(world, route);
  const via = edge < 0 ? null : world.layout.edges[edge].fqdn;
  if (before !== null && before.up === up && before.via === via) return before;
  const now = { up, via };
  world.effects.observe({ kind: 'route', route: ROUTES[route], ...now });
  // The start is no news, nor is a route that stays down when it changes hands.
  if (before !== null && (before.up || now.up)) {
    const name = { federation: 'federation', xmpp: 'XMPP federation', remoteAccess: 'remote access' }[ROUTES[route]];
    world.tell('Edge', `${name} ${now.up ? `works through ${now.via}` : 'is down'}`);
  }
  return now;
}

/** Edge pools whose next hop is `p`, and whether each is up (D42). */
export function edgesWithNextHop(world: World, p: number): { edge: number; up: boolean }[] {
  return world.layout.edges
    .map((_, edge) => ({ edge, up: world.layout.edges[edge].servers.some((h) => world.up(h)) }))
    .filter(({ edge }) => world.variables.nextHop.get(edge) === p);
}

/**
 * Dead-variable reduction: the next hop of an Edge pool stops a failover (D42), and decides what outsiders feel, which
 * no claim is about.
 */
export function clearRoutes(world: World, _work: Uint8Array, later: LaterReads): void {
  const { routes, federationEdge, xmppEdge, nextHop } = world.variables;
  routes.fill(world.machines.route.initial);
  federationEdge.set(-1);
  xmppEdge.set(-1);
  if (!later.failover) nextHop.fill(-1);
}
