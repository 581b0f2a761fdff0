/** The table of all comparisons with the documented procedures (S9), by name: rule, severity, where the advised line goes. */
import { getBackupStatus, invokeBackupSync } from '../cmdlets/backup-service.js';
import { cmsFailover } from '../cmdlets/cms-failover.js';
import { setEdgeServer } from '../cmdlets/configuration.js';
import { databaseFailover } from '../cmdlets/database-failover.js';
import { exportConfiguration, exportLis, importLis, publishLis } from '../cmdlets/exports-and-imports.js';
import { storageFlush } from '../cmdlets/maintenance-cmdlets.js';
import { getReplicationStatus } from '../cmdlets/management-store.js';
import { getMirrorState } from '../cmdlets/mirror-state.js';
import { poolFailback } from '../cmdlets/pool-failback.js';
import { poolFailover } from '../cmdlets/pool-failover.js';
import { getFabricState } from '../cmdlets/pool-services.js';
import { exportRgs, importRgs } from '../cmdlets/response-groups.js';
import { invokeSqlcmd } from '../cmdlets/sql-statement.js';
import { stopService } from '../cmdlets/windows-services.js';
import type { Finding, Place } from '../result.js';

/** One comparison with the documented procedure: what was found against it, and where its line belongs. */
export interface Check {
  readonly rule: string;
  readonly severity: Finding['severity'];
  /** where the line that is advised belongs, seen from the line at fault */
  readonly place: Place;
  /** the cmdlet that the advised line runs */
  readonly cmdlet: string;
  /** what the run did, in which state of the deployment */
  readonly when: string;
  /** the step was refused: where the drill expects that, the finding is a note */
  readonly refused: boolean;
}

type Advice = Pick<Check, 'place' | 'cmdlet'>;
const at =
  (place: Place) =>
  ({ name }: { readonly name: string }): Advice => ({ place, cmdlet: name });
const [before, instead, after] = [at('before'), at('instead'), at('after')];

const check =
  (severity: Check['severity'], refused = false) =>
  (rule: string, advice: Advice) => ({
    when: (when: string): Check => ({ rule, severity, ...advice, when, refused }),
  });
const [error, warning, note, refusal] = [check('error'), check('warning'), check('note'), check('error', true)];

/** Every comparison; docs/findings.md is made of this table. */
export const CHECKS = {
  // Failing over a pool
  cmsFirst: refusal('D41', before(cmsFailover)).when(
    'A pool is to be failed over while the active Central Management master is on it, or cannot be reached.',
  ),
  nextHopFirst: refusal('D42', before(setEdgeServer)).when(
    'A pool is to be failed over while it is the next hop of a running Edge pool.',
  ),
  nextHopOfLostEdge: warning('D42', before(setEdgeServer)).when(
    'A pool is failed over while it is the next hop of an Edge pool that is wholly down: nothing refuses that, and the Edge pool would return to a pool without users.',
  ),
  partnerFirst: refusal('S8', before(poolFailback)).when(
    'A pool is to be failed over while the users of its partner are on it.',
  ),
  failoverOfPartner: refusal('S7', instead(poolFailover)).when(
    'The pool that works is to be failed over to the one that was hit.',
  ),
  plannedForLost: refusal('D43', instead(poolFailover)).when(
    'The planned form is used for a pool that does not serve.',
  ),
  plannedWhileElecting: refusal('D43', before(getMirrorState)).when(
    'A pool is to be failed over, or taken as the partner, while its User database fails over to its mirror by itself: it serves again in seconds.',
  ),
  disasterWhileElecting: error('D45', before(getMirrorState)).when(
    '`-DisasterMode` is used for a pool whose User database fails over to its mirror by itself: it serves again in seconds, and what its partner has not imported is left behind for nothing.',
  ),
  disasterForHealthy: error('D45', instead(poolFailover)).when(
    '`-DisasterMode` is used for a pool that serves: what its partner has not imported is left behind.',
  ),
  disasterOverCut: error('D45', before(getBackupStatus)).when(
    '`-DisasterMode` is used for a pool that runs behind a cut link: it cannot be stopped, and two pools serve its users.',
  ),
  skippedVerification: warning('D44', instead(poolFailover)).when(
    '`-SkipDataVerification`: the failover goes on before FinalState.',
  ),
  finalSyncTooSlow: refusal('D44', before(getBackupStatus)).when(
    'A planned failover fails, because its final sync does not end within the time that it waits.',
  ),
  backupNotSteady: warning('D33', before(getBackupStatus)).when(
    'A planned failover begins while the pool exports in neither SteadyState nor FinalState: users are read-only until it has caught up.',
  ),
  backupUnchecked: note('D33', before(getBackupStatus)).when(
    'A planned failover begins, the Backup Service is in order, but nobody has looked.',
  ),
  replicationPending: warning('D63', before(getReplicationStatus)).when(
    'A pool failover begins before every reachable server knows the new Central Management master.',
  ),
  replicationUnchecked: note('D63', before(getReplicationStatus)).when(
    'A pool failover follows a failover of the Central Management Store without a check or a pause between them; the servers were up to date.',
  ),
  responseGroupsNotExported: note('D34', before(exportRgs)).when(
    'A planned failover without export and import of the Response Groups, which the Backup Service of this deployment does not carry.',
  ),
  responseGroupsNotImported: note('D34', after(importRgs)).when(
    'After a failover the Response Groups of the pool are not imported at its partner before the failback or the end. Where no export of them exists, no line helps.',
  ),
  responseGroupsOld: warning('D34', before(exportRgs)).when(
    'Response Groups are imported that were changed since their export.',
  ),
  responseGroupsLeftBehind: note('D34', after(exportRgs)).when(
    'The users of a pool are home again, and its Response Groups are still on the partner, where they were imported.',
  ),
  // Failing back a pool
  failbackOfPartner: refusal('S7', instead(poolFailback)).when(
    'The pool that serves is to be failed back, not the one that was failed over.',
  ),
  failbackTooEarly: refusal('D50', before(getFabricState)).when(
    'A pool is to be failed back before it is up with quorum and its Back End, or while its partner is not.',
  ),
  failbackNotSteady: warning('D51', before(getBackupStatus)).when(
    "A failback begins while the partner's export of the users' changes is in neither SteadyState nor FinalState.",
  ),
  failbackSkippedVerification: warning('D51', instead(poolFailback)).when(
    '`-SkipDataVerification` in a failback: the users move home with what was imported, and the rest of what they wrote on the partner is left behind.',
  ),
  failbackWithoutPartner: error('D53', instead(poolFailback)).when(
    '`-DisasterMode` in a failback while the partner serves: what users wrote there is lost.',
  ),
  contentNotRestored: error('D54', after(invokeBackupSync)).when(
    'After a failback, or when a file store has lost its disks, conference content is left on the partner.',
  ),
  contentFromWrongPool: error('D54', instead(invokeBackupSync)).when(
    'The conference content is to be brought home, but the sync is invoked for the pool that waits for it.',
  ),
  contentNotAwaited: warning('D54', after(getBackupStatus)).when(
    'The conference content is on its way home when the drill ends or the next failover of the pair begins.',
  ),
  // Central Management
  cmsPlannedForLost: refusal('D60', instead(cmsFailover)).when(
    'The planned form is used while the active Central Management master cannot be reached.',
  ),
  cmsDisasterForm: refusal('D61', instead(cmsFailover)).when(
    'The disaster form lacks the server, or names another one, or another instance, than the principal of the standby.',
  ),
  cmsForceLeftOut: warning('D61', instead(cmsFailover)).when(
    'The disaster form is typed without `-Force`: the procedure topic shows it so, the reference of the cmdlet calls it required.',
  ),
  mirrorInstead: error('D61', instead(databaseFailover)).when(
    'The disaster form is used while the master is lost with the principal of its database alone, and the mirror is in step.',
  ),
  mirrorForPlanned: refusal('D60', instead(databaseFailover)).when(
    'The planned form is used while the master is lost with the principal of its database alone, and the mirror is in step.',
  ),
  mirrorFirst: refusal('D61', before(databaseFailover)).when(
    'Something needs the active master, which is lost with the principal of its database alone, and the mirror is in step.',
  ),
  cmsMarked: refusal('D64', before(cmsFailover)).when(
    'The store is to be failed over while the one that returned after a disaster form is still marked active.',
  ),
  cmsNotReplicated: refusal('D64', before(getReplicationStatus)).when(
    'The store is to be failed over again before every reachable server knows the master of the failover before.',
  ),
  standardPair: warning('D64', before(exportConfiguration)).when(
    'A planned failover of the store of a Standard Edition pair, after which both, or neither, were reported to be active.',
  ),
  cmsDisasterForHealthy: error('D61', instead(cmsFailover)).when(
    'The disaster form is used while the active master works: changes not yet replicated are lost.',
  ),
  masterFirst: refusal('D62', before(cmsFailover)).when(
    'Something is to be configured or published while no active master can be reached.',
  ),
  locationDataNotExported: note('D34', before(exportLis)).when(
    'A planned failover of the Central Management Store without export and import of the location data that lies beside it.',
  ),
  locationDataNotImported: note('D34', after(importLis)).when(
    'After a failover of the Central Management Store its location data is not imported. Where no export of it exists, no line helps.',
  ),
  locationDataNotPublished: note('D34', after(publishLis)).when('Location data is imported and not published.'),
  // Databases and Edge
  forcedService: error('D25', before(getMirrorState)).when(
    'A database failover is forced on a mirror that is not in step.',
  ),
  // Maintenance
  flushFirst: note('D257', before(storageFlush)).when(
    'Several Front End servers of a pool go down by one command, and the queue of its Storage Service was not flushed in the drill.',
  ),
  principalDown: warning('D258', before(databaseFailover)).when(
    'The principal of a mirrored Back End is shut down or restarted by hand while its mirror is in step.',
  ),
  primaryDown: warning('D258', before(invokeSqlcmd)).when(
    'The primary of an availability group is shut down or restarted by hand while a secondary could become primary as planned.',
  ),
  xmppWhileRunning: warning('S9', before(stopService)).when('The XMPP route moves to an Edge pool whose services run.'),
};

/** The name of a comparison. */
export type CheckId = keyof typeof CHECKS;
