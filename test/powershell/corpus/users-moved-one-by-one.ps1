# The users of a pool are moved one by one, with a line in the log for each, and those who fail are tried again.
param([string] $Target = 'pool2.contoso.com')
$failed = @()
$users = Get-CsUser -Filter {RegistrarPool -eq "pool1.contoso.com"} | Sort-Object SipAddress
$total = $users.Count
$done = 0
foreach ($user in $users) {
    $done++
    Write-Progress -Activity 'Moving' -Status $user.SipAddress -PercentComplete (100 * $done / $total)
    try {
        Move-CsUser -Identity $user.SipAddress -Target $Target -Confirm:$false -ErrorAction Stop
        Add-Content C:\Logs\moved.txt $user.SipAddress
    } catch {
        $failed += $user.SipAddress
    }
}
foreach ($address in $failed) { Move-CsUser -Identity $address -Target $Target -Force -Confirm:$false }
$info = Get-CsUserPoolInfo -Identity 'sip:kmyer@contoso.com'
Write-Host "$total users, the first of them now on $($info.PrimaryPoolFqdn)"
