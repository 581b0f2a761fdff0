# The Backup Service of every pair: states, and how long the worst module has been waiting.
$pairs = @{}
foreach ($pool in (Get-CsPool | Where-Object { $_.Services -match '^Registrar:' })) {
    $relation = Get-CsPoolBackupRelationship -PoolFqdn $pool.Fqdn -ErrorAction SilentlyContinue
    if ($relation -and $relation.BackupPoolFqdn) {
        $key = ($pool.Fqdn, $relation.BackupPoolFqdn | Sort-Object) -join '|'
        $pairs[$key] = $true
    }
}
Write-Host "$($pairs.Count) pair(s)"
$worst = 0
foreach ($key in $pairs.Keys) {
    $names = $key.Split('|')
    foreach ($name in $names) {
        $status = Get-CsBackupServiceStatus -PoolFqdn $name
        $modules = $status.BackupModules
        $bad = $modules | Where-Object { $_.ExportStatus -match 'Error|NotInitialized' }
        if ($bad) {
            $worst = [math]::Max($worst, 2)
            Write-Warning "${name}: $($bad -join ' ')"
        }
        elseif ($modules.ExportStatus -contains 'Behind') { $worst = [math]::Max($worst, 1) }
    }
}
$words = @('fine', 'late', 'broken')
Write-Output "State: $($words[$worst])"
