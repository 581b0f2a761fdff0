# Items go through a pipeline one by one: what comes first is done first.
function Get-Targets {
    foreach ($fqdn in 'pool1.contoso.com', 'pool2.contoso.com') {
        $script:order += "get $fqdn"
        $fqdn
    }
}

filter Limit-ToDatacenter1 {
    if ($_ -like 'pool1*') { $_ }
}

function Invoke-Prepared {
    param([Parameter(ValueFromPipeline = $true)] [string] $Pool)
    begin   { $script:order += 'begin' }
    process {
        $script:order += "do $Pool"
        Invoke-CsBackupServiceSync -PoolFqdn $Pool
    }
    end     { $script:order += 'end' }
}

$order = @()
Get-Targets | Limit-ToDatacenter1 | Invoke-Prepared
$wanted = 'begin', 'get pool1.contoso.com', 'do pool1.contoso.com', 'get pool2.contoso.com', 'end'
if (($order -join ';') -ne ($wanted -join ';')) {
    throw "the order was $($order -join ', ')"
}
Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com
