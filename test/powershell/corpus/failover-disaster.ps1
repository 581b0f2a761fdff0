# Site loss: pool1 is gone with its datacenter. Run on pool2. Nobody waits for anything here that is not needed.
$lost    = 'pool1.contoso.com'
$partner = 'pool2.contoso.com'
$log     = "C:\DR\Logs\failover-$(Get-Date -Format yyyyMMdd-HHmm).log"

function Log([string]$text, [ConsoleColor]$color = 'Gray') {
    $line = "{0} {1}" -f (Get-Date -Format 's'), $text
    Write-Host $line -ForegroundColor $color
    $line | Out-File -FilePath $log -Append
}

Log "Disaster failover of $lost begins" Yellow

# --- 1. Who has the Central Management Store? ---------------------------------------------------
$master = (Get-CsManagementStoreReplicationStatus -CentralManagementStoreStatus).ActiveMasterFqdn
if ($master -eq $lost) {
    Log 'The Central Management Store is on the lost pool: it has to be moved first'
    Invoke-CsManagementServerFailover -BackupSqlServerFqdn sql2a.contoso.com -BackupSqlInstanceName rtc -Force -Confirm:$false
} else {
    Log "The Central Management Store is on ${master}: fine"
}

# --- 2. The Edge that is left ------------------------------------------------------------------
$edges = Get-CsService -EdgeServer | Where-Object { $_.Registrar -like "*$lost" }
foreach ($edge in $edges) {
    Log "Next hop of $($edge.Identity)"
    Set-CsEdgeServer -Identity $edge.Identity -Registrar "Registrar:$partner"
}
# federation of the lost Edge moves to the one that is left
Set-CsSite -Identity Site:Datacenter1 -FederationRoute EdgeServer:edge2.contoso.com -WhatIf

# --- 3. The pool -------------------------------------------------------------------------------
try {
    Invoke-CsPoolFailOver -PoolFqdn $lost -DisasterMode -Confirm:$false -ErrorAction Stop
    Log 'Failover is done' Green
}
catch {
    Log "Failover was refused: $($_.Exception.Message)" Red
    exit 2
}
