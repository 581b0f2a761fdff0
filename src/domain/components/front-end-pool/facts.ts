/** Numbers of the FE pool: Windows Fabric, lazy writes, start of the services. */
import { fact } from '../../../core/fact.js';

export const FRONT_END_POOL_FACTS = {
  replicaRebuildMinutes: fact({
    id: 'replicaRebuildMinutes',
    value: 5,
    unit: 'min',
    basis: 'assumed',
    source: 'M11',
    why: 'time until the replicas of a lost FE server are rebuilt on the surviving ones',
    limits: [0, 1440],
  }),
  lazyWriteSeconds: fact({
    id: 'lazyWriteSeconds',
    value: 5,
    unit: 's',
    basis: 'assumed',
    source: 'D15',
    why: 'an acknowledged change is in the Back End this long after it was acknowledged on the FE replicas',
    limits: [0, 3600],
  }),
  poolStartMinutes: fact({
    id: 'poolStartMinutes',
    value: [3, 5] as const,
    unit: 'min',
    basis: 'assumed',
    source: 'D13',
    why: 'from 85 % of the FE servers running until the pool serves users',
    limits: [0, 1440],
  }),
  backEndGraceMinutes: fact({
    id: 'backEndGraceMinutes',
    value: 30,
    unit: 'min',
    basis: 'assumed',
    source: 'D27',
    why: 'sessions go on this long after the User database stopped being served, then resiliency mode',
    limits: [0, 1440],
  }),
  twoServerBackEndGraceMinutes: fact({
    id: 'twoServerBackEndGraceMinutes',
    value: 5,
    unit: 'min',
    basis: 'assumed',
    source: 'D14',
    why: 'a two-server pool goes down as a whole this long after its Back End was lost ("soon")',
    limits: [0, 1440],
  }),
  replicasSurviveServiceStop: fact<boolean>({
    id: 'replicasSurviveServiceStop',
    value: true,
    unit: '',
    basis: 'assumed',
    source: 'M15',
    why: 'what was not yet written to the Back End survives when services stop on a machine that runs on',
  }),
};
