# Brings both directions of the pair in step before a night of patching.
param([string[]] $Pools = @('pool1.contoso.com', 'pool2.contoso.com'))

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot\Wait-Functions.ps1"
foreach ($pool in $Pools) {
    Invoke-CsBackupServiceSync -PoolFqdn $pool
    Wait-SteadyState -PoolFqdn $pool
}
