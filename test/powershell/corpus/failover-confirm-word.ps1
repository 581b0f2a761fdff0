# Nothing happens before somebody types the name of the pool.
param([string] $Pool = 'pool1.contoso.com')
$short = $Pool.Split('.')[0].ToUpper()
Write-Host "This takes $Pool down." -ForegroundColor Yellow
$typed = Read-Host "Type $short to go on"
if ($typed -cne $short) {
    Write-Host 'Not typed: the script ends'
    exit 1
}
$reason = Read-Host -Prompt 'Reason (for the log)'
"$(Get-Date -Format s) $env:USERNAME $reason" | Out-File C:\DR\reasons.txt -Append
Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
Invoke-CsPoolFailOver -PoolFqdn $Pool
