# Functions that several scripts of the folder take in with a dot.
$DrSettings = @{ PollSeconds = 60; TimeoutMinutes = 45 }

function Write-DrLog {
    param(
        [Parameter(Mandatory = $true)] [string] $Message,
        [ValidateSet('INFO', 'WARN', 'ERROR')] [string] $Level = 'INFO'
    )
    $entry = "[$Level] $Message"
    switch ($Level) {
        'WARN'  { Write-Warning $Message }
        'ERROR' { Write-Host $entry -ForegroundColor Red }
        default { Write-Host $entry }
    }
    Add-Content -Path 'C:\DR\dr.log' -Value $entry
}

function Wait-DrSteady {
    param([string] $PoolFqdn, [int] $Minutes = $DrSettings.TimeoutMinutes)
    $until = (Get-Date).AddMinutes($Minutes)
    while ((Get-Date) -lt $until) {
        $modules = (Get-CsBackupServiceStatus -PoolFqdn $PoolFqdn).BackupModules
        $open = @($modules | Where-Object { @('SteadyState', 'FinalState', 'NotInitialized') -notcontains $_.ExportStatus })
        if ($open.Count -eq 0) { return $true }
        Write-DrLog "$($open.Count) modules of $PoolFqdn are open"
        Start-Sleep -Seconds $DrSettings.PollSeconds
    }
    return $false
}
