<#
.SYNOPSIS
    Planned failover of a pool to its partner, and nothing else.
.DESCRIPTION
    Run by the operator on duty, from a Front End of the partner. Everything is asked before it is done.
.PARAMETER PoolFqdn
    The pool that is to be taken down for maintenance.
.EXAMPLE
    .\failover-planned.ps1 -PoolFqdn pool1.contoso.com
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty()]
    [string] $PoolFqdn = 'pool1.contoso.com'
)

$ErrorActionPreference = 'Stop'

#region Preparation
$pool = Get-CsPool -Identity $PoolFqdn
$relation = Get-CsPoolBackupRelationship -PoolFqdn $PoolFqdn
$partner = $relation.BackupPoolFqdn
if ([string]::IsNullOrEmpty($partner)) {
    throw "$PoolFqdn has no backup pool"
}
Write-Host "Pool    : $($pool.Fqdn) in $($pool.Site)"
Write-Host "Partner : $partner"
#endregion

#region Is the Backup Service in step?
$status = Get-CsBackupServiceStatus -PoolFqdn $PoolFqdn
$late = @($status.BackupModules | Where-Object { $_.ExportStatus -notin 'SteadyState', 'FinalState' })
if ($late.Count -gt 0) {
    Write-Warning ("{0} modules are not in steady state" -f $late.Count)
    foreach ($module in $late) {
        Write-Warning "  $($module.ModuleName): $($module.ExportStatus)"
    }
}
#endregion

#region Edge
foreach ($edge in Get-CsService -EdgeServer) {
    if ($edge.Registrar -eq "Registrar:$PoolFqdn") {
        Write-Host "$($edge.Identity) goes to $partner"
        Set-CsEdgeServer -Identity $edge.Identity -Registrar "Registrar:$partner"
    }
}
#endregion

#region Failover
Invoke-CsPoolFailOver -PoolFqdn $PoolFqdn -Confirm:$false -Verbose
Write-Host "Users of $PoolFqdn are served by $partner now" -ForegroundColor Green
#endregion
