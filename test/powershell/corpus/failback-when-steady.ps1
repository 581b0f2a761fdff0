<#
    Brings users home after a planned failover.
    1. waits until the Backup Service of the partner is in step
    2. fails back
    3. waits until both are in step again
#>
param(
    [string] $Pool = 'pool1.contoso.com',
    [string] $Partner = 'pool2.contoso.com',
    [int] $TimeoutMinutes = 60,
    [int] $PollSeconds = 30
)

function Test-Steady([string] $Fqdn) {
    $status = Get-CsBackupServiceStatus -PoolFqdn $Fqdn
    $open = $status.BackupModules | Where-Object { $_.ExportStatus -ne 'SteadyState' -and $_.ExportStatus -ne 'FinalState' -and $_.ModuleName -notlike 'CentralMgmt*' }
    return ($null -eq $open)
}

function Wait-Steady([string] $Fqdn) {
    $deadline = (Get-Date).AddMinutes($TimeoutMinutes)
    do {
        if (Test-Steady $Fqdn) { return $true }
        Start-Sleep -Seconds $PollSeconds
    } until ((Get-Date) -gt $deadline)
    $false
}

Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
Invoke-CsPoolFailOver -PoolFqdn $Pool -Confirm:$false
Start-Sleep -Seconds (2 * 3600)

if (-not (Wait-Steady $Partner)) {
    Write-Error "$Partner was not steady within $TimeoutMinutes minutes"
    exit 1
}
Invoke-CsPoolFailBack -PoolFqdn $Pool -Confirm:$false
Invoke-CsBackupServiceSync -PoolFqdn $Partner
Invoke-CsBackupServiceSync -PoolFqdn $Pool
if (Wait-Steady $Pool) { 'Home again' } else { Write-Warning 'Home, but the backup is late' }
