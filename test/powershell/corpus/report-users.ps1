# Users a pool, with what they are enabled for.
param([string] $OutFile = 'C:\Reports\users.csv')

$users = Get-CsUser -ResultSize Unlimited
$byPool = $users | Group-Object RegistrarPool
$rows = foreach ($group in $byPool) {
    $voice = @($group.Group | Where-Object { $_.EnterpriseVoiceEnabled }).Count
    [pscustomobject]@{
        Pool  = $group.Name
        Users = $group.Count
        Voice = $voice
        Share = if ($group.Count) { '{0:p0}' -f ($voice / $group.Count) } else { 'n/a' }
    }
}
$rows | Export-Csv -Path $OutFile -NoTypeInformation -Encoding UTF8
$rows | Format-Table -AutoSize
Write-Host "Written to $OutFile"
