# Sets the interval of the Backup Service, if it is not what it should be.
[CmdletBinding(SupportsShouldProcess)]
param([timespan] $Interval = '00:02:00')

$current = (Get-CsBackupServiceConfiguration).SyncInterval
Write-Host "Now $current, wanted $Interval"
if ($current -eq $Interval) {
    Write-Host 'Nothing to do but a sync'
}
else {
    Set-CsBackupServiceConfiguration -SyncInterval $Interval
}
$minutes = [int] $Interval.TotalMinutes
if ($minutes -lt 1) { throw 'too often' }
1..2 | ForEach-Object {
    Invoke-CsBackupServiceSync -PoolFqdn "pool$_.contoso.com"
    Start-Sleep -Milliseconds 1500
}
