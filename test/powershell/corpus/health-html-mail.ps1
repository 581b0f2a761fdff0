# The morning report: one HTML table a topic, sent to the team.
param(
    [string[]] $To = @('uc-team@contoso.com'),
    [string] $Smtp = 'mail.contoso.com'
)

$style = @'
<style>
table { border-collapse: collapse; }
th { background: #0078d7; color: white; }
td, th { border: 1px solid #ccc; padding: 4px 8px; }
.bad { background: #f4c7c3; }
</style>
'@

$pools = Get-CsPool | Where-Object { $_.Services -like 'Registrar:*' }
$replication = Get-CsManagementStoreReplicationStatus | Select-Object ReplicaFqdn, UpToDate, LastStatusReport
$behind = @($replication | Where-Object { $_.UpToDate -eq $false })

$backup = foreach ($pool in $pools) {
    $status = Get-CsBackupServiceStatus -PoolFqdn $pool.Fqdn
    $status | Select-Object @{ n = 'Pool'; e = { $pool.Fqdn } },
                            @{ n = 'Export'; e = { $_.OverallExportStatus } },
                            @{ n = 'Import'; e = { $_.OverallImportStatus } }
}

$services = Get-CsComputer | ForEach-Object {
    $fqdn = $_.Fqdn
    Get-CsWindowsService -ComputerName $fqdn -ErrorAction SilentlyContinue |
        Where-Object { $_.Status -ne 'Running' } |
        Select-Object @{ n = 'Computer'; e = { $fqdn } }, Name, Status
}

$html = New-Object System.Text.StringBuilder
[void] $html.Append("<html><head>$style</head><body>")
[void] $html.Append(($backup | ConvertTo-Html -Fragment -PreContent '<h3>Backup Service</h3>' | Out-String))
[void] $html.Append(($replication | ConvertTo-Html -Fragment -PreContent '<h3>Replication</h3>' | Out-String))
[void] $html.Append(($services | ConvertTo-Html -Fragment -PreContent '<h3>Services that do not run</h3>' | Out-String))
[void] $html.Append('</body></html>')

$subject = if ($behind.Count -gt 0) { "[WARN] $($behind.Count) replicas are late" } else { '[OK] Morning report' }
Send-MailMessage -To $To -From 'report@contoso.com' -Subject $subject -Body $html.ToString() -BodyAsHtml -SmtpServer $Smtp
