# Stopwatches and time spans: what takes longer than planned is told, and stops the night.
param(
    [timespan] $Limit = '01:00:00',
    [string] $Pool = 'pool1.contoso.com'
)
$watch = [Diagnostics.Stopwatch]::StartNew()
$laps = [ordered]@{}

function Lap([string] $name) {
    $before = ($script:laps.Values | Measure-Object -Sum).Sum
    $script:laps[$name] = [math]::Round($watch.Elapsed.TotalMinutes - $before, 1)
    if ($watch.Elapsed -gt $Limit) { throw [System.TimeoutException] "$name came too late" }
}

try {
    Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
    Invoke-CsBackupServiceSync -PoolFqdn $Pool
    Start-Sleep -Seconds 300
    Lap 'sync'
    Invoke-CsPoolFailOver -PoolFqdn $Pool
    Lap 'failover'
    Start-Sleep -Seconds 120
    Lap 'rest'
}
catch [System.TimeoutException] {
    Write-Warning $_.Exception.Message
    exit 7
}
finally {
    foreach ($lap in $laps.GetEnumerator()) { Write-Host ('{0,-10} {1} min' -f $lap.Key, $lap.Value) }
}
