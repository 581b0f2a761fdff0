# Menu for the night shift. Keep it simple: numbers, no mouse.
param(
    [string] $Pool = 'pool1.contoso.com',
    [string] $Partner = 'pool2.contoso.com'
)

function Show-Menu {
    param([string] $Title = 'Disaster recovery')
    Clear-Host
    Write-Host "================ $Title ================"
    Write-Host '1: Show the state of the backup'
    Write-Host '2: Fail over'
    Write-Host '3: Fail back'
    Write-Host 'Q: Quit'
}

function Show-State {
    foreach ($each in $Pool, $Partner) {
        $state = Get-CsBackupServiceStatus -PoolFqdn $each
        Write-Host ("{0,-22} export {1}" -f $each, $state.OverallExportStatus)
    }
}

do {
    Show-Menu
    $choice = Read-Host 'Please make a selection'
    switch ($choice) {
        '1' { Show-State }
        '2' {
            Write-Host "Failing over $Pool"
            Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
            Invoke-CsPoolFailOver -PoolFqdn $Pool
        }
        '3' {
            Write-Host "Failing back $Pool"
            Invoke-CsPoolFailBack -PoolFqdn $Pool
        }
        'q' { return }
        default { Write-Warning "There is no $choice" }
    }
}
until ($choice -eq 'q')
