# Six pools in three sites; those of one site go over in the given order.
param(
    [string[]] $Wave = @('pool1.contoso.com'),
    [int] $BetweenMinutes = 10
)
$all = Get-CsPool | Where-Object { $_.Services -match '^Registrar:' }
$byName = @{}
foreach ($pool in $all) { $byName[$pool.Fqdn] = $pool }

$unknown = $Wave | Where-Object { -not $byName.ContainsKey($_) }
if ($unknown) { throw "no such pool: $($unknown -join ', ')" }

$index = 0
:pools foreach ($fqdn in $Wave) {
    $index++
    Write-Progress -Activity 'Failover' -Status $fqdn -PercentComplete (100 * $index / $Wave.Count)
    $relation = Get-CsPoolBackupRelationship -PoolFqdn $fqdn
    switch -Wildcard ($relation.BackupPoolFqdn) {
        ''     { Write-Warning "$fqdn has no partner"; continue pools }
        '*2.*' { Write-Host "$fqdn goes to the second site" }
        default { Write-Host "$fqdn goes to $_" }
    }
    Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
    Invoke-CsPoolFailOver -PoolFqdn $fqdn -Confirm:$false
    if ($index -lt $Wave.Count) { Start-Sleep -Seconds ($BetweenMinutes * 60) }
}
Write-Progress -Activity 'Failover' -Completed
