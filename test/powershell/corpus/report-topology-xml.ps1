# Keeps the topology document, and names the pools that are in it.
param([string] $Folder = "$env:SystemDrive\TopologyBackup")
$stamp = Get-Date -UFormat '%Y%m%d'
$file = Join-Path -Path $Folder -ChildPath "topology-$stamp.xml"
if (-not (Test-Path -LiteralPath $Folder)) { [void](New-Item $Folder -ItemType Directory) }
(Get-CsTopology -AsXml).ToString() > $file
Get-ChildItem $Folder -Filter 'topology-*.xml' |
    Where-Object { $_.LastWriteTime -lt (Get-Date).AddDays(-30) } |
    Remove-Item -Force -Verbose
foreach ($site in Get-CsSite) {
    Write-Host "Site $($site.Identity)"
    Get-CsPool -Site $site.Identity | Select-Object -ExpandProperty Fqdn | ForEach-Object { Write-Host "  $_" }
}
