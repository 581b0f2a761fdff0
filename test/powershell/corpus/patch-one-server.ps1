param(
    [Parameter(Mandatory = $true, HelpMessage = 'The server to patch')]
    [ValidateScript({ $_ -match '\.contoso\.com$' })]
    [string] $Server,
    [string] $Update = 'C:\Updates\ServerUpdateInstaller.exe'
)

function Test-ServerUp {
    param([string] $ComputerName)
    $services = Get-CsWindowsService -ComputerName $ComputerName
    $stopped = $services | Where-Object { $_.Status -eq 'Stopped' }
    -not $stopped
}

Write-Host "Before: up = $(Test-ServerUp $Server)"
Stop-CsWindowsService -ComputerName $Server -Graceful
if (Test-ServerUp -ComputerName $Server) {
    throw "$Server is still up"
}
Start-Process -FilePath $Update -ArgumentList '/silentmode' -Wait
Start-Sleep -Seconds 600
Start-CsWindowsService -ComputerName $Server
if (-not (Test-ServerUp -ComputerName $Server)) { throw "$Server did not come back" }
"$Server is patched"
