# Versions of the services, from the newest to the oldest.
function ConvertTo-Version {
    param([Parameter(ValueFromPipeline)] $Text)
    process {
        if ("$Text" -match '^\d+$') { [version] "$Text.0" } else { [version] "$Text" }
    }
}
$known = @{ '5.0' = 'Lync Server 2013'; '6.0' = 'Skype for Business Server 2015'; '7.0' = 'Skype for Business Server 2019' }
$found = foreach ($service in Get-CsService -Registrar) {
    $version = $service.Version | ConvertTo-Version
    $name = $known["$version"]
    if (-not $name) { $name = "version $version" }
    [pscustomobject]@{ Pool = $service.PoolFqdn; Version = $version; Product = $name }
}
$found | Sort-Object Version -Descending | ForEach-Object { '{0,-24} {1}' -f $_.Pool, $_.Product }
$oldest = ($found | Sort-Object Version)[0].Version
if ($oldest -lt [version] '5.0') { Write-Warning 'there are old ones' }
