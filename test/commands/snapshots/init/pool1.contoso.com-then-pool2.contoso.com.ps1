# pool1.contoso.com and then pool2.contoso.com: two planned failovers in a row
# Both pools of the pair in one night. While the users of pool1.contoso.com are on pool2.contoso.com, that pool cannot
# be failed over itself: the first comes home before the second leaves (S8). Nothing may be lost.
# Written by drydrill init, to be run line by line in the management shell. Before that, dry:
#   drydrill run pool1.contoso.com-then-pool2.contoso.com.ps1 --topology contoso.yaml
param([int]$MinutesAway = 60)
$ErrorActionPreference = 'Stop'

# 2. pool1.contoso.com is ready
# Its Backup Service has to be in SteadyState: users are read-only for as long as the final sync takes (D33, D43). It
# does not carry Response Groups: they go by file (D34).
while ((Get-CsBackupServiceStatus -PoolFqdn pool1.contoso.com).OverallExportStatus -notin 'SteadyState', 'FinalState') {
    Start-Sleep -Seconds 30
}
Get-CsBackupServiceStatus -PoolFqdn pool1.contoso.com
Export-CsRgsConfiguration -Source ApplicationServer:pool1.contoso.com -FileName "C:\DisasterRecovery\Rgs-pool1.contoso.com.zip"

# 3. The Central Management Store moves to pool2.contoso.com
# Its active master is on pool1.contoso.com: it moves first, else a failover of that pool is refused (D41, D60).
# Location data lies beside it and goes by file (D34). Go on when every server knows the new master (D63). It need not
# be moved back (D55).
Export-CsLisConfiguration -FileName "C:\DisasterRecovery\Lis.zip"
Invoke-CsManagementServerFailover
Import-CsLisConfiguration -FileName "C:\DisasterRecovery\Lis.zip"
Publish-CsLisConfiguration
while (Get-CsManagementStoreReplicationStatus | Where-Object { -not $_.UpToDate }) {
    Start-Sleep -Seconds 15
}

# 4. The Edge pools
# A running Edge pool with pool1.contoso.com as its next hop refuses the failover (D42). Topology Builder can publish
# another next hop too; it need not be pool2.contoso.com. The Edge servers follow when their replica is up to date
# (D63): until then remote users would be sent to a pool that is closed.
Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
while (Get-CsManagementStoreReplicationStatus | Where-Object { -not $_.UpToDate }) {
    Start-Sleep -Seconds 15
}

# 5. pool1.contoso.com fails over
# Planned, so without -DisasterMode and without -SkipDataVerification, which cost data (D44, D45). pool2.contoso.com
# serves the users when it ends.
Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com
Import-CsRgsConfiguration -Destination ApplicationServer:pool2.contoso.com -FileName "C:\DisasterRecovery\Rgs-pool1.contoso.com.zip"
Start-Sleep -Seconds ($MinutesAway * 60)

# 6. The users of pool1.contoso.com come home
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

# 7. Conference content
# The failback does not bring it home: the sync runs from pool2.contoso.com, and has to end (D54).
Invoke-CsBackupServiceSync -PoolFqdn pool2.contoso.com -BackupModule ConfServices.DataConf
while ((Get-CsBackupServiceStatus -PoolFqdn pool2.contoso.com).OverallExportStatus -notin 'SteadyState', 'FinalState') {
    Start-Sleep -Seconds 30
}
Get-CsBackupServiceStatus -PoolFqdn pool2.contoso.com

# 8. Everything else back to where it was
# Next hops and routes, by Topology Builder or as here; each counts when the Edge servers know of it (D63).
Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool1.contoso.com
while (Get-CsManagementStoreReplicationStatus | Where-Object { -not $_.UpToDate }) {
    Start-Sleep -Seconds 15
}

# 9. pool2.contoso.com is ready
# Its Backup Service has to be in SteadyState: users are read-only for as long as the final sync takes (D33, D43). It
# does not carry Response Groups: they go by file (D34).
while ((Get-CsBackupServiceStatus -PoolFqdn pool2.contoso.com).OverallExportStatus -notin 'SteadyState', 'FinalState') {
    Start-Sleep -Seconds 30
}
Get-CsBackupServiceStatus -PoolFqdn pool2.contoso.com
Export-CsRgsConfiguration -Source ApplicationServer:pool2.contoso.com -FileName "C:\DisasterRecovery\Rgs-pool2.contoso.com.zip"

# 10. The Central Management Store moves to pool1.contoso.com
# Its active master is on pool2.contoso.com: it moves first, else a failover of that pool is refused (D41, D60).
# Location data lies beside it and goes by file (D34). Go on when every server knows the new master (D63). It need not
# be moved back (D55).
Export-CsLisConfiguration -FileName "C:\DisasterRecovery\Lis-2.zip"
Invoke-CsManagementServerFailover
Import-CsLisConfiguration -FileName "C:\DisasterRecovery\Lis-2.zip"
Publish-CsLisConfiguration
while (Get-CsManagementStoreReplicationStatus | Where-Object { -not $_.UpToDate }) {
    Start-Sleep -Seconds 15
}

# 11. The Edge pools
# A running Edge pool with pool2.contoso.com as its next hop refuses the failover (D42). Topology Builder can publish
# another next hop too; it need not be pool1.contoso.com. The Edge servers follow when their replica is up to date
# (D63): until then remote users would be sent to a pool that is closed.
Set-CsEdgeServer -Identity EdgeServer:edge2.contoso.com -Registrar Registrar:pool1.contoso.com
while (Get-CsManagementStoreReplicationStatus | Where-Object { -not $_.UpToDate }) {
    Start-Sleep -Seconds 15
}

# 12. pool2.contoso.com fails over
# Planned, so without -DisasterMode and without -SkipDataVerification, which cost data (D44, D45). pool1.contoso.com
# serves the users when it ends.
Invoke-CsPoolFailOver -PoolFqdn pool2.contoso.com
Import-CsRgsConfiguration -Destination ApplicationServer:pool1.contoso.com -FileName "C:\DisasterRecovery\Rgs-pool2.contoso.com.zip"
Start-Sleep -Seconds ($MinutesAway * 60)

# 13. The users of pool2.contoso.com come home
# -PoolFqdn is the pool that was failed over, pool2.contoso.com (S7). The changes that its users made on
# pool1.contoso.com are copied back first (D51), so wait until they have been carried. The Response Groups follow by
# file, with what was changed there meanwhile (D34).
while ((Get-CsBackupServiceStatus -PoolFqdn pool1.contoso.com).OverallExportStatus -notin 'SteadyState', 'FinalState') {
    Start-Sleep -Seconds 30
}
Get-CsBackupServiceStatus -PoolFqdn pool1.contoso.com
Invoke-CsPoolFailBack -PoolFqdn pool2.contoso.com
Export-CsRgsConfiguration -Source ApplicationServer:pool1.contoso.com -FileName "C:\DisasterRecovery\Rgs-pool2.contoso.com-back.zip" -Owner ApplicationServer:pool2.contoso.com -RemoveExportedConfiguration
Import-CsRgsConfiguration -Destination ApplicationServer:pool2.contoso.com -FileName "C:\DisasterRecovery\Rgs-pool2.contoso.com-back.zip" -OverwriteOwner

# 14. Conference content
# The failback does not bring it home: the sync runs from pool1.contoso.com, and has to end (D54).
Invoke-CsBackupServiceSync -PoolFqdn pool1.contoso.com -BackupModule ConfServices.DataConf
while ((Get-CsBackupServiceStatus -PoolFqdn pool1.contoso.com).OverallExportStatus -notin 'SteadyState', 'FinalState') {
    Start-Sleep -Seconds 30
}
Get-CsBackupServiceStatus -PoolFqdn pool1.contoso.com

# 15. Everything else back to where it was
# Next hops and routes, by Topology Builder or as here; each counts when the Edge servers know of it (D63).
Set-CsEdgeServer -Identity EdgeServer:edge2.contoso.com -Registrar Registrar:pool2.contoso.com
while (Get-CsManagementStoreReplicationStatus | Where-Object { -not $_.UpToDate }) {
    Start-Sleep -Seconds 15
}
