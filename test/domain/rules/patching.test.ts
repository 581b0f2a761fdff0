import { describe, expect, it, test } from 'vitest';
import { CMDLETS } from '../../../src/domain/cmdlets/catalog.js';
import { FACTS } from '../../../src/domain/components/tables.js';
import { topologyWarnings } from '../../../src/domain/deployment-warnings.js';
import { broken, type DrillText, feelings, lossOf, MIN, type PoolOptions, run } from '../../support/drills.js';
import { drill, exact, SILENT } from '../../support/exact.js';
import { deploymentOf } from '../../support/topologies.js';

/** A drain takes 20 min, an update 30, a start of a server 10, of a pool 4. */
const NUMBERS = { drainMinutes: 20, serverStartMinutes: 10, patchServerMinutes: 30 };
const drilled = (one: PoolOptions, parts: DrillText, product = 'sfb2015') =>
  run(drill({ topology: exact(one, { servers: 3 }, { product, assumptions: NUMBERS }), load: SILENT, ...parts }));
const cmd = (line: string, more: object = {}) => ({ run: line, ...more });
const of = (r: Awaited<ReturnType<typeof run>>, rule: string) => r.result.findings.filter((f) => f.rule === rule);

describe('D258: a Back End that is patched', () => {
  // The principal is lost without a failover: no mirror.
  test.each([
    ['29m', 'regularHome'],
    ['31m', 'resiliencyHome'],
  ])('down for %s: %s', async (down, state) => {
    const r = await drilled(
      { mirror: false },
      {
        steps: [
          cmd('Stop-Computer -ComputerName sql1a'),
          { wait: down },
          { repair: { server: 'sql1a' } },
          { wait: '10m' },
        ],
      },
    );
    const felt = feelings(r, 'pool1').map((each) => each.split(' ')[0]);
    expect(felt).toEqual(state === 'regularHome' ? ['regularHome'] : ['regularHome', state, 'regularHome']);
  });

  it('mirror first, then a planned failover to it, then the other: nobody notices, and nothing is lost', async () => {
    const types = ['User', 'Application'];
    const to = (side: string) =>
      types.map((type) => cmd(`Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType ${type} -NewPrincipal ${side}`));
    const inStep = { wait: { until: 'synchronized', pool: 'pool1', timeout: '1h' } };
    const r = await drilled(
      { witness: false },
      {
        load: { ...SILENT, changesPerUserPerHour: 3.6 },
        steps: [
          cmd('Restart-Computer -ComputerName sql1b -Wait'),
          inStep,
          ...to('mirror'),
          cmd('Restart-Computer -ComputerName sql1a -Wait'),
          inStep,
          ...to('primary'),
          inStep,
          cmd('Install-CsDatabase -Update -ConfiguredDatabases -SqlServerFqdn sql1a'),
        ],
        expect: { lost: { max: 0 } },
      },
    );
    expect(r.result.verdict).toBe('passed');
    expect(feelings(r, 'pool1').map((each) => each.split(' ')[0])).toEqual(['regularHome']);
    expect([of(r, 'D258'), broken(r), lossOf(r, 'pool1').lost]).toEqual([[], [], 0]);
  });
});

describe('D109: Install-CsDatabase -Update', () => {
  const install = 'Install-CsDatabase -Update -ConfiguredDatabases -SqlServerFqdn';

  test.each([
    ['the principal', [], 'sql1a', 'ok'],
    ['the mirror', [], 'sql1b', 'refused'],
    ['a server that is down', [cmd('Stop-Computer -ComputerName sql1b')], 'sql1b', 'refused'],
    [
      'the old principal of one type of database',
      [cmd('Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror')],
      'sql1a',
      'refused',
    ],
  ] as const)('%s: %3$s', async (_, before, server, outcome) => {
    const expected = outcome === 'refused' ? { expect: 'refused', rule: 'D109' } : {};
    const r = await drilled({}, { steps: [...before, cmd(`${install} ${server}`, expected)] });
    expect(r.result.steps.at(-1)).toMatchObject({ outcome });
  });

  it('by type of database, and of the store', async () => {
    const to = cmd('Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror');
    const line = 'Install-CsDatabase -Update -SqlServerFqdn';
    const r = await drilled(
      {},
      { steps: [to, cmd(`${line} sql1a -DatabaseType Application`), cmd(`${line} sql2a -CentralManagementDatabase`)] },
    );
    expect(r.result.steps.map((s) => s.outcome)).toEqual(['ok', 'ok', 'ok']);
  });

  test.each([
    'Install-CsDatabase -ConfiguredDatabases -SqlServerFqdn sql1a',
    'Install-CsDatabase -Update -LocalDatabases',
    `${install} sqlmon`,
  ])('%s is not modelled, and never passes', async (line) => {
    const r = await drilled({}, { steps: [cmd(line)] });
    expect([r.result.steps[0].outcome, r.result.verdict]).toEqual(['notModelled', 'inconclusive']);
  });
});

describe('D257: Invoke-CsStorageServiceFlush before several servers go down at once', () => {
  const flush = cmd('Invoke-CsStorageServiceFlush -PoolFqdn pool1 -FlushType SteadyState');
  const both = cmd('Stop-Computer -ComputerName fe1a,fe1b');
  const told = async (...steps: object[]) =>
    of(await drilled({ servers: 6 }, { steps, expect: { violates: ['I16'], served: false } }), 'D257').length;

  it('is asked for, and is none of the changes that are counted', async () => {
    expect(await told(both)).toBe(1);
    expect(await told(flush, both)).toBe(0);
    expect(await told(cmd('Invoke-CsStorageServiceFlush -PoolFqdn pool2 -FlushType FullFlush'), both)).toBe(1);
    expect(await told(cmd('Stop-Computer -ComputerName fe1a'))).toBe(0);
  });

  it('is refused where the services of the pool do not run', async () => {
    const r = await drilled(
      {},
      {
        steps: [{ crash: { pool: 'pool1' } }, { ...flush, expect: 'refused', rule: 'D257' }],
        expect: { served: false },
      },
    );
    expect(r.result.steps[1].outcome).toBe('refused');
  });
});

describe('D256: missing replicas before patching', () => {
  it('the refusal of the drain names the reload, with its cost', async () => {
    const r = await drilled(
      { servers: 6 },
      {
        faults: [
          { at: '1m', crash: { server: 'fe1a' } },
          { at: '2m', crash: { server: 'fe1b' } },
        ],
        steps: [{ at: '10m', run: 'Invoke-CsComputerFailOver -ComputerName fe1c', expect: 'refused', rule: 'D11' }],
        expect: { served: false },
      },
    );
    expect(r.result.steps[0].message).toMatch(
      /before any patching \(D256\), at the loss of .*-ResetType QuorumLossRecovery$/,
    );
  });
});

describe('D259: a server is added to a pool, or removed', () => {
  const publish = { topologyBuilder: { frontEndServers: 'pool1' } };

  it('all servers restart together: the pool is offline, by a command (I16)', async () => {
    const r = await drilled({ servers: 4 }, { steps: [publish, { wait: '20m' }], expect: { violates: ['I16'] } });
    // Ten seconds to publish, four minutes to start; with no detection of the loss the users go home at once.
    expect(feelings(r, 'pool1')).toEqual([
      `regularHome 1000 0-${MIN / 6}`,
      `signedOut 1000 ${MIN / 6}-${MIN / 6 + 4 * MIN}`,
      `regularHome 1000 ${MIN / 6 + 4 * MIN}-${MIN / 6 + 20 * MIN}`,
    ]);
    expect(r.result.violations[0].message).toBe(
      'the publication restarts all servers of pool1 together, with 1,000 users on it',
    );
    expect(of(r, 'D259')[0].instead).toBe('Invoke-CsPoolFailOver -PoolFqdn pool1');
    expect(r.result.verdict).toBe('passed');
  });

  it('after a failover nobody notices', async () => {
    const r = await drilled({ servers: 4 }, { steps: [cmd('Invoke-CsPoolFailOver -PoolFqdn pool1'), publish] });
    expect([broken(r), of(r, 'D259'), r.result.verdict]).toEqual([[], [], 'passed']);
  });

  it('a pool of three stays offline until it is reset and started', async () => {
    const steps = [publish, { wait: '1h' }];
    const expected = { violates: ['I16'], served: { except: ['pool1'] } };
    const left = await drilled({ servers: 3 }, { steps, expect: expected });
    expect(feelings(left, 'pool1').at(-1)).toMatch(/^resiliencyPartner /);
    const reset = cmd('Reset-CsPoolRegistrarState -PoolFqdn pool1 -ResetType FullReset');
    const back = await drilled(
      { servers: 3 },
      { steps: [...steps, reset, cmd('Start-CsPool -PoolFqdn pool1'), { wait: '20m' }], expect: { violates: ['I16'] } },
    );
    expect(feelings(back, 'pool1').at(-1)).toMatch(/^regularHome /);
    expect(of(back, 'D259').map((f) => f.instead)).toContain(reset.run);
  });

  it('on 2013 nothing restarts by itself: the topic wants the servers restarted one by one', async () => {
    const r = await drilled({ servers: 4 }, { steps: [publish, { wait: '5m' }] }, 'lync2013');
    expect(feelings(r, 'pool1').length).toBe(1);
    expect([broken(r), of(r, 'D259').map((f) => f.severity)]).toEqual([[], ['note']]);
  });

  it('services that do not run are not restarted', async () => {
    const r = await drilled(
      { servers: 4 },
      { steps: [{ crash: { pool: 'pool1' } }, publish], expect: { served: false } },
    );
    expect([broken(r), of(r, 'D259')]).toEqual([[], []]);
  });
});

describe('D261: FullReset', () => {
  it('enables servers that were failed over, and says so', async () => {
    const r = await drilled(
      { servers: 4 },
      {
        steps: [
          cmd('Invoke-CsComputerFailOver -ComputerName fe1c'),
          cmd('Reset-CsPoolRegistrarState -PoolFqdn pool1 -ResetType FullReset'),
        ],
      },
    );
    const { world } = r.model;
    const host = world.layout.host('fe1c');
    expect([world.isDisabled(host), world.serverRuns(host)]).toEqual([false, true]);
    expect(of(r, 'D261')).toMatchObject([{ severity: 'warning' }]);
    expect(of(r, 'D254')).toEqual([]);
  });

  it('QuorumLossRecovery does not', async () => {
    const reset = cmd('Reset-CsPoolRegistrarState -PoolFqdn pool1 -ResetType QuorumLossRecovery');
    const r = await drilled({ servers: 4 }, { steps: [cmd('Invoke-CsComputerFailOver -ComputerName fe1c'), reset] });
    expect(r.model.world.isDisabled(r.model.world.layout.host('fe1c'))).toBe(true);
  });
});

describe('D262, M262: pools of a pair with different updates', () => {
  const topology = (one?: string, two?: string, more = {}) =>
    exact({ more: { version: one } }, { more: { version: two } }, { product: 'sfb2015', ...more });
  const told = (one?: string, two?: string) =>
    topologyWarnings(deploymentOf(topology(one, two))).filter(({ rule }) => rule === 'M262').length;
  const lost = [{ at: '1m', crash: { pool: 'pool1' } }];
  const steps = [{ at: '10m', run: 'Invoke-CsPoolFailOver -PoolFqdn pool1 -DisasterMode' }];

  it('are a warning of the topology, where both are said', () => {
    expect([told('CU5', 'CU6'), told('CU5', ' cu5 '), told('CU5'), told()]).toEqual([1, 0, 0, 0]);
  });

  test.each([
    ['warning', {}],
    ['error', { assumptions: { cuMismatch: 'error' } }],
  ])('a disaster failover between them is a finding: %s', async (severity, more) => {
    const r = await run(drill({ topology: topology('CU5', 'CU6', more), load: SILENT, faults: lost, steps }));
    expect(of(r, 'M262').filter(({ line }) => line > 0)).toMatchObject([{ severity }]);
    const alike = await run(drill({ topology: topology('CU6', 'CU6', more), load: SILENT, faults: lost, steps }));
    expect(of(alike, 'M262')).toEqual([]);
  });
});

describe('F264, M265: an update of one server', () => {
  const update = { update: { server: 'fe1a' } };

  it('takes 20 to 40 minutes, a drain 10 to 60, a start 5 to 15', () => {
    expect([FACTS.patchServerMinutes, FACTS.drainMinutes, FACTS.serverStartMinutes].map((f) => f.value)).toEqual([
      [20, 40],
      [10, 60],
      [5, 15],
    ]);
  });

  it('stops what runs on the server at once, and starts it when it is through: its replicas are built after that', async () => {
    const r = await drilled(
      { servers: 4 },
      { steps: [update, { wait: '2m' }, cmd('Stop-CsWindowsService -ComputerName fe1b')] },
    );
    expect(r.result.steps[0]).toMatchObject({ outcome: 'ok', endedAtMs: 30 * MIN });
    expect(of(r, 'D253')).toMatchObject([{ instead: 'Invoke-CsComputerFailOver -ComputerName fe1a' }]);
    // The groups stand on the other three after 5 min: fe1b is one of them, and two of its replicas are left.
    expect(broken(r)).toEqual([]);
  });

  it('the second server 3 minutes after the update of the first, in a pool of three: quorum is lost by hand (I16)', async () => {
    const steps = [update, { wait: '3m' }, { update: { server: 'fe1b' } }];
    const r = await drilled({ servers: 3 }, { steps, expect: { violates: ['I16'] } });
    expect(r.result.violations.map((v) => v.rules.join())).toEqual(['D252']);
    expect(r.result.verdict).toBe('passed');
  });

  it('leaves services stopped that were stopped, also those that a failover of the server disabled', async () => {
    for (const out of ['Stop-CsWindowsService -Graceful', 'Invoke-CsComputerFailOver']) {
      const r = await drilled({ servers: 4 }, { steps: [cmd(`${out} -ComputerName fe1a`), update] });
      expect(r.model.world.serverRuns(r.model.world.layout.host('fe1a'))).toBe(false);
      expect(of(r, 'D253')).toEqual([]);
    }
  });

  it('is refused on a server that is down, and fails where it is lost meanwhile', async () => {
    const faults = [{ at: '10m', crash: { server: 'fe1a' } }];
    const r = await drilled(
      { servers: 4 },
      { faults, steps: [update, { ...update, expect: 'refused', rule: 'D37' }], expect: { served: true } },
    );
    expect(r.result.steps.map((s) => [s.outcome, s.rule])).toEqual([
      ['failed', 'D37'],
      ['refused', 'D37'],
    ]);
  });

  it('of a SQL server is not modelled: restart it', async () => {
    const r = await drilled({}, { steps: [{ update: { server: 'sql1a' } }] });
    expect(r.result.steps[0].outcome).toBe('notModelled');
  });
});

describe('D263: the Backup Service of a pair that is made after an update', () => {
  const apart = { more: { backupPool: null } };
  const start = ['a', 'b', 'c'].flatMap((s) =>
    [1, 2].map((n) => cmd(`Start-CsWindowsService -Name LYNCBACKUP -ComputerName fe${n}${s}`)),
  );
  const made = (...more: object[]) => [
    { topologyBuilder: { pair: ['pool1', 'pool2'] } },
    { bootstrap: { pool: 'pool1' } },
    { bootstrap: { pool: 'pool2' } },
    ...more,
    ...start,
    { wait: '20m' },
  ];
  const updates = [{ update: { pool: 'pool1' } }, { update: { pool: 'pool2' } }];
  const paired = (steps: object[], updateInstalled = true) =>
    run(
      drill({
        topology: exact(apart, apart, { product: 'sfb2015', assumptions: { updateInstalled } }),
        load: SILENT,
        steps,
      }),
    );

  it('crashes as soon as it starts, until the update is applied again', async () => {
    const crashed = await paired(made());
    expect(crashed.model.world.backupRuns(0)).toBe(false);
    expect(crashed.result.steps.find((s) => s.command.includes('LYNCBACKUP'))?.message).toContain('event 4007');
    expect(of(crashed, 'D263').map((f) => f.severity)).toEqual(Array.from({ length: 6 }, () => 'error'));
    const well = await paired(made(...updates));
    expect([well.model.world.backupRuns(0), of(well, 'D263')]).toEqual([true, []]);
    expect(of(well, 'D270')).toEqual([]);
  });

  it('nobody looked: the report says what is missing (D270)', async () => {
    const told = of(await paired(made()), 'D270').map((f) => f.message);
    expect(told[0]).toContain('the installed cumulative update once more on every server of pool1');
    expect(told[0]).not.toContain('Bootstrapper.exe');
  });

  it('servers without any update before have the service as it should be', async () => {
    const r = await paired(made(), false);
    expect([r.model.world.backupRuns(0), of(r, 'D263')]).toEqual([true, []]);
  });
});

it('M254: Start-CsWindowsService on a server that is failed over is refused', async () => {
  const r = await drilled(
    { servers: 4 },
    {
      steps: [
        cmd('Invoke-CsComputerFailOver -ComputerName fe1a'),
        cmd('Start-CsWindowsService -ComputerName fe1a', { expect: 'refused', rule: 'D254' }),
      ],
    },
  );
  expect(r.result.steps[1].outcome).toBe('refused');
  expect(CMDLETS.find(({ name }) => name === 'Start-CsWindowsService')?.refusedBy).toHaveProperty('D254');
});
