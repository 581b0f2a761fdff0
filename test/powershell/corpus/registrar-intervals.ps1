# Failover intervals of both pools; what is not set stays as it is.
$wanted = @(
    [pscustomobject]@{ Pool = 'pool1.contoso.com'; Failover = 300; Failback = 600 }
    [pscustomobject]@{ Pool = 'pool2.contoso.com'; Failover = 300; Failback = 600 }
)
foreach ($row in $wanted) {
    $parameters = @{ PoolFqdn = $row.Pool }
    $seconds = $row.Failover, $row.Failback | Measure-Object -Sum
    Write-Verbose "$($row.Pool): $($seconds.Sum) seconds in all"
    if ($row.Failback -lt $row.Failover) {
        Write-Warning "$($row.Pool): back before over"
        continue
    }
    Invoke-CsBackupServiceSync @parameters
}
[array]::Reverse($wanted)
Write-Host "$($wanted[0].Pool) was last"
