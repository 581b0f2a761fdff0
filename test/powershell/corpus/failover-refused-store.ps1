# Written years ago, when the Central Management Store was elsewhere. It does not look.
param(
    [string[]] $Pools = @('pool2.contoso.com')
)
foreach ($pool in $Pools) {
    Write-Host "Failing over $pool ..." -NoNewline
    Invoke-CsPoolFailOver -PoolFqdn $pool -Confirm:$false
    if ($?) {
        Write-Host ' done' -ForegroundColor Green
    }
    else {
        Write-Host ' FAILED' -ForegroundColor Red
    }
}
# what the script goes on with all the same
foreach ($pool in $Pools) {
    Get-CsPoolBackupRelationship -PoolFqdn $pool | Format-List
}
Write-Host 'End of the script'
