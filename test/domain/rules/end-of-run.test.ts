import { describe, expect, test } from 'vitest';
import { broken, deployment, MIN, type PoolOptions, pool, run } from '../../support/drills.js';
import { drill, edge, exact, ONE_A_SECOND, SILENT } from '../../support/exact.js';

type Parts = { readonly faults?: readonly object[]; readonly steps: readonly object[]; readonly one?: PoolOptions };
const ended = ({ one = {}, ...parts }: Parts) => run(drill({ topology: exact(one, {}), load: ONE_A_SECOND, ...parts }));
const site = { at: '10m', crash: { site: 'Datacenter1' } };

/** Message and line of each finding by one of these rules. */
const told = (r: Awaited<ReturnType<typeof run>>, ...rules: string[]) =>
  r.result.findings
    .filter((f) => rules.includes(f.rule))
    .map(({ severity, message, instead }) => [severity, message, instead]);

describe('what is down at the end is a finding, also while the fault is open', () => {
  test('D37: the direction of a pool that serves, with what would be lost with it', async () => {
    // Cycles start every 2 min from 0: what was acknowledged after 7:55 had not been imported at 10:00 (D15), and
    // pool2 goes on for 20 min, with one change a second.
    const r = await ended({ faults: [site], steps: [{ wait: '30m' }] });
    const [[severity, message]] = told(r, 'D37');
    expect(severity).toBe('warning');
    expect(message).toMatch(
      /^pool2 → pool1: the Backup Service is in ErrorState \(.*\) at the end of the drill\. 1,325 changes would be lost with pool2\.$/,
    );
    // The pool that is lost serves nobody: what it has is told of its users.
    expect(told(r, 'D37')).toHaveLength(1);
  });

  test('D24: a mirror that is down, or not in step yet; none where the database is not served', async () => {
    const mirror = { at: '10m', crash: { server: 'sql1b' } };
    const one = await ended({ faults: [mirror], steps: [{ wait: '30m' }] });
    expect(told(one, 'D24')).toEqual([
      [
        'warning',
        'mirroring of the User, Application, CentralMgmt databases of pool1 is DISCONNECTED at the end of the drill: one copy, and no failover but a forced one.',
        'Get-CsDatabaseMirrorState -PoolFqdn pool1',
      ],
    ]);
    // Catches up in 3 min: the end comes before.
    const late = await ended({
      faults: [mirror, { at: '28m', repair: { server: 'sql1b' } }],
      steps: [{ wait: '30m' }],
    });
    expect(told(late, 'D24')[0][1]).toContain('is SYNCHRONIZING');
    const back = await ended({
      faults: [mirror, { at: '20m', repair: { server: 'sql1b' } }],
      steps: [{ wait: '30m' }],
    });
    expect(told(back, 'D24')).toEqual([]);
    expect(told(await ended({ faults: [site], steps: [{ wait: '30m' }] }), 'D24')).toEqual([]);
  });

  test('D23: a database of a pool whose services run', async () => {
    const r = await ended({
      one: { mirror: false },
      faults: [{ at: '10m', crash: { server: 'sql1a' } }],
      steps: [{ wait: '20m' }],
    });
    expect(told(r, 'D23').map(([, message]) => message)).toEqual(
      ['User', 'Application', 'CentralMgmt'].map(
        (type) => `the ${type} database of pool1 is not served at the end of the drill.`,
      ),
    );
  });

  test('nothing is told twice: what I10 says of the end is not said again', async () => {
    const stopped = ['fe1a', 'fe1b', 'fe1c'].map((h) => ({
      run: `Stop-CsWindowsService -Name LYNCBACKUP -ComputerName ${h}`,
    }));
    const r = await ended({
      faults: [{ at: '5m', crash: { server: 'fe2a' }, for: '1m' }],
      steps: [...stopped, { wait: '1h' }],
    });
    expect(broken(r)).toEqual([]);
    expect(told(r, 'D37')).toHaveLength(2);
  });
});

describe('users without service at the end: what their pool lacks, and the ways back with their cost', () => {
  const crash = (at: string, ...servers: string[]) => servers.map((server) => ({ at, crash: { server } }));
  const said = async ({ one = {}, more, ...parts }: Parts & { readonly more?: object }) =>
    told(
      await run(
        drill({
          topology: exact(one, {}, { ...SILENT_VOICE, ...more }),
          load: ONE_A_SECOND,
          ...parts,
        }),
      ),
      'D70',
      'D27',
    );
  /** Nobody takes the users without a command. */
  const SILENT_VOICE = {
    voiceResiliency: { automatic: false, failureDetectionInterval: '300s', failbackDetectionInterval: '600s' },
  };
  const OVER = 'Invoke-CsPoolFailOver -PoolFqdn pool1 -DisasterMode';

  test('D12: the quorum of the pool is lost: how many servers are needed, or a failover', async () => {
    // Of 3 servers 1 is left, of 2 that are needed. Imported at 10:00 is what the cycle of 8:00 carried, up to 7:55 (D15):
    // 125 s of one change a second.
    const [[severity, message, instead]] = await said({
      faults: crash('10m', 'fe1a', 'fe1b'),
      steps: [{ wait: '30m' }],
    });
    expect([severity, instead]).toEqual(['warning', OVER]);
    expect(message).toBe(
      '1,000 users of pool1 are still signed out at the end of the drill. The services of pool1 do not run: 1 of 3 FE servers run, 3 needed (D13). Bring back what is missing, and they start. Or fail the pool over to its partner, which leaves 125 changes that it has not imported behind.',
    );
  });

  test('D41: the failover would be refused now: that is said, and no line is given', async () => {
    const [[, message, instead]] = await said({
      faults: [{ at: '10m', crash: { pool: 'pool1' } }],
      steps: [{ wait: '30m' }],
      more: { centralManagement: { active: 'pool1' } },
    });
    expect(instead).toBeNull();
    expect(message).toMatch(
      /No FE server of pool1 runs: bring fe1a, fe1b, fe1c back\. A failover to its partner is refused now: The active Central Management master is on pool1\./,
    );
  });

  test('D27: the Back End is gone for longer than the grace', async () => {
    const [[, message, instead]] = await said({
      one: { witness: false },
      faults: crash('10m', 'sql1a'),
      steps: [{ wait: '50m' }],
    });
    expect(instead).toBe(OVER);
    expect(message).toContain('make the other server the principal: Invoke-CsDatabaseFailover -PoolFqdn pool1');
  });
});

describe('the topology is judged as it is published at the end', () => {
  const about = (r: Awaited<ReturnType<typeof run>>, rule: string) =>
    r.result.findings.filter((f) => f.rule === rule && f.line === 0).map((f) => f.message);

  test('D40: pools that a drill pairs are paired', async () => {
    const alone = { more: { backupPool: undefined } };
    const topology = deployment({ users: 1000, ...alone }, { users: 1000, ...alone });
    const pair = { topologyBuilder: { pair: ['pool1', 'pool2'] } };
    const before = await run({ topology, load: SILENT, steps: [{ wait: '1m' }] });
    expect(about(before, 'D40')).toHaveLength(2);
    const after = await run({ topology, load: SILENT, steps: [pair, { wait: '1m' }] });
    expect(after.result.steps[0].outcome).toBe('ok');
    expect(about(after, 'D40')).toEqual([]);
  });

  test('D42: a next hop that a drill gives, or takes to a pool without a partner', async () => {
    const lone = { ...pool(1, { users: 10 }), fqdn: 'pool3', servers: ['fe3'], backupPool: undefined };
    const third = { ...lone, backEnd: { primary: 'sql3', instance: 'rtc' }, fileStore: 'file3' };
    const topology = deployment(
      {},
      {},
      { pools: [pool(1), pool(2), third], edgePools: [edge(1, { nextHop: undefined })] },
    );
    const hop = (to: string) => ({ run: `Set-CsEdgeServer -Identity edge1 -Registrar ${to}` });
    const of = async (...steps: object[]) => about(await run({ topology, load: SILENT, steps }), 'D42');
    expect(await of({ wait: '1m' })).toEqual(['edge1 has no next hop: it serves nobody. Name a Front End pool.']);
    expect(await of(hop('pool1'))).toEqual([]);
    expect(await of(hop('pool3'))).toEqual([
      'edge1 has pool3 as next hop, which has no backup pool to change to. Pair that pool, or take a paired pool as next hop.',
    ]);
  });
});

test('the end is judged at the end: what was repaired before says nothing', async () => {
  const r = await ended({ faults: [{ ...site, for: '10m' }], steps: [{ at: '1h', wait: '0s' }] });
  expect(r.result.endedAtMs).toBe(60 * MIN);
  expect(told(r, 'D23', 'D24', 'D37')).toEqual([]);
});
