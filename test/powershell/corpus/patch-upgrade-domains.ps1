<#
.SYNOPSIS
    Patches a pool one upgrade domain after another.
.NOTES
    Services of a server are drained, the server is restarted, and the next one waits until the pool is healthy again.
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [string] $PoolFqdn = 'pool1.contoso.com',
    [int] $WaitMinutes = 20
)
$ErrorActionPreference = 'Stop'
$pool = Get-CsPool -Identity $PoolFqdn
$servers = @($pool.Computers | Sort-Object)
Write-Host "$PoolFqdn has $($servers.Count) servers"

for ($i = 0; $i -lt $servers.Count; $i++) {
    $server = $servers[$i]
    $percent = [math]::Round(100 * $i / $servers.Count)
    Write-Progress -Activity "Patching $PoolFqdn" -Status $server -PercentComplete $percent

    Write-Host "--- $server ---" -ForegroundColor Cyan
    Stop-CsWindowsService -ComputerName $server -Graceful -Verbose
    # the update runs here, which takes a while
    Start-Sleep -Seconds 900
    Start-CsWindowsService -ComputerName $server

    $until = (Get-Date).AddMinutes($WaitMinutes)
    do {
        Start-Sleep -Seconds 60
        $down = @(Get-CsWindowsService -ComputerName $server | Where-Object { $_.Status -ne 'Running' })
    } while ($down.Count -gt 0 -and (Get-Date) -lt $until)
    if ($down.Count -gt 0) {
        throw "$server is not up: $($down.Name -join ', ')"
    }
}
Write-Host 'All servers are patched' -ForegroundColor Green
