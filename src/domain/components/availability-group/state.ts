/** The availability group of each pool that has one: its state, its failover, and what its replicas are ready for. */
import type { MachineTable } from '../../../core/state-machine.js';
import { declareVariable, FLAG, upTo } from '../../state/control-state.js';
import type { Layout } from '../../state/layout.js';
import { declareWork } from '../../state/pending-work.js';
import { AVAILABILITY_GROUP_FACTS } from './facts.js';
import { AVAILABILITY_GROUP_MACHINE } from './machine.js';

const replicas = (layout: Layout, p: number): number =>
  layout.pools[p].group === null ? 0 : layout.pools[p].sql.length;

const setOfReplicas = (layout: Layout, p: number) => upTo(2 ** replicas(layout, p) - 1);

export const AVAILABILITY_GROUP_TABLE = {
  machines: { availabilityGroup: AVAILABILITY_GROUP_MACHINE },
  facts: AVAILABILITY_GROUP_FACTS,
  ids: ({ availabilityGroup: group }: { availabilityGroup: MachineTable }) => ({
    group: {
      look: group.first('look'),
      /** the databases are online on the primary */
      online: group.among('online', 'handingOver'),
      /** nobody serves, and a replica takes over by itself: served again in seconds (D114) */
      failingOver: group.among('failingOver'),
      /** a failover is under way */
      moving: group.among('handingOver', 'failingOver', 'takingOver', 'forcing', 'forcingAfterQuorum'),
      /** planned failovers are disallowed, as quorum was forced (D134) */
      quorumForced: group.among('quorumForced'),
      withoutQuorum: group.among('withoutQuorum'),
    },
  }),
  state: {
    group: declareVariable(['cluster'], AVAILABILITY_GROUP_MACHINE),
    /** the replica that takes over, while a failover is under way */
    groupTarget: declareVariable(['cluster'], (layout, p) => upTo(Math.max(0, replicas(layout, p) - 1))),
    /** replicas that have the logins of the Front End servers (D107) */
    logins: declareVariable(['cluster'], setOfReplicas, {
      start: (layout, p) =>
        (layout.pools[p].group?.group.replicas ?? []).reduce((set, { logins }, i) => set | (logins ? 1 << i : 0), 0),
    }),
    /** the Front End servers reach what is primary, and can log on: name, network and logins */
    reached: declareVariable(['cluster'], FLAG, { start: (layout, p) => (layout.pools[p].group === null ? 0 : 1) }),
    /** one more than the replica that was primary where quorum was forced without it (D135); 0 = none */
    rivalPrimary: declareVariable(['cluster'], (layout, p) => upTo(replicas(layout, p))),
  },
  work: { group: declareWork('cluster', 'availability group') },
};
