/** The availability group of each pool that has one. */
import type { AvailabilityGroup } from '../../back-end.js';
import { defineComponent } from '../component.js';
import { groupWorkDone, reconcileGroup } from './behaviour.js';
import { onePrimary } from './invariants.js';
import { AVAILABILITY_GROUP_TABLE } from './state.js';

export const AVAILABILITY_GROUPS = defineComponent({
  table: AVAILABILITY_GROUP_TABLE,
  work: {
    group: {
      done: groupWorkDone,
      words: (world, p) => ({
        actor: 'SQL Server',
        action: `the failover of the availability group of ${world.name(p)} is through`,
      }),
    },
  },
  reconcile: [{ pool: reconcileGroup, ofClusters: true }],
  invariants: [onePrimary],
  instances: ({ machines: { availabilityGroup: machine }, layout }) =>
    layout.pools.flatMap(({ group }) =>
      group === null
        ? []
        : [{ machine, start: machine.initial, never: automaticFailover(group.group) ? [] : ['look.elects'] }],
    ),
});

const automaticFailover = ({ replicas }: AvailabilityGroup): boolean =>
  replicas.filter(({ failover, commit }) => failover === 'automatic' && commit !== 'asynchronous').length > 1;
