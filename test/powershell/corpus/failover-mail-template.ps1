# The mail that goes out is a here-string; what is done stands below it.
param(
    [string] $Pool = 'pool1.contoso.com',
    [string] $Contact = 'service desk, 4711'
)
$users = 20000
$partner = 'pool2.contoso.com'
$window = New-TimeSpan -Hours 4

$body = @"
<html>
<body style="font-family: Calibri">
<h2>Maintenance of $Pool</h2>
<p>The pool is taken down for $($window.TotalHours) hours. Its $users users are served by <b>$partner</b>.</p>
<p>Questions: $Contact</p>
</body>
</html>
"@

$plain = @'
Costs $0 for the users: "nothing" is typed by them.
'@

Send-MailMessage -To 'all@contoso.com' -From 'uc@contoso.com' -Subject "Maintenance of $Pool" -Body $body -BodyAsHtml -SmtpServer 'mail.contoso.com'
if ($plain.Length -lt 10 -or $body -notmatch 'Calibri') { throw 'the texts are gone' }

Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
Invoke-CsPoolFailOver -PoolFqdn $Pool -Confirm:$false
Start-Sleep -Seconds $window.TotalSeconds
Invoke-CsPoolFailBack -PoolFqdn $Pool -Confirm:$false

$done = $body -replace 'is taken down for', 'was down for' -replace '<h2>(.*?)</h2>', '<h2>Done: $1</h2>'
if ($done -notlike '*<h2>Done: Maintenance of pool1.contoso.com</h2>*') { throw 'the second mail is wrong' }
Send-MailMessage -To 'all@contoso.com' -From 'uc@contoso.com' -Subject "Done: $Pool" -Body $done -BodyAsHtml -SmtpServer 'mail.contoso.com'
