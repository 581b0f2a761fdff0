<#
.SYNOPSIS
    The whole night: site lost, users over, site back, users home.
.DESCRIPTION
    Phases can be left out by number, as on the night somebody may have done one by hand.
#>
[CmdletBinding()]
param(
    [string] $Lost = 'pool1.contoso.com',
    [string] $Partner = 'pool2.contoso.com',
    [int[]] $SkipPhase = @(),
    [int] $HomeAfterHours = 6
)

$ErrorActionPreference = 'Stop'
$phaseNumber = 0

function Start-Phase {
    param([Parameter(Mandatory)] [string] $Title, [Parameter(Mandatory)] [scriptblock] $Work)
    $script:phaseNumber++
    if ($SkipPhase -contains $phaseNumber) {
        Write-Warning "Phase ${phaseNumber} ($Title) is left out"
        return
    }
    Write-Host ('=' * 70)
    Write-Host (" Phase {0}: {1}" -f $phaseNumber, $Title)
    Write-Host ('=' * 70)
    . $Work
}

function Wait-For {
    param([scriptblock] $Condition, [int] $Minutes = 60, [int] $EverySeconds = 60)
    $end = (Get-Date).AddMinutes($Minutes)
    while (-not (& $Condition)) {
        if ((Get-Date) -gt $end) { return $false }
        Start-Sleep -Seconds $EverySeconds
    }
    $true
}

Start-Phase 'Edge' {
    Get-CsService -EdgeServer | Where-Object Registrar -EQ "Registrar:$Lost" | ForEach-Object {
        Set-CsEdgeServer -Identity $_.Identity -Registrar "Registrar:$Partner"
    }
}

Start-Phase 'Failover' {
    Invoke-CsPoolFailOver -PoolFqdn $Lost -DisasterMode -Confirm:$false
}

Start-Phase 'Wait for the site' {
    Start-Sleep -Seconds ($HomeAfterHours * 3600)
    $up = Wait-For -Minutes 240 -Condition {
        $computers = (Get-CsPool -Identity $Lost).Computers
        $stopped = foreach ($c in $computers) {
            Get-CsWindowsService -ComputerName $c -ErrorAction SilentlyContinue | Where-Object { $_.Status -ne 'Running' }
        }
        -not $stopped
    }
    if (-not $up) { throw "$Lost did not come back" }
}

Start-Phase 'Both in step' {
    Invoke-CsBackupServiceSync -PoolFqdn $Partner
    $ok = Wait-For -Minutes 180 -Condition {
        $s = Get-CsBackupServiceStatus -PoolFqdn $Partner
        $s.OverallExportStatus -in @('SteadyState', 'FinalState')
    }
    if (-not $ok) { throw "$Partner is not in step" }
}

Start-Phase 'Home' {
    Invoke-CsPoolFailBack -PoolFqdn $Lost -Confirm:$false
    Invoke-CsBackupServiceSync -PoolFqdn $Partner -BackupModule ConfServices.DataConf
    Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar "Registrar:$Lost"
}

Write-Host "All $phaseNumber phases are done"
