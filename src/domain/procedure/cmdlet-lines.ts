/**
 * The cmdlet lines of the documented procedures (S9), complete but for the names. What a finding advises and what
 * `drydrill init` writes is the same text. FQDNs are inserted as the topology spells them.
 */

/** A planned failover, or one of a pool that is lost (D43, D45). */
export const failoverLine = (pool: string, disaster = false): string =>
  `Invoke-CsPoolFailOver -PoolFqdn ${pool}${disaster ? ' -DisasterMode' : ''}`;

/** The way home; `pool` is the one that was failed over (S7). */
export const failbackLine = (pool: string): string => `Invoke-CsPoolFailBack -PoolFqdn ${pool}`;

/** The state of the Backup Service of `pool` towards its partner (D33). */
export const backupStatusLine = (pool: string): string => `Get-CsBackupServiceStatus -PoolFqdn ${pool}`;

/** Conference content that `partner` keeps for the pool that was failed back (D54). */
export const restoreLine = (partner: string): string =>
  `Invoke-CsBackupServiceSync -PoolFqdn ${partner} -BackupModule ConfServices.DataConf`;

/** The Central Management Store moves while both sides are up (D60). */
export const CMS_FAILOVER_LINE = 'Invoke-CsManagementServerFailover';

/** The Central Management Store is taken from a pool that is lost (D61); `principal` and `mirror` of the standby's database. */
export const cmsDisasterLine = (
  principal: string,
  instance: string,
  mirror: string | null = null,
): string => {
  const follower =
    mirror === null ? '' : ` -BackupMirrorSqlServerFqdn ${mirror} -BackupMirrorSqlInstanceName ${instance}`;
  return `${CMS_FAILOVER_LINE} -BackupSqlServerFqdn ${principal} -BackupSqlInstanceName ${instance}${follower} -Force`;
};

/** Which servers know the present master (D63). */
export const REPLICATION_LINE = 'Get-CsManagementStoreReplicationStatus';

/** The next hop of an Edge pool (D42). */
export const nextHopLine = (edgePool: string, pool: string): string =>
  `Set-CsEdgeServer -Identity EdgeServer:${edgePool} -Registrar Registrar:${pool}`;

/** The Edge pool that federation of the deployment runs through (S9). */
export function federationLine(site: string, edgePool: string): string {
  const identity = `Site:${site}`;
  // PowerShell takes typographic quotes for quotes.
  const quoted = `'${identity.replaceAll(/['\u2018-\u201b]/g, '$&$&')}'`;
  const plain = /^[\w.:-]+$/.test(identity);
  return `Set-CsSite -Identity ${plain ? identity : quoted} -FederationRoute EdgeServer:${edgePool}`;
}

/** Whether a pool runs with quorum (D12, D50). */
export const fabricLine = (pool: string): string => `Get-CsPoolFabricState -PoolFqdn ${pool}`;

/** The mirroring session of a pool's database (D24). */
export const mirrorLine = (pool: string, database: string): string =>
  `Get-CsDatabaseMirrorState -PoolFqdn ${pool} -DatabaseType ${database}`;

/** Where exports wait for their import: a folder that outlives the site. */
const FOLDER = 'C:\\DisasterRecovery';

/** Response Groups of `owner` into a file (D34). */
export const rgsExportLine = (owner: string): string =>
  `Export-CsRgsConfiguration -Source ApplicationServer:${owner} -FileName "${FOLDER}\\Rgs-${owner}.zip"`;

/** Response Groups of `owner` from that file to the pool that serves its users (D34). */
export const rgsImportLine = (owner: string, partner: string): string =>
  `Import-CsRgsConfiguration -Destination ApplicationServer:${partner} -FileName "${FOLDER}\\Rgs-${owner}.zip"`;

/** Location data, which lies beside the Central Management Store and is not replicated (D34). */
export const LIS_EXPORT_LINE = `Export-CsLisConfiguration -FileName "${FOLDER}\\Lis.zip"`;
export const LIS_IMPORT_LINE = `Import-CsLisConfiguration -FileName "${FOLDER}\\Lis.zip"`;
export const LIS_PUBLISH_LINE = 'Publish-CsLisConfiguration';

/** Services of one server are stopped, as the move of XMPP wants it (S9). */
export const stopLine = (server: string): string => `Stop-CsWindowsService -ComputerName ${server}`;
