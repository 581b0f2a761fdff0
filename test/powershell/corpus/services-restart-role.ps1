# Restarts the services of one role on all servers of a pool, from a block on each.
param([string] $Pool = 'pool1.contoso.com')
$servers = (Get-CsPool -Identity $Pool).Computers
$block = { Get-Service -Name RTC* | Where-Object { $_.Status -eq 'Running' } }
foreach ($server in $servers) {
    $running = Invoke-Command -ComputerName $server -ScriptBlock $block
    Write-Host "$server runs $(@($running).Count) services"
}
foreach ($server in $servers) {
    Stop-CsWindowsService -ComputerName $server
    Start-Sleep 30
    Start-CsWindowsService -ComputerName $server
    Start-Sleep 300
}
