# Each kind of problem is answered in its own way.
param([string] $Pool = 'pool1.contoso.com')
function Start-It {
    param([string] $Fqdn)
    if ($Fqdn -notmatch '\.contoso\.com$') {
        throw [System.ArgumentException] "$Fqdn is not one of ours"
    }
    Invoke-CsPoolFailOver -PoolFqdn $Fqdn -ErrorAction Stop
}
$code = 0
try {
    Start-It -Fqdn 'pool9.fabrikam.com'
}
catch [System.ArgumentException] {
    Write-Host "As expected: $($_.Exception.Message)"
}
catch [System.IO.IOException] { }
catch {
    $code = 9
}
if ($code -ne 0) { exit $code }
try { Start-It -Fqdn $Pool }
catch [System.ArgumentException] { exit 8 }
catch { exit 9 }
