# A guard in a function ends the whole script, as exit does.
param([string] $Pool = 'pool2.contoso.com')
function Assert-NoStore {
    param([string] $Fqdn)
    $store = (Get-CsManagementStoreReplicationStatus -CentralManagementStoreStatus).ActiveMasterFqdn
    if ($store -eq $Fqdn) {
        Write-Host "$Fqdn has the Central Management Store: move it first" -ForegroundColor Red
        exit 20
    }
    Write-Host 'The store is elsewhere'
}
function Assert-Partner {
    param([string] $Fqdn)
    (Get-CsPoolBackupRelationship -PoolFqdn $Fqdn).BackupPoolFqdn
}
$partner = Assert-Partner $Pool
Write-Host "Partner: $partner"
Set-CsEdgeServer -Identity EdgeServer:edge2.contoso.com -Registrar "Registrar:$partner"
Assert-NoStore $Pool
Invoke-CsPoolFailOver -PoolFqdn $Pool
