# Some refusals go away by themselves: try again, at most three times.
param([string] $Pool = 'pool2.contoso.com', [int] $MaxTries = 3, [int] $PauseSeconds = 60)

function Invoke-WithRetry {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [scriptblock] $ScriptBlock,
        [int] $Count = 3,
        [int] $Delay = 60
    )
    for ($try = 1; $try -le $Count; $try++) {
        try {
            & $ScriptBlock
            return
        }
        catch {
            Write-Warning "Try $try of ${Count}: $($_.Exception.Message)"
            if ($try -eq $Count) { throw }
            Start-Sleep -Seconds $Delay
        }
    }
}

try {
    Invoke-WithRetry -Count $MaxTries -Delay $PauseSeconds -ScriptBlock {
        Invoke-CsPoolFailOver -PoolFqdn $Pool -ErrorAction Stop
    }
}
catch {
    Write-Host 'Given up' -ForegroundColor Red
    exit 5
}
