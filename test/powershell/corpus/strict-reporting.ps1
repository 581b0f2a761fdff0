# Strict mode finds a slip of the key in a property, and the catch says so.
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$row = New-Object PSObject -Property @{ Pool = 'pool1.contoso.com'; Minutes = 5 }
$found = ''
try {
    $found = $row.Minuts
}
catch {
    Write-Host "A slip: $($_.Exception.Message)"
    $found = 'slip'
}
if ($found -ne 'slip') { throw 'strict mode did not find it' }
try {
    $x = $neverSet
    throw 'should not come here'
}
catch [System.Management.Automation.RuntimeException] {
    Write-Host 'As it should be'
}
Invoke-CsBackupServiceSync -PoolFqdn $row.Pool
Start-Sleep -Seconds ($row.Minutes * 60)
Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
Invoke-CsPoolFailOver -PoolFqdn $row.Pool
