# Takes the functions of the folder in, then does the planned failover and the way home.
param([string] $Pool = 'pool1.contoso.com', [switch] $NoReturn)
. "$PSScriptRoot\lib-dr.ps1"

Write-DrLog "Failover of $Pool"
if (-not (Wait-DrSteady -PoolFqdn $Pool)) {
    Write-DrLog -Level ERROR -Message 'Not steady: stop'
    exit 10
}
Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
Invoke-CsPoolFailOver -PoolFqdn $Pool
if ($NoReturn) {
    Write-DrLog 'No return today' -Level WARN
    return
}

Write-DrLog 'Maintenance'
Start-Sleep -Seconds 5400

$partner = (Get-CsPoolBackupRelationship -PoolFqdn $Pool).BackupPoolFqdn
if (Wait-DrSteady $partner 90) {
    Invoke-CsPoolFailBack -PoolFqdn $Pool
    Invoke-CsBackupServiceSync -PoolFqdn $partner -BackupModule ConfServices.DataConf
    [void](Wait-DrSteady $partner)
    Write-DrLog "$Pool is home"
} else {
    Write-DrLog "$partner is not steady: nobody goes home" 'ERROR'
    exit 11
}
