# The usual head of such scripts: elevated? the module there? only then go on.
param([string] $Pool = 'pool1.contoso.com')
$identity = [Security.Principal.WindowsIdentity]::GetCurrent()
$principal = New-Object Security.Principal.WindowsPrincipal $identity
$admin = $principal.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
if (-not $admin) {
    Write-Warning 'Run this as administrator'
}
if (-not (Get-Module -Name Lync, SkypeForBusiness)) {
    Import-Module -Name SkypeForBusiness -ErrorAction SilentlyContinue
}
$host.UI.RawUI.WindowTitle = "Failover of $Pool"
[Console]::Title = 'Failover'
[System.Threading.Thread]::CurrentThread.CurrentCulture = 'en-US'
Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
Invoke-CsPoolFailOver -PoolFqdn $Pool -Confirm:$false
Write-Host "`a`nDone`n"
