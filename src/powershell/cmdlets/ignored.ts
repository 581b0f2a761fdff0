// A table: commands without effect on the deployment, which a run passes over and names once.

/** A command that has no effect on the deployment, under its own name. */
export interface Ignored {
  readonly name: string;
  /**
   * What it gives: something that a model cannot know, which may be nothing; an object of its own; nothing, but an object
   * with -PassThru; what somebody chooses, with -PassThru.
   */
  readonly answers: 'unknown' | 'object' | 'nothing' | 'choice';
  /** `$?` may be false after it */
  readonly mayFail: boolean;
  /** it sets `$LASTEXITCODE` */
  readonly isProgram: boolean;
}

/** What only looks at the shell or computes: `$?` is true after it. */
const ALWAYS_SUCCEEDS =
  /^(?:test-path|get-(?:random|host|location|culture|uiculture|timezone|executionpolicy|history|pscallstack|unique|member)|convertto-\w+|out-string|compare-object|select-string)$/i;

/** Show, log, load, copy: what they do is outside of the deployment. */
const SILENT = `Write-Host Write-Verbose Write-Debug Write-Warning Write-Information Write-Progress Write-EventLog
  Out-Host Out-Default Out-File Out-Printer Set-Content Add-Content Clear-Content Export-Csv
  Export-Clixml Import-Module Remove-Module Add-PSSnapin Remove-PSSnapin
  Set-ExecutionPolicy Set-Location Push-Location Pop-Location Clear-Host Send-MailMessage
  Remove-PSSession Update-TypeData Update-FormatData Disconnect-PSSession Set-PSDebug
  Set-CsClsLogging Remove-Item Copy-Item Move-Item Rename-Item Clear-Item Compress-Archive Expand-Archive Remove-PSDrive
  New-EventLog Set-Acl Unblock-File Remove-Job Update-Help`;

/** The same, with an object that they give. */
const GIVING = 'Start-Transcript Stop-Transcript New-PSDrive Import-PSSession New-PSSessionOption';

/** Commands outside of the deployment whose answers a model cannot know either. */
const ANSWERING = `New-Item Test-Path Get-Content Get-ChildItem Get-Item Import-Csv Import-Clixml Get-Credential
  Get-Command Get-Module Get-PSSnapin Get-Host Get-Location Get-Culture Get-ExecutionPolicy Get-Help Get-Random
  Get-Process Get-EventLog Get-WinEvent Get-PSSession Resolve-Path Resolve-DnsName Test-Connection
  Test-NetConnection ConvertTo-Json ConvertTo-Html ConvertTo-Csv ConvertTo-Xml ConvertFrom-Json ConvertFrom-Csv
  Out-String ConvertTo-SecureString ConvertFrom-SecureString Select-String Select-Xml Get-FileHash Get-ItemProperty
  Get-PSDrive Get-Member Get-Unique Get-Alias Get-History Get-Acl Get-WmiObject Get-CimInstance Get-HotFix Get-Counter
  Get-UICulture Get-TimeZone Get-ADUser Get-ADComputer Get-ADGroup Get-ADGroupMember Get-ADDomain Get-ADForest
  Compare-Object Test-WSMan Get-PSCallStack Import-PowerShellDataFile Get-Volume Get-Disk Get-NetIPAddress Get-NetAdapter`;

/** Programs that copy files or look around; their output is not known. */
const PROGRAMS = `robocopy xcopy hostname whoami ipconfig ping nslookup tracert pathping netstat systeminfo find findstr
  tree attrib icacls makecab expand 7z 7za notepad explorer chcp title eventcreate wevtutil w32tm klist gpresult`;

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
  rm: 'Remove-Item',
  del: 'Remove-Item',
  erase: 'Remove-Item',
  rd: 'Remove-Item',
  ri: 'Remove-Item',
  rmdir: 'Remove-Item',
  copy: 'Copy-Item',
  cp: 'Copy-Item',
  cpi: 'Copy-Item',
  move: 'Move-Item',
  mv: 'Move-Item',
  mi: 'Move-Item',
  ren: 'Rename-Item',
  rni: 'Rename-Item',
  md: 'New-Item',
  mkdir: 'New-Item',
  ni: 'New-Item',
  ogv: 'Out-GridView',
  sls: 'Select-String',
  diff: 'Compare-Object',
  compare: 'Compare-Object',
  gp: 'Get-ItemProperty',
  gps: 'Get-Process',
  ps: 'Get-Process',
  rmo: 'Remove-Module',
  gmo: 'Get-Module',
  gcim: 'Get-CimInstance',
  man: 'Get-Help',
  help: 'Get-Help',
};

function words(list: string): string[] {
  return list.split(/\s+/);
}

const table = (list: string, answers: Ignored['answers']) =>
  words(list).map((name) => {
    const mayFail = answers === 'unknown' && !ALWAYS_SUCCEEDS.test(name);
    return [name.toLowerCase(), { name, answers, mayFail, isProgram: false }] as const;
  });

const known = new Map<string, Ignored>([
  ...table(SILENT, 'nothing'),
  ...table(GIVING, 'object'),
  ...table(ANSWERING, 'unknown'),
  ...table('Out-GridView', 'choice'),
  ...words(PROGRAMS).flatMap((name) => {
    const program: Ignored = { name, answers: 'unknown', mayFail: true, isProgram: true };
    return [[name, program] as const, [`${name}.exe`, program] as const];
  }),
]);

/** Commands without effect on the deployment, by name and alias in lower case: listed once in a report. */
export const IGNORED: ReadonlyMap<string, Ignored> = new Map([
  ...known,
  ...Object.entries(ALIASES).flatMap(([alias, name]) => {
    const found = known.get(name.toLowerCase());
    return found === undefined ? [] : [[alias, found] as const];
  }),
]);
