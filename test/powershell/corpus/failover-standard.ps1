# Two Standard Edition servers: the branch takes over from headquarters while its server is rebuilt.
param(
    [string] $Server = 'std1.contoso.com',
    [string] $Other = 'std2.contoso.com'
)
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$master = (Get-CsManagementStoreReplicationStatus -CentralManagementStoreStatus).ActiveMasterFqdn
if ($master -eq $Server) {
    Write-Host 'Store first'
    Invoke-CsManagementServerFailover -Confirm:$false
    $tries = 0
    do {
        Start-Sleep -Seconds 60
        $tries++
        $late = @(Get-CsManagementStoreReplicationStatus | Where-Object { $_.UpToDate -ne $true })
    } while ($late.Count -gt 0 -and $tries -lt 30)
    if ($late.Count -gt 0) { throw "$($late.Count) replicas are late" }
}
try {
    Invoke-CsPoolFailOver -PoolFqdn $Server -Confirm:$false
}
catch [System.Exception] {
    Write-Host "Refused: $($_.Exception.Message)"
    exit 1
}
Write-Host "$Other serves both"
