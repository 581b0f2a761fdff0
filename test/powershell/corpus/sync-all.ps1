# Every pool that has a partner is synchronised; a table of how it went at the end.
$results = @{}
Get-CsPool | Where-Object { $_.Services -match '^Registrar:' } | ForEach-Object {
    $pool = $_
    try { $relation = Get-CsPoolBackupRelationship -PoolFqdn $pool.Fqdn -ErrorAction Stop }
    catch { Write-Verbose "$($pool.Fqdn) has none"; return }
    if (-not $relation.BackupPoolFqdn) { return }
    Invoke-CsBackupServiceSync -PoolFqdn $pool.Fqdn
    $results[$pool.Fqdn] = if ($?) { 'asked' } else { 'failed' }
}
$results.GetEnumerator() | Sort-Object Name | ForEach-Object { "{0} = {1}" -f $_.Key, $_.Value }
if ($results.Count -lt 2) { throw 'there should be two' }
