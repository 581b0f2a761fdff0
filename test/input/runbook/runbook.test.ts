import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RunOptions, runDrillFile } from '../../../src/commands/run.js';
import type { RunResult } from '../../../src/domain/result.js';
import { formatInputError } from '../../../src/input/format-error.js';
import { answerTo } from '../../../src/input/runbook/decision.js';
import { reportRun } from '../../../src/report/terminal/report-run.js';
import { ROOT } from '../../support/built.js';

/** Runbooks on the model, from file to result. */

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydrill-runbook-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const CMS2 = `${ROOT}sims/contoso-cms2.yaml`;

function file(name: string, text: string | Buffer): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** The result, or what is wrong with the input as the user reads it. */
async function outcome(script: string | Buffer, options: RunOptions = {}): Promise<RunResult | string> {
  const run = await runDrillFile(file('x.ps1', script), { topology: CMS2, seeds: 1, ...options });
  if (!Array.isArray(run)) return run;
  return run.map(formatInputError).join('\n').replaceAll(`${folder}/`, '');
}

async function run(script: string | Buffer, options: RunOptions = {}): Promise<RunResult> {
  const found = await outcome(script, options);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

const brief = ({ steps }: RunResult) =>
  steps.map(({ line, command, outcome, rule, message }) =>
    [`${line}: ${command} => ${outcome}`, rule, message?.replaceAll(`${folder}/`, '')]
      .filter((part) => part !== null && part !== undefined)
      .join(' | '),
  );

test('what a script shows stands in the timeline at its instant, once where it is shown again', async () => {
  const result = await run(`param([string]$Pool = 'pool1.contoso.com')
Write-Host "Failing over" $Pool -ForegroundColor Green
Write-Host '-------------'
foreach ($i in 1..3) { Write-Output 'Waiting'; Start-Sleep -Seconds 30; $kept = 'not shown' }
Write-Verbose 'hidden'
'one', 'two' | Write-Host
$captured = Write-Output 'captured'
Write-Warning $env:COMPUTERNAME
function Say($text) { "said $text" }
Say hello`);
  const shown = result.timeline.filter(({ kind }) => kind === 'note');
  expect(shown.map(({ atMs, actor, text }) => [atMs, actor, text])).toEqual([
    [0, 'script', 'Failing over pool1.contoso.com'],
    [0, 'script', 'Waiting (3 times, until 00:01:00)'],
    [90_000, 'script', 'one'],
    [90_000, 'script', 'two'],
    [90_000, 'script', 'said hello'],
  ]);
  // before the pause that came after it
  expect(result.timeline.findIndex(({ text }) => text.startsWith('Waiting'))).toBeLessThan(
    result.timeline.findIndex(({ kind }) => kind === 'step'),
  );
});

test('what a script shows again after hours is told again, at its own time', async () => {
  const result = await run(`foreach ($i in 1..2) {
  foreach ($j in 1..3) { Write-Host 'Waiting'; Start-Sleep -Seconds 600 }
  Start-Sleep -Seconds 7200
}`);
  expect(result.timeline.filter(({ kind }) => kind === 'note').map(({ atMs, text }) => [atMs, text])).toEqual([
    [0, 'Waiting (3 times, until 00:20:00)'],
    [9_000_000, 'Waiting (3 times, until 02:50:00)'],
  ]);
});

describe('users are counted, not made', () => {
  test('by pool and in all, also through filters and Measure-Object', async () => {
    const result = await run(`$all = Get-CsUser -ResultSize Unlimited
if ($all.Count -ne 40000) { throw "all: $($all.Count)" }
if (@(Get-CsUser -DomainController dc1.contoso.com -WarningAction SilentlyContinue -ErrorAction Stop).Count -ne 40000) { throw 'common' }
$first = Get-CsUser -Filter {RegistrarPool -eq "pool1.contoso.com"}
if (@($first).Count -ne 20000 -or ($first | Measure-Object).Count -ne 20000) { throw 'first' }
$second = Get-CsUser | Where-Object { $_.RegistrarPool -like 'pool2.*' }
if ($second.Count -ne 20000) { throw 'second' }
if ((Get-CsUser | Where-Object RegistrarPool -eq 'pool1.contoso.com').Count -ne 20000) { throw 'short form' }
if (@(Get-CsUser | ? { $_.RegistrarPool.FriendlyName -match 'pool1' }).Count -ne 20000) { throw 'friendly name' }
if ((Get-CsUser | Sort-Object SipAddress | Select-Object SipAddress, RegistrarPool).Length -ne 40000) { throw 'sorted' }
if (Get-CsUser | Where-Object { $_.RegistrarPool -eq 'pool9.contoso.com' }) { throw 'nobody' }
if (-not $second) { throw 'somebody' }
if ($null -eq $first -or $first -eq $null -or -not ($first -ne $null)) { throw 'none' }
foreach ($pool in Get-CsPool | Where-Object { $_.Services -like 'Registrar:*' }) {
  $n = @(Get-CsUser -Filter "RegistrarPool -eq '$($pool.Fqdn)'").Count
  if ($n -ne 20000) { throw "$($pool.Fqdn): $n" }
}
Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com
if ((Get-CsUser -Filter 'RegistrarPool -eq "pool1.contoso.com"').Count -ne 20000) { throw 'homed where they were' }
Get-CsUser | Select-Object SipAddress | Export-Csv users.csv
Get-CsUser | Add-Member -NotePropertyName Seen -NotePropertyValue 1 -PassThru | Out-GridView
Get-CsUser | Get-CsUserPoolInfo | Format-Table PrimaryPoolFqdn`);
    expect(result.steps.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
    expect(result.runbooks[0].ending).toBe('done');
  });

  test('their pools are known as far as the topology knows them (D1, D5)', async () => {
    const result = await run(`$one = Get-CsUser -Filter {RegistrarPool -eq "pool1.contoso.com"}
if ((Get-CsUser | Get-CsUserPoolInfo).Count -ne 40000) { throw 'all' }
if (@(Get-CsUser | Get-CsUserPoolInfo | Where-Object { $_.PrimaryPoolFqdn -eq 'pool2.contoso.com' }).Count -ne 20000) { throw 'home' }
if ($one | Get-CsUserPoolInfo | Where-Object { $_.BackupPoolFqdn -ne 'pool2.contoso.com' }) { throw 'backup' }
if (Get-CsUser | Get-CsUserPoolInfo | Where-Object {$_.BackupPoolFqdn -eq $Null}) { throw 'without a backup pool' }
if ((Get-CsUser | Get-CsUserPoolInfo | Where-Object UserServicesPoolFqdn -eq 'pool1.contoso.com' | Measure-Object).Count -ne 20000) { throw 'services' }
Set-CsEdgeServer -Identity EdgeServer:edge1.contoso.com -Registrar Registrar:pool2.contoso.com
Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com
if (@($one | Get-CsUserPoolInfo | Where-Object { $_.PrimaryPoolFqdn -eq 'pool1.contoso.com' }).Count -ne 20000) { throw 'after it' }
Get-CsUser | Where-Object {$_.RegistrarPool -ne $Null} | Get-CsUserPoolInfo -LocalStore | Format-Table`);
    expect(result.steps.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
    expect(result.runbooks[0].ending).toBe('done');
  });

  const failover = 'Invoke-CsPoolFailOver -PoolFqdn pool2.contoso.com';
  test.each([
    'if ((Get-CsUser | Where-Object { $_.EnterpriseVoiceEnabled }).Count -gt 5)',
    'if ((Get-CsUser | Where-Object { $script:n++; $true }).Count -gt 5)',
    'if ((Get-CsUser | Select-Object -First 10).Count -gt 5)',
    'if ((Get-CsUser | Select-Object RegistrarPool -Unique).Count -gt 5)',
    'if ((Get-CsUser | ForEach-Object { $_.SipAddress }).Count -gt 5)',
    'if ((Get-CsUser | ForEach-Object SipAddress).Count -gt 5)',
    'if ((Get-CsUser | ForEach-Object Count) -gt 5)',
    'if ((Get-CsUser | Add-Member Seen 1 -PassThru).Count -gt 5)',
    'if ((Get-CsUser | Group-Object RegistrarPool).Count -gt 5)',
    'if ((Get-CsUser | Group-Object { 1 }).Count -gt 5)',
    'if ((Get-CsUser).RegistrarPool.Count -gt 5)',
    'if ("$(Get-CsUser)".Length -gt 5)',
    'if ((@(Get-CsUser) + 1).Count -gt 5)',
    '$x = (Get-CsUser), 1; if ($x.Count -gt 5)',
    'if ((Get-CsUser)[0].Count -gt 5)',
    'if ((Get-CsUser) -gt 5)',
    'if ((Get-CsUser) -contains 5)',
    'if ((Get-CsUser) -eq 5)',
    'if ((Get-CsUser) -is [array])',
    'switch (Get-CsUser) { 5 { $hit = 1 } }; if ($hit)',
    '$n = 0; foreach ($u in Get-CsUser) { $n++ }; if ($n -gt 5)',
    'function F { process { $_.Count } }; if ((Get-CsUser | F) -gt 5)',
    'function F { param([Parameter(ValueFromPipeline)]$u) end { $u.Count } }; if ((Get-CsUser | F) -gt 5)',
    'function F { $input.Count }; if ((Get-CsUser | F) -gt 5)',
    '[string]$x = Get-CsUser; if ($x.Count -gt 5)',
    '[System.Collections.ArrayList]$x = Get-CsUser; if ($x.Count -gt 5)',
    '$x = Get-CsUser; $x += 1; if ($x.Count -gt 5)',
    '$x, $y = Get-CsUser; if ($y.Count -gt 5)',
    'if ((Get-CsUser | Sort-Object SipAddress -Unique).Count -gt 5)',
    'if ((Get-CsUser -Filter {Enabled -eq $true}).Count -gt 5)',
    'if ((Get-CsUser -Filter {RegistrarPool -eq "pool9.contoso.com"}).Count -gt 5)',
    'if ((Get-CsUser -ResultSize 10).Count -gt 5)',
    'if ((Get-CsUser | Measure-Object -Property LineURI).Count -ne 40000)',
    'if ((Get-CsUser -OU "ou=a").Count -gt 5)',
    'if ((& { Get-CsUser; 1 }).Count -gt 5)',
    'if ((Get-CsUser kmyer).Count -gt 5)',
    'if ((Get-CsUser $somebody.SipAddress).Count -gt 5)',
    'if ((Get-CsUser | Get-CsUserPoolInfo | Select-Object PrimaryPoolFqdn -Unique).Count -gt 5)',
    'if ((Get-CsUserPoolInfo (Get-CsUser)).Count -gt 5)',
    'if (@(Get-CsUser | Select-Object SipAddress | Get-CsUserPoolInfo | Where-Object { $_.PrimaryPoolFqdn -eq "pool1.contoso.com" }).Count -gt 5)',
    'if (Get-CsUser | Get-CsUserPoolInfo | Where-Object { $_.PrimaryPoolPrimaryRegistrar -eq "fe1a.contoso.com" })',
    'if (("sip:kmyer@contoso.com" | Get-CsUserPoolInfo).PrimaryPoolFqdn -eq "pool1.contoso.com")',
    'if ((Get-CsUserPoolInfo sip:kmyer@contoso.com).PrimaryPoolFqdn -eq "pool1.contoso.com")',
  ])('of anything else not even the number is known: %s', async (line) => {
    const result = await run(`$somebody = Get-Content x\n${line} { ${failover} }`);
    expect(result.steps.at(-1)).toMatchObject({ outcome: 'notModelled' });
    expect(result.reason).toContain('Not rehearsed: Invoke-CsPoolFailOver, line 2');
  });

  test.each([
    'foreach ($u in Get-CsUser -Filter {RegistrarPool -eq "pool1.contoso.com"}) { Move-CsUser $u -Target pool2.contoso.com }',
    'Get-CsUser | Where-Object { $_.RegistrarPool -eq "pool1.contoso.com" } | Move-CsUser -Target pool2.contoso.com',
    'Get-CsUser | ForEach-Object { Move-CsUser -Identity $_.Identity -Target pool2.contoso.com }',
    'Get-CsUser | Select-Object Identity, @{ n = "Moved"; e = { Move-CsUser $_.Identity -Target pool2.contoso.com } }',
    'Get-CsUser | Sort-Object { Move-CsUser $_.Identity -Target pool2.contoso.com }',
    'Get-Content users.txt | Group-Object { Move-CsUser $_ -Target pool2.contoso.com }',
  ])('what is done to each of them is told, and never passes: %s', async (line) => {
    const sync = 'Invoke-CsBackupServiceSync -PoolFqdn pool1.contoso.com';
    const { verdict, reason } = await run(`${sync}\n${line}`, { allowUnmodelled: true });
    expect(verdict).toBe('inconclusive');
    expect(reason).toMatch(/^Not rehearsed: Move-CsUser, line 2, because /);
  });

  test('where the topology does not say their number it is unknown, and an overlay may say it', async () => {
    const topology = `${ROOT}test/input/topology/fixtures/enterprise-pair.xml`;
    const script =
      'if ((Get-CsUser -Filter {RegistrarPool -eq "pool-ams.fabrikam.com"}).Count -ne 7000) { throw "no" }';
    expect((await run(script, { topology })).steps.at(-1)).toMatchObject({ outcome: 'notModelled' });
    const overlay = file('overlay.yaml', 'pools:\n  - { fqdn: pool-ams.fabrikam.com, users: 7000 }\n');
    const said = await run(script, { topology, overlay });
    expect(said.steps.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
  });

  test('who knows more of them may say it', async () => {
    const answer = ['Get-CsUser=[{ SipAddress: "sip:a@contoso.com", EnterpriseVoiceEnabled: true }]'];
    const script = `if (@(Get-CsUser | Where-Object { $_.EnterpriseVoiceEnabled }).Count -ne 1) { throw 'voice' }
Invoke-CsBackupServiceSync -PoolFqdn pool1.contoso.com`;
    expect(await run(script, { answer })).toMatchObject({ verdict: 'passed' });
  });

  test('twenty thousand cost no more than one', async () => {
    const count = `if ((Get-CsUser | Where-Object { $_.RegistrarPool -eq 'pool1.contoso.com' }).Count -ne 20000) { throw 'no' }`;
    const result = await run(`foreach ($i in 1..400) { ${count} }\nStart-Sleep 1`);
    expect(result.runbooks[0].ending).toBe('done');
  });
});

describe('the topology', () => {
  test('a filter by role finds the pools of a role; what a role without a word leaves open stays open', async () => {
    const result = await run(`$pools = Get-CsPool | Where-Object { $_.Services -like 'Registrar:*' }
if ($pools.Count -ne 2 -or $pools[0].Site -ne 'Site:Datacenter1') { throw 'two Front End pools' }
$stores = @(Get-CsPool | Where-Object { $_.Services -match 'UserDatabase' } | Select-Object -ExpandProperty Fqdn)
if ($stores -notcontains 'sql2a.contoso.com') { throw 'a SQL server is a pool' }
$files = Get-CsService -FileStore | Where-Object { $_.SiteId -eq 'Site:Datacenter2' }
if ($files.PoolFqdn -ne 'file2.contoso.com' -or $files.Role -ne 'FileStore') { throw 'one file store' }
if ((Get-CsSite).Count -ne 2 -or (Get-CsSite Datacenter1).Pools -notcontains 'edge1.contoso.com') { throw 'sites' }
if ((Get-CsTopology).Sites.Name -notcontains 'Datacenter2') { throw 'topology' }
foreach ($pool in Get-CsPool) { if (@(Get-CsComputer -Pool $pool.Fqdn).Count -lt 1) { throw 'computers' } }
if (Get-CsPool | Where-Object { $_.Services -like 'MediationServer:*' }) { Get-CsPool }`);
    expect(result.steps.filter(({ outcome }) => outcome !== 'ok').map(({ line, message }) => [line, message])).toEqual([
      [10, expect.stringContaining('the other services of a pool')],
    ]);
  });

  test('of a document every role that it names is known, with its version', async () => {
    const topology = `${ROOT}test/input/topology/fixtures/enterprise-pair.xml`;
    const script = `$mediation = @(Get-CsService -MediationServer)
if ($mediation.Count -ne 3 -or $mediation[0].Version -ne 6) { throw 'Mediation' }
if (@(Get-CsService -PersistentChatServer).Count -ne 1) { throw 'Persistent Chat' }
if (@(Get-CsService -ArchivingDatabase).Count -eq 0) { throw 'Archiving' }
if (Get-CsPool | Where-Object { $_.Services -like 'MediationServer:*' }) { Get-CsSite }`;
    const result = await run(script, { topology });
    expect(result.steps.filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
  });
});

describe('steps', () => {
  test('services and versions that follow from the topology; how many services a pool has is not known', async () => {
    const result = await run(`$pool = Get-CsPool -Identity pool1.contoso.com
if ($pool.Services -contains 'Registrar:pool1.contoso.com') { Get-CsPool -Identity pool2.contoso.com }
if (@(Get-CsService -Registrar | Where-Object { $_.Version -ge 6 }).Count -ne 2) { throw 'two registrars of Lync 2013' }
if ($pool.Services.Count -gt 2) { Get-CsPool }`);
    const outcomes = result.steps.map(({ line, outcome }) => [line, outcome]);
    expect(outcomes).toEqual([
      [1, 'ok'],
      [2, 'ok'],
      [3, 'ok'],
      [4, 'notModelled'],
    ]);
  });

  test('a SQL statement goes to its server by Invoke-Sqlcmd (D24)', async () => {
    const result = await run(`$server = 'sql1a.contoso.com\\rtc'
foreach ($database in 'rtcxds', 'rtcab') {
  Invoke-Sqlcmd -ServerInstance $server -Query "ALTER DATABASE $database SET PARTNER RESUME"
}
SqlServer\\Invoke-Sqlcmd -ServerInstance sql1b.contoso.com 'ALTER DATABASE rtcxds SET PARTNER OFF'
Invoke-Sqlcmd -ServerInstance $server -Query 'SELECT 1'`);
    expect(result.steps.map(({ outcome, rule, message }) => [outcome, rule, message])).toEqual([
      ['ok', null, 'mirroring of the User database of pool1.contoso.com is not suspended any more'],
      ['ok', null, 'mirroring of the User database of pool1.contoso.com is not suspended any more'],
      [
        'refused',
        'D24',
        'sql1b.contoso.com is the mirror: the statement is typed on the principal, sql1a.contoso.com.',
      ],
      ['notModelled', null, expect.stringMatching(/^of SQL statements the model knows ALTER DATABASE/)],
    ]);
  });

  test('carry the line of the script and what its variables stand for', async () => {
    const result = await run(`$pool = 'pool1.contoso.com'
foreach ($p in $pool, 'pool2.contoso.com') {
  Get-CsPoolBackupRelationship -PoolFqdn $p
}
Start-Sleep -Seconds 90
Get-CsPoolBackupRelationship -PoolFqdn pool1.contoso.com`);
    expect(brief(result)).toEqual([
      '3: Get-CsPoolBackupRelationship -PoolFqdn pool1.contoso.com => ok',
      '3: Get-CsPoolBackupRelationship -PoolFqdn pool2.contoso.com => ok',
      '5: Start-Sleep -Seconds 90 => ok',
      '6: Get-CsPoolBackupRelationship -PoolFqdn pool1.contoso.com => ok',
    ]);
    expect(result).toMatchObject({ verdict: 'inconclusive', endedAtMs: 90_000 });
    expect(result.reason).toMatch(/^Nothing was rehearsed/);
  });

  test('a refusal makes the run fail; with Stop it ends the script, in a catch it does not', async () => {
    const refused = 'Invoke-CsPoolFailOver -PoolFqdn pool2.contoso.com';
    const after = 'Start-Sleep 1';
    const goesOn = await run(`${refused}\n${after}`);
    expect(goesOn).toMatchObject({ verdict: 'failed', steps: [{ outcome: 'refused', rule: 'D41' }, {}] });
    const stops = await run(`$ErrorActionPreference = 'Stop'\n${refused}\n${after}`);
    expect(stops.steps).toHaveLength(1);
    expect(stops.runbooks[0].ending).toBe('error');
    const caught = await run(`try { ${refused} -ErrorAction Stop } catch { ${after} }`);
    expect(caught.steps).toHaveLength(2);
    expect(caught.verdict).toBe('failed');
  });

  test('a host that the topology lacks and a parameter that the cmdlet lacks are failed steps', async () => {
    const result = await run(`$pool = 'pool3' + '.contoso.com'
Get-CsPoolBackupRelationship -PoolFqdn $pool
Get-CsPoolBackupRelationship -PolFqdn pool1.contoso.com
Start-Sleep 1`);
    expect(brief(result)).toMatchSnapshot();
    expect(result.verdict).toBe('failed');
  });

  test('answers are objects: modules, lists, time spans', async () => {
    const result = await run(`$s = Get-CsBackupServiceStatus -PoolFqdn pool1.contoso.com
if ($s.BackupModules.Count -lt 2) { throw 'modules' }
if (($s.BackupModules | Where-Object ModuleName -like 'Conf*').ExportStatus -notmatch 'State$') { throw 'state' }
if ("$($s.BackupModules[0])" -notlike 'UserServices.PresenceFocus:*') { throw 'text' }
$c = Get-CsBackupServiceConfiguration
if ($c.SyncInterval.TotalMinutes -ne 2) { throw 'interval' }
if ((Get-CsPool pool1.contoso.com).Computers.Count -ne 3) { throw 'computers' }
if (@(Get-CsManagementStoreReplicationStatus | Where-Object { -not $_.UpToDate }).Count) { throw 'replicas' }`);
    expect(result.reason).toMatch(/^Nothing was rehearsed/);
  });
});

describe('not modelled', () => {
  const script = `Get-CsUser -Filter *
if ((Get-CsVoicePolicy).Count -gt 3) { Start-Sleep 1 }
Invoke-CsPoolFailOver -PoolFqdn (Get-CsUser).RegistrarPool
Export-CsRgsConfiguration -Source pool1.contoso.com -FileName "$env:TEMP\\x.zip"`;

  test('is said with file, line and column, and is inconclusive', async () => {
    const result = await run(script);
    expect(brief(result)).toMatchSnapshot();
    expect(result.verdict).toBe('inconclusive');
  });

  test('is allowed where the command line says so', async () => {
    const sync = '\nInvoke-CsBackupServiceSync -PoolFqdn pool1.contoso.com';
    const harmless = `if ((Get-CsVoicePolicy).Count -gt 3) { Start-Sleep 1 }${sync}`;
    expect((await run(harmless)).verdict).toBe('inconclusive');
    const result = await run(harmless, { allowUnmodelled: true });
    expect(result.verdict).toBe('passed');
    expect(result.reason).toContain('not modelled: line 1');
  });

  test('a command that was passed over with it is named, and never passes', async () => {
    const result = await run(script, { allowUnmodelled: true });
    expect(result.verdict).toBe('inconclusive');
    expect(result.reason).toMatch(/^Not rehearsed: Invoke-CsPoolFailOver, line 3, because /);
    const branch = `function Start-Failover { Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com -DisasterMode }
if (Test-Path C:\\go.txt) {
  Get-CsPool; Write-Host 'go'; Start-Failover
  Set-CsSite -Identity Site:Datacenter1 -WhatIf
}
Invoke-CsBackupServiceSync -PoolFqdn pool1.contoso.com`;
    const passedOver = await run(branch, { allowUnmodelled: true });
    expect(passedOver.verdict).toBe('inconclusive');
    expect(passedOver.reason).toMatch(/^Not rehearsed: Invoke-CsPoolFailOver, line 1, because /);
  });

  test('what a place passes over later is named, too', async () => {
    const check = `function Test-Gate($code) { if (Test-Path x) { & $code } }
Test-Gate { Remove-Item a }
Test-Gate { Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com -DisasterMode }
Invoke-CsBackupServiceSync -PoolFqdn pool1.contoso.com`;
    const { verdict, reason } = await run(check, { allowUnmodelled: true });
    expect(verdict).toBe('inconclusive');
    expect(reason).toMatch(/^Not rehearsed: Invoke-CsPoolFailOver, line 3, because /);
  });

  test.each([
    "'pool1.contoso.com' | Invoke-CsPoolFailOver -DisasterMode",
    'Get-Content pools.txt | ForEach-Object { Invoke-CsPoolFailOver -PoolFqdn $_ }',
    'Get-Content pools.txt | Where-Object { Invoke-CsPoolFailOver -PoolFqdn $_ }',
    'Invoke-Command -ComputerName fe1 -ScriptBlock { Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com }',
    'Select-String x { Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com }',
  ])('%s is not carried out, and never passes', async (line) => {
    const sync = 'Invoke-CsBackupServiceSync -PoolFqdn pool1.contoso.com';
    const result = await run(`${sync}\n${line}`, { allowUnmodelled: true });
    expect(result.verdict).toBe('inconclusive');
    expect(result.reason).toMatch(/^Not rehearsed: Invoke-CsPoolFailOver, line 2, because /);
    expect((await run(`${sync}\n${line}`)).verdict).toBe('inconclusive');
  });

  const failover = 'Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com -DisasterMode';
  const plan = `class Plan { [string] $N; Plan() { } [void] Run() { ${failover} } }\n$p = [Plan]::new()`;
  test.each([
    [`${plan}\nif (Test-Path x) { $p.Run() }`, 'Invoke-CsPoolFailOver, line 1'],
    [`${plan}\nif (Test-Path x) { $p | ForEach-Object Run }`, 'Invoke-CsPoolFailOver, line 1'],
    [`class Plan { Plan() { ${failover} } }\nif (Test-Path x) { $p = [Plan]::new() }`, 'Invoke-CsPoolFailOver, line 1'],
    [`$act = { ${failover} }\nif (Test-Path x) { & $act }`, 'Invoke-CsPoolFailOver, line 1'],
    [`$act = { ${failover} }\nif (Test-Path x) { Invoke-Command -ScriptBlock $act }`, 'Invoke-CsPoolFailOver, line 1'],
    ["$cmd = 'Invoke-CsPoolFailOver'\nif (Test-Path x) { & $cmd -PoolFqdn pool1.contoso.com }", '& $cmd -PoolFqdn'],
    [`if (Test-Path x) { Invoke-Expression '${failover}' }`, 'Invoke-Expression, line 1'],
    [`if (Test-Path x) { [scriptblock]::Create('${failover}').Invoke() }`, '[scriptblock]::Create'],
    ['if (Test-Path x) { powershell.exe -File .\\fail.ps1 }', 'powershell.exe, line 1'],
    ['if (Test-Path x) { . .\\fail.ps1 }', '. .\\fail.ps1, line 1'],
    [`if (Test-Path x) { ${failover} -WhatIf:$false }`, 'Invoke-CsPoolFailOver, line 1'],
    [
      'if (Test-Path x) { Invoke-CsComputerFailOver fe1a.contoso.com -Force -WhatIf }',
      'Invoke-CsComputerFailOver, line 1',
    ],
    ["if (Test-Path x) { $PSDefaultParameterValues['*:WhatIf'] = $true }", '$PSDefaultParameterValues, line 1'],
    ['if (Test-Path x) { $WhatIfPreference = $true }', '$WhatIfPreference = $true, line 1'],
    [
      "$PSDefaultParameterValues = @{ '*-Cs*:WhatIf' = $true }\nInvoke-CsComputerFailOver fe1a.contoso.com",
      'Invoke-CsComputerFailOver, line 2',
    ],
    [`if (Test-Path x) { function Go { ${failover} }; Go }`, 'Invoke-CsPoolFailOver, line 1'],
    [`Invoke-Expression '${failover}'`, 'Invoke-Expression, line 1'],
    [`powershell.exe -Command "${failover}"`, 'powershell.exe, line 1'],
    ['$name = Get-Content x\n& $name', '& $name, line 2'],
    ['Invoke-Command -ComputerName fe1a.contoso.com -FilePath .\\fail.ps1', 'Invoke-Command -ComputerName fe1a'],
  ])('what is not in sight never passes either: %s', async (script, named) => {
    const sync = 'Invoke-CsBackupServiceSync -PoolFqdn pool1.contoso.com';
    const { verdict, reason } = await run(`${script}\n${sync}`, { allowUnmodelled: true });
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain(`Not rehearsed: ${named}`);
  });

  test.each([
    'Set-CsSite -Identity Site:Datacenter1 -WhatIf:$true',
    'Invoke-CsComputerFailOver fe1a.contoso.com -WhatIf',
    'Start-Process notepad.exe; & "$env:windir\\system32\\robocopy.exe" a b; & { Write-Host a }',
    'Invoke-Command -ComputerName fe1a.contoso.com { Get-CsPool }',
  ])('what acts on nothing passes where that is allowed: %s', async (code) => {
    const sync = 'Invoke-CsBackupServiceSync -PoolFqdn pool1.contoso.com';
    const { verdict, reason } = await run(`${sync}\nif (Test-Path x) { ${code}; $p.Run() }`, { allowUnmodelled: true });
    expect({ verdict, reason }).toMatchObject({ verdict: 'passed' });
  });

  test('what fails after it may hang on it; what failed before does not', async () => {
    const unknown = 'if (Test-Path C:\\go.txt) { exit 4 }';
    const wrong = 'Invoke-CsPoolFailBack -PoolFqdn pool1.contoso.com';
    const after = await run(`${unknown}\n${wrong}`);
    expect(after.verdict).toBe('inconclusive');
    expect(after.reason).toMatch(/What failed hangs on it: line 2 was refused \(D50\)/);
    const before = await run(`${wrong}\n${unknown}`);
    expect(before).toMatchObject({ verdict: 'failed', readiness: 'notReady' });
  });

  test('a loop that never ends is inconclusive, also when that is allowed', async () => {
    const result = await run('while ($true) { Start-Sleep 600 }', { allowUnmodelled: true });
    expect(result.verdict).toBe('inconclusive');
    expect(result.reason).toContain('x.ps1:1:1: this loop has not ended after 24 hours of virtual time');
  });

  test('what has no effect is listed once', async () => {
    const { runbooks, verdict } = await run(`1..3 | ForEach-Object { Write-Host $_ }
Import-Module Lync
$log = Get-Content C:\\x.txt
Write-Host $log`);
    expect(verdict).toBe('inconclusive');
    expect(runbooks[0].ignored).toEqual([
      { name: 'Get-Content', times: 1 },
      { name: 'Import-Module', times: 1 },
      { name: 'Write-Host', times: 4 },
    ]);
  });
});

describe('decisions', () => {
  test('take the time of --decide and are listed', async () => {
    const script = `if ((Read-Host 'Go on? (Y/N)') -ne 'y') { exit 1 }`;
    const result = await run(script, { decideMs: 600_000 });
    expect(result).toMatchObject({ verdict: 'inconclusive', endedAtMs: 600_000 });
    expect(result.runbooks[0].decisions).toMatchObject([{ line: 1, prompt: 'Go on? (Y/N)', answer: 'y' }]);
    expect(result.assumptions.map(({ name }) => name)).toContain('decideMinutes');
    expect((await run(script)).endedAtMs).toBe(300_000);
  });

  test('another answer than yes is unknown', async () => {
    const result = await run(`if ((Read-Host 'Which pool?') -eq 'pool1') { Start-Sleep 1 }`);
    expect(result.verdict).toBe('inconclusive');
  });

  test.each([
    ['Continue (yes/no)', 'yes'],
    ['Type YES to go on', 'YES'],
    ['Sure? [Y]es or [N]o', 'y'],
    ['Sure? (Y/N)', 'y'],
    ['Which pool?', null],
    ['Which day, yesterday?', null],
    ['Press Enter', null],
    [null, null],
  ])('%s is answered with %s', (prompt, answer) => {
    expect(answerTo(prompt)).toBe(answer);
  });
});

describe('parameters', () => {
  const script = `param([string] $Pool = 'pool1.contoso.com', [int] $Seconds = 5, [switch] $Quick, [string[]] $Names)
if (-not $Quick) { Start-Sleep $Seconds }
foreach ($n in $Names) { Start-Sleep 100 }
Get-CsPoolBackupRelationship -PoolFqdn $Pool`;

  test('have their defaults, or the values of the command line', async () => {
    expect((await run(script)).endedAtMs).toBe(5000);
    expect((await run(script, { param: ['seconds=7'] })).endedAtMs).toBe(7000);
    expect((await run(script, { param: ['Quick=true', 'Names=a, b'] })).endedAtMs).toBe(200_000);
  });

  test.each(['bool', 'Boolean', 'System.Boolean', 'switch', 'System.Management.Automation.SwitchParameter'])(
    'false is false for [%s], and other words are refused',
    async (type) => {
      const script = `param([${type}] $Go)\nif ($Go) { throw 'went' }\nStart-Sleep 1`;
      const result = await outcome(script, { param: ['Go=false'] });
      expect(result).toMatchObject({ steps: [{ line: 3 }] });
      expect(await outcome(script, { param: ['Go=maybe'] })).toContain('write true or false');
    },
  );

  test('that do not fit are refused', async () => {
    const shown = [];
    for (const param of [['Pol=x'], ['Pool'], ['Seconds=soon'], ['Quick=maybe'], ['Pool=a', 'pool=b']]) {
      shown.push(await outcome(script, { param }));
    }
    shown.push(await outcome('param([Parameter(Mandatory)] $Pool)\nStart-Sleep 1'));
    expect(shown.join('\n\n')).toMatchSnapshot();
  });
});

describe('other scripts', () => {
  test('are found by a name with either slash and letters of any case, as on Windows', async () => {
    file('Lib Of Ours/Common.ps1', 'function Wait-Long { Start-Sleep 60 }');
    for (const name of [
      '.\\lib of ours\\COMMON.ps1',
      '$PSScriptRoot/LIB OF OURS\\common.PS1',
      './Lib Of Ours/Common.ps1',
    ]) {
      const { steps } = await run(`. "${name}"\nWait-Long`);
      expect(steps.map(({ outcome: of, file: where }) => [of, where])).toEqual([
        ['ok', join(folder, 'Lib Of Ours/Common.ps1')],
      ]);
    }
    file('Lib Of Ours/COMMON.ps1', 'Start-Sleep 1');
    expect(await outcome('. ".\\lib of ours\\common.ps1"')).toContain('does not exist beside the runbook');
  });

  test('on a drive or a share are not beside a runbook that lies elsewhere', async () => {
    for (const name of ['C:\\DR\\x.ps1', 'C:x.ps1', '\\\\nas\\dr\\x.ps1', '\\\\?\\C:\\DR\\x.ps1', '~\\x.ps1']) {
      expect(await outcome(`. '${name}'`)).toContain('is outside of the runbook');
    }
  });

  test('are read from the folder of the runbook, with lines of their own', async () => {
    file('lib/common.ps1', `function Wait-Long { Start-Sleep 60 }\n. "$PSScriptRoot\\more.ps1"`);
    file('lib/more.ps1', 'param($Times = 1)\nStart-Sleep $Times');
    const result = await run(`. .\\lib\\common.ps1\nWait-Long\n& "$PSScriptRoot\\lib\\more.ps1" -Times 3`);
    expect(result.steps.map(({ line, file: of }) => `${of?.replace(`${folder}/`, '')}:${line}`)).toEqual([
      'lib/more.ps1:2',
      'lib/common.ps1:1',
      'lib/more.ps1:2',
    ]);
    expect(result.endedAtMs).toBe(64_000);
  });

  test('are found by the place of the script, however a script comes to it', async () => {
    file('lib/one.ps1', 'Start-Sleep 1');
    const ways = [
      '$here = $PSScriptRoot\n. (Join-Path $here lib\\one.ps1)',
      '$here = Split-Path -Parent $MyInvocation.MyCommand.Path\n. "$here\\lib\\one.ps1"',
      '$here = Split-Path $PSCommandPath\n& ($here + "\\lib\\one.ps1")',
      'param([string]$Here = $PSScriptRoot)\n. ("{0}\\lib\\one.ps1" -f $Here)',
      'foreach ($each in @("$PSScriptRoot\\lib\\one.ps1")) { . $each }',
      'function Here { $PSScriptRoot }\n$files = @{ one = "$(Here)\\lib\\one.ps1" }\n. $files.one',
    ];
    for (const way of ways) expect((await run(way)).endedAtMs, way).toBe(1000);
  });

  test.each(['&', '.'])('%s: exit ends the file that it stands in, and not the runbook', async (operator) => {
    file('pre.ps1', 'param($code)\nfunction Quit { exit $code }\nQuit\nGet-CsPool pool2.contoso.com');
    const script = (code: number) =>
      `${operator} "$PSScriptRoot\\pre.ps1" ${code}\nif ($?) { Start-Sleep 1 }\nInvoke-CsBackupServiceSync -PoolFqdn pool1.contoso.com`;
    const steps = ({ steps: all }: RunResult) => all.map(({ line, outcome }) => `${line} ${outcome}`);
    const ended = await run(script(0));
    expect(steps(ended)).toEqual(['2 ok', '3 ok']);
    expect(ended.verdict).toBe('passed');
    const failed = await run(script(3));
    expect(steps(failed)).toEqual(['2 failed', '3 ok']);
    expect(failed).toMatchObject({ verdict: 'failed', steps: [{ message: 'the script ends itself with exit 3' }, {}] });
  });

  test('elsewhere are refused', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'drydrill-outside-'));
    try {
      writeFileSync(join(outside, 'evil.ps1'), 'Start-Sleep 1');
      symlinkSync(join(outside, 'evil.ps1'), join(folder, 'link.ps1'));
      const shown = [];
      for (const path of [`..\\${outside.split('/').at(-1)}\\evil.ps1`, '.\\link.ps1', 'C:\\x.ps1', '.\\none.ps1']) {
        shown.push(await outcome(`Start-Sleep 1\n. '${path}'`));
      }
      shown.push(await outcome(`& '${outside}/evil.ps1'`));
      expect(
        shown
          .join('\n')
          .replaceAll(outside, '/outside')
          .replace(/drydrill-outside-\w+/g, 'outside'),
      ).toMatchSnapshot();
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  test('that are no PowerShell are refused with their own place, and one that calls itself ends', async () => {
    file('bad.ps1', 'Start-Sleep 1\nif (');
    expect(await outcome('. .\\bad.ps1')).toBe('bad.ps1:2:4: this ( is never closed\n  close it with )');
    file('self.ps1', '. .\\self.ps1');
    expect((await run('. .\\self.ps1')).verdict).toBe('inconclusive');
  });
});

describe('files', () => {
  const script = 'Start-Sleep -Seconds 3 # Größe';

  test('in UTF-8 and UTF-16 with a byte order mark', async () => {
    const utf16 = Buffer.from(`\ufeff${script}\r\n`, 'utf16le');
    expect((await run(Buffer.from(`\ufeff${script}`))).endedAtMs).toBe(3000);
    expect((await run(utf16)).endedAtMs).toBe(3000);
    expect((await run(utf16.swap16())).endedAtMs).toBe(3000);
  });

  test('that cannot be a script are refused', async () => {
    const shown = [];
    for (const content of ['', '   \n', Buffer.from([0x4d, 0x5a, 0, 1, 2]), Buffer.alloc(3 * 1024 * 1024, 'a')]) {
      shown.push(await outcome(content));
    }
    const none = await runDrillFile(join(folder, 'none.ps1'), { topology: CMS2 });
    shown.push(Array.isArray(none) ? none[0].message : '');
    const alone = await runDrillFile(file('y.ps1', script));
    shown.push(Array.isArray(alone) ? alone[0].message : '');
    expect(shown.join('\n')).toMatchSnapshot();
  });
});

test('the report shows a wait once, and what was decided and ignored', async () => {
  const result = await run(`$end = (Get-Date).AddMinutes(10)
while ((Get-Date) -lt $end) { Start-Sleep 60; Get-CsPoolBackupRelationship -PoolFqdn pool1.contoso.com }
$x = Read-Host 'Name?'
Write-Host $nothing`);
  const text = reportRun(result, { colour: 0, width: 80, quiet: false, again: 'again' });
  expect(text).toContain('9 more times, until 00:10:00');
  expect(text.match(/Start-Sleep 60/g)).toHaveLength(1);
  expect(text).toContain('"Name?": the answer is not known');
  expect(text).toContain('$nothing was never given a value');
  expect(result.steps).toHaveLength(21);
});

test('the same script and seed give the same bytes', async () => {
  const script = 'Set-CsEdgeServer -Identity edge1.contoso.com -Registrar pool2.contoso.com\nStart-Sleep 30';
  expect(JSON.stringify(await run(script, { seed: 3 }))).toBe(JSON.stringify(await run(script, { seed: 3 })));
  expect((await run(script, { seed: 4 })).endedAtMs).not.toBe((await run(script, { seed: 3 })).endedAtMs);
});
