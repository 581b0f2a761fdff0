#requires -Version 4.0
[CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High', DefaultParameterSetName = 'Planned')]
param(
    [Parameter(Mandatory = $true, Position = 0)]
    [ValidatePattern('^pool\d+\.contoso\.com$')]
    [Alias('Pool')]
    [string] $PoolFqdn,

    [Parameter(ParameterSetName = 'Planned')]
    [ValidateRange(0, 3600)]
    [int] $GraceSeconds = 300,

    [Parameter(ParameterSetName = 'Disaster', Mandatory = $true)]
    [switch] $Disaster,

    [ValidateSet('Quiet', 'Normal', 'Chatty')]
    [string] $Mode = 'Normal'
)

begin {
    Set-StrictMode -Version 2
    $started = Get-Date

    function Write-Step {
        param([string] $Text, [int] $Number)
        if ($Mode -ne 'Quiet') {
            Write-Host ('[{0:d2}] {1}' -f $Number, $Text)
        }
    }
}

process {
    Write-Step -Text "Checking $PoolFqdn" -Number 1
    $computers = @(Get-CsComputer | Where-Object { $_.Pool -eq $PoolFqdn })
    Write-Verbose "$($computers.Count) computers"

    Write-Step -Text 'Waiting for the grace period' -Number 2
    if ($PSCmdlet.ParameterSetName -eq 'Planned' -and $GraceSeconds -gt 0) {
        Start-Sleep -Seconds $GraceSeconds
    }

    $arguments = @{ PoolFqdn = $PoolFqdn; Confirm = $false }
    if ($Disaster) {
        $arguments['DisasterMode'] = $true
    }
    if ($PSCmdlet.ShouldProcess($PoolFqdn, 'Invoke-CsPoolFailOver')) {
        Write-Step -Text 'Failing over' -Number 3
        Invoke-CsPoolFailOver @arguments
    }
}

end {
    $took = (Get-Date) - $started
    Write-Step -Text ('Done after {0:n0} seconds' -f $took.TotalSeconds) -Number 4
}
