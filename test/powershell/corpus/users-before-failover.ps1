# How many people the night is about: asked by pool before the failover, and again after it.
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $FailedPool,
    [string] $LogFolder = 'C:\Logs',
    [int] $MaxOnPartner = 45000
)
$ErrorActionPreference = 'Stop'

function Get-HomedCount([string] $Pool) {
    $homed = Get-CsUser -Filter "RegistrarPool -eq '$Pool'" -ResultSize Unlimited -WarningAction SilentlyContinue
    return @($homed).Count
}

$relation = Get-CsPoolBackupRelationship -PoolFqdn $FailedPool
$partner = $relation.BackupPoolFqdn
$here = Get-HomedCount $FailedPool
$there = Get-HomedCount $partner
Write-Host "$FailedPool homes $here users, $partner $there"

if ($here -eq 0) { throw "$FailedPool homes nobody: is this the right pool?" }
if ($here + $there -gt $MaxOnPartner) { throw "$partner cannot take $($here + $there) users" }

Get-CsUser -ResultSize Unlimited |
    Where-Object { $_.RegistrarPool -eq $FailedPool } |
    Select-Object SipAddress, DisplayName, RegistrarPool |
    Export-Csv -Path (Join-Path $LogFolder 'users-before.csv') -NoTypeInformation

Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar "Registrar:$partner"
Invoke-CsPoolFailOver -PoolFqdn $FailedPool -Confirm:$false

$after = Get-CsUser | Where-Object RegistrarPool -eq $FailedPool | Measure-Object
if ($after.Count -ne $here) { throw "$($here - $after.Count) users are homed elsewhere now" }
Write-Host "Still $($after.Count) users homed on $FailedPool, as it should be"
