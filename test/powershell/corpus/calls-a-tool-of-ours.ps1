# A program of our own decides; nobody else knows what it says.
$tool = 'C:\Tools\PoolSwitch.exe'
$state = & $tool -query pool1
if ($state -eq 'READY') {
    Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
    Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com
}
else {
    Write-Warning "PoolSwitch says $state"
    exit 1
}
& $tool -done pool1
if ($LASTEXITCODE -ne 0) { Write-Warning 'PoolSwitch did not take it' }
