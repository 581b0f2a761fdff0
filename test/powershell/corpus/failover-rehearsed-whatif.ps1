# -Rehearse shows what would be done, without doing it.
[CmdletBinding()]
param([switch] $Rehearse, [string] $Pool = 'pool1.contoso.com')

$WhatIfPreference = [bool] $Rehearse
Write-Host ("Rehearsal: {0}" -f $WhatIfPreference)

Set-CsEdgeServer -Identity 'EdgeServer:edge1.contoso.com' -Registrar 'Registrar:pool2.contoso.com'
Invoke-CsPoolFailOver -PoolFqdn $Pool -Confirm:$false

if ($Rehearse) {
    Write-Host 'This was a rehearsal: nothing was changed'
}
else {
    $WhatIfPreference = $false
    Start-Sleep -Seconds 600
    Invoke-CsBackupServiceSync -PoolFqdn pool2.contoso.com
}
