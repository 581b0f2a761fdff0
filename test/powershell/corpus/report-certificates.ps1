# Certificates that run out within the next weeks.
param([int] $Days = 60, [string] $MailTo = 'pki@contoso.com')

$limit = (Get-Date).AddDays($Days)
$found = @()
foreach ($type in 'Default', 'WebServicesInternal', 'WebServicesExternal', 'OAuthTokenIssuer') {
    $certificate = Get-CsCertificate -Type $type
    if ($certificate.NotAfter -lt $limit) {
        $found += New-Object PSObject -Property @{
            Type       = $type
            Thumbprint = $certificate.Thumbprint
            NotAfter   = $certificate.NotAfter
        }
    }
}
if ($found.Count -gt 0) {
    $body = $found | Sort-Object NotAfter | ConvertTo-Html -Head '<title>Certificates</title>' | Out-String
    Send-MailMessage -To $MailTo -From 'report@contoso.com' -Subject "$($found.Count) certificates run out" -Body $body -BodyAsHtml -SmtpServer 'mail.contoso.com'
}
else {
    Write-Host "Nothing runs out within $Days days"
}
