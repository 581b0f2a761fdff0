# The configuration is a file beside the script, as JSON. What is in it is not known here, but the pool is.
param([string] $ConfigFile = "$PSScriptRoot\dr.json", [string] $Pool = 'pool1.contoso.com')
$config = Get-Content -Path $ConfigFile -Raw | ConvertFrom-Json
Write-Host "Configuration: $($config.Title)"
$to = $config.MailTo
Invoke-CsPoolFailOver -PoolFqdn $Pool
Send-MailMessage -To $to -From dr@contoso.com -Subject 'done' -SmtpServer mail.contoso.com
if ($config.Notes) {
    foreach ($note in $config.Notes) { Write-Host " - $note" }
}
