/** Numbers of the FE pool: Windows Fabric, lazy writes, start of the services. */
import { assumed } from '../../../core/fact.js';

export const FRONT_END_POOL_FACTS = {
  replicaRebuildMinutes: assumed(5, 'min', [0, 1440], {
    source: 'M11',
    why: 'time until the replicas of a lost FE server are rebuilt on the surviving ones',
  }),
  lazyWriteSeconds: assumed(5, 's', [0, 3600], {
    source: 'D15',
    why: 'an acknowledged change is in the Back End this long after it was acknowledged on the FE replicas',
  }),
  poolStartMinutes: assumed([3, 5] as const, 'min', [0, 1440], {
    source: 'D13',
    why: 'from 85 % of the FE servers running until the pool serves users',
  }),
  backEndGraceMinutes: assumed(30, 'min', [0, 1440], {
    source: 'D27',
    why: 'sessions go on this long after the User database stopped being served, then resiliency mode',
  }),
  twoServerBackEndGraceMinutes: assumed(5, 'min', [0, 1440], {
    source: 'D14',
    why: 'a two-server pool goes down as a whole this long after its Back End was lost ("soon")',
  }),
  replicasSurviveServiceStop: assumed(true, '', null, {
    source: 'M15',
    why: 'what was not yet written to the Back End survives when services stop on a machine that runs on',
  }),
};
