# Keeps seven daily and four weekly exports. The names are computed here; the files are whatever is there.
Set-StrictMode -Version 2.0
$root = 'E:\Export'
$days = 'Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'
$keep = @{ Daily = 7; Weekly = 4 }

function Get-Slot {
    param([int] $DayNumber)
    if ($DayNumber -lt 0) { throw "$DayNumber is before all days" }
    $week = [math]::Floor($DayNumber / 7) % $keep.Weekly
    New-Object PSObject -Property @{ Day = $days[$DayNumber % 7]; Week = [int] $week }
}

$slots = 0..9 | ForEach-Object { Get-Slot $_ }
if ($slots[7].Day -ne 'Sunday' -or $slots[7].Week -ne 1) { throw 'the slots are wrong' }
$paths = $slots | ForEach-Object { '{0}\{1}\{2}' -f $root, $_.Week, $_.Day.Substring(0, 3).ToUpper() }
if ($paths[-1] -cne 'E:\Export\1\TUE') { throw $paths[-1] }

foreach ($path in $paths | Select-Object -First $keep.Daily) {
    Export-CsConfiguration -FileName "$path.zip" -Force
}
Remove-Item "$root\old\*" -Recurse -ErrorAction SilentlyContinue
Invoke-CsBackupServiceSync -PoolFqdn pool2.contoso.com
