/** The routes to the outside. */
import { defineComponent } from '../component.js';
import { clearRoutes, reconcileRoutes } from './behaviour.js';
import { EDGE_TABLE } from './state.js';

export const EDGE_ROUTES = defineComponent({
  table: EDGE_TABLE,
  work: {},
  reconcile: [{ whole: reconcileRoutes }],
  clearDead: clearRoutes,
});
