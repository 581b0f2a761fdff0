import { describe, expect, test } from 'vitest';
import { type Answers, play } from '../world.js';

/** Code on other machines: what it knows of the script, what it answers, and what becomes of machines that do not. */

const DOWN: Answers = {
  'Invoke-Command': (turn) => (turn === 0 ? { outcome: 'refused', message: 'srv1 does not answer' } : {}),
};

describe('Invoke-Command', () => {
  test('runs on each machine with its arguments, and gives what the code gives', async () => {
    const { log } = await play(`$n = 2
$found = Invoke-Command -ComputerName srv1, srv2 -ScriptBlock { param($a, $b) "$a-$b-$using:n" } -ArgumentList x, y
show $found.Count $found[1]
show (Invoke-Command srv3 { $args[0] + 1 } -args 4)`);
    expect(log).toEqual([
      'Invoke-Command -ComputerName srv1',
      'Invoke-Command -ComputerName srv2',
      'show 2 x-y-2',
      'Invoke-Command -ComputerName srv3',
      'show 5',
    ]);
  });

  test('knows nothing of the script there, and leaves nothing here', async () => {
    const { log } = await play(`function helper { 'here' }
$x = 1
Invoke-Command srv1 { $x = 5; helper }
show $x
Invoke-Command { show $x }`);
    expect(log.filter((line) => !line.startsWith('remark'))).toEqual([
      'Invoke-Command -ComputerName srv1',
      'helper',
      'show 1',
      // without a machine it runs here
      'show 1',
    ]);
  });

  test('a machine that does not answer is an error that ends nothing, but with Stop', async () => {
    const script = (more: string) => `Invoke-Command srv1, srv2 { show 'there' }${more}\nshow 'after'`;
    expect((await play(script(''), DOWN)).log).toEqual([
      'Invoke-Command -ComputerName srv1',
      'Invoke-Command -ComputerName srv2',
      'show there',
      'show after',
    ]);
    const stopped = await play(script(' -ErrorAction Stop'), DOWN);
    expect(stopped).toMatchObject({ log: ['Invoke-Command -ComputerName srv1'], ending: 'error' });
  });

  test('runs where a session is; one to somewhere that is not known is told', async () => {
    const { log } = await play(`$s = New-PSSession -ComputerName srv1
Invoke-Command -Session $s { show 'there' }
$other = Get-Content sessions.txt
Invoke-Command -Session $other { Stop-Service RTCSRV }
Invoke-Command -ComputerName srv1 -AsJob { Stop-Service RTCSRV }`);
    expect(log).toEqual([
      'New-PSSession -ComputerName srv1',
      'Invoke-Command -ComputerName srv1',
      'show there',
      'notModelled 4:1 Invoke-Command on a machine that is not known is not modelled',
      'notModelled 5:1 Invoke-Command with -AsJob is not modelled',
    ]);
  });

  test('what ends the code there is told, and so is that nobody knows whether a try here catches it', async () => {
    const { log } = await play(`try { Invoke-Command srv1 { throw 'no' } } catch { show 'caught' }
show 'after'`);
    expect(log).toEqual([
      'Invoke-Command -ComputerName srv1',
      'failed 1:29 no',
      'notModelled 1:7 an error ended the code on srv1: whether it is caught here is not modelled',
      'show after',
    ]);
  });

  test.each([
    ['if ($true) { exit }', []],
    ['exit 3', ['failed 2:31 the script ends itself with exit 3']],
    ['break', []],
    ['foreach ($j in 1..2) { continue Night }', []],
  ])('what leaves the code there goes on here: %s', async (code, told) => {
    const { log, ending } = await play(`:Night foreach ($i in 1) {
  Invoke-Command srv1, srv2 { ${code} }
  show 'after'
}`);
    const there = (name: string) => [`Invoke-Command -ComputerName ${name}`, ...told];
    expect(log).toEqual([...there('srv1'), ...there('srv2'), 'show after']);
    expect(ending).toBe('done');
  });

  test('without a machine they leave the script here', async () => {
    expect(await play(`Invoke-Command { exit }\nshow 'after'`)).toMatchObject({ log: [], ending: 'done' });
  });
});

test('a session by its address is one on its host', async () => {
  const { log } = await play(`$s = New-PSSession -ConnectionUri https://pool1.contoso.com/OcsPowershell -Credential $c
show $s.ComputerName`);
  expect(log.filter((line) => !line.startsWith('remark'))).toEqual([
    'New-PSSession -ComputerName pool1.contoso.com',
    'show pool1.contoso.com',
  ]);
});

test('no session outlives a restart of its machine; a new one is open', async () => {
  const { log } = await play(`$s = New-PSSession srv1.contoso.com
Invoke-Command -Session $s { show 'before' }
Restart-Computer srv1, srv2 -Wait -Force
Invoke-Command -Session $s { show 'never' }
$s = New-PSSession srv1.contoso.com
Invoke-Command -Session $s { show 'after' }
$other = New-PSSession srv3
Invoke-Command -ComputerName srv3 { Restart-Computer -Force }
try { Invoke-Command -Session $other { show 'never' } -ErrorAction Stop } catch { show 'caught' }`);
  expect(log.filter((line) => !/^(?:New-PSSession|Invoke-Command|Restart)/.test(line))).toEqual([
    'show before',
    expect.stringMatching(/^failed 4:1 .* The session state is Broken: srv1.contoso.com was restarted/),
    'show after',
    'show caught',
  ]);
});

test('a session says that it is broken; -WhatIf breaks none', async () => {
  const { log } = await play(`$s = New-PSSession -ComputerName srv1
Restart-Computer srv1 -WhatIf
show $s.State
Restart-Computer srv1 -Wait
show $s.State $s.Availability`);
  expect(log.filter((line) => line.startsWith('show'))).toEqual(['show Opened', 'show Broken None']);
});
