# The whole voice configuration as files, before it is changed by others; then one sync so that the partner has it.
$folder = 'C:\Voice\{0}' -f (Get-Date).ToString('yyyyMMdd')
mkdir $folder -Force | Out-Null
$what = 'DialPlan', 'VoicePolicy', 'VoiceRoute', 'PstnUsage', 'TrunkConfiguration', 'RoutingConfiguration'
foreach ($name in $what) {
    $command = "Get-Cs$name"
    & $command | Export-Clixml -Path (Join-Path $folder "$name.xml")
    Write-Host "$name is written"
}
$sizes = Get-ChildItem $folder | Measure-Object -Property Length -Sum
Write-Host ('{0:n0} KB in {1} files' -f ($sizes.Sum / 1KB), $sizes.Count)
Invoke-CsBackupServiceSync -PoolFqdn 'pool1.contoso.com'
