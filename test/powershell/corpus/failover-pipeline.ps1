# Pools go through the pipeline: look, prepare, fail over.
function Get-DrPool {
    [CmdletBinding()]
    param([Parameter(ValueFromPipeline = $true, Mandatory = $true)] [string[]] $Fqdn)
    process {
        foreach ($name in $Fqdn) {
            $relation = Get-CsPoolBackupRelationship -PoolFqdn $name
            [pscustomobject]@{ Fqdn = $name; Partner = $relation.BackupPoolFqdn }
        }
    }
}

function Set-DrEdge {
    [CmdletBinding()]
    param([Parameter(ValueFromPipeline = $true)] $InputObject)
    begin { $edges = @(Get-CsService -EdgeServer) }
    process {
        $pool = $InputObject
        $edges | Where-Object { $_.Registrar -eq "Registrar:$($pool.Fqdn)" } | ForEach-Object {
            Set-CsEdgeServer -Identity $_.Identity -Registrar "Registrar:$($pool.Partner)"
        }
        $pool
    }
}

function Start-DrFailover {
    [CmdletBinding()]
    param(
        [Parameter(ValueFromPipelineByPropertyName = $true)] [string] $Fqdn,
        [Parameter(ValueFromPipelineByPropertyName = $true)] [string] $Partner
    )
    begin { $count = 0 }
    process {
        Write-Verbose "$Fqdn -> $Partner" -Verbose
        Invoke-CsPoolFailOver -PoolFqdn $Fqdn
        $count++
    }
    end { "$count pool(s)" }
}

$said = 'pool1.contoso.com' | Get-DrPool | Set-DrEdge | Start-DrFailover
if ($said -ne '1 pool(s)') { throw $said }
