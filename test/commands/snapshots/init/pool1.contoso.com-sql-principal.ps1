# Lose the SQL principal of pool1.contoso.com
# sql1a.contoso.com is lost; the witness sql1w.contoso.com lets the mirror sql1b.contoso.com take over by itself
# (D21). What is left to do is to see that it did, and to go home when the server is back.
# Written by drydrill init, to be run line by line in the management shell. Before that, dry:
#   drydrill run pool1.contoso.com-sql-principal-by-runbook.yaml
param()
$ErrorActionPreference = 'Stop'

# 1. The principal is lost
# The databases have to be served by the mirror now.
$answer = Get-CsDatabaseMirrorState -PoolFqdn pool1.contoso.com -DatabaseType User -ErrorAction SilentlyContinue
if ($answer.StateOnPrimary -contains 'Principal') {
    throw 'sql1a.contoso.com is the principal: it is not lost, and there is nothing to recover'
}

# 2. Back to sql1a.contoso.com
# When it has caught up (SYNCHRONIZED, D24), the databases can go home without loss, one type after the other (D29).
Read-Host 'Go on when the SQL server is back'
while (Get-CsDatabaseMirrorState -PoolFqdn pool1.contoso.com | Where-Object { $_.MirroringStatusOnPrimary -ne 'synchronized' -or $_.MirroringStatusOnMirror -ne 'synchronized' }) {
    Start-Sleep -Seconds 30
}
Invoke-CsDatabaseFailover -PoolFqdn pool1.contoso.com -DatabaseType User -NewPrincipal primary
Invoke-CsDatabaseFailover -PoolFqdn pool1.contoso.com -DatabaseType Application -NewPrincipal primary
Invoke-CsDatabaseFailover -PoolFqdn pool1.contoso.com -DatabaseType CentralMgmt -NewPrincipal primary
while (Get-CsDatabaseMirrorState -PoolFqdn pool1.contoso.com | Where-Object { $_.MirroringStatusOnPrimary -ne 'synchronized' -or $_.MirroringStatusOnMirror -ne 'synchronized' }) {
    Start-Sleep -Seconds 30
}
