param([string] $Pool = 'pool1.contoso.com', [string] $LogFolder = 'D:\DRLogs')

# One line a step, for the auditors.
$csv = Join-Path $LogFolder ('dr-{0}.csv' -f (Get-Date -Format 'yyyy-MM-dd'))
$rows = @()
$number = 0

function New-Row([string] $action, [string] $outcome) {
    $script:number++
    New-Object PSObject -Property @{
        Number  = $script:number
        Time    = Get-Date
        Action  = $action
        Outcome = $outcome
    }
}

if (!(Test-Path $LogFolder)) { New-Item -ItemType Directory -Path $LogFolder | Out-Null }

$rows += New-Row 'start' $Pool
Invoke-CsBackupServiceSync -PoolFqdn $Pool
$rows += New-Row 'sync' $(if ($?) { 'ok' } else { 'failed' })

Start-Sleep 180
Invoke-CsPoolFailOver -PoolFqdn $Pool -ErrorVariable problems -ErrorAction SilentlyContinue
$outcome = if ($problems.Count -eq 0) { 'ok' } else { "failed: $($problems[0])" }
$rows += New-Row 'failover' $outcome

$rows | Select-Object Number, Time, Action, Outcome | Export-Csv -Path $csv -NoTypeInformation -Append
$rows | ForEach-Object { Write-Host ('{0}. {1,-10} {2}' -f $_.Number, $_.Action, $_.Outcome) }
if ($rows.Count -ne 3 -or $number -ne 3) { throw "there are $($rows.Count) rows" }
