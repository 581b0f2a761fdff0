# Lose the Edge pool edge1.contoso.com
# All servers of edge1.contoso.com are lost. Remote users go to another Edge pool by DNS, without an administrator;
# the media of those whose pool it belongs to, and federation, wait for one (S9). No user inside notices.
# Written by drydrill init, to be run line by line in the management shell. Before that, dry:
#   drydrill run edge1.contoso.com-edge-loss-by-runbook.yaml
param()
$ErrorActionPreference = 'Stop'

# What is lost cannot be up to date.
$lost = 'e1a.contoso.com', 'e1b.contoso.com'

# 1. The Edge pool is lost
# The Edge pool of a Front End pool is changed in Topology Builder (procedure 8), the federation route there or as
# here (procedure 5). Each counts when the servers know of it (D63).
$answer = Get-CsManagementStoreReplicationStatus -ReplicaFqdn e1a.contoso.com -ErrorAction SilentlyContinue
if ($answer.UpToDate) {
    throw 'e1a.contoso.com is up to date: edge1.contoso.com is not lost, and there is nothing to recover'
}
Read-Host 'Publish with Topology Builder, then go on: the Edge pool of pool1.contoso.com is edge2.contoso.com'
Set-CsSite -Identity Site:Datacenter1 -FederationRoute EdgeServer:edge2.contoso.com
Write-Host 'What federated partners send follows external DNS: change _sipfederationtls._tcp to edge2.contoso.com.'
Write-Host 'XMPP runs through edge1.contoso.com and is down. To move it, its new Edge pool has to be stopped and DNS changed: see "Failing over the Edge pool used for XMPP federation" in the documentation of the product.'
while (Get-CsManagementStoreReplicationStatus | Where-Object { -not $_.UpToDate -and $_.ReplicaFqdn -notin $lost }) {
    Start-Sleep -Seconds 15
}

# 2. When it is back
# The way back is the same.
Read-Host 'Go on when edge1.contoso.com has been repaired'
Get-CsWindowsService -ComputerName e1a.contoso.com
Get-CsWindowsService -ComputerName e1b.contoso.com
Read-Host 'Publish with Topology Builder, then go on: the Edge pool of pool1.contoso.com is edge1.contoso.com'
Set-CsSite -Identity Site:Datacenter1 -FederationRoute EdgeServer:edge1.contoso.com
while (Get-CsManagementStoreReplicationStatus | Where-Object { -not $_.UpToDate }) {
    Start-Sleep -Seconds 15
}
