/** Numbers of the Central Management Store. */
import { assumed, assumedOneOf } from '../../../core/fact.js';

/** What a failover of the store and its replication take, and what they may end in. */
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
  staleMasterMinutes: assumed([5, 30] as const, 'min', [0, 1440], {
    source: 'D64',
    why: 'how long a store that returns after a forced CMS failover stays marked active, from when its Backup Service runs and reaches the partner',
  }),
  staleMarkHidesMaster: assumed(true, '', null, {
    source: 'D64',
    why: 'whether ActiveMasterFqdn is blank while a store that returned is still marked active',
  }),
  unsettledCmsRefusesForced: assumed(true, '', null, {
    source: 'D64',
    why: 'whether the disaster form is refused too while a store is still marked active, or a CMS failover is not replicated, although the active master is lost by then',
  }),
  standardPairCmsSplit: assumedOneOf([false, 'bothActive', 'noMaster'], {
    source: 'D64',
    why: 'what a planned CMS failover in a Standard Edition pair ends in, by field reports: one master (false), both active without replication, or none',
  }),
  readsNeedCentralStore: assumed(true, '', null, {
    source: 'D62',
    why: 'whether Get-CsPool and its like, which read the topology from the Central Management Store, fail while its database is not served; with -LocalStore they read the copy of the server',
  }),
  configCmdletSeconds: assumed([5, 15] as const, 's', [0, 3600], {
    source: 'D62',
    why: 'a cmdlet or Topology Builder publish that writes to the Central Management Store',
  }),
};

/** Documented targets of a failover of the Central Management Store (D61), in ms. */
export const CMS_TARGETS = { rtoMs: 300_000, rpoMs: 300_000 } as const;
