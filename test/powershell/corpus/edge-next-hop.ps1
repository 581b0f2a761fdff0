# Next hops of the Edge pools from a small text table.
$table = @'
edge1.contoso.com = pool2.contoso.com
# the second one stays
edge2.contoso.com = pool2.contoso.com
'@
$plan = @{}
foreach ($line in $table -split "`r?`n") {
    $text = $line.Trim()
    if ($text -eq '' -or $text.StartsWith('#')) { continue }
    if ($text -match '^(?<edge>\S+)\s*=\s*(?<hop>\S+)$') {
        $plan[$Matches['edge']] = $Matches.hop
    }
    else { throw "cannot read '$text'" }
}
$changes = 0
foreach ($edge in Get-CsService -EdgeServer) {
    $wanted = $plan[$edge.PoolFqdn]
    $has = $edge.Registrar -replace '^Registrar:', ''
    if ($wanted -and $wanted -ne $has) {
        Write-Host "$($edge.PoolFqdn): $has -> $wanted"
        Set-CsEdgeServer -Identity $edge.Identity -Registrar "Registrar:$wanted"
        $changes++
    }
}
Write-Host "$changes change(s)"
if ($changes -ne 1) { exit 1 }
