# Patch the Back End of pool1.contoso.com
# A maintenance window: sql1b.contoso.com, the mirror, is patched first; then it becomes the principal, and
# sql1a.contoso.com is patched while nobody depends on it (D258). No user may notice, and nothing may be lost.
# Written by drydrill init, to be run line by line in the management shell. Before that, dry:
#   drydrill run pool1.contoso.com-sql-patch.ps1 --topology contoso.yaml
param()
$ErrorActionPreference = 'Stop'

# 2. sql1b.contoso.com first
# It is the mirror: sql1a.contoso.com serves, and the sessions are SYNCHRONIZED again when it is back (D24).
while (Get-CsDatabaseMirrorState -PoolFqdn pool1.contoso.com | Where-Object { $_.MirroringStatusOnPrimary -ne 'synchronized' -or $_.MirroringStatusOnMirror -ne 'synchronized' }) {
    Start-Sleep -Seconds 30
}
Get-CsDatabaseMirrorState -PoolFqdn pool1.contoso.com
Read-Host 'Install the update on sql1b.contoso.com, then go on'
Restart-Computer -ComputerName sql1b.contoso.com -Wait
while (Get-CsDatabaseMirrorState -PoolFqdn pool1.contoso.com | Where-Object { $_.MirroringStatusOnPrimary -ne 'synchronized' -or $_.MirroringStatusOnMirror -ne 'synchronized' }) {
    Start-Sleep -Seconds 30
}

# 3. sql1b.contoso.com serves, and sql1a.contoso.com is patched
# Each type of database has a session of its own (D29). Through a SYNCHRONIZED session nothing is lost (D22).
Invoke-CsDatabaseFailover -PoolFqdn pool1.contoso.com -DatabaseType User -NewPrincipal mirror
Invoke-CsDatabaseFailover -PoolFqdn pool1.contoso.com -DatabaseType Application -NewPrincipal mirror
Invoke-CsDatabaseFailover -PoolFqdn pool1.contoso.com -DatabaseType CentralMgmt -NewPrincipal mirror
Read-Host 'Install the update on sql1a.contoso.com, then go on'
Restart-Computer -ComputerName sql1a.contoso.com -Wait
while (Get-CsDatabaseMirrorState -PoolFqdn pool1.contoso.com | Where-Object { $_.MirroringStatusOnPrimary -ne 'synchronized' -or $_.MirroringStatusOnMirror -ne 'synchronized' }) {
    Start-Sleep -Seconds 30
}

# 4. Back to sql1a.contoso.com
# The databases are brought to the version of the update where they are served (D109).
Invoke-CsDatabaseFailover -PoolFqdn pool1.contoso.com -DatabaseType User -NewPrincipal primary
Invoke-CsDatabaseFailover -PoolFqdn pool1.contoso.com -DatabaseType Application -NewPrincipal primary
Invoke-CsDatabaseFailover -PoolFqdn pool1.contoso.com -DatabaseType CentralMgmt -NewPrincipal primary
while (Get-CsDatabaseMirrorState -PoolFqdn pool1.contoso.com | Where-Object { $_.MirroringStatusOnPrimary -ne 'synchronized' -or $_.MirroringStatusOnMirror -ne 'synchronized' }) {
    Start-Sleep -Seconds 30
}
Install-CsDatabase -Update -ConfiguredDatabases -SqlServerFqdn sql1a.contoso.com
