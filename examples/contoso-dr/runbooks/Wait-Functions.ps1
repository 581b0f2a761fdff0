# Functions that the runbooks share; they dot-source this file.

# Waits until a pool exports all its changes (D33), or gives up.
function Wait-SteadyState {
    param(
        [Parameter(Mandatory = $true)]
        [string] $PoolFqdn,
        [int] $TimeoutMinutes = 60
    )
    $deadline = (Get-Date).AddMinutes($TimeoutMinutes)
    do {
        Start-Sleep -Seconds 30
        $status = Get-CsBackupServiceStatus -PoolFqdn $PoolFqdn
        Write-Host "$PoolFqdn exports in $($status.OverallExportStatus)"
        if ((Get-Date) -gt $deadline) {
            throw "$PoolFqdn is still in $($status.OverallExportStatus) after $TimeoutMinutes minutes"
        }
    } until ($status.OverallExportStatus -in 'SteadyState', 'FinalState')
}

# Waits until every running server has the configuration that was published (D63).
function Wait-Replication {
    param([string[]] $Except = @())
    do {
        Start-Sleep -Seconds 30
        $behind = @(Get-CsManagementStoreReplicationStatus |
            Where-Object { -not $_.UpToDate -and $_.ReplicaFqdn -notin $Except })
        Write-Host "$($behind.Count) replicas are behind"
    } while ($behind.Count -gt 0)
}
