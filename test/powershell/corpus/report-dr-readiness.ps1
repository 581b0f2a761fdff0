<#
.SYNOPSIS
    Would a failover work tonight? Looks at everything that has to be true, and changes nothing.
#>
param([string] $Pool = 'pool1.contoso.com')

$checks = [System.Collections.ArrayList]@()
function Add-Check {
    param([string] $Name, [bool] $Ok, [string] $Detail = '')
    $null = $checks.Add([pscustomobject]@{ Name = $Name; Ok = $Ok; Detail = $Detail })
}

# the relationship
$relation = Get-CsPoolBackupRelationship -PoolFqdn $Pool
Add-Check 'has a partner' (-not [string]::IsNullOrWhiteSpace($relation.BackupPoolFqdn)) $relation.BackupPoolFqdn

# the store
$store = (Get-CsManagementStoreReplicationStatus -CentralManagementStoreStatus).ActiveMasterFqdn
Add-Check 'store is elsewhere' ($store -ne $Pool) $store

# replication
$late = @(Get-CsManagementStoreReplicationStatus | Where-Object { !$_.UpToDate })
Add-Check -Name 'replicas' -Ok ($late.Count -eq 0) -Detail "$($late.Count) late"

# the Backup Service
$status = Get-CsBackupServiceStatus -PoolFqdn $Pool
Add-Check 'backup' ($status.OverallExportStatus -match '^(Steady|Final)State$') $status.OverallExportStatus

# mirrors
$mirrors = @(Get-CsDatabaseMirrorState -PoolFqdn $Pool)
$bad = @($mirrors | Where-Object { $_.StateOnPrimary -ne 'Principal' })
Add-Check 'mirrors' ($bad.Count -eq 0)

$checks | ForEach-Object {
    $mark = if ($_.Ok) { '[ok]  ' } else { '[FAIL]' }
    Write-Host "$mark $($_.Name) $($_.Detail)"
}
$failed = @($checks | Where-Object Ok -eq $false).Count
exit $failed
