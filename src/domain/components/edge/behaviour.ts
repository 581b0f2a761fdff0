/** Behaviour of the routes to the outside: through which Edge pool outsiders come, and whether they do. */
import { bits } from '../../../core/state-machine.js';
import type { World } from '../../state/world.js';
import { isReplicaUpToDate } from '../central-management/behaviour.js';
import type { LaterReads } from '../component.js';
import { poolServing } from '../users/behaviour.js';

/** Routes by number; the last is that of the media of pool 0's remote users, and one follows for each other pool. */
export const ROUTE = { federation: 0, xmpp: 1, remoteAccess: 2, remoteMedia: 3 } as const;

/** The pool whose users a route is for; -1 = all outsiders. */
export const poolOfRoute = (route: number): number => (route < ROUTE.remoteMedia ? -1 : route - ROUTE.remoteMedia);

/** Some server of the Edge pool runs its services: it answers. */
export function edgeRuns(world: World, edge: number): boolean {
  if (edge < 0) return false;
  for (const h of world.layout.edges[edge].servers) if (world.serverRuns(h)) return true;
  return false;
}

/**
 * Pool `hop` takes the traffic of an Edge pool that has it as next hop: its services run, its users are not failed over
 * to its partner, and it is reached.
 */
export function takesTraffic(world: World, edge: number, hop: number): boolean {
  if (edge < 0 || hop < 0 || !world.frontEndRuns(hop)) return false;
  return (
    !world.ids.failover.away[world.variables.failover.get(hop)] &&
    world.linked(siteOfEdge(world, edge), world.pool(hop).site)
  );
}

/** Remote users of pool `p` have their media relayed by an Edge pool: it runs, and the pool that serves them reaches it. */
export function relaysMedia(world: World, p: number, edge: number): boolean {
  return edgeRuns(world, edge) && world.linked(siteOfEdge(world, edge), world.pool(poolServing(world, p)).site);
}

/** The site that an Edge pool is in. */
export const siteOfEdge = ({ layout }: World, edge: number): number => layout.hosts[layout.edges[edge].servers[0]].site;

/** Brings the routes to the outside in line (S1, section 5 Edge). Nothing but reports reads them. */
export function reconcileRoutes(world: World): void {
  const { layout, variables } = world;
  if (layout.edges.length === 0 || world.quiet) return;
  followPublished(world);
  const routes = ROUTE.remoteMedia + layout.pools.length;
  for (let route = 0; route < routes; route++) {
    const edge = edgeOf(world, route);
    const goesOn =
      edge >= 0 &&
      (route < ROUTE.remoteMedia
        ? takesTraffic(world, edge, variables.hopInUse.get(edge))
        : relaysMedia(world, route - ROUTE.remoteMedia, edge));
    const outlook = bits(edge >= 0, edgeRuns(world, edge), goesOn);
    world.send(world.machines.route, variables.routes.at(route), world.ids.route.look + outlook);
  }
}

/** D63: servers act on a published change when their own replica of the topology has it. */
function followPublished(world: World): void {
  const { layout, variables } = world;
  const { nextHop, hopInUse, mediaEdge, mediaEdgeInUse, federationEdge, federationEdgeInUse } = variables;
  for (let e = 0; e < layout.edges.length; e++) {
    const hop = nextHop.get(e);
    if (hop !== hopInUse.get(e) && someServerIsUpToDate(world, layout.edges[e].servers)) hopInUse.set(e, hop);
  }
  for (let p = 0; p < layout.pools.length; p++) {
    const edge = mediaEdge.get(p);
    if (edge !== mediaEdgeInUse.get(p) && someServerIsUpToDate(world, layout.pools[p].servers))
      mediaEdgeInUse.set(p, edge);
  }
  const federation = federationEdge.get();
  if (hasTaken(world, federation, federationEdgeInUse.get())) federationEdgeInUse.set(federation);
  const xmpp = variables.xmppEdge.get();
  if (hasTaken(world, xmpp, variables.xmppEdgeInUse.get())) variables.xmppEdgeInUse.set(xmpp);
}

/** A published route is in use where the Edge pool that it goes to knows of it; that it is off, where the old one does. */
function hasTaken(world: World, published: number, inUse: number): boolean {
  return (
    published !== inUse && someServerIsUpToDate(world, world.layout.edges[published < 0 ? inUse : published].servers)
  );
}

/** Some running server of these has the published topology (M: it is enough that one has). */
function someServerIsUpToDate(world: World, servers: readonly number[]): boolean {
  if (world.layout.cmsHome < 0) return true;
  for (const h of servers) if (world.up(h) && isReplicaUpToDate(world, h)) return true;
  return false;
}

/** The Edge pool that a route goes through; -1 = there is none. */
export function edgeOf(world: World, route: number): number {
  const { federationEdgeInUse, xmppEdgeInUse, mediaEdgeInUse } = world.variables;
  if (route === ROUTE.federation) return federationEdgeInUse.get();
  if (route === ROUTE.xmpp) return xmppEdgeInUse.get();
  if (route === ROUTE.remoteAccess) return remoteAccessEdge(world);
  return mediaEdgeInUse.get(poolServing(world, route - ROUTE.remoteMedia));
}

/**
 * Remote access goes to the first Edge pool that answers, by DNS SRV priority, which is the order of the topology (M):
 * it moves when an Edge pool is lost, and stays with one that answers and fails. One without a next hop comes last.
 */
function remoteAccessEdge(world: World): number {
  const { edges } = world.layout;
  for (let e = 0; e < edges.length; e++) if (world.variables.hopInUse.get(e) >= 0 && edgeRuns(world, e)) return e;
  return 0;
}

/** Edge pools whose published next hop is `p`, and whether each is up (D42). */
export function edgesWithNextHop(world: World, p: number): { edge: number; up: boolean }[] {
  return world.layout.edges
    .map((_, edge) => ({ edge, up: world.layout.edges[edge].servers.some((h) => world.up(h)) }))
    .filter(({ edge }) => world.variables.nextHop.get(edge) === p);
}

/**
 * Dead-variable reduction: the published next hop of an Edge pool stops a failover (D42); all else decides what
 * outsiders feel, which no claim is about.
 */
export function clearRoutes({ variables, machines }: World, _work: Uint8Array, later: LaterReads): void {
  variables.routes.fill(machines.route.initial);
  for (const edge of [variables.federationEdge, variables.xmppEdge]) edge.set(-1);
  for (const edge of [variables.federationEdgeInUse, variables.xmppEdgeInUse]) edge.set(-1);
  for (const edges of [variables.mediaEdge, variables.mediaEdgeInUse, variables.hopInUse]) edges.fill(-1);
  if (!later.failover) variables.nextHop.fill(-1);
}
