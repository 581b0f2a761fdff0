# The Central Management Store is on the pool that goes down: move it, wait, then fail over.
param(
    [string] $Pool = 'pool1.contoso.com',
    [int] $ReplicationMinutes = 30
)
$ErrorActionPreference = 'Stop'

$master = (Get-CsManagementStoreReplicationStatus -CentralManagementStoreStatus).ActiveMasterFqdn
Write-Host "Active store: $master"

if ($master -eq $Pool) {
    Invoke-CsManagementServerFailover -Confirm:$false
    $deadline = (Get-Date) + (New-TimeSpan -Minutes $ReplicationMinutes)
    while ($true) {
        $behind = @(Get-CsManagementStoreReplicationStatus | Where-Object { -not $_.UpToDate })
        if ($behind.Count -eq 0) { break }
        if ((Get-Date) -ge $deadline) {
            Write-Warning ("not up to date: " + (($behind | ForEach-Object { $_.ReplicaFqdn }) -join ', '))
            exit 1
        }
        Invoke-CsManagementStoreReplication
        Start-Sleep -Seconds 60
    }
}

Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
Invoke-CsPoolFailOver -PoolFqdn $Pool -Confirm:$false
