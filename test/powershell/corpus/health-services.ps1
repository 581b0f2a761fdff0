# Which services do not run where they should? Counts by server, worst first.
[CmdletBinding()]
param([string] $Site = '*')

$exclude = 'REPLICA', 'RTCCLSAGT'
$report = @()
foreach ($computer in (Get-CsComputer | Sort-Object Fqdn)) {
    $services = $null
    try {
        $services = Get-CsWindowsService -ComputerName $computer.Fqdn -ErrorAction Stop
    }
    catch {
        Write-Warning "$($computer.Fqdn) does not answer"
        continue
    }
    $stopped = @($services | Where-Object { $_.Status -eq 'Stopped' -and $exclude -notcontains $_.Name })
    $report += [pscustomobject]@{
        Computer = $computer.Fqdn
        Pool     = $computer.Pool
        Stopped  = $stopped.Count
        Names    = ($stopped | ForEach-Object { $_.Name }) -join ';'
    }
}
$report | Sort-Object Stopped -Descending | Format-Table -AutoSize
$report | Group-Object Pool | ForEach-Object {
    $sum = ($_.Group | Measure-Object Stopped -Sum).Sum
    Write-Host ('{0,-24} {1} stopped on {2} servers' -f $_.Name, $sum, $_.Count)
}
