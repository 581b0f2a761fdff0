/** The Central Management Store and its replicas. */
import { defineComponent } from '../component.js';
import { clearReplication, markCleared, reconcileMark, reconcileReplication, replicationDone } from './behaviour.js';
import { oneMaster } from './invariants.js';
import { CENTRAL_MANAGEMENT_TABLE } from './state.js';

export const CENTRAL_MANAGEMENT_STORE = defineComponent({
  table: CENTRAL_MANAGEMENT_TABLE,
  work: {
    replication: {
      done: replicationDone,
      words: () => ({ actor: 'Central Management', action: 'every reachable replica is up to date' }),
    },
    staleMark: {
      done: markCleared,
      words: () => ({ actor: 'Central Management', action: 'the store that returned is marked as backup' }),
    },
  },
  reconcile: [{ whole: reconcileMark }, { whole: reconcileReplication }],
  invariants: [oneMaster],
  instances({ machines: { cms }, layout: { cmsHome, cmsStandby }, settings }) {
    if (cmsHome < 0 || cmsStandby < 0) return [];
    const { standardPairCmsSplit: split } = settings;
    const never = [split === 'bothActive' ? [] : ['splitBoth'], split === 'noMaster' ? [] : ['splitNone']].flat();
    return [{ machine: cms, start: cms.initial, never }];
  },
  clearDead: clearReplication,
});
