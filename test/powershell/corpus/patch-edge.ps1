# The Edge servers one after another; the pool has two, so remote users stay.
$ErrorActionPreference = 'Continue'
$edges = 'e1a.contoso.com', 'e1b.contoso.com'
$done = @{}

ForEach ($edge in $edges) {
    Stop-CsWindowsService -ComputerName $edge
    Start-Sleep -Seconds 600
    Start-CsWindowsService -ComputerName $edge
    $done.$edge = $?
    Start-Sleep -Seconds 120
}
$failed = $done.GetEnumerator() | Where-Object { -not $_.Value } | ForEach-Object { $_.Key }
if ($failed) {
    Write-Warning ('Not back: ' + ($failed -join ', '))
    exit 1
}
else { Write-Host "$($done.Count) Edge servers are patched" }
