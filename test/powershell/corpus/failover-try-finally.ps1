# The maintenance window: whatever happens, the ticket is closed and the transcript ends.
[CmdletBinding()]
param(
    [string] $Ticket = 'CHG0001',
    [string] $Pool = 'pool1.contoso.com'
)

$script:Failed = $false
$script:Steps = New-Object System.Collections.ArrayList

function Add-Step {
    param($Name, [scriptblock] $Action)
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    try {
        & $Action
        $result = 'ok'
    }
    catch {
        $result = "failed: $($_.Exception.Message)"
        $script:Failed = $true
        throw
    }
    finally {
        [void] $script:Steps.Add([pscustomobject]@{
            Name    = $Name
            Result  = $result
            Minutes = $watch.Elapsed.TotalMinutes
        })
    }
}

Start-Transcript -Path "C:\Logs\$Ticket.txt" -Force | Out-Null
try {
    Add-Step 'Sync' { Invoke-CsBackupServiceSync -PoolFqdn $Pool }
    Add-Step 'Pause' { Start-Sleep -Seconds 240 }
    Add-Step 'Failover' { Invoke-CsPoolFailOver -PoolFqdn $Pool -ErrorAction Stop }
    Add-Step 'Check' {
        $back = Get-CsPoolBackupRelationship -PoolFqdn $Pool
        if (-not $back) { throw 'no relationship' }
    }
}
catch {
    Write-Warning "Ticket ${Ticket}: $_"
}
finally {
    $script:Steps | Format-Table -AutoSize
    Send-MailMessage -To dr@contoso.com -From dr@contoso.com -Subject "$Ticket done" -SmtpServer mail.contoso.com
    Stop-Transcript
}
if ($script:Failed) { exit 1 }
exit 0
