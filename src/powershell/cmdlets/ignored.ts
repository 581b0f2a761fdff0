// A table: commands without effect on the deployment, which a run passes over and names once.

/** A command that has no effect on the deployment, under its own name. */
export interface Ignored {
  readonly name: string;
  /** it answers something that a model cannot know */
  readonly answers: boolean;
}

/** Show, log, load, look around: what they do is outside of the deployment. */
const SILENT = `Write-Host Write-Verbose Write-Debug Write-Warning Write-Information Write-Progress Write-EventLog
  Out-Host Out-Default Out-File Out-Printer Out-GridView Set-Content Add-Content Clear-Content Export-Csv
  Export-Clixml Start-Transcript Stop-Transcript Import-Module Remove-Module Add-PSSnapin Remove-PSSnapin
  Set-StrictMode Set-ExecutionPolicy Set-Location Push-Location Pop-Location Clear-Host Send-MailMessage
  Import-PSSession Remove-PSSession Update-TypeData Update-FormatData Disconnect-PSSession Set-PSDebug
  Set-CsClsLogging`;

/** Commands outside of the deployment whose answers a model cannot know either. */
const ANSWERING = `New-Item Test-Path Get-Content Get-ChildItem Get-Item Import-Csv Import-Clixml Get-Credential
  Get-Command Get-Module Get-PSSnapin Get-Host Get-Location Get-Culture Get-ExecutionPolicy Get-Help Get-Random
  Get-Process Get-EventLog Get-WinEvent Get-PSSession New-PSSession Resolve-Path Resolve-DnsName Test-Connection
  Test-NetConnection ConvertTo-Json ConvertTo-Html ConvertTo-Csv ConvertTo-Xml Out-String ConvertTo-SecureString
  Get-PSDrive Get-Member Get-Unique Get-Alias Get-History Get-Acl Get-WmiObject Get-CimInstance`;

const ALIASES: Readonly<Record<string, string>> = {
  'write-information': 'Write-Information',
  cls: 'Clear-Host',
  clear: 'Clear-Host',
  cd: 'Set-Location',
  chdir: 'Set-Location',
  sl: 'Set-Location',
  pushd: 'Push-Location',
  popd: 'Pop-Location',
  ipmo: 'Import-Module',
  ac: 'Add-Content',
  sc: 'Set-Content',
  oh: 'Out-Host',
  epcsv: 'Export-Csv',
  asnp: 'Add-PSSnapin',
  gc: 'Get-Content',
  cat: 'Get-Content',
  type: 'Get-Content',
  gci: 'Get-ChildItem',
  dir: 'Get-ChildItem',
  ls: 'Get-ChildItem',
  gi: 'Get-Item',
  gcm: 'Get-Command',
  gm: 'Get-Member',
  gl: 'Get-Location',
  pwd: 'Get-Location',
  ipcsv: 'Import-Csv',
  gwmi: 'Get-WmiObject',
  rvpa: 'Resolve-Path',
};

function words(list: string): string[] {
  return list.split(/\s+/);
}

const known = new Map<string, Ignored>([
  ...words(SILENT).map((name) => [name.toLowerCase(), { name, answers: false }] as const),
  ...words(ANSWERING).map((name) => [name.toLowerCase(), { name, answers: true }] as const),
]);

/** Commands without effect on the deployment, by name and alias in lower case: listed once in a report. */
export const IGNORED: ReadonlyMap<string, Ignored> = new Map([
  ...known,
  ...Object.entries(ALIASES).flatMap(([alias, name]) => {
    const found = known.get(name.toLowerCase());
    return found === undefined ? [] : [[alias, found] as const];
  }),
]);
