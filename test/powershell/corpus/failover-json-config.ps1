# The configuration is a file beside the script, as JSON. What is in it is not known here, but the pool is.
param([string] $ConfigFile = "$PSScriptRoot\dr.json", [string] $Pool = 'pool1.contoso.com')
$config = Get-Content -Path $ConfigFile -Raw | ConvertFrom-Json
Write-Host "Configuration: $($config.Title)"
$to = $config.MailTo
Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
Invoke-CsPoolFailOver -PoolFqdn $Pool
Send-MailMessage -To $to -From dr@contoso.com -Subject 'done' -SmtpServer mail.contoso.com
if ($config.Notes) {
    foreach ($note in $config.Notes) { Write-Host " - $note" }
}
