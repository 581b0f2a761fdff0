# Nightly export of everything that a rebuild would need.
param(
    [string] $Root = '\\backup.contoso.com\uc$',
    [string[]] $Pools = ('pool1.contoso.com', 'pool2.contoso.com'),
    [int] $Keep = 14
)
$today = Get-Date -Format 'yyyy-MM-dd'
$target = "$Root\$today"
$errors = 0

New-Item -Path $target -ItemType Directory -Force | Out-Null
Start-Transcript "$target\export.log"

function Export-Part {
    param([string] $Name, [scriptblock] $Do)
    Write-Host "Exporting $Name"
    & $Do
    if (-not $?) { $script:errors++ }
}

Export-Part 'configuration' { Export-CsConfiguration -FileName "$target\config.zip" }
Export-Part 'location information' { Export-CsLisConfiguration -FileName "$target\lis.zip" }
foreach ($pool in $Pools) {
    $short = $pool.Split('.')[0]
    Export-Part "users of $short" { Export-CsUserData -PoolFqdn $pool -FileName "$target\users-$short.zip" }
    Export-Part "response groups of $short" {
        Export-CsRgsConfiguration -Source "ApplicationServer:$pool" -FileName "$target\rgs-$short.zip"
    }
}
Get-CsDialPlan | Export-Clixml "$target\dialplans.xml"
Get-CsVoicePolicy | Export-Clixml -Path "$target\voicepolicies.xml" -Depth 5
Get-ChildItem $Root -Directory | Sort-Object Name -Descending | Select-Object -Skip $Keep | Remove-Item -Recurse -Force
Stop-Transcript
Invoke-CsBackupServiceSync -PoolFqdn $Pools[0]
if ($errors) { exit 1 }
