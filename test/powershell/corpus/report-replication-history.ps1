# Looks at replication five times, ten minutes apart, and says how often each replica was late.
param([int] $Times = 5, [int] $Minutes = 10)
$late = @{}
for ($round = 1; $round -le $Times; $round++) {
    $status = @(Get-CsManagementStoreReplicationStatus)
    foreach ($replica in $status) {
        if ($null -eq $late[$replica.ReplicaFqdn]) { $late[$replica.ReplicaFqdn] = 0 }
        if (-not $replica.UpToDate) { $late[$replica.ReplicaFqdn] += 1 }
    }
    if ($round -ne $Times) { Start-Sleep -Seconds ($Minutes * 60) }
}
$names = $late.Keys | Sort-Object
foreach ($name in $names) {
    $times = $late[$name]
    $color = switch ($times) {
        0 { 'Green' }
        { $_ -lt ($Times / 2) } { 'Yellow' }
        default { 'Red' }
    }
    Write-Host ('{0,-26} late {1} of {2}' -f $name, $times, $Times) -ForegroundColor $color
}
