/** The routes to the outside. */
import { defineComponent } from '../component.js';
import { clearRoutes, ROUTE, reconcileRoutes } from './behaviour.js';
import { EDGE_TABLE } from './state.js';

export const EDGE_ROUTES = defineComponent({
  table: EDGE_TABLE,
  work: {},
  reconcile: [{ whole: reconcileRoutes }],
  clearDead: clearRoutes,
  instances: ({ machines: { route: machine }, layout: { edges, pools } }) =>
    edges.length === 0
      ? []
      : Array.from({ length: ROUTE.remoteMedia + pools.length }, () => ({ machine, start: machine.initial })),
});
