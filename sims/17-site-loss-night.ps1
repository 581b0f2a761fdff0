# The night on which Datacenter1 is lost, as 17-site-loss-night.yaml rehearses it: the drill brings the loss and the
# repair of the site, this script is what the administrator runs.
param(
    [Parameter(Mandatory = $true)]
    [string] $Pool,
    [string] $Partner = 'pool2.contoso.com',
    [string] $SqlServer = 'sql2a.contoso.com',
    [string] $Archive = 'C:\DisasterRecovery'
)

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot\wait-steady.ps1"

function Confirm-Step([string] $Question) {
    $answer = Read-Host "$Question (yes/no)"
    if ($answer -ne 'yes') { throw "stopped at: $Question" }
}

# Who is master? Nothing can be changed while nobody is (D62).
$cms = Get-CsManagementStoreReplicationStatus -CentralManagementStoreStatus
if (-not $cms.ActiveMasterFqdn) {
    Confirm-Step 'No Central Management master answers. Fail it over?'
    $disaster = @{
        BackupSqlServerFqdn   = $SqlServer
        BackupSqlInstanceName = 'rtc'
        Force                 = $true
    }
    Invoke-CsManagementServerFailover @disaster
}

# The servers that are lost will not catch up: wait for the others (D63).
$lost = (Get-CsPool -Identity $Pool).Computers + (Get-CsPool -Identity edge1.contoso.com).Computers
Wait-Replication -Except $lost
Import-CsLisConfiguration -FileName "$Archive\Lis.zip"
Publish-CsLisConfiguration

switch -Wildcard ((Get-CsService -EdgeServer -PoolFqdn edge1.contoso.com).Registrar) {
    "*:$Pool" { Set-CsEdgeServer -Identity 'EdgeServer:edge1.contoso.com' -Registrar "Registrar:$Partner" }
    default { Write-Host "The next hop is $_ already" }
}

Confirm-Step "Give up $Pool and serve its users from ${Partner}?"
Invoke-CsPoolFailOver -PoolFqdn $Pool -DisasterMode -Confirm:$false
Import-CsRgsConfiguration -Destination "ApplicationServer:$Partner" -FileName "$Archive\Rgs-$Pool.zip"

# Until the servers of the pool answer again: look every ten minutes, twenty hours at most.
$servers = (Get-CsPool -Identity $Pool).Computers
$started = Get-Date
while (Get-CsManagementStoreReplicationStatus | Where-Object { $_.ReplicaFqdn -in $servers -and -not $_.UpToDate }) {
    if (((Get-Date) - $started).TotalHours -ge 20) { throw "$Pool did not come back" }
    Start-Sleep -Seconds 600
}
Confirm-Step "$Pool runs again. Fail back?"
Wait-SteadyState -PoolFqdn $Partner
Invoke-CsPoolFailBack -PoolFqdn $Pool
Export-CsRgsConfiguration -Source "ApplicationServer:$Partner" -Owner "ApplicationServer:$Pool" -FileName "$Archive\Rgs-$Pool-back.zip" -RemoveExportedConfiguration
Import-CsRgsConfiguration -Destination "ApplicationServer:$Pool" -FileName "$Archive\Rgs-$Pool-back.zip" -OverwriteOwner
Invoke-CsBackupServiceSync -PoolFqdn $Partner -BackupModule ConfServices.DataConf
Wait-SteadyState -PoolFqdn $Partner
