# Copies the file stores to the other datacenter. Robocopy says how it went by its exit code.
$jobs = @(
    @{ From = '\\file1.contoso.com\LyncShare'; To = '\\backup2.contoso.com\file1' }
    @{ From = '\\file2.contoso.com\LyncShare'; To = '\\backup1.contoso.com\file2' }
)
$worst = 0
foreach ($job in $jobs) {
    $from, $to = $job.From, $job.To
    Write-Host "$from -> $to"
    & robocopy.exe $from $to /MIR /R:2 /W:5 /NP /LOG:"C:\Logs\robocopy.log" /XD 'DeviceUpdateLogs'
    $code = $LASTEXITCODE
    $meaning = switch ($code) {
        0 { 'nothing to copy' }
        1 { 'copied' }
        { $_ -ge 8 } { 'failed' }
        default { "code $_" }
    }
    Write-Host "  $meaning"
}
# the pools' own copies, right behind it
foreach ($pool in 'pool1.contoso.com', 'pool2.contoso.com') {
    Invoke-CsBackupServiceSync -PoolFqdn $pool
}
