/**
 * Cone of influence: a pool that nothing in a search can touch stays as it is at the start, so that its changes cannot be
 * lost, and neither its servers nor its databases need be told apart. It stays in the deployment as one server with a
 * database, for what asks about all pools and all replicas: the store of the master is replicated to it as to the others.
 *
 * Why no answer changes: what happens to a machine, a pool or a link is a fault, a command, or a reaction to one of its
 * own pair. A pool is kept whole where it belongs to a pair that the drill is about, where it shares a site with one of
 * their machines, or a machine with anybody. No fault of the search or of the drill hits any other one, no step names it,
 * and its links are whole. So its own pair is always in order: its users are served at home, its Backup Service carries
 * everything, its invariants hold. Of it only its replicas are read, and they change together: all its servers run, and
 * every site reaches them as before. A test searches with and without.
 */
import type { BackEnd } from '../domain/back-end.js';
import { type Deployment, sameName } from '../domain/deployment.js';
import type { World } from '../domain/state/world.js';

/** Pools that nothing touches, by index; `own` = those that the drill is about, `machines` = theirs and their Edge pools'. */
export function untouchedPools(world: World, own: ReadonlySet<number>, machines: readonly number[]): Set<number> {
  const { layout } = world;
  const { hosts, pools } = layout;
  const sites = new Set(machines.map((h) => hosts[h].site));
  const uses = new Map<number, number>();
  for (const h of [...pools.flatMap((pool) => [...new Set(layout.machinesOf(pool))]), ...edgeMachines(world)]) {
    uses.set(h, (uses.get(h) ?? 0) + 1);
  }
  const isApart = (p: number): boolean =>
    !own.has(p) &&
    !sites.has(pools[p].site) &&
    layout.machinesOf(pools[p]).every((h) => h < 0 || (uses.get(h) === 1 && !sites.has(hosts[h].site)));
  const apart = pools.filter(({ index }) => isApart(index)).map(({ index }) => index);
  // A pair is left alone as a whole.
  return new Set(apart.filter((p) => world.partner(p) < 0 || apart.includes(world.partner(p))));
}

const oneServer = ({ primary, instance }: BackEnd): BackEnd => ({
  primary,
  mirror: null,
  witness: null,
  witnessSite: null,
  instance,
});

const edgeMachines = ({ layout }: World): number[] =>
  layout.edges.flatMap(({ servers }) => servers.filter((h) => h >= 0));

/** The deployment with those pools as one server with a database each. */
export function reducedTo(deployment: Deployment, world: World, untouched: ReadonlySet<number>): Deployment {
  const names = [...untouched].map((p) => world.name(p));
  return {
    ...deployment,
    pools: deployment.pools.map((pool) =>
      names.some((name) => sameName(name, pool.fqdn))
        ? { ...pool, servers: pool.servers.slice(0, 1), backEnd: oneServer(pool.backEnd) }
        : pool,
    ),
  };
}
