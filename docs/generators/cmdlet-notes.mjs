/**
 * What the catalog of cmdlets does not say: what each does in the model, which rules refuse it or make it
 * fail, and what of it is not modelled. A test compares the rules with those that the code names.
 */

const CMS_NEEDED = ['D62', 'no active Central Management master can be reached'];
const NOTED = 'Is noted; it changes nothing that is modelled.';

export const CMDLET_NOTES = {
  'Invoke-CsPoolFailOver': {
    does: 'Moves the service of a pool to its partner. Planned: users go read-only, a final sync runs, nothing acknowledged is lost. `-DisasterMode`: the pool is not contacted, and what its partner had not imported stays behind.',
    refusedBy: [
      [
        'D40',
        'the pool has no backup pool or is failed over already, the partner is itself failed over to it, or the partner cannot serve',
      ],
      ['D41', 'the active Central Management master is on the pool, or cannot be reached'],
      ['D42', 'a running Edge pool has the pool as its next hop'],
      ['D43', 'a planned failover of a pool that is not up; or it is lost before the takeover'],
      ['D44', 'the final sync of a planned failover does not reach FinalState in time'],
    ],
  },
  'Invoke-CsPoolFailBack': {
    does: "Brings the users of a failed-over pool home: the partner's queue is awaited, the data copied back, then the users move. Conference content stays on the partner until `Invoke-CsBackupServiceSync` brings it (D54).",
    refusedBy: [
      [
        'D50',
        'the pool is not failed over, is not up with its Back End, or (without `-DisasterMode`) its partner is not up',
      ],
      ['D51', 'the data cannot be copied back in time, or one of the pools is lost meanwhile'],
    ],
  },
  'Invoke-CsManagementServerFailover': {
    does: 'Moves the active Central Management master to the standby. Normal form: both sides up, no loss. Disaster form, with `-BackupSqlServerFqdn`, `-BackupSqlInstanceName` and `-Force`: changes not yet replicated are lost.',
    refusedBy: [
      [
        'D60',
        'normal form: no standby, one of the sides down or unreachable, or the configuration is not replicated in time',
      ],
      [
        'D61',
        'disaster form: server, instance or `-Force` missing, or the server is not the current principal of the standby',
      ],
      ['D64', 'two pools think that they are the active master'],
    ],
    notModelled: 'A standby that was set up by pairing during the drill.',
  },
  'Move-CsManagementServer': {
    does: 'The way of 2010 (D65).',
    refusedBy: [],
    notModelled: 'All of it; for paired pools use `Invoke-CsManagementServerFailover`.',
  },
  'Get-CsManagementStoreReplicationStatus': {
    does: 'Shows which replicas are up to date (D63); with `-CentralManagementStoreStatus` the active master, empty while there is none (D62).',
    refusedBy: [],
  },
  'Invoke-CsManagementStoreReplication': {
    does: 'Starts the replication of the configuration to every server.',
    refusedBy: [CMS_NEEDED],
  },
  'Invoke-CsDatabaseFailover': {
    does: 'Makes the other SQL server of a mirrored Back End the principal. `-Force` on a mirror that lags behind loses what it had not received.',
    refusedBy: [
      [
        'D22',
        'there is no mirror, the new principal is down or has no copy, or the session changes meanwhile',
      ],
      ['D23', 'the new principal would be alone and not serve: it sees neither its partner nor the witness'],
      ['D24', 'the session is not SYNCHRONIZED'],
      ['D25', 'the principal is lost and the mirror lags behind, without `-Force`'],
      ['D29', 'the pool has no database of that type'],
    ],
    notModelled: 'Database types other than `User`, `Application` and `CentralMgmt`.',
  },
  'Get-CsDatabaseMirrorState': {
    does: 'Shows the state of each database on both SQL servers (D24).',
    refusedBy: [],
  },
  'Invoke-CsBackupServiceSync': {
    does: 'Starts a sync of the Backup Service from the pool to its partner now (D35).',
    refusedBy: [
      ['D31', 'the module exports nothing on this pool'],
      ['D35', 'the pool has no backup pool'],
      ['D37', 'no Front End server of the pool runs the Backup Service'],
    ],
  },
  'Get-CsBackupServiceStatus': {
    does: 'Shows the export and import state of each module (D33).',
    refusedBy: [['D35', 'the pool has no backup pool']],
  },
  'Get-CsBackupServiceConfiguration': {
    does: 'Shows the sync interval and the most batches of a cycle (D32).',
    refusedBy: [],
  },
  'Set-CsBackupServiceConfiguration': {
    does: 'Changes the sync interval (D32).',
    refusedBy: [CMS_NEEDED],
  },
  'Backup-CsPool': { does: NOTED, refusedBy: [] },
  'Get-CsPoolBackupRelationship': {
    does: 'Shows the partner of a pool (D1).',
    refusedBy: [['D40', 'the pool has no backup pool']],
  },
  'Set-CsEdgeServer': {
    does: 'Changes the next hop of an Edge pool (D42).',
    refusedBy: [CMS_NEEDED],
  },
  'Set-CsSite': {
    does: 'Moves the federation route and the XMPP route to an Edge pool (S9). That its services are stopped meanwhile and that DNS is changed is asked for in the findings.',
    refusedBy: [CMS_NEEDED],
  },
  'Start-CsWindowsService': {
    does: 'Starts the services of a Front End or Edge server, or with `-Name LYNCBACKUP` its Backup Service.',
    refusedBy: [['D37', 'the machine is down']],
    notModelled: 'Other services alone; the computer it is typed on (give `-ComputerName`).',
  },
  'Stop-CsWindowsService': {
    does: 'Stops the services of a Front End or Edge server, or with `-Name LYNCBACKUP` its Backup Service.',
    refusedBy: [['D37', 'the machine is down']],
    notModelled: 'Other services alone; the computer it is typed on (give `-ComputerName`).',
  },
  'Invoke-CsComputerFailOver': {
    does: 'Stops the services of one Front End server.',
    refusedBy: [['D37', 'the machine is down']],
    notModelled: 'The computer it is typed on (give `-ComputerName`).',
  },
  'Invoke-CsComputerFailBack': {
    does: 'Starts the services of one Front End server.',
    refusedBy: [['D37', 'the machine is down']],
    notModelled: 'The computer it is typed on (give `-ComputerName`).',
  },
  'Start-CsPool': {
    does: 'Starts the services of a pool; below 85 % of its servers they hang in "starting" (D13). `-QuorumLossRecovery` reloads users from the Back End and discards what was not written there (D11).',
    refusedBy: [['D11', '`-QuorumLossRecovery` while the Back End is not served']],
  },
  'Reset-CsPoolRegistrarState': {
    does: '`QuorumLossRecovery` and `FullReset` reload users from the Back End and discard what was not written there (D11); `ServiceReset` starts the services.',
    refusedBy: [['D11', 'the Back End is not served, so that users cannot be reloaded from it']],
    notModelled: '`-ResetType MachineStateRemoved`.',
  },
  'Get-CsPoolFabricState': {
    does: 'Shows the services of a pool, its running servers, what the quorum needs (D12, D13) and the users in routing groups without quorum (D11).',
    refusedBy: [],
  },
  'Export-CsRgsConfiguration': {
    does: 'Exports the Response Groups of a pool, which the Backup Service does not carry before 2019 (D34).',
    refusedBy: [['D34', 'the pool does not run']],
  },
  'Import-CsRgsConfiguration': {
    does: 'Imports Response Groups, so that they answer on this pool (D34).',
    refusedBy: [['D34', 'the pool does not run']],
  },
  'Export-CsLisConfiguration': { does: NOTED, refusedBy: [] },
  'Import-CsLisConfiguration': { does: NOTED, refusedBy: [] },
  'Publish-CsLisConfiguration': { does: NOTED, refusedBy: [CMS_NEEDED] },
  'Get-CsPool': { does: 'Shows pools and their computers.', refusedBy: [] },
  'Get-CsTopology': { does: NOTED, refusedBy: [] },
  'Get-CsService': {
    does: 'With `-CentralManagement`, `-EdgeServer` or `-Registrar`: shows masters, next hops, backup registrars.',
    refusedBy: [],
    notModelled: 'The other services.',
  },
};
