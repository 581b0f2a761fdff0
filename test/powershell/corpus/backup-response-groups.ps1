# Response Groups of both pools, and on -Restore those of the lost pool on the partner.
param([switch] $Restore, [string] $Folder = 'C:\DR')

$pairs = [ordered]@{
    'pool1.contoso.com' = 'pool2.contoso.com'
    'pool2.contoso.com' = 'pool1.contoso.com'
}
foreach ($pool in $pairs.Keys) {
    $file = "$Folder\Rgs-$pool.zip"
    Export-CsRgsConfiguration -Source "ApplicationServer:$pool" -FileName $file
}
if (!$Restore) {
    Write-Host 'Exported'
    Invoke-CsBackupServiceSync -PoolFqdn pool1.contoso.com
    return
}
$lost = @($pairs.Keys)[0]
$partner = $pairs[$lost]
Invoke-CsPoolFailOver -PoolFqdn $lost
Import-CsRgsConfiguration -Destination "ApplicationServer:$partner" -FileName "$Folder\Rgs-$lost.zip"
