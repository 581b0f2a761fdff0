# The state of every mirrored database, for all pools, as CSV with semicolons.
$delimiter = ';'
$lines = @('Pool', 'Database', 'Primary', 'Mirror') -join $delimiter
foreach ($pool in (Get-CsPool | Where-Object { $_.Services -match 'UserServer' })) {
    $states = Get-CsDatabaseMirrorState -PoolFqdn $pool.Fqdn -ErrorAction SilentlyContinue
    foreach ($state in $states) {
        $fields = $pool.Fqdn, $state.DatabaseName, $state.StateOnPrimary, $state.StateOnMirror
        $lines = @($lines) + ($fields -join $delimiter)
    }
}
$lines | Set-Content C:\Reports\mirrors.csv
$header, $rest = $lines
if (-not $header.StartsWith('Pool;')) { throw 'no header' }
Write-Host "$(@($rest).Count) databases"
