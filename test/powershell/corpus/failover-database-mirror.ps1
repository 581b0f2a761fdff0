# Before the SQL server is patched its databases go to the mirror, afterwards they come back.
param([string] $PoolFqdn = 'pool1.contoso.com', [string] $DatabaseType = 'User')

function Get-Principal {
    $state = Get-CsDatabaseMirrorState -PoolFqdn $PoolFqdn -DatabaseType $DatabaseType
    $state | ForEach-Object { $_.StateOnPrimary }
}

$before = Get-Principal
Write-Host "State on the primary: $($before | Select-Object -Unique)"
if ($before -contains 'Mirror') {
    Write-Warning 'The mirror is principal already: nothing to do'
    exit 3
}

Invoke-CsDatabaseFailover -PoolFqdn $PoolFqdn -DatabaseType $DatabaseType -NewPrincipal Mirror -Verbose
Start-Sleep -Seconds 120

$after = Get-Principal
if ($after -contains 'Principal') { throw 'the databases did not go over' }

Write-Host 'Now patch the primary. The pause stands for it.'
Start-Sleep -Seconds 1800

Invoke-CsDatabaseFailover -PoolFqdn $PoolFqdn -DatabaseType $DatabaseType -NewPrincipal Primary -Verbose
Start-Sleep -Seconds 120
Get-CsDatabaseMirrorState -PoolFqdn $PoolFqdn -DatabaseType $DatabaseType | Format-Table DatabaseName, StateOnPrimary, StateOnMirror
