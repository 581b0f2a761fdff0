# Only if the other side is reachable: port tests first.
param([string] $Pool = 'pool1.contoso.com')
$targets = @(
    @{ Name = 'fe2a.contoso.com'; Port = 5061 }
    @{ Name = 'sql2a.contoso.com'; Port = 1433 }
    @{ Name = 'file2.contoso.com'; Port = 445 }
)
$closed = @()
foreach ($target in $targets) {
    $test = Test-NetConnection -ComputerName $target.Name -Port $target.Port -WarningAction SilentlyContinue
    if (-not $test.TcpTestSucceeded) { $closed += '{0}:{1}' -f $target.Name, $target.Port }
}
if ($closed.Count -gt 0) {
    Write-Warning "Closed: $($closed -join ', ')"
    exit 4
}
Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
Invoke-CsPoolFailOver -PoolFqdn $Pool
