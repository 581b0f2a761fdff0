/** The deployment as it stands published: what a run changed is in the place of what the topology said. */
import type { Deployment } from '../deployment.js';
import type { World } from './world.js';

/** What was last published of a deployment, and by which numbers; many runs of one drill end alike. */
const lastPublished = new WeakMap<Deployment, { readonly numbers: string; readonly now: Deployment }>();

/**
 * Pairs, next hops, routes, Edge pools for media and the active master as they are now; all else is as it was. The same
 * object as the last time where the same is published.
 */
export function deploymentNow(world: World): Deployment {
  const { deployment, layout, variables } = world;
  const numbers = [
    world.cmsMaster(),
    variables.federationEdge.get(),
    variables.xmppEdge.get(),
    ...layout.pools.flatMap(({ index }) => [variables.partner.get(index), variables.mediaEdge.get(index)]),
    ...layout.edges.map((_, e) => variables.nextHop.get(e)),
  ].join();
  const last = lastPublished.get(deployment);
  if (last?.numbers === numbers) return last.now;
  const now = published(world);
  lastPublished.set(deployment, { numbers, now });
  return now;
}

function published(world: World): Deployment {
  const { deployment, layout, variables } = world;
  const pool = (p: number): string | null => (p < 0 ? null : layout.pools[p].pool.fqdn);
  const edge = (e: number): string | null => (e < 0 ? null : layout.edges[e].fqdn);
  return {
    ...deployment,
    pools: layout.pools.map((each) => ({
      ...each.pool,
      backupPool: pool(variables.partner.get(each.index)),
      edgePool: edge(variables.mediaEdge.get(each.index)),
    })),
    edgePools: deployment.edgePools.map((each, e) => ({
      ...each,
      nextHop: pool(variables.nextHop.get(e)),
      federation: variables.federationEdge.get() === e,
      xmpp: variables.xmppEdge.get() === e,
    })),
    centralManagement: { active: pool(world.cmsMaster()) },
  };
}
