# Restarts the servers of a pool one after another and waits for each.
param(
    [string] $Pool = 'pool1.contoso.com',
    [int] $PauseMinutes = 15
)

$servers = Get-CsComputer | Where-Object { $_.Pool -eq $Pool } | Select-Object -ExpandProperty Fqdn
if (-not $servers) { throw "no servers in $Pool" }

foreach ($server in $servers) {
    Write-Host "Restarting $server"
    Stop-CsWindowsService -ComputerName $server
    Restart-Computer -ComputerName $server -Force -Wait -For PowerShell -Timeout 900
    Start-CsWindowsService -ComputerName $server
    Write-Host "Waiting $PauseMinutes minutes"
    Start-Sleep -Seconds ($PauseMinutes * 60)
}
