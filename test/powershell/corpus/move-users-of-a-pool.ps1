# Everybody on a pool that retires is moved to its partner, in a pipeline.
param(
    [string] $From = 'pool1.contoso.com',
    [string] $To = 'pool2.contoso.com'
)
Import-Module SkypeForBusiness
$users = Get-CsUser -Filter {RegistrarPool -eq "pool1.contoso.com"}
if (-not $users) {
    Write-Host "Nobody is homed on $From any more"
    return
}
Write-Host "Moving $(@($users).Count) users from $From to $To"
$users | Move-CsUser -Target $To -Confirm:$false
$left = @(Get-CsUser -Filter {RegistrarPool -eq "pool1.contoso.com"}).Count
Write-Host "$left users are left"
