/** Numbers of the Central Management Store. */
import { assumed } from '../../../core/fact.js';

export const CENTRAL_MANAGEMENT_FACTS = {
  cmsFailoverMinutes: assumed([2, 4] as const, 'min', [0, 1440], {
    source: 'D60, D61',
    why: 'Invoke-CsManagementServerFailover from start to an active master (target 5 min)',
  }),
  cmsSyncTimeoutMinutes: assumed(30, 'min', [1, 1440], {
    source: 'D60',
    why: 'a normal CMS failover that cannot replicate gives up after this time; the source is the master again',
  }),
  cmsReplicationMinutes: assumed([2, 5] as const, 'min', [0, 1440], {
    source: 'D63',
    why: "until every running, reachable server's replica is up to date after a change of the master or the topology",
  }),
  staleMasterOnReturn: assumed(false, '', null, {
    source: 'D64',
    why: 'whether a pool that returns after a forced CMS failover still thinks it is the master',
  }),
  configCmdletSeconds: assumed([5, 15] as const, 's', [0, 3600], {
    source: 'D62',
    why: 'a cmdlet or Topology Builder publish that writes to the Central Management Store',
  }),
};
