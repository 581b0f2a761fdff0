# -PipelineVariable keeps the pool for the stages behind it.
$log = New-Object System.Collections.ArrayList
Get-CsPool -PipelineVariable pool |
    Where-Object { $_.Services -match '^Registrar:' } |
    ForEach-Object { $_.Computers } |
    ForEach-Object { [void] $log.Add("$($pool.Fqdn) has $_") }
$log | Sort-Object | Write-Host
$first = @($log | Where-Object { $_ -like 'pool1*' })
if ($first.Count -ne 3) { throw "pool1 has $($first.Count) servers" }

'pool1.contoso.com' | ForEach-Object -PipelineVariable name { $_ } | ForEach-Object {
    Invoke-CsBackupServiceSync -PoolFqdn $name
}
Start-Sleep 0.5
Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com
