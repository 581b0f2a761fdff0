# One base for what can be recovered, and what differs below it.
enum Kind { Pool = 1; Edge = 2; Store = 4 }

class Recoverable {
    [string] $Name
    [Kind] $Kind
    hidden [int] $Tries = 0

    Recoverable([string] $name, [Kind] $kind) {
        $this.Name = $name
        $this.Kind = $kind
    }

    [void] Recover() { throw 'nothing is known of how to recover this' }

    [string] Describe() { return ('{0} ({1}, {2})' -f $this.Name, $this.Kind, [int] $this.Kind) }

    static [Recoverable[]] InOrder([Recoverable[]] $all) {
        return $all | Sort-Object { [int] $_.Kind } -Descending
    }
}

class RecoverableEdge : Recoverable {
    [string] $NextHop

    RecoverableEdge([string] $name, [string] $nextHop) : base($name, 'Edge') {
        $this.NextHop = $nextHop
    }

    [void] Recover() {
        $this.Tries++
        Set-CsEdgeServer -Identity "EdgeServer:$($this.Name)" -Registrar "Registrar:$($this.NextHop)"
    }
}

class RecoverablePool : Recoverable {
    RecoverablePool([string] $name) : base($name, [Kind]::Pool) { }

    [void] Recover() {
        $this.Tries++
        Invoke-CsPoolFailOver -PoolFqdn $this.Name -Confirm:$false
    }

    [string] Describe() {
        $plain = ([Recoverable] $this).Describe()
        return "pool $plain"
    }
}

$all = @(
    [RecoverablePool]::new('pool1.contoso.com')
    [RecoverableEdge]::new('edge1.contoso.com', 'pool2.contoso.com')
)
foreach ($each in [Recoverable]::InOrder($all)) {
    Write-Host $each.Name
    $each.Recover()
}
$tries = ($all | Measure-Object -Property Tries -Sum).Sum
if ($tries -ne 2) { throw "recovered $tries of 2" }
if ($all[0] -isnot [Recoverable]) { throw 'a pool is recoverable' }
