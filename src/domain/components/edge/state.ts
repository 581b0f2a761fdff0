/** The routes to the outside, and through which Edge pool and which next hop they go. */
import type { MachineTable } from '../../../core/state-machine.js';
import { declareVariable, indexOrNone } from '../../state/control-state.js';
import type { Layout } from '../../state/layout.js';
import { EDGE_ROUTE } from './machine.js';

const anEdge = (layout: Layout) => indexOrNone(layout.edges.length);

export const EDGE_TABLE = {
  machines: { route: EDGE_ROUTE },
  facts: {},
  ids: ({ route }: { route: MachineTable }) => ({ route: { up: route.id('up'), look: route.first('look') } }),
  state: {
    nextHop: declareVariable(['edge'], (layout) => indexOrNone(layout.pools.length), {
      start: (layout, e) => {
        const { nextHop } = layout.deployment.edgePools[e];
        return nextHop === null ? -1 : layout.pool(nextHop);
      },
      wakes: 'nobody',
    }),
    mediaEdge: declareVariable(['pool'], anEdge, {
      start: (layout, p) => {
        const { edgePool } = layout.pools[p].pool;
        return edgePool === null ? -1 : layout.edge(edgePool);
      },
    }),
    federationEdge: declareVariable([], anEdge, {
      start: ({ deployment }) => deployment.edgePools.findIndex((e) => e.federation),
      wakes: 'nobody',
    }),
    xmppEdge: declareVariable([], anEdge, {
      start: ({ deployment }) => deployment.edgePools.findIndex((e) => e.xmpp),
      wakes: 'nobody',
    }),
    routes: declareVariable(['route'], EDGE_ROUTE, { wakes: 'nobody' }),
  },
  work: {},
};
