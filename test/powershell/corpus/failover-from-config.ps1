# Like the other one, but the pool comes from the file: what it says has to be given.
$config = Get-Content -Path "$PSScriptRoot\dr.json" -Raw | ConvertFrom-Json
foreach ($pool in $config.Pools) {
    if ($pool.Enabled) {
        Write-Host "$($pool.Fqdn) goes over"
        Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
        Invoke-CsPoolFailOver -PoolFqdn $pool.Fqdn
    }
    else {
        Write-Host "$($pool.Fqdn) is left out"
    }
}
