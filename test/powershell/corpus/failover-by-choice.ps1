# Asks with a menu of the host, not with Read-Host.
param([string] $Pool = 'pool1.contoso.com')

$title = 'Disaster recovery'
$message = "Fail over $Pool now?"
$yes = New-Object System.Management.Automation.Host.ChoiceDescription '&Yes', 'Starts the failover.'
$no = New-Object System.Management.Automation.Host.ChoiceDescription '&No', 'Ends the script.'
$disaster = New-Object System.Management.Automation.Host.ChoiceDescription '&Disaster', 'With -DisasterMode.'
$options = [System.Management.Automation.Host.ChoiceDescription[]]($yes, $no, $disaster)
$choice = $Host.UI.PromptForChoice($title, $message, $options, 1)

Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
switch ($choice) {
    0 {
        Write-Host 'As planned'
        Invoke-CsPoolFailOver -PoolFqdn $Pool
    }
    1 {
        Write-Host 'Nothing was done'
        exit 0
    }
    2 {
        Invoke-CsPoolFailOver -PoolFqdn $Pool -DisasterMode
    }
}
