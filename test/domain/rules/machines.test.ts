import { describe, expect, it } from 'vitest';
import { run } from '../../support/drills.js';
import { drill, exact } from '../../support/exact.js';

/** Machines that an administrator restarts or shuts down by hand, and their services by the cmdlets of Windows. */

const SERVICE = 'Get-Service -ComputerName fe1a RTCSRV';
const MACHINES = { serverStartMinutes: [10, 10] };

describe('Restart-Computer', () => {
  it('takes the machine down, and it is back after serverStartMinutes, with -Wait when it ends (D37)', async () => {
    const r = await run(
      drill({
        topology: exact(),
        assumptions: MACHINES,
        steps: [
          { run: 'Restart-Computer -ComputerName fe1a -Force' },
          { run: SERVICE },
          { run: 'Restart-Computer fe1a' },
          // 10 min after the first step
          { at: '10m', run: SERVICE },
          { run: 'Restart-Computer fe1b -Wait -For PowerShell' },
          { run: SERVICE.replace('fe1a', 'fe1b') },
        ],
      }),
    );
    expect(r.result.steps.map(({ outcome, rule }) => [outcome, rule])).toEqual([
      ['ok', null],
      ['refused', 'D37'],
      ['refused', 'D37'],
      ['ok', null],
      ['ok', null],
      ['ok', null],
    ]);
    expect(r.result.steps[3].output).toEqual([{ Status: 'Running', Name: 'RTCSRV', MachineName: 'fe1a' }]);
    expect(r.result.steps[4].endedAtMs - r.result.steps[4].startedAtMs).toBe(600_000);
    expect(r.result.steps[2].message).toMatch(/RPC server is unavailable/);
  });

  it('brings nothing back that it was refused for, nor what is lost on its way up (D37)', async () => {
    const states = async (faults: unknown, ...steps: unknown[]) => {
      const all = { topology: exact(), assumptions: MACHINES, faults, expect: { served: false } };
      const r = await run(drill({ ...all, steps: [...steps, { at: '30m', run: SERVICE }] } as never));
      return r.result.steps.map(({ outcome }) => outcome);
    };
    const lost = [{ at: '1m', crash: { server: 'fe1a' } }];
    expect(await states([{ at: '0s', crash: { server: 'fe1a' } }], { run: 'Restart-Computer fe1a' })).toEqual([
      'refused',
      'refused',
    ]);
    expect(await states(lost, { run: 'Restart-Computer fe1a' })).toEqual(['ok', 'refused']);
    expect(await states(lost, { run: 'Restart-Computer fe1a -Wait' })).toEqual(['failed', 'refused']);
    // A repair on its way up is one all the same.
    const repaired = [...lost, { at: '20m', repair: { server: 'fe1a' } }];
    expect(await states(repaired, { run: 'Restart-Computer fe1a' })).toEqual(['ok', 'ok']);
  });

  it('is back after its own time, not after that of a restart which a fault ended', async () => {
    const r = await run(
      drill({
        topology: exact(),
        assumptions: MACHINES,
        faults: [
          { at: '1m', crash: { server: 'fe1a' } },
          { at: '2m', repair: { server: 'fe1a' } },
        ],
        steps: [
          { run: 'Restart-Computer fe1a' },
          { at: '9m', run: 'Restart-Computer fe1a' },
          // 10 min after the first is too early, 10 min after the second is not
          { at: '11m', run: SERVICE },
          { at: '20m', run: SERVICE },
        ],
      }),
    );
    expect(r.result.steps.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'refused', 'ok']);
  });

  it('does not bring back a file store that was lost (D37)', async () => {
    const stores = async (steps: unknown[]) => {
      const faults = [{ at: '1m', crash: { fileStore: 'file1' } }];
      const all = { topology: exact(), assumptions: MACHINES, faults, expect: { served: false } };
      const { result } = await run(drill({ ...all, steps: [...steps, { wait: '30m' }] } as never));
      return result.components
        .find(({ kind, subject }) => kind === 'fileStore' && subject === 'file1')
        ?.intervals.at(-1);
    };
    const lost = (await stores([]))?.state;
    expect((await stores([{ run: 'Restart-Computer file1' }]))?.state).toBe(lost);
    expect(lost).not.toBe('open');
  });

  it('takes -Timeout, -For and -Delay only with -Wait, and no -Timeout that may end before the machine is back', async () => {
    const lines = ['fe1a -Timeout 900', 'fe1a -For PowerShell', 'fe1a -Wait -Timeout 599', 'fe1a -Wait -Timeout 600'];
    const steps = lines.map((line) => ({ run: `Restart-Computer ${line}` }));
    const r = await run(drill({ topology: exact(), assumptions: MACHINES, steps }));
    expect(r.result.steps.map(({ outcome }) => outcome)).toEqual(['notModelled', 'notModelled', 'notModelled', 'ok']);
  });

  it('does not bring back a server that is failed over (D254)', async () => {
    const r = await run(
      drill({
        topology: exact({ servers: 4 }, { servers: 4 }, { product: 'sfb2015' }),
        assumptions: MACHINES,
        steps: [
          { run: 'Invoke-CsComputerFailOver fe1a -WaitTime 02:00:00' },
          { run: 'Restart-Computer fe1a -Wait' },
          { run: SERVICE },
        ],
      }),
    );
    expect(r.result.steps.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok']);
    expect(r.result.steps[2].output?.[0].Status).toBe('Stopped');
  });

  it('is not modelled where the machine is not said, is none of the topology, or is one of several that are waited for', async () => {
    const lines = ['Restart-Computer', 'Restart-Computer fe9', 'Restart-Computer fe1a, fe1b -Wait', 'Stop-Computer'];
    const r = await run(drill({ topology: exact(), steps: lines.map((line) => ({ run: line })) }));
    expect(r.result.steps.map(({ outcome }) => outcome)).toEqual(lines.map(() => 'notModelled'));
  });
});

it('Stop-Computer leaves the machine down: a pool without quorum serves nobody (D12)', async () => {
  const r = await run(
    drill({
      topology: exact(),
      steps: [{ run: 'Stop-Computer fe1a, fe1b' }, { wait: '30m' }, { run: SERVICE.replace('fe1a', 'fe1c') }],
      expect: { served: false },
    }),
  );
  expect(r.result.steps[0].message).toBe('fe1a, fe1b is shut down');
  // one of three servers: the services hang until a second is back
  expect(r.result.steps[2].output?.[0].Status).toBe('StartPending');
  expect(r.result.glance.usersWithoutRegularService.atEnd).toBe(1000);
});

describe('Get-Service', () => {
  it('knows SQL Server by its instance, and services of conferencing while all run or all are stopped', async () => {
    const ask = (line: string) => ({ run: `Get-Service ${line}` });
    const r = await run(
      drill({
        topology: exact(),
        steps: [
          ask("-ComputerName sql1a -Name 'MSSQL$rtc'"),
          ask("-ComputerName sql1a -Name 'MSSQL$other'"),
          ask('-ComputerName fe1a -Name RTCSRV, RTCIMMCU'),
          ask('-ComputerName fe1a -Name RTCCAA'),
          { run: 'Stop-CsWindowsService -ComputerName fe1a' },
          ask('RTCIMMCU -ComputerName fe1a'),
        ],
      }),
    );
    expect(r.result.steps.map(({ output }) => output?.map(({ Status }) => Status) ?? null)).toEqual([
      ['Running'],
      null,
      ['Running', 'Running'],
      null,
      null,
      ['Stopped'],
    ]);
  });

  it('Stop-Service has no -ComputerName in Windows PowerShell 5.1, and without Invoke-Command means this computer', async () => {
    const steps = [{ run: 'Stop-Service RTCSRV' }];
    const r = await run(drill({ topology: exact(), steps }));
    expect(r.result.steps[0]).toMatchObject({ outcome: 'notModelled' });
    await expect(
      run(drill({ topology: exact(), steps: [{ run: 'Stop-Service RTCSRV -ComputerName fe1a' }] })),
    ).rejects.toThrow(/has no parameter -ComputerName/);
  });
});

describe('health checks', () => {
  it('Test-CsDatabase says which databases are served, by the mirror too (D21)', async () => {
    const line = 'Test-CsDatabase -DatabaseType User -SqlServerFqdn sql1a';
    const r = await run(
      drill({
        topology: exact(),
        faults: [
          { at: '1m', crash: { server: 'sql1a' } },
          { at: '10m', crash: { server: 'sql1b' } },
        ],
        steps: [{ at: '5m', run: line }, { at: '11m', run: line }, { run: 'Test-CsDatabase -LocalService' }],
        expect: { served: false },
      }),
    );
    const succeed = r.result.steps.map(
      ({ output }) => output?.map(({ DatabaseName, Succeed }) => [DatabaseName, Succeed]) ?? null,
    );
    expect(succeed).toEqual([
      [
        ['rtcab', true],
        ['rtcxds', true],
        ['rtcshared', true],
      ],
      [
        ['rtcab', false],
        ['rtcxds', false],
        ['rtcshared', false],
      ],
      null,
    ]);
  });

  it('Get-CsManagementConnection names the SQL server of the pool that Active Directory names (D61)', async () => {
    const r = await run(drill({ topology: exact(), steps: [{ run: 'Get-CsManagementConnection' }] }));
    expect(r.result.steps[0].output).toEqual([{ StoreProvider: 'Sql', SqlServer: 'sql2a', SqlInstance: 'rtc' }]);
  });
});
