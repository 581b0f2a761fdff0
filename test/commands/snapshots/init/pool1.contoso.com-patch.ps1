# Patch pool1.contoso.com
# A maintenance window: the servers of pool1.contoso.com are drained, patched and brought back one at a time, one
# upgrade domain after the other, and nobody may notice (D250, I16). Nothing may be lost.
# Written by drydrill init, to be run line by line in the management shell. Before that, dry:
#   drydrill run pool1.contoso.com-patch.ps1 --topology contoso.yaml
param()
$ErrorActionPreference = 'Stop'

# 1. Before the first server
# All servers run, and all replicas are built (D251). If replicas are missing, that comes first, at its cost (D256).
# The topology does not say the upgrade domains, and they are dealt out here (M250): put them right by what the answer
# names.
while ((Invoke-Command -ComputerName fe1a.contoso.com { Get-CsPoolUpgradeReadinessState }).PoolUpgradeState -ne 'Ready') {
    Start-Sleep -Seconds 600
}
Get-CsPoolFabricState -PoolFqdn pool1.contoso.com

# 2. Upgrade domain 1: fe1a.contoso.com
# One domain at a time (D250). -Graceful drains the server before its services stop (D253). The next server only when
# the replicas of this one are built, and then 20 minutes more (D252): restarted too early, two of three replicas are
# away at once (F264).
Stop-CsWindowsService -ComputerName fe1a.contoso.com -Graceful
Read-Host 'Install the update on fe1a.contoso.com, restart it, then go on'
Start-CsWindowsService -ComputerName fe1a.contoso.com
while ((Invoke-Command -ComputerName fe1a.contoso.com { Get-CsPoolUpgradeReadinessState }).PoolUpgradeState -ne 'Ready') {
    Start-Sleep -Seconds 600
}
Start-Sleep -Seconds 1200

# 3. Upgrade domain 2: fe1b.contoso.com
# One domain at a time (D250). -Graceful drains the server before its services stop (D253). The next server only when
# the replicas of this one are built, and then 20 minutes more (D252): restarted too early, two of three replicas are
# away at once (F264).
Stop-CsWindowsService -ComputerName fe1b.contoso.com -Graceful
Read-Host 'Install the update on fe1b.contoso.com, restart it, then go on'
Start-CsWindowsService -ComputerName fe1b.contoso.com
while ((Invoke-Command -ComputerName fe1b.contoso.com { Get-CsPoolUpgradeReadinessState }).PoolUpgradeState -ne 'Ready') {
    Start-Sleep -Seconds 600
}
Start-Sleep -Seconds 1200

# 4. Upgrade domain 3: fe1c.contoso.com
# One domain at a time (D250). -Graceful drains the server before its services stop (D253). The next server only when
# the replicas of this one are built, and then 20 minutes more (D252): restarted too early, two of three replicas are
# away at once (F264).
Stop-CsWindowsService -ComputerName fe1c.contoso.com -Graceful
Read-Host 'Install the update on fe1c.contoso.com, restart it, then go on'
Start-CsWindowsService -ComputerName fe1c.contoso.com
while ((Invoke-Command -ComputerName fe1c.contoso.com { Get-CsPoolUpgradeReadinessState }).PoolUpgradeState -ne 'Ready') {
    Start-Sleep -Seconds 600
}
Start-Sleep -Seconds 1200

# 5. At the end
# A primary and a secondary for every routing group, and nobody without quorum (D252).
Get-CsPoolFabricState -PoolFqdn pool1.contoso.com
