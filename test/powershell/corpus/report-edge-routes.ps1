# Where each Edge pool goes, and whether that pool is up.
$rows = New-Object 'System.Collections.Generic.List[object]'
foreach ($edge in @(Get-CsService -EdgeServer)) {
    $hop = ($edge.Registrar -split ':', 2)[1]
    $computers = (Get-CsPool -Identity $hop).Computers
    $up = 0
    foreach ($computer in $computers) {
        $service = Get-CsWindowsService -ComputerName $computer -Name RTCSRV -ErrorAction SilentlyContinue
        if ($service.Status -eq 'Running') { $up++ }
    }
    $rows.Add([pscustomobject]@{ Edge = $edge.PoolFqdn; NextHop = $hop; Up = $up; Of = @($computers).Count })
}
$rows | Sort-Object Edge | Format-Table
if ($rows.Count -eq 0) { Write-Warning 'no Edge at all' }
