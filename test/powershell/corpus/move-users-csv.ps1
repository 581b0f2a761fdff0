# Moves the users of a CSV file, with a log of what did not work.
param(
    [string] $Path = 'C:\Moves\users.csv',
    [string] $Target = 'pool2.contoso.com',
    [int] $Batch = 50
)
$moved = 0
$problems = @()
$users = Import-Csv -Path $Path -Delimiter ';'
foreach ($user in $users) {
    try {
        Move-CsUser -Identity $user.SipAddress -Target $Target -Confirm:$false -ErrorAction Stop
        $moved++
        if ($moved % $Batch -eq 0) { Start-Sleep -Seconds 60 }
    }
    catch {
        $problems += [pscustomobject]@{ User = $user.SipAddress; Problem = $_.Exception.Message }
    }
}
Write-Host "$moved moved, $($problems.Count) not"
$problems | Export-Csv 'C:\Moves\problems.csv' -NoTypeInformation
