# Everything goes to the event log, where the monitoring reads it.
$Source = 'DR Runbook'
$LogName = 'Application'

if (-not [System.Diagnostics.EventLog]::SourceExists($Source)) {
    New-EventLog -LogName $LogName -Source $Source
}

function Write-DrEvent {
    param(
        [int] $Id,
        [string] $Text,
        [ValidateSet('Information', 'Warning', 'Error')] $Type = 'Information'
    )
    Write-EventLog -LogName $LogName -Source $Source -EventId $Id -EntryType $Type -Message $Text
}

$ids = @{ Start = 1000; Done = 1001; Problem = 1099 }
Write-DrEvent -Id $ids.Start -Text 'Failover of pool1 begins'
$ErrorActionPreference = 'Stop'
trap {
    Write-DrEvent -Id $ids.Problem -Text $_.Exception.Message -Type Error
    exit 1
}
Invoke-CsBackupServiceSync -PoolFqdn pool1.contoso.com
Start-Sleep -s 180
Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com
Write-DrEvent $ids.Done 'Failover of pool1 is done'
