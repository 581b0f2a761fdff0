# The servers of the pool are taken out by Invoke-CsComputerFailOver, as the product has it from 2015 on.
param([string] $PoolFqdn = 'pool1.contoso.com')

$computers = (Get-CsPool $PoolFqdn).Computers
$results = foreach ($computer in $computers) {
    $row = [ordered]@{ Computer = $computer; Started = Get-Date; Out = $false; In = $false }
    try {
        Invoke-CsComputerFailOver -ComputerName $computer -ErrorAction Stop
        $row.Out = $true
        Start-Sleep -Seconds 1200
        Invoke-CsComputerFailBack -ComputerName $computer -ErrorAction Stop
        $row.In = $true
    }
    catch {
        Write-Warning "${computer}: $_"
    }
    Start-Sleep -Seconds 300
    [pscustomobject] $row
}
$results | Format-Table -AutoSize
$bad = @($results | Where-Object { -not ($_.Out -and $_.In) })
if ($bad.Count) { exit $bad.Count }
