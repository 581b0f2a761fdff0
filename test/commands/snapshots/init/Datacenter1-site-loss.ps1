# Lose site Datacenter1, recover on pool2.contoso.com, come home
# A disaster: site Datacenter1 is lost at night; pool2.contoso.com takes the users of pool1.contoso.com, and they come
# home when it is repaired. What had not been imported there stays behind: that is the RPO.
# Written by drydrill init, to be run line by line in the management shell. Before that, dry:
#   drydrill run Datacenter1-site-loss-by-runbook.yaml
param()
$ErrorActionPreference = 'Stop'

# What is lost cannot be up to date.
$lost = 'fe1a.contoso.com', 'fe1b.contoso.com', 'fe1c.contoso.com', 'e1a.contoso.com', 'e1b.contoso.com'

# 1. The night
# Site Datacenter1 does not answer. Users may be in resiliency mode on the partner (D70): calls, no contacts. A cut
# link gives ErrorState too, with every server up: somebody at the site has to say that it is lost, and not only the
# link (D45). The Central Management Store went too: it comes first, else every failover is refused (D41). The server
# is the principal of the standby's database, so ask Get-CsDatabaseMirrorState where it is mirrored (D61). Location
# data comes from its last export (D34). Go on when every server that can be reached knows the new master (D63).
$answer = Get-CsBackupServiceStatus -PoolFqdn pool1.contoso.com -ErrorAction SilentlyContinue
if ($answer.OverallExportStatus -in 'SteadyState', 'NonSteadyState', 'FinalState') {
    throw 'pool1.contoso.com answers: it is not lost, and this would cost data (D45); take the planned runbook'
}
Get-CsManagementStoreReplicationStatus -CentralManagementStoreStatus
Invoke-CsManagementServerFailover -BackupSqlServerFqdn sql2a.contoso.com -BackupSqlInstanceName rtc -BackupMirrorSqlServerFqdn sql2b.contoso.com -BackupMirrorSqlInstanceName rtc -Force
Import-CsLisConfiguration -FileName "C:\DisasterRecovery\Lis.zip"
Publish-CsLisConfiguration
while (Get-CsManagementStoreReplicationStatus | Where-Object { -not $_.UpToDate -and $_.ReplicaFqdn -notin $lost }) {
    Start-Sleep -Seconds 15
}

# 2. The Edge pools
# One that runs refuses the failover of the pool that is its next hop; one that is lost would return to a pool without
# users (D42). It is the published topology that counts, so the failover need not wait for the Edge servers.
# Federation runs through one Edge pool: where that is lost, another takes it (S9).
Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
Set-CsSite -Identity Site:Datacenter1 -FederationRoute EdgeServer:edge2.contoso.com
Write-Host 'What federated partners send follows external DNS: change _sipfederationtls._tcp to edge2.contoso.com.'
Write-Host 'XMPP runs through edge1.contoso.com and is down. To move it, its new Edge pool has to be stopped and DNS changed: see "Failing over the Edge pool used for XMPP federation" in the documentation of the product.'

# 3. The failover
# -DisasterMode, because what is lost cannot be asked: what the partner has not imported stays behind there (D45).
# Response Groups come from their last export (D34): export them every night.
Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com -DisasterMode
Import-CsRgsConfiguration -Destination ApplicationServer:pool2.contoso.com -FileName "C:\DisasterRecovery\Rgs-pool1.contoso.com.zip"

# 4. After the repair
# pool1.contoso.com has to be up with quorum and its Back End before its users come home (D50). What was left behind
# is still on its disks: fetch by hand what is needed, the failback overwrites it (D52).
Read-Host 'Go on when what was lost has been repaired'
Get-CsPoolFabricState -PoolFqdn pool1.contoso.com

# 5. The users of pool1.contoso.com come home
# -PoolFqdn is the pool that was failed over, pool1.contoso.com (S7). The changes that its users made on
# pool2.contoso.com are copied back first (D51), so wait until they have been carried. The Response Groups follow by
# file, with what was changed there meanwhile (D34).
while ((Get-CsBackupServiceStatus -PoolFqdn pool2.contoso.com).OverallExportStatus -notin 'SteadyState', 'FinalState') {
    Start-Sleep -Seconds 30
}
Get-CsBackupServiceStatus -PoolFqdn pool2.contoso.com
Invoke-CsPoolFailBack -PoolFqdn pool1.contoso.com
Export-CsRgsConfiguration -Source ApplicationServer:pool2.contoso.com -FileName "C:\DisasterRecovery\Rgs-pool1.contoso.com-back.zip" -Owner ApplicationServer:pool1.contoso.com -RemoveExportedConfiguration
Import-CsRgsConfiguration -Destination ApplicationServer:pool1.contoso.com -FileName "C:\DisasterRecovery\Rgs-pool1.contoso.com-back.zip" -OverwriteOwner

# 6. Conference content
# The failback does not bring it home: the sync runs from pool2.contoso.com, and has to end (D54).
Invoke-CsBackupServiceSync -PoolFqdn pool2.contoso.com -BackupModule ConfServices.DataConf
while ((Get-CsBackupServiceStatus -PoolFqdn pool2.contoso.com).OverallExportStatus -notin 'SteadyState', 'FinalState') {
    Start-Sleep -Seconds 30
}
Get-CsBackupServiceStatus -PoolFqdn pool2.contoso.com

# 7. Everything else back to where it was
# Next hops and routes, by Topology Builder or as here; each counts when the Edge servers know of it (D63).
Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool1.contoso.com
Set-CsSite -Identity Site:Datacenter1 -FederationRoute EdgeServer:edge1.contoso.com
while (Get-CsManagementStoreReplicationStatus | Where-Object { -not $_.UpToDate }) {
    Start-Sleep -Seconds 15
}
