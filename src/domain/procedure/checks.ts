/** The table of all comparisons with the documented procedures (S9), by name: rule, severity, where the advised line goes. */
import type { Finding, Place } from '../result.js';

/** One comparison with the documented procedure: what was found against it, and where its line belongs. */
export interface Check {
  readonly rule: string;
  readonly severity: Finding['severity'];
  /** where the line that is advised belongs, seen from the line at fault */
  readonly place: Place;
  /** what the run did, in which state of the deployment */
  readonly when: string;
  /** the cmdlet that the advised line runs */
  readonly cmdlet: string;
  /** the step was refused: where the drill expects that, the finding is a note */
  readonly refused?: boolean;
}

/** Every comparison; docs/findings.md is made of this table. */
export const CHECKS = {
  // Failing over a pool
  cmsFirst: {
    rule: 'D41',
    severity: 'error',
    place: 'before',
    cmdlet: 'Invoke-CsManagementServerFailover',
    when: 'A pool is to be failed over while the active Central Management master is on it, or cannot be reached.',
    refused: true,
  },
  nextHopFirst: {
    rule: 'D42',
    severity: 'error',
    place: 'before',
    cmdlet: 'Set-CsEdgeServer',
    when: 'A pool is to be failed over while it is the next hop of a running Edge pool.',
    refused: true,
  },
  nextHopOfLostEdge: {
    rule: 'D42',
    severity: 'warning',
    place: 'before',
    cmdlet: 'Set-CsEdgeServer',
    when: 'A pool is failed over while it is the next hop of an Edge pool that is wholly down: nothing refuses that, and the Edge pool would return to a pool without users.',
  },
  partnerFirst: {
    rule: 'S8',
    severity: 'error',
    place: 'before',
    cmdlet: 'Invoke-CsPoolFailBack',
    when: 'A pool is to be failed over while the users of its partner are on it.',
    refused: true,
  },
  failoverOfPartner: {
    rule: 'S7',
    severity: 'error',
    place: 'instead',
    cmdlet: 'Invoke-CsPoolFailOver',
    when: 'The pool that works is to be failed over to the one that was hit.',
    refused: true,
  },
  plannedForLost: {
    rule: 'D43',
    severity: 'error',
    place: 'instead',
    cmdlet: 'Invoke-CsPoolFailOver',
    when: 'The planned form is used for a pool that does not serve.',
    refused: true,
  },
  disasterForHealthy: {
    rule: 'D45',
    severity: 'error',
    place: 'instead',
    cmdlet: 'Invoke-CsPoolFailOver',
    when: '`-DisasterMode` is used for a pool that serves: what its partner has not imported is left behind.',
  },
  skippedVerification: {
    rule: 'D44',
    severity: 'warning',
    place: 'instead',
    cmdlet: 'Invoke-CsPoolFailOver',
    when: '`-SkipDataVerification`: the failover goes on before FinalState.',
  },
  finalSyncTooSlow: {
    rule: 'D44',
    severity: 'error',
    place: 'before',
    cmdlet: 'Get-CsBackupServiceStatus',
    when: 'A planned failover fails, because its final sync does not end within the time that it waits.',
    refused: true,
  },
  backupNotSteady: {
    rule: 'D33',
    severity: 'warning',
    place: 'before',
    cmdlet: 'Get-CsBackupServiceStatus',
    when: 'A planned failover begins while the pool exports in neither SteadyState nor FinalState: users are read-only until it has caught up.',
  },
  backupUnchecked: {
    rule: 'D33',
    severity: 'note',
    place: 'before',
    cmdlet: 'Get-CsBackupServiceStatus',
    when: 'A planned failover begins, the Backup Service is in order, but nobody has looked.',
  },
  replicationPending: {
    rule: 'D63',
    severity: 'warning',
    place: 'before',
    cmdlet: 'Get-CsManagementStoreReplicationStatus',
    when: 'A pool failover begins before every reachable server knows the new Central Management master.',
  },
  replicationUnchecked: {
    rule: 'D63',
    severity: 'note',
    place: 'before',
    cmdlet: 'Get-CsManagementStoreReplicationStatus',
    when: 'A pool failover follows a failover of the Central Management Store without a check or a pause between them; the servers were up to date.',
  },
  responseGroupsNotExported: {
    rule: 'D34',
    severity: 'note',
    place: 'before',
    cmdlet: 'Export-CsRgsConfiguration',
    when: 'A planned failover without export and import of the Response Groups, which the Backup Service of this deployment does not carry.',
  },
  responseGroupsNotImported: {
    rule: 'D34',
    severity: 'note',
    place: 'after',
    cmdlet: 'Import-CsRgsConfiguration',
    when: 'After a failover the Response Groups of the pool are not imported at its partner before the failback or the end.',
  },
  // Failing back a pool
  failbackOfPartner: {
    rule: 'S7',
    severity: 'error',
    place: 'instead',
    cmdlet: 'Invoke-CsPoolFailBack',
    when: 'The pool that serves is to be failed back, not the one that was failed over.',
    refused: true,
  },
  failbackTooEarly: {
    rule: 'D50',
    severity: 'error',
    place: 'before',
    cmdlet: 'Get-CsPoolFabricState',
    when: 'A pool is to be failed back before it is up with quorum and its Back End, or while its partner is not.',
    refused: true,
  },
  failbackNotSteady: {
    rule: 'D51',
    severity: 'warning',
    place: 'before',
    cmdlet: 'Get-CsBackupServiceStatus',
    when: "A failback begins while the partner's export of the users' changes is in neither SteadyState nor FinalState.",
  },
  failbackWithoutPartner: {
    rule: 'D53',
    severity: 'error',
    place: 'instead',
    cmdlet: 'Invoke-CsPoolFailBack',
    when: '`-DisasterMode` in a failback while the partner serves: what users wrote there is lost.',
  },
  contentNotRestored: {
    rule: 'D54',
    severity: 'error',
    place: 'after',
    cmdlet: 'Invoke-CsBackupServiceSync',
    when: 'After a failback, or when a file store has lost its disks, conference content is left on the partner.',
  },
  contentFromWrongPool: {
    rule: 'D54',
    severity: 'error',
    place: 'instead',
    cmdlet: 'Invoke-CsBackupServiceSync',
    when: 'The conference content is to be brought home, but the sync is invoked for the pool that waits for it.',
  },
  contentNotAwaited: {
    rule: 'D54',
    severity: 'warning',
    place: 'after',
    cmdlet: 'Get-CsBackupServiceStatus',
    when: 'The conference content is on its way home when the drill ends or the next failover of the pair begins.',
  },
  // Central Management
  cmsPlannedForLost: {
    rule: 'D60',
    severity: 'error',
    place: 'instead',
    cmdlet: 'Invoke-CsManagementServerFailover',
    when: 'The planned form is used while the active Central Management master cannot be reached.',
    refused: true,
  },
  cmsDisasterForm: {
    rule: 'D61',
    severity: 'error',
    place: 'instead',
    cmdlet: 'Invoke-CsManagementServerFailover',
    when: 'The disaster form lacks a parameter, or names another server than the principal of the standby.',
    refused: true,
  },
  cmsDisasterForHealthy: {
    rule: 'D61',
    severity: 'error',
    place: 'instead',
    cmdlet: 'Invoke-CsManagementServerFailover',
    when: 'The disaster form is used while the active master works: changes not yet replicated are lost.',
  },
  masterFirst: {
    rule: 'D62',
    severity: 'error',
    place: 'before',
    cmdlet: 'Invoke-CsManagementServerFailover',
    when: 'Something is to be configured or published while no active master can be reached.',
    refused: true,
  },
  locationDataNotExported: {
    rule: 'D34',
    severity: 'note',
    place: 'before',
    cmdlet: 'Export-CsLisConfiguration',
    when: 'A planned failover of the Central Management Store without export and import of the location data that lies beside it.',
  },
  locationDataNotImported: {
    rule: 'D34',
    severity: 'note',
    place: 'after',
    cmdlet: 'Import-CsLisConfiguration',
    when: 'After a failover of the Central Management Store its location data is not imported.',
  },
  locationDataNotPublished: {
    rule: 'D34',
    severity: 'note',
    place: 'after',
    cmdlet: 'Publish-CsLisConfiguration',
    when: 'Location data is imported and not published.',
  },
  // Databases and Edge
  forcedService: {
    rule: 'D25',
    severity: 'error',
    place: 'before',
    cmdlet: 'Get-CsDatabaseMirrorState',
    when: 'A database failover is forced on a mirror that is not in step.',
  },
  xmppWhileRunning: {
    rule: 'S9',
    severity: 'warning',
    place: 'before',
    cmdlet: 'Stop-CsWindowsService',
    when: 'The XMPP route moves to an Edge pool whose services run.',
  },
} as const satisfies Readonly<Record<string, Check>>;

/** The name of a comparison. */
export type CheckId = keyof typeof CHECKS;
