/** The routes to the outside, and through which Edge pool and which next hop they go, as published and as in use. */
import type { MachineTable } from '../../../core/state-machine.js';
import { declareVariable, indexOrNone } from '../../state/control-state.js';
import type { Layout } from '../../state/layout.js';
import { EDGE_FACTS } from './facts.js';
import { EDGE_ROUTE } from './machine.js';

const anEdge = (layout: Layout) => indexOrNone(layout.edges.length);
const aPool = (layout: Layout) => indexOrNone(layout.pools.length);

const nextHopAtStart = (layout: Layout, e: number): number => {
  const { nextHop } = layout.deployment.edgePools[e];
  return nextHop === null ? -1 : layout.pool(nextHop);
};
const mediaEdgeAtStart = (layout: Layout, p: number): number => {
  const { edgePool } = layout.pools[p].pool;
  return edgePool === null ? -1 : layout.edge(edgePool);
};
const FEDERATION = {
  start: ({ deployment }: Layout) => deployment.edgePools.findIndex((e) => e.federation),
  wakes: 'nobody',
} as const;
const XMPP = {
  start: ({ deployment }: Layout) => deployment.edgePools.findIndex((e) => e.xmpp),
  wakes: 'nobody',
} as const;

export const EDGE_TABLE = {
  machines: { route: EDGE_ROUTE },
  facts: EDGE_FACTS,
  ids: ({ route }: { route: MachineTable }) => ({ route: { up: route.id('up'), look: route.first('look') } }),
  state: {
    /** as published, which a failover is refused by (D42) */
    nextHop: declareVariable(['edge'], aPool, { start: nextHopAtStart, wakes: 'nobody' }),
    /** as the servers of the Edge pool have it; the same of the routes (D63) */
    hopInUse: declareVariable(['edge'], aPool, { start: nextHopAtStart, wakes: 'nobody' }),
    /** the Edge pool that is associated with a pool for media */
    mediaEdge: declareVariable(['pool'], anEdge, { start: mediaEdgeAtStart, wakes: 'nobody' }),
    mediaEdgeInUse: declareVariable(['pool'], anEdge, { start: mediaEdgeAtStart, wakes: 'nobody' }),
    federationEdge: declareVariable([], anEdge, FEDERATION),
    federationEdgeInUse: declareVariable([], anEdge, FEDERATION),
    xmppEdge: declareVariable([], anEdge, XMPP),
    xmppEdgeInUse: declareVariable([], anEdge, XMPP),
    routes: declareVariable(['route'], EDGE_ROUTE, { wakes: 'nobody' }),
  },
  work: {},
};
