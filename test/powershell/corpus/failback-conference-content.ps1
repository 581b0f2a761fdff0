# After the way home conference content that was uploaded on the partner is still there: ask for it once more.
param(
    [Parameter(Mandatory = $false)] [string] $Pool = 'pool1.contoso.com',
    [Parameter(Mandatory = $false)] [string] $Partner = 'pool2.contoso.com'
)

$modules = 'ConfServices.DataConf', 'UserServices.PresenceFocus'
Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
Invoke-CsPoolFailOver -PoolFqdn $Pool
Start-Sleep -Seconds 3600

# both directions, module by module
foreach ($fqdn in @($Partner, $Pool)) {
    foreach ($module in $modules) {
        $state = (Get-CsBackupServiceStatus -PoolFqdn $fqdn).BackupModules | Where-Object { $_.ModuleName -like "*$module*" }
        '{0,-20} {1,-30} {2}' -f $fqdn, $module, $state.ExportStatus | Write-Host
    }
}

Invoke-CsPoolFailBack -PoolFqdn $Pool
Invoke-CsBackupServiceSync -PoolFqdn $Partner -BackupModule 'ConfServices.DataConf'

$start = Get-Date
do {
    Start-Sleep -Seconds 30
    $state = (Get-CsBackupServiceStatus -PoolFqdn $Partner).OverallExportStatus
} until (($state -in 'SteadyState', 'FinalState') -or ((Get-Date) - $start).TotalMinutes -gt 60)
Write-Host "The content is over: $state"
