/** The failover of each pool to its partner and back; commands drive it. */
import { defineComponent } from '../component.js';
import { reconcileRegistrar } from './behaviour.js';
import { notBothWays, oneWriter, onlyCommanded } from './invariants.js';
import { POOL_FAILOVER_TABLE } from './state.js';

export const POOL_FAILOVERS = defineComponent({
  table: POOL_FAILOVER_TABLE,
  work: {},
  reconcile: [{ pool: reconcileRegistrar }],
  invariants: [oneWriter, notBothWays, onlyCommanded],
  instances(world) {
    const { failover } = world.machines;
    const { failedFailoverRevertsItself, failoverStopsServices } = world.settings;
    const never = [
      ...(failedFailoverRevertsItself ? ['stuck', 'released'] : []),
      ...(failoverStopsServices ? [] : ['startServices']),
    ];
    const paired = world.layout.pools.filter(({ pool }) => pool.backupPool !== null);
    return paired.map(() => ({ machine: failover, start: failover.initial, never }));
  },
});
