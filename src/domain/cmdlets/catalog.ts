import type { CmdletSpec, ParameterSpec, ParameterType } from '../command.js';

/**
 * The cmdlets of a drill with the parameters they have in the management shell: names, types, which are
 * required, positions. Read from the reference topic of each cmdlet ("Invoke-CsPoolFailOver" and so on),
 * Lync Server 2013 and Skype for Business Server together. What a topic documents and the model does not
 * follow is `unmodelled`, so that a drill that leans on it is never passed by guessing.
 */

type Extra = Omit<ParameterSpec, 'name' | 'type'>;

const parameter =
  (type: ParameterType) =>
  (name: string, extra: Extra = {}): ParameterSpec => ({ name, type, ...extra });

const flag = parameter({ kind: 'switch' });
const text = parameter({ kind: 'string' });
const DAY_MS = 86_400_000;
/** A control state holds milliseconds as a 32-bit integer: 24 days and some hours. */
const timespan = parameter({ kind: 'timespan', minMs: 0, maxMs: 24 * DAY_MS });
/** As the topology key `backupService.syncInterval`. */
const interval = parameter({ kind: 'timespan', minMs: 1000, maxMs: DAY_MS });
const int32 = parameter({ kind: 'integer', min: 0, max: 2_147_483_647 });
const pool = parameter({ kind: 'host', of: 'pool' });
const machine = parameter({ kind: 'host', of: 'machine' });
const edgePool = parameter({ kind: 'host', of: 'edgePool' });
const site = parameter({ kind: 'host', of: 'site' });
const anyPool = parameter({ kind: 'host', of: 'poolOrEdgePool' });

/** A documented parameter that the model does not follow; its value is never looked at. */
const unmodelled = (...names: string[]): ParameterSpec[] =>
  names.map((name) => text(name, { unmodelled: true }));
const unmodelledFlags = (...names: string[]): ParameterSpec[] =>
  names.map((name) => flag(name, { unmodelled: true }));

const required = { required: true } as const;
const poolFqdn = pool('PoolFqdn', required);
const force = flag('Force');
const report = text('Report');

/** D31: the full names are canonical; D35: the documents also use the short ones. */
const backupModule = parameter({
  kind: 'enum',
  values: [
    'UserServices.PresenceFocus',
    'ConfServices.DataConf',
    'CentralMgmt.CMSMaster',
    'ApplicationServer.RGSDataStore',
    'ApplicationServer.RGSFileStore',
    'All',
  ],
  aliases: {
    presencefocus: 'UserServices.PresenceFocus',
    dataconf: 'ConfServices.DataConf',
    cmsmaster: 'CentralMgmt.CMSMaster',
    rgsdatastore: 'ApplicationServer.RGSDataStore',
    rgsfilestore: 'ApplicationServer.RGSFileStore',
  },
});

const databaseType = parameter({
  kind: 'enum',
  values: [
    'ActiveMonitoring',
    'Application',
    'Archiving',
    'CentralMgmt',
    'Edge',
    'Lyss',
    'Monitoring',
    'PersistentChat',
    'PersistentChatCompliance',
    'Provision',
    'Registrar',
    'SigninTelemetry',
    'User',
  ],
  // App and CMS are the Lync Server 2013 spellings (topic Get-CsDatabaseMirrorState)
  aliases: { app: 'Application', cms: 'CentralMgmt', centralmanagement: 'CentralMgmt' },
});

const category = parameter({ kind: 'enum', values: ['CMS', 'UserData'] });

const actionPreference = parameter({
  kind: 'enum',
  values: ['SilentlyContinue', 'Stop', 'Continue', 'Inquire', 'Ignore', 'Suspend'],
  // the numbers of the enumeration: `-ea 0` is common
  aliases: {
    0: 'SilentlyContinue',
    1: 'Stop',
    2: 'Continue',
    3: 'Inquire',
    4: 'Ignore',
    5: 'Suspend',
  },
});

/**
 * Accepted on every cmdlet (about_CommonParameters, -WhatIf and -Confirm, and the log file of -Report).
 * Only WhatIf has an effect on a run: it makes the cmdlet change nothing.
 */
export const COMMON_PARAMETERS: readonly ParameterSpec[] = [
  flag('Verbose', { aliases: ['vb'] }),
  flag('Debug', { aliases: ['db'] }),
  actionPreference('ErrorAction', { aliases: ['ea'] }),
  actionPreference('WarningAction', { aliases: ['wa'] }),
  actionPreference('InformationAction', { aliases: ['infa'] }),
  text('ErrorVariable', { aliases: ['ev'] }),
  text('WarningVariable', { aliases: ['wv'] }),
  text('InformationVariable', { aliases: ['iv'] }),
  text('OutVariable', { aliases: ['ov'] }),
  int32('OutBuffer', { aliases: ['ob'] }),
  text('PipelineVariable', { aliases: ['pv'] }),
  flag('WhatIf', { aliases: ['wi'] }),
  flag('Confirm', { aliases: ['cf'] }),
  report,
];

const poolFailover: CmdletSpec[] = [
  {
    name: 'Invoke-CsPoolFailOver',
    parameters: [
      poolFqdn,
      flag('DisasterMode'),
      force,
      timespan('WaitTime'),
      flag('SkipDataVerification'),
      flag('FlushStorageService'),
      int32('ServicesStopDelayMins'),
      ...unmodelled('DatabaseCommandTimeoutInSeconds'),
    ],
  },
  {
    name: 'Invoke-CsPoolFailBack',
    parameters: [
      poolFqdn,
      flag('DisasterMode'),
      force,
      timespan('WaitTime'),
      // D51: a failback never goes on unsynchronised
      ...unmodelledFlags('SkipDataVerification'),
      ...unmodelled('DatabaseCommandTimeoutInSeconds'),
    ],
  },
];

const centralManagement: CmdletSpec[] = [
  {
    name: 'Invoke-CsManagementServerFailover',
    parameters: [
      machine('BackupSqlServerFqdn'),
      text('BackupSqlInstanceName'),
      // D61: the procedure topic spells the mirror's two without "Backup"
      machine('BackupMirrorSqlServerFqdn', { aliases: ['MirrorSqlServerFqdn'] }),
      text('BackupMirrorSqlInstanceName', { aliases: ['MirrorSqlInstanceName'] }),
      force,
      report,
      ...unmodelledFlags('Restore'),
    ],
  },
  {
    name: 'Move-CsManagementServer',
    parameters: [
      text('ConfigurationFileName', { aliases: ['CsConfiguration'] }),
      text('LisConfigurationFileName', { aliases: ['CsLisConfiguration'] }),
      pool('TargetFqdn'),
      force,
      report,
    ],
  },
  {
    name: 'Get-CsManagementStoreReplicationStatus',
    parameters: [machine('ReplicaFqdn', { position: 0 }), flag('CentralManagementStoreStatus')],
  },
  {
    name: 'Invoke-CsManagementStoreReplication',
    parameters: [machine('ReplicaFqdn', { position: 0 }), force],
  },
];

const backEnd: CmdletSpec[] = [
  {
    name: 'Invoke-CsDatabaseFailover',
    parameters: [
      poolFqdn,
      databaseType('DatabaseType', required),
      parameter({ kind: 'enum', values: ['mirror', 'primary'] })('NewPrincipal', required),
      force,
      report,
      ...unmodelled('ExcludeDatabaseList'),
      ...unmodelledFlags('LocalStore'),
    ],
  },
  {
    name: 'Get-CsDatabaseMirrorState',
    parameters: [poolFqdn, databaseType('DatabaseType'), flag('LocalStore'), report],
  },
];

const backupService: CmdletSpec[] = [
  { name: 'Invoke-CsBackupServiceSync', parameters: [poolFqdn, backupModule('BackupModule'), force] },
  { name: 'Get-CsBackupServiceStatus', parameters: [poolFqdn, category('Category'), force] },
  {
    name: 'Get-CsBackupServiceConfiguration',
    parameters: [text('Identity', { position: 0 }), flag('LocalStore'), ...unmodelled('Filter')],
  },
  {
    name: 'Set-CsBackupServiceConfiguration',
    parameters: [
      text('Identity', { position: 0 }),
      interval('SyncInterval'),
      force,
      ...unmodelled(
        'AuthorizedLocalAccounts',
        'AuthorizedUniversalGroups',
        'Instance',
        'MaxBatchesPerCmsSync',
        'MaxBatchesPerUserStoreSync',
        'MaxConcurrentCalls',
        'MaxDataConfPackageSizeKB',
        'MaxHighPriQueuePercentagePerUserStoreSync',
      ),
    ],
  },
  {
    name: 'Backup-CsPool',
    parameters: [
      poolFqdn,
      category('Category'),
      flag('FullBackup'),
      flag('SteadyState'),
      timespan('WaitTime'),
      force,
      report,
      ...unmodelledFlags('FailedOverPoolOnly', 'LocalStore'),
      ...unmodelled('RetryCount'),
    ],
  },
  { name: 'Get-CsPoolBackupRelationship', parameters: [poolFqdn, flag('LocalStore'), force] },
];

const edge: CmdletSpec[] = [
  {
    name: 'Set-CsEdgeServer',
    parameters: [
      edgePool('Identity', { position: 0, required: true, prefix: 'EdgeServer:' }),
      pool('Registrar', { prefix: 'Registrar:' }),
      force,
      ...unmodelled(
        'AccessEdgeClientSipPort',
        'AccessEdgeExternalSipPort',
        'AccessEdgeInternalSipPort',
        'DataPsomClientPort',
        'DataPsomServerPort',
        'MediaCommunicationPortCount',
        'MediaCommunicationPortStart',
        'MediaRelayAuthEdgePort',
        'MediaRelayExternalTurnTcpPort',
        'MediaRelayExternalTurnUdpPort',
        'MediaRelayInternalTurnTcpPort',
        'MediaRelayInternalTurnUdpPort',
        'SkypeSearchProxyPort',
        'XmppInternalPort',
        'XmppListeningPort',
      ),
    ],
  },
  {
    name: 'Set-CsSite',
    parameters: [
      site('Identity', { position: 0, required: true, prefix: 'Site:' }),
      edgePool('FederationRoute', { prefixes: ['EdgeServer:', 'AccessEdge:'] }),
      // the failover procedure has XmppExternalFederationRoute, the reference topic XmppFederationRoute
      edgePool('XmppExternalFederationRoute', {
        aliases: ['XmppFederationRoute'],
        prefixes: ['EdgeServer:', 'XmppFederation:', 'AccessEdge:'],
      }),
      force,
      ...unmodelled('Description', 'DisplayName', 'DefaultPersistentChatPool'),
    ],
  },
];

// Without -ComputerName these act on the local computer, of which a drill has none: the cmdlet decides.
const services: CmdletSpec[] = [
  {
    name: 'Start-CsWindowsService',
    parameters: [
      text('Name', { position: 0 }),
      machine('ComputerName'),
      flag('NoWait'),
      force,
      report,
      ...unmodelled('InputObject'),
    ],
  },
  {
    name: 'Stop-CsWindowsService',
    parameters: [
      text('Name', { position: 0 }),
      machine('ComputerName'),
      flag('NoWait'),
      flag('Graceful'),
      force,
      report,
      ...unmodelled('InputObject'),
      ...unmodelledFlags('LeaveClsAgentRunning', 'LeaveWebServerRunning'),
    ],
  },
  {
    name: 'Invoke-CsComputerFailOver',
    parameters: [
      machine('ComputerName', { position: 0 }),
      timespan('WaitTime'),
      force,
      report,
      ...unmodelledFlags('NoStop', 'SkipFabricHealthCheck'),
      ...unmodelled('DrainingTimeout'),
    ],
  },
  {
    name: 'Invoke-CsComputerFailBack',
    parameters: [
      machine('ComputerName', { position: 0 }),
      timespan('WaitTime'),
      force,
      report,
      ...unmodelledFlags('NoStart', 'SkipFabricHealthCheck'),
    ],
  },
];

const frontEndPool: CmdletSpec[] = [
  {
    name: 'Start-CsPool',
    parameters: [
      pool('PoolFqdn', { position: 0, required: true }),
      flag('QuorumLossRecovery'),
      force,
      ...unmodelled('SkipRoutingGroup', 'SkipServer'),
    ],
  },
  {
    name: 'Reset-CsPoolRegistrarState',
    parameters: [
      poolFqdn,
      parameter({
        kind: 'enum',
        values: ['ServiceReset', 'QuorumLossRecovery', 'FullReset', 'MachineStateRemoved'],
      })('ResetType'),
      machine('MachineFqdn'),
      flag('NoReStart'),
      int32('ServicesStopDelayMins'),
      force,
      ...unmodelledFlags('ResetLocalDatabases'),
    ],
  },
  {
    name: 'Get-CsPoolFabricState',
    parameters: [
      pool('PoolFqdn', { position: 0, required: true }),
      text('Type'),
      force,
      ...unmodelled('HealthState', 'OutputCsvFile', 'RoutingGroup', 'ServiceName', 'Tenant', 'UserUri'),
      ...unmodelledFlags('ShowAll'),
    ],
  },
];

/** D31: Response Group and location data are carried over by hand, through files. */
const exportsAndImports: CmdletSpec[] = [
  {
    name: 'Export-CsRgsConfiguration',
    parameters: [
      pool('Source', { required: true, prefix: 'ApplicationServer:' }),
      text('FileName', required),
      force,
      ...unmodelled('Owner'),
      ...unmodelledFlags('RemoveExportedConfiguration'),
    ],
  },
  {
    name: 'Import-CsRgsConfiguration',
    parameters: [
      pool('Destination', { required: true, prefix: 'ApplicationServer:' }),
      text('FileName', required),
      flag('OverwriteOwner'),
      flag('ReplaceExistingRgsSettings'),
      flag('ResolveNameConflicts'),
      force,
    ],
  },
  {
    name: 'Export-CsLisConfiguration',
    parameters: [text('FileName', { position: 0, required: true }), ...unmodelledFlags('AsBytes')],
  },
  {
    name: 'Import-CsLisConfiguration',
    parameters: [text('FileName', { position: 0, required: true }), ...unmodelled('ByteInput')],
  },
  { name: 'Publish-CsLisConfiguration', parameters: [force] },
];

const topology: CmdletSpec[] = [
  {
    name: 'Get-CsPool',
    parameters: [
      anyPool('Identity', { position: 0 }),
      site('Site', { prefix: 'Site:' }),
      ...unmodelled('Filter'),
    ],
  },
  { name: 'Get-CsTopology', parameters: [flag('AsXml'), flag('LocalStore')] },
  {
    name: 'Get-CsService',
    parameters: [
      text('Identity', { position: 0 }),
      anyPool('PoolFqdn'),
      ...unmodelled('Filter'),
      ...[
        'ApplicationDatabase',
        'ApplicationServer',
        'ArchivingDatabase',
        'ArchivingServer',
        'BackupServer',
        'CentralManagement',
        'CentralManagementDatabase',
        'Director',
        'EdgeServer',
        'FileStore',
        'LegalInterceptServer',
        'ManagementServer',
        'MediationServer',
        'MonitoringDatabase',
        'MonitoringServer',
        'PersistentChatComplianceDatabase',
        'PersistentChatDatabase',
        'PersistentChatServer',
        'ProvisionDatabase',
        'ProvisionServer',
        'PstnGateway',
        'Registrar',
        'TrustedApplicationPool',
        'UserDatabase',
        'UserServer',
        'VideoGateway',
        'VideoInteropServer',
        'WacServer',
        'WebServer',
      ].map((name) => flag(name)),
      flag('ConferencingServer', { aliases: ['ConferenceServer'] }),
    ],
  },
];

/** Every cmdlet that a drill may run (domain 5). */
export const CMDLETS: readonly CmdletSpec[] = [
  ...poolFailover,
  ...centralManagement,
  ...backEnd,
  ...backupService,
  ...edge,
  ...services,
  ...frontEndPool,
  ...exportsAndImports,
  ...topology,
];
