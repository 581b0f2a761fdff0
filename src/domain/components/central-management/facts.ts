/** Numbers of the Central Management Store. */
import { fact } from '../../../core/fact.js';

export const CENTRAL_MANAGEMENT_FACTS = {
  cmsFailoverMinutes: fact({
    id: 'cmsFailoverMinutes',
    value: [2, 4] as const,
    unit: 'min',
    basis: 'assumed',
    source: 'D60, D61',
    why: 'Invoke-CsManagementServerFailover from start to an active master (target 5 min)',
    limits: [0, 1440],
  }),
  cmsSyncTimeoutMinutes: fact({
    id: 'cmsSyncTimeoutMinutes',
    value: 30,
    unit: 'min',
    basis: 'assumed',
    source: 'D60',
    why: 'a normal CMS failover that cannot replicate gives up after this time; the source is the master again',
    limits: [1, 1440],
  }),
  cmsReplicationMinutes: fact({
    id: 'cmsReplicationMinutes',
    value: [2, 5] as const,
    unit: 'min',
    basis: 'assumed',
    source: 'D63',
    why: "until every running, reachable server's replica is up to date after a change of the master or the topology",
    limits: [0, 1440],
  }),
  staleMasterOnReturn: fact<boolean>({
    id: 'staleMasterOnReturn',
    value: false,
    unit: '',
    basis: 'assumed',
    source: 'D64',
    why: 'whether a pool that returns after a forced CMS failover still thinks it is the master',
  }),
  configCmdletSeconds: fact({
    id: 'configCmdletSeconds',
    value: [5, 15] as const,
    unit: 's',
    basis: 'assumed',
    source: 'D62',
    why: 'a cmdlet or Topology Builder publish that writes to the Central Management Store',
    limits: [0, 3600],
  }),
};
