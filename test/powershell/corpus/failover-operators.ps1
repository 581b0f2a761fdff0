# A condition built from many parts, as such scripts have them when they grow.
$pool = 'pool1.contoso.com'
$flags = 0x01 -bor 0x04
$allowed = ($flags -band 4) -eq 4
$numbers = 1..5 + 7, 9
$sum = 0
foreach ($n in $numbers) { $sum += $n }
$text = ('{0:x2}-{1:n0}-{2}' -f 255, 3.14159, ('a', 'b' -join '+'))
$hash = @{ a = 1; 'b c' = 2 }
$picked = $hash['b c'] + $hash.a
$nothing = $null
$list = @(1, $null, 3)
$truth = -not $nothing -and $list.Count -eq 3 -and 'ABC' -ceq 'ABC' -and 'abc' -clike 'a*' -xor $false
$parts = 'fe1a.contoso.com' -split '\.'
$range = 'abcdef'[1..3] -join ''
$tern = @('no', 'yes')[[int] $allowed]
if ($sum -ne 31) { throw "sum $sum" }
if ($text -ne 'ff-3-a+b') { throw $text }
if ($picked -ne 3 -or $parts[0] -ne 'fe1a' -or $range -ne 'bcd' -or $tern -ne 'yes') { throw 'parts' }
if (!($truth -and $allowed)) { throw 'truth' }
$i = 0
while ($true) {
    if (++$i -ge 3) { break }
}
do { $i-- } while ($i -gt 0)
if ($i -ne 0) { throw "i = $i" }
$total = 10kb / 1024
if ($total -ne 10 -or 7 % 4 -ne 3 -or 2 * 3 + 4 -ne 10) { throw 'numbers' }
Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
Invoke-CsPoolFailOver -PoolFqdn $pool
