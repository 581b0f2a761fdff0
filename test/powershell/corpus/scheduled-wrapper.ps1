# What the Task Scheduler starts: one place for exit codes, the log and the lock.
param(
    [ValidateSet('Sync', 'Failover', 'Failback')] [string] $Task = 'Sync',
    [string] $Pool = 'pool1.contoso.com'
)

$codes = [ordered]@{ Ok = 0; Locked = 2; Refused = 3 }
$lock = 'C:\DR\running.lock'

function Exit-Task([string] $name) {
    Write-Host "$Task ended with $name"
    if (Test-Path $lock) { Remove-Item $lock -Force }
    exit $codes[$name]
}

Set-Content -Path $lock -Value $PID
try {
    switch ($Task) {
        'Sync'     { Invoke-CsBackupServiceSync -PoolFqdn $Pool -ErrorAction Stop }
        'Failover' { Invoke-CsPoolFailOver -PoolFqdn $Pool -ErrorAction Stop }
        'Failback' { Invoke-CsPoolFailBack -PoolFqdn $Pool -ErrorAction Stop }
    }
}
catch {
    Write-EventLog -LogName Application -Source DR -EventId 3 -EntryType Error -Message "$_"
    Exit-Task 'Refused'
}
Exit-Task 'Ok'
