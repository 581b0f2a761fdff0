/** The Central Management Store: where its master is, which store is still marked active, and which replicas are up to date. */
import type { MachineTable } from '../../../core/state-machine.js';
import { declareVariable, FLAG, indexOrNone } from '../../state/control-state.js';
import { declareWork } from '../../state/pending-work.js';
import { CENTRAL_MANAGEMENT_FACTS } from './facts.js';
import { CENTRAL_MANAGEMENT } from './machine.js';

export const CENTRAL_MANAGEMENT_TABLE = {
  machines: { cms: CENTRAL_MANAGEMENT },
  facts: CENTRAL_MANAGEMENT_FACTS,
  ids: ({ cms }: { cms: MachineTable }) => ({
    cms: {
      masterAtHome: cms.among('home', 'movingToStandby', 'forcingToStandby', 'bothHome', 'noneHome'),
      settled: cms.among('home', 'standby', 'bothHome', 'bothStandby'),
      /** a failover of the store is under way */
      moving: cms.among('movingToStandby', 'movingToHome', 'forcingToStandby', 'forcingToHome'),
      twoMasters: cms.among('bothHome', 'bothStandby'),
      noMaster: cms.among('noneHome', 'noneStandby'),
    },
  }),
  state: {
    cms: declareVariable([], CENTRAL_MANAGEMENT, { wakes: 'everybody' }),
    /** the pool from which the master was forced away, until its store is marked as backup (D64) */
    cmsForcedFrom: declareVariable([], (layout) => indexOrNone(layout.pools.length), {
      start: -1,
      wakes: 'everybody',
    }),
    /** the Backup Service of that pool is about to mark it (D64) */
    clearingMark: declareVariable([], FLAG, { wakes: 'nobody' }),
    /** the pool that is the master at the start, and its standby, serve as the active master */
    cmsActive: declareVariable(['side'], FLAG, {
      start: (layout, side) => (side === 0 && layout.cmsHome >= 0 ? 1 : 0),
      wakes: 'everybody',
    }),
    /** the Central Management Store replicates to no server (a fault) */
    replicatorCrashed: declareVariable([], FLAG, { wakes: 'everybody' }),
    replicating: declareVariable([], FLAG, { wakes: 'everybody' }),
    /** the master moved and not every server has heard of it (D63) */
    switched: declareVariable([], FLAG, { wakes: 'everybody' }),
    /** the machine's replica of the CMS is up to date (D63) */
    replica: declareVariable(['host'], FLAG, { start: 1, wakes: 'nobody' }),
  },
  work: { replication: declareWork('none', 'cms-replication'), staleMark: declareWork('none', 'cms-stale-mark') },
};
