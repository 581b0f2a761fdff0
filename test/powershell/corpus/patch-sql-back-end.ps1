# Patches the two SQL servers of a pool: first the mirror, then over, then the other, then back.
param(
    [string] $PoolFqdn = 'pool1.contoso.com',
    [string] $Primary = 'sql1a.contoso.com',
    [string] $Mirror = 'sql1b.contoso.com'
)

function Assert-Mirrored {
    param([string] $When)
    $states = Get-CsDatabaseMirrorState -PoolFqdn $PoolFqdn
    foreach ($s in $states) {
        $pair = "$($s.StateOnPrimary)/$($s.StateOnMirror)"
        if ($s.MirroringStatusOnPrimary -ne 'synchronized') {
            Write-Warning "$When $($s.DatabaseName): $pair, $($s.MirroringStatusOnPrimary)"
        }
    }
}

Assert-Mirrored -When 'Before'
Write-Host "Patch $Mirror now, then press Enter"
Start-Sleep -Seconds 1800
Invoke-CsDatabaseFailover -PoolFqdn $PoolFqdn -DatabaseType User -NewPrincipal Mirror
Write-Host "Patch $Primary now"
Start-Sleep -Seconds 1800
Assert-Mirrored -When 'Between'
Invoke-CsDatabaseFailover -PoolFqdn $PoolFqdn -DatabaseType User -NewPrincipal Primary
Assert-Mirrored -When 'After'
