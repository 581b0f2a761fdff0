import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runDrillFile } from '../../../src/commands/run.js';
import type { RunResult } from '../../../src/domain/result.js';
import { formatInputError } from '../../../src/input/format-error.js';
import { ROOT } from '../../support/built.js';

/** What the user says that commands outside of the model answer, from the flag or the drill to the verdict. */

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydrill-answers-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const CMS2 = `${ROOT}sims/contoso-cms2.yaml`;
const SYNC = 'Invoke-CsBackupServiceSync -PoolFqdn pool1.contoso.com';

async function outcome(name: string, text: string, answer?: readonly string[]): Promise<RunResult | string> {
  const path = join(folder, name);
  writeFileSync(path, text);
  const run = await runDrillFile(path, { topology: CMS2, seeds: 1, answer });
  return Array.isArray(run) ? run.map(formatInputError).join('\n').replaceAll(`${folder}/`, '') : run;
}

async function run(script: string, ...answer: string[]): Promise<RunResult> {
  const found = await outcome('x.ps1', script, answer);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

const commands = ({ steps }: RunResult) => steps.map(({ command, outcome }) => `${command} => ${outcome}`);

describe('--answer', () => {
  test.each([
    ['sc.exe \\\\fe1a.contoso.com stop RTCSRV', 'sc.exe=true'],
    ['Invoke-WmiMethod -ComputerName fe1a.contoso.com -Name StopService', 'Invoke-WmiMethod=true'],
    ['shutdown.exe /r /m fe1a', 'shutdown.exe=true'],
  ])('does not stand for what %s does to a machine', async (line, answer) => {
    const { verdict, reason } = await run(`${SYNC}\n${line}`, answer);
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain('Not rehearsed');
  });

  test('stands for a command whose arguments only look like one of the servers', async () => {
    const script = `${SYNC}\nif (-not (Test-OurPort -Name uk-csfe01.contoso.com)) { throw 'down' }`;
    expect((await run(script, 'Test-OurPort=true')).verdict).toBe('passed');
  });

  const check = `if (-not (Test-NetConnection sql1a.contoso.com -Port 1433).TcpTestSucceeded) { ${SYNC} } else { throw 'up' }`;

  test('a command outside of the model answers what is said, with the type that YAML gives it', async () => {
    const down = await run(check, 'Test-NetConnection={ TcpTestSucceeded: false }');
    expect(down.verdict).toBe('passed');
    expect(commands(down)).toEqual([`${SYNC} => ok`]);
    // as text "false" would be true in PowerShell
    expect((await run(check, 'Test-NetConnection={ TcpTestSucceeded: "false" }')).verdict).toBe('failed');
    expect((await run(check, 'tnc=$true', 'Test-NetConnection={ TcpTestSucceeded: $false }')).verdict).toBe('passed');
  });

  test('a program answers by its own name, though that without its .exe is an alias', async () => {
    const asked = `if ((sc.exe query RTCSRV) -match 'RUNNING') { throw 'up' }\n${SYNC}`;
    const result = await run(asked, 'sc.exe="STATE : 1 STOPPED"');
    expect(result.reason).not.toContain('Never asked for');
    expect(result.verdict).toBe('passed');
  });

  test('a property of it that is not said is unknown, never $null', async () => {
    const result = await run(check, 'Test-NetConnection={ PingSucceeded: true }');
    expect(result.verdict).toBe('inconclusive');
  });

  test('several answers of one command come one after another, and the last goes on; some may be for some calls', async () => {
    const script = `$all = 1..4 | ForEach-Object { [string](Test-Path "C:\\f$_") }
if (($all -join ' ') -ne 'True False False True') { throw "$all" }
${SYNC}`;
    const result = await run(script, 'Test-Path f4=true', 'Test-Path=true', 'Test-Path=false');
    expect(result.reason).toMatch(/^Every step ended as the drill expects\.$/);
    expect(result.runbooks[0].answers.map(({ times }) => times)).toEqual([1, 1, 2]);
  });

  test('a list is several objects, and an empty one is none', async () => {
    const script = `$n = 0; foreach ($u in Import-Csv users.csv) { $n += $u.Weight }
if ($n -ne 7) { throw "$n" }
${SYNC}`;
    expect((await run(script, 'Import-Csv=[{ Weight: 3 }, { Weight: 4 }]')).verdict).toBe('passed');
    expect((await run(script, 'Import-Csv=[]')).verdict).toBe('failed');
  });

  test('Read-Host, menus, programs and what is piped into a command', async () => {
    const script = `$ticket = Read-Host 'Ticket'
if ($ticket -ne 'CHG7') { throw 'ticket' }
if ($Host.UI.PromptForChoice('Failover', 'Go on?', $choices, 0) -ne 1) { throw 'choice' }
if ((.\\Check.exe /q) -ne 'fine') { throw 'program' }
if (('a', 'b' | Test-Everything) -ne 5) { throw 'piped' }
${SYNC}`;
    const said = ['Read-Host Ticket=CHG7', 'PromptForChoice=1', 'Check.exe=fine', 'Test-Everything=5'];
    const result = await run(script, ...said);
    expect(result.reason).toBe('Every step ended as the drill expects.');
    expect(result.assumptions.map(({ name }) => name)).not.toContain('readHostAnswer');
  });

  test('what a command does to the deployment is not known by its answer', async () => {
    const result = await run(`${SYNC}\n$x = New-CsVoiceRoute -Name a`, 'New-CsVoiceRoute=true');
    expect(result.verdict).toBe('inconclusive');
    const code = `${SYNC}\nInvoke-Everywhere { Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com }`;
    expect((await run(code, 'Invoke-Everywhere=1')).verdict).toBe('inconclusive');
  });

  test.each([
    ["'pool1.contoso.com' | Invoke-CsPoolFailOver -DisasterMode", 'Invoke-CsPoolFailOver=true'],
    ['Get-Service -Name RTC* -ComputerName fe1a.contoso.com | Stop-Service', 'Stop-Service=true'],
    ["'x' | Invoke-Everywhere { Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com }", 'Invoke-Everywhere=true'],
    ["'Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com' | iex", 'iex=true'],
  ])('nor by that of what is piped into it: %s', async (line, answer) => {
    const unsaid = await run(`${SYNC}\n${line}`);
    expect(unsaid.verdict).toBe('inconclusive');
    if (!answer.startsWith('Invoke-Everywhere')) expect(unsaid.reason).not.toContain('--answer');
    expect((await run(`${SYNC}\n${line}`, answer)).verdict).toBe('inconclusive');
  });

  test.each([
    ["Invoke-Expression 'Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com'", 'Invoke-Expression=0'],
    ['iex $env:NIGHT', 'iex=0'],
    ['powershell.exe -Command "Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com"', 'powershell=0'],
    ['pwsh -File .\\night.ps1', 'pwsh=0'],
    ['Start-Process powershell "-File .\\night.ps1"', 'Start-Process=0'],
    ['cmd /c "powershell -File night.ps1"', 'cmd=0'],
    ['cmd /c "net stop RTCSRV"', 'cmd=0'],
    ["Start-Process net -ArgumentList 'stop RTCSRV' -Wait", 'Start-Process=0'],
    ["schtasks /create /tn night /tr 'x -c Invoke-CsPoolFailOver'", 'schtasks=0'],
  ])('nor what code in a text does: %s', async (line, answer) => {
    const unsaid = await run(`${SYNC}\n${line}`);
    expect(unsaid.verdict).toBe('inconclusive');
    expect(unsaid.reason).not.toContain('--answer');
    const said = await run(`${SYNC}\n$code = ${line}\nif ($code -eq 5) { throw 'not what was said' }`, answer);
    expect(commands(said)).toEqual([`${SYNC} => ok`, expect.stringMatching(/ => notModelled$/)]);
  });

  test('one that nothing asks for is told, also where the model answers itself', async () => {
    const result = await run(`Get-CsPool | Out-Null\n${SYNC}`, 'Get-CsPool=[]', 'Get-CsUsr=[]');
    expect(result.verdict).toBe('passed');
    expect(result.reason).toMatch(/ Never asked for: the answer of Get-CsPool; Get-CsUsr\.$/);
  });

  test.each([
    ['Get-CsUser', /^--answer:1:1: "Get-CsUser" has no command before a "="/],
    ['Get-CsUser=[1', /^--answer Get-CsUser:1:\d: not valid YAML/],
    ['Read-Host=[a]', /^--answer Read-Host:1:1: what is typed at Read-Host is one text/],
    ['{x}=1', /^--answer \{x\}:1:1: "\{x\}" is not the name of a command/],
  ])('%s is unusable', async (flag, message) => {
    expect(await outcome('x.ps1', SYNC, [flag])).toMatch(message);
  });
});

describe('answers of a drill file', () => {
  const drill = (answers: string, steps = '[{ script: s.ps1 }]') => `drill: d\nsteps: ${steps}\nanswers:\n${answers}\n`;

  test('are for its scripts, and for its own steps', async () => {
    writeFileSync(join(folder, 's.ps1'), `if (Test-Path C:\\go.txt) { ${SYNC} }`);
    const said = '  - { command: Test-Path, returns: true }';
    expect(await outcome('d.yaml', drill(said))).toMatchObject({ verdict: 'passed' });
    const own = '[{ run: Test-NetConnection pool2.contoso.com }, { script: s.ps1 }]';
    const both = `${said}\n  - { command: Test-NetConnection, returns: {} }`;
    expect(await outcome('d.yaml', drill(both, own))).toMatchObject({
      verdict: 'passed',
      reason: 'Every step ended as the drill expects.',
    });
  });

  test('code in the text of a step is not known by its answer', async () => {
    const steps = `[{ run: ${SYNC} }, { run: "Invoke-Expression 'Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com'" }]`;
    const said = '  - { command: Invoke-Expression, returns: true }';
    expect(await outcome('d.yaml', drill(said, steps))).toMatchObject({ verdict: 'inconclusive' });
  });

  test('one that nothing asks for is told with its line', async () => {
    const steps = `[{ run: ${SYNC} }]`;
    expect(await outcome('d.yaml', drill('  - { command: Get-CsUser, returns: [] }', steps))).toMatchObject({
      reason: expect.stringMatching(/Never asked for: the answer of Get-CsUser, line 4\.$/),
    });
  });

  test('a malformed one is refused at its place', async () => {
    const text = drill(['  - { command: Get-CsUser }', '  - { command: Read-Host, returns: [x] }'].join('\n'));
    const wrong = await outcome('d.yaml', text);
    expect(wrong).toMatch(/d\.yaml:4:5: what Get-CsUser answers is missing/);
    expect(wrong).toMatch(/d\.yaml:5:5: what is typed at Read-Host is one text/);
    expect(await outcome('d.yaml', drill('  - { command: Get-CsUser, return: [] }'))).toMatch(/unknown key "return"/);
  });
});

describe('the verdict', () => {
  test('ranks by what hangs on it, and gives the lines to add', async () => {
    const script = `$null = Get-CsVoicePolicy
if ((Get-Service x).Status -eq 'Running') { exit 3 }
foreach ($row in Import-Csv pools.csv) { if ($row.Name) { Invoke-CsPoolFailOver -PoolFqdn $row.Name } }
if (Test-Path C:\\go.txt) { throw 'x' }`;
    const { reason } = await run(script);
    expect(reason).toMatch(
      /^Not rehearsed: Invoke-CsPoolFailOver, line 3, because the list is not known: it depends on the answer of Import-Csv\. Not modelled: /,
    );
    expect(reason).toMatch(/2 checks had no answer: line 2, line 4; .*1 read without effect\)/);
    expect(reason).toContain(
      "add --answer 'Import-Csv=[{ Name: true }]' --answer 'Get-Service={ Status: true }' --answer 'Test-Path=true'",
    );
    writeFileSync(join(folder, 's.ps1'), `if (Test-Path C:\\go.txt) { ${SYNC} }`);
    expect(await outcome('d.yaml', 'drill: d\nsteps: [{ script: s.ps1 }]\n')).toMatchObject({
      reason: expect.stringContaining('add answers: [{ command: Test-Path, returns: true }]'),
    });
  });
});
