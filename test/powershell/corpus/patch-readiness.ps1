# Asks the pool whether the next server may go, and stops one that may.
param([string] $Pool = 'pool1.contoso.com', [int] $Tries = 5)

$ready = $false
foreach ($n in 1..$Tries) {
    $state = Get-CsPoolUpgradeReadinessState | Where-Object { $_.PoolFqdn -eq $Pool }
    if ($state.IsReadyForUpgrade) {
        $ready = $true
        break
    }
    Write-Host "Try $n`: not ready, wait"
    Start-Sleep -Seconds 300
}
if (-not $ready) {
    Write-Warning "$Pool was not ready after $Tries tries"
}
$server = (Get-CsPool -Identity $Pool).Computers | Select-Object -First 1
Stop-CsWindowsService -ComputerName $server -Graceful
Start-Sleep -Seconds 300
Start-CsWindowsService -ComputerName $server
