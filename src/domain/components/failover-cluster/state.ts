/** The failover cluster instance of each pool that has one: its state, and the node that it is on. */
import type { MachineTable } from '../../../core/state-machine.js';
import { declareVariable, upTo } from '../../state/control-state.js';
import type { Layout } from '../../state/layout.js';
import { declareWork } from '../../state/pending-work.js';
import { FAILOVER_CLUSTER_FACTS } from './facts.js';
import { FAILOVER_CLUSTER } from './machine.js';

const aNode = (layout: Layout, p: number) => upTo((layout.pools[p].instance?.nodes.length ?? 1) - 1);

export const FAILOVER_CLUSTER_TABLE = {
  machines: { failoverCluster: FAILOVER_CLUSTER },
  facts: FAILOVER_CLUSTER_FACTS,
  ids: ({ failoverCluster: instance }: { failoverCluster: MachineTable }) => ({
    instance: {
      look: instance.first('look'),
      online: instance.id('online'),
      /** nobody serves, and the instance starts by itself: served again in a minute or two (M137) */
      starting: instance.id('starting'),
      withoutStorage: instance.id('withoutStorage'),
      withoutQuorum: instance.id('withoutQuorum'),
    },
  }),
  state: {
    instance: declareVariable(['cluster'], FAILOVER_CLUSTER),
    /** the node that runs it, or ran it last */
    owner: declareVariable(['cluster'], aNode),
    /** the node that it is being started on */
    startsOn: declareVariable(['cluster'], aNode),
  },
  work: { instance: declareWork('cluster', 'failover cluster instance') },
};
