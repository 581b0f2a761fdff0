# The board is moved by hand before the pool goes over; who that is stands in a group of Active Directory.
Import-Module ActiveDirectory
$members = Get-ADGroupMember -Identity 'Board' -Recursive
$names = $members | ForEach-Object { $_.SamAccountName }
Write-Host "The board: $names"
Write-Host 'They stay where they are tonight, which was decided on Monday.'
Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com
$count = @($names).Count
Write-Host ('{0} people are told' -f $count)
foreach ($name in $names) {
    Send-MailMessage -To "$name@contoso.com" -From uc@contoso.com -Subject 'Failover is done' -SmtpServer mail.contoso.com
}
