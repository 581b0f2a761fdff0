# The Backup Service of pool1.contoso.com stops
# Users notice nothing, and that is the danger: what they change is copied nowhere until somebody looks and starts the
# service. It runs on one Front End server of the pool at a time (D30).
# Written by drydrill init, to be run line by line in the management shell. Before that, dry:
#   drydrill run pool1.contoso.com-backup-service-by-runbook.yaml
param()
$ErrorActionPreference = 'Stop'

# 1. Somebody looks
# ErrorState: nothing of pool1.contoso.com reaches pool2.contoso.com (D33, D37).
$answer = Get-CsBackupServiceStatus -PoolFqdn pool1.contoso.com -ErrorAction SilentlyContinue
if ($answer.OverallExportStatus -in 'SteadyState', 'NonSteadyState', 'FinalState') {
    throw 'The Backup Service of pool1.contoso.com runs: there is nothing to recover'
}

# 2. It is started
# Then wait until what has piled up is copied (D33).
Start-CsWindowsService -Name LYNCBACKUP -ComputerName fe1a.contoso.com
while ((Get-CsBackupServiceStatus -PoolFqdn pool1.contoso.com).OverallExportStatus -notin 'SteadyState', 'FinalState') {
    Start-Sleep -Seconds 30
}
Get-CsBackupServiceStatus -PoolFqdn pool1.contoso.com
