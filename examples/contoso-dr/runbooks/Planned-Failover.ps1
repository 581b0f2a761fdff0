# The planned failover of a pool and its way home, as it is run on the night. Rehearsed by every check.
param(
    [string] $Pool = 'pool1.contoso.com',
    [string] $Partner = 'pool2.contoso.com',
    [string] $Archive = 'C:\DisasterRecovery'
)

$ErrorActionPreference = 'Stop'
Import-Module Lync
. "$PSScriptRoot\Wait-Functions.ps1"
Start-Transcript -Path "$Archive\failover-$(Get-Date -Format 'yyyyMMdd').log"

Write-Host '=== 1. Before: both directions are in step ===' -ForegroundColor Cyan
foreach ($each in $Pool, $Partner) {
    Wait-SteadyState -PoolFqdn $each
}
$rgs = "$Archive\Rgs-$Pool.zip"
Export-CsRgsConfiguration -Source "ApplicationServer:$Pool" -FileName $rgs

Write-Host '=== 2. Edge pools away from the pool (D42) ===' -ForegroundColor Cyan
$edges = @(Get-CsService -EdgeServer | Where-Object { $_.Registrar -eq "Registrar:$Pool" })
foreach ($edge in $edges) {
    Set-CsEdgeServer -Identity $edge.Identity -Registrar "Registrar:$Partner"
}
if ($edges.Count -gt 0) { Wait-Replication }

Write-Host '=== 3. Failover (D43) ===' -ForegroundColor Cyan
$answer = Read-Host "Fail over $Pool to $Partner now? (y/n)"
if ($answer -notmatch '^y(es)?$') {
    Write-Warning 'Stopped by the administrator'
    exit 1
}
$failover = @{
    PoolFqdn = $Pool
    Confirm  = $false
    Verbose  = $true
}
try {
    Invoke-CsPoolFailOver @failover
}
catch {
    Write-Warning "The failover did not work: $_"
    throw
}
Import-CsRgsConfiguration -Destination "ApplicationServer:$Partner" -FileName $rgs

Write-Host '=== 4. Home again (D51), conference content too (D54) ===' -ForegroundColor Cyan
Start-Sleep -Seconds 3600
Wait-SteadyState $Partner -TimeoutMinutes 30
Invoke-CsPoolFailBack -PoolFqdn $Pool -Confirm:$false
Export-CsRgsConfiguration -Source "ApplicationServer:$Partner" -Owner "ApplicationServer:$Pool" -FileName "$Archive\Rgs-$Pool-back.zip" -RemoveExportedConfiguration
Import-CsRgsConfiguration -Destination "ApplicationServer:$Pool" -FileName "$Archive\Rgs-$Pool-back.zip" -OverwriteOwner
Invoke-CsBackupServiceSync -PoolFqdn $Partner -BackupModule ConfServices.DataConf
Wait-SteadyState $Partner

foreach ($edge in $edges) {
    Set-CsEdgeServer -Identity $edge.Identity -Registrar "Registrar:$Pool"
}
Get-CsBackupServiceStatus -PoolFqdn $Pool |
    Select-Object -ExpandProperty BackupModules |
    Format-Table ModuleName, ExportStatus, ImportStatus -AutoSize
Stop-Transcript
