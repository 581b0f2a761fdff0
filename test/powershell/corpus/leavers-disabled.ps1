# People who have left are disabled for the service.
Import-Module ActiveDirectory
$since = (Get-Date).AddDays(-7)
$leavers = Get-ADUser -Filter { Enabled -eq $false } -Properties whenChanged | Where-Object { $_.whenChanged -gt $since }
foreach ($leaver in $leavers) {
    $user = Get-CsUser -Identity $leaver.UserPrincipalName -ErrorAction SilentlyContinue
    if ($user) {
        Disable-CsUser -Identity $user.Identity -Confirm:$false
        Write-Host "$($user.DisplayName) is disabled"
    }
}
