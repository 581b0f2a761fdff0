import { describe, expect, test } from 'vitest';
import {
  broken,
  type DrillText,
  deployment,
  feelings,
  HOUR,
  lossOf,
  MIN,
  type PoolOptions,
  run,
} from '../../support/drills.js';

// 36,000 users × 6 changes an hour = 60 changes a second; the FE tail (5 s) holds 300 of them.
const USERS = 36_000;
const PER_SECOND = 60;

const drill = (
  faults: readonly unknown[],
  steps: readonly unknown[] = [{ wait: '1h' }],
  one: PoolOptions = {},
  more: DrillText = {},
) => run({ topology: deployment({ users: USERS, ...one }), faults, steps, ...more });

const crash = (at: string, server: string, more: object = {}) => ({ at, crash: { server }, ...more });
const repair = (at: string, server: string) => ({ at, repair: { server } });
const failOver = (to: 'mirror' | 'primary', force = false, type = 'User') => ({
  run: `Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType ${type} -NewPrincipal ${to}${force ? ' -Force' : ''}`,
});
const RESUME = 'ALTER DATABASE rtcxds SET PARTNER RESUME';
const sqlcmd = (server: string, query: string) => ({
  run: `Invoke-Sqlcmd -ServerInstance "${server}" -Query "${query}"`,
});
const resume = (host = 'sql1b', database = 'rtcxds') => ({
  run: `ALTER DATABASE ${database} SET PARTNER RESUME`,
  on: host,
});
const state = { run: 'Get-CsDatabaseMirrorState -PoolFqdn pool1 -DatabaseType User' };

type Run = Awaited<ReturnType<typeof run>>;
const told = (r: Run) => r.result.timeline.filter((t) => t.actor === 'SQL Server').map((t) => t.text);
const cleanly = (r: Run) => {
  expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
  expect(lossOf(r, 'pool2')).toMatchObject({ lost: 0, stranded: 0 });
  expect(broken(r)).toEqual([]);
};

describe('S3, D20, D24: a synchronised session', () => {
  test('the mirror is lost and returns: DISCONNECTED, SYNCHRONIZING, SYNCHRONIZED; users feel nothing', async () => {
    const r = await drill([crash('10m', 'sql1b'), repair('20m', 'sql1b')]);
    expect(told(r)).toEqual([
      'User, Application, CentralMgmt databases of pool1 are served by sql1a alone, mirroring DISCONNECTED',
      'User, Application, CentralMgmt databases of pool1: mirroring SYNCHRONIZING',
      expect.stringContaining('mirroring SYNCHRONIZED, principal sql1a'),
      expect.stringContaining('mirroring SYNCHRONIZED, principal sql1a'),
      expect.stringContaining('mirroring SYNCHRONIZED, principal sql1a'),
    ]);
    expect(feelings(r, 'pool1')).toEqual([`regularHome ${USERS} 0-${HOUR}`]);
    cleanly(r);
  });

  test('catching up is not SYNCHRONIZED: the principal lost meanwhile gives no automatic failover', async () => {
    const r = await run({
      topology: deployment({ users: USERS }, undefined, { assumptions: { mirrorCatchUpMinutes: 5 } }),
      faults: [crash('10m', 'sql1b'), repair('20m', 'sql1b'), crash('22m', 'sql1a')],
      steps: [{ wait: '1h' }],
    });
    expect(told(r).at(-1)).toContain('the mirror lacks the last transactions (D25)');
    expect(feelings(r, 'pool1').at(-1)).toBe(`resiliencyHome ${USERS} ${52 * MIN}-${HOUR}`);
  });

  test('wait until synchronized ends when the mirror has caught up', async () => {
    const r = await run({
      topology: deployment({ users: USERS }, undefined, { assumptions: { mirrorCatchUpMinutes: 3 } }),
      faults: [crash('10m', 'sql1b'), repair('20m', 'sql1b')],
      steps: [{ wait: '15m' }, { wait: { until: 'synchronized', pool: 'pool1', timeout: '1h' } }],
    });
    expect(r.result.steps[1]).toMatchObject({ startedAtMs: 15 * MIN, endedAtMs: 23 * MIN, outcome: 'ok' });
  });
});

describe('D21: automatic failover', () => {
  test('principal lost, mirror and witness see each other: the mirror serves within a minute, no loss', async () => {
    const r = await drill([crash('10m', 'sql1a')]);
    expect(told(r)[0]).toContain('mirror and witness fail over (D21)');
    expect(told(r).at(-1)).toContain('served by sql1b alone');
    expect(feelings(r, 'pool1')).toEqual([`regularHome ${USERS} 0-${HOUR}`]);
    cleanly(r);
  });

  test('the old principal returns as mirror and catches up (D24)', async () => {
    const r = await drill([crash('10m', 'sql1a'), repair('20m', 'sql1a')]);
    expect(told(r).at(-1)).toContain('mirroring SYNCHRONIZED, principal sql1b');
    cleanly(r);
  });

  test('witness lost first, then the principal: no failover, not even when the witness returns', async () => {
    const r = await drill([crash('5m', 'sql1w'), crash('10m', 'sql1a'), repair('15m', 'sql1w')]);
    expect(told(r).at(-1)).toContain('no automatic failover is possible');
    expect(feelings(r, 'pool1').at(-1)).toBe(`resiliencyHome ${USERS} ${40 * MIN}-${HOUR}`);
    cleanly(r);
  });

  test('all three lost at once, then mirror and witness return: still no automatic failover', async () => {
    const r = await drill([
      ...['sql1a', 'sql1b', 'sql1w'].map((s) => crash('10m', s)),
      repair('20m', 'sql1b'),
      repair('20m', 'sql1w'),
    ]);
    expect(told(r).join()).not.toContain('served by sql1b');
    expect(feelings(r, 'pool1').at(-1)).toBe(`resiliencyHome ${USERS} ${40 * MIN}-${HOUR}`);
    cleanly(r);
  });

  test('the principal returns within the partner time-out: it goes on as principal', async () => {
    const r = await drill([crash('10m', 'sql1a'), repair('605s', 'sql1a')]);
    expect(told(r).at(-1)).toContain('mirroring SYNCHRONIZED, principal sql1a');
    cleanly(r);
  });

  test('the mirror is lost during the election: nobody serves', async () => {
    const r = await drill([crash('10m', 'sql1a'), crash('605s', 'sql1b')]);
    expect(told(r).at(-1)).toContain('no automatic failover is possible');
  });

  test('without SYNCHRONIZED there is none', async () => {
    const r = await drill([crash('10m', 'sql1b'), crash('15m', 'sql1a'), repair('20m', 'sql1b')]);
    expect(told(r).at(-1)).toContain('the mirror lacks the last transactions');
  });
});

describe('D22: manual failover', () => {
  test('with the witness lost too the new principal could not serve: refused, and after its repair done', async () => {
    const r = await drill(
      [crash('5m', 'sql1w'), crash('10m', 'sql1a'), repair('20m', 'sql1w')],
      [{ wait: '12m' }, { ...failOver('mirror'), expect: 'refused', rule: 'D23' }, { wait: '10m' }, failOver('mirror')],
    );
    expect(r.result.steps.map((x) => x.asExpected)).toEqual([true, true, true, true]);
    cleanly(r);
  });

  test('the principal that sees nobody cannot be made the principal', async () => {
    const r = await drill(
      [crash('5m', 'sql1w'), crash('10m', 'sql1b')],
      [{ wait: '12m' }, { ...failOver('primary'), expect: 'refused', rule: 'D23' }],
    );
    expect(r.result.steps[1].asExpected).toBe(true);
  });

  test('without a witness: by the command, from a lost principal', async () => {
    const r = await drill([crash('10m', 'sql1a')], [{ wait: '15m' }, failOver('mirror'), { wait: '30m' }], {
      witness: false,
    });
    expect(r.result.steps[1].outcome).toBe('ok');
    expect(feelings(r, 'pool1')).toHaveLength(1);
    cleanly(r);
  });

  test('planned, with a witness, and back again', async () => {
    const r = await drill([], [{ wait: '10m' }, failOver('mirror'), { wait: '10m' }, failOver('primary'), state]);
    expect(r.result.steps.map((s) => s.outcome)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(told(r).filter((t) => t.includes('SYNCHRONIZED'))).toEqual([
      expect.stringMatching(/^User database of pool1.*principal sql1b/),
      expect.stringMatching(/^User database of pool1.*principal sql1a/),
    ]);
    cleanly(r);
  });

  test('typed while mirror and witness elect it: what was asked is reached', async () => {
    const r = await drill([crash('10m', 'sql1a')], [{ at: '602s', ...failOver('mirror') }, { wait: '5m' }]);
    expect(r.result.steps[0]).toMatchObject({
      outcome: 'ok',
      message: 'sql1b is the principal of the User database',
    });
    cleanly(r);
  });

  test('the principal is lost meanwhile, mirror and witness elect the one that was asked for', async () => {
    const r = await drill([crash('605s', 'sql1a')], [{ at: '10m', ...failOver('mirror') }, { wait: '5m' }]);
    expect(r.result.steps[0].outcome).toBe('ok');
    cleanly(r);
  });

  test('the old principal returns meanwhile and goes on: the failover failed', async () => {
    const r = await drill(
      [crash('10m', 'sql1a'), repair('905s', 'sql1a')],
      [{ at: '15m', ...failOver('mirror') }, { wait: '5m' }],
      { witness: false },
    );
    expect(r.result.steps[0]).toMatchObject({
      outcome: 'failed',
      rule: 'D22',
      message: 'the session changed during the failover: sql1a is the principal again',
    });
    cleanly(r);
  });

  test('no mirror: refused (D4 for Standard Edition)', async () => {
    const none = await drill([], [failOver('mirror')], { mirror: false });
    expect(none.result.steps[0]).toMatchObject({ outcome: 'refused', rule: 'D22' });
    const standard = await drill([], [failOver('mirror')], { edition: 'standard' });
    expect(standard.result.steps[0]).toMatchObject({ outcome: 'refused', rule: 'D22' });
    expect(standard.result.steps[0].message).toContain('D4');
  });
});

describe('D22, D25: with the principal lost, a failover is forced service', () => {
  test('without -Force on a SYNCHRONIZED session: accepted with a warning, nothing lost, SUSPENDED after', async () => {
    const r = await drill(
      [crash('10m', 'sql1a'), repair('40m', 'sql1a')],
      [{ wait: '15m' }, failOver('mirror'), { at: '50m', ...state }],
      { witness: false },
    );
    expect(r.result.steps[1].outcome).toBe('ok');
    expect(r.result.findings.find((f) => f.rule === 'D22')!.message).toContain('wants -Force');
    expect(r.result.steps.at(-1)!.output![0]).toMatchObject({ MirroringStatusOnPrimary: 'suspended' });
    cleanly(r);
  });

  test('with a witness: a warning that the sources disagree (D25)', async () => {
    const r = await drill(
      [crash('5m', 'sql1w'), crash('10m', 'sql1a'), repair('12m', 'sql1w')],
      [{ wait: '15m' }, failOver('mirror', true)],
    );
    expect(r.result.findings.find((f) => f.rule === 'D25')!.message).toContain('sources disagree');
    expect(r.result.findings.some((f) => f.rule === 'D22')).toBe(false);
    cleanly(r);
  });
});

describe('D23: quorum of the principal', () => {
  test('Get-CsDatabaseMirrorState tells a principal that serves alone from one that may not serve', async () => {
    const r = await drill(
      [crash('10m', 'sql1b'), crash('25m', 'sql1w')],
      [{ wait: '20m' }, state, { at: '35m', ...state }],
    );
    expect(r.result.steps[1].output![0]).toMatchObject({ StateOnPrimary: 'Principal' });
    expect(r.result.steps[2].output![0]).toMatchObject({
      StateOnPrimary: 'DatabaseInaccessibleOrMirroringNotEnabled',
      MirroringStatusOnPrimary: 'disconnected',
    });
  });

  test('of a machine whose disks are destroyed nobody says that it runs', async () => {
    const r = await run({
      topology: deployment({ users: USERS }),
      faults: [{ at: '10m', crash: { site: 'Datacenter1' }, destroy: true }],
      steps: [{ at: '20m', wait: '0s' }],
    });
    expect(told(r)).toEqual([
      'User, Application, CentralMgmt databases of pool1 are not served; no automatic failover is possible (D21, D23)',
    ]);
  });

  test('principal alone with a witness in the topology: runs, is not served', async () => {
    const r = await drill([crash('10m', 'sql1w'), crash('12m', 'sql1b')]);
    expect(told(r).at(-1)).toContain('not served');
    expect(feelings(r, 'pool1')).toEqual([
      `regularHome ${USERS} 0-${42 * MIN}`,
      `resiliencyHome ${USERS} ${42 * MIN}-${HOUR}`,
    ]);
    cleanly(r);
  });

  test('the mirror first, then the witness: the same; the witness returns: served again', async () => {
    const r = await drill([crash('10m', 'sql1b'), crash('12m', 'sql1w'), repair('30m', 'sql1w')]);
    expect(feelings(r, 'pool1')).toEqual([`regularHome ${USERS} 0-${HOUR}`]);
    expect(told(r).at(-1)).toContain('served by sql1a alone');
    cleanly(r);
  });

  test('principal alone without a witness goes on serving', async () => {
    const r = await drill([crash('10m', 'sql1b')], [{ wait: '1h' }], { witness: false });
    expect(feelings(r, 'pool1')).toEqual([`regularHome ${USERS} 0-${HOUR}`]);
  });

  test('a witness at another site counts only as long as the link carries', async () => {
    const more = {
      backEnd: {
        primary: 'sql1a',
        mirror: 'sql1b',
        witness: 'far',
        witnessSite: 'Datacenter2',
        instance: 'rtc',
      },
    };
    const link = ['Datacenter1', 'Datacenter2'];
    const r = await run({
      topology: deployment({ users: USERS, more }, { users: USERS }),
      faults: [crash('10m', 'sql1b'), { at: '15m', cut: { link } }, { at: '20m', mend: { link } }],
      steps: [{ wait: '1h' }],
    });
    expect(told(r).map((t) => t.replace(/^.* pool1/, ''))).toEqual([
      ' are served by sql1a alone, mirroring DISCONNECTED',
      ' are not served: sql1a runs, but sees neither mirror nor witness (D23)',
      ' are served by sql1a alone, mirroring DISCONNECTED',
    ]);
  });
});

describe('D25: forced service', () => {
  // Mirror lost at 30 min, principal 5 min later; the last import before it is known by arithmetic.
  const forced = (
    more: readonly unknown[] = [],
    steps: readonly unknown[] = [{ wait: '20m' }],
    one: PoolOptions = {},
  ) =>
    drill(
      [crash('30m', 'sql1b'), crash('35m', 'sql1a'), repair('36m', 'sql1b'), ...more],
      [{ wait: '40m' }, failOver('mirror', true), ...steps],
      one,
    );

  test('on a SYNCHRONIZED session it costs nothing', async () => {
    const r = await drill([crash('10m', 'sql1a')], [{ wait: '15m' }, failOver('mirror', true), { wait: '30m' }], {
      witness: false,
    });
    cleanly(r);
  });

  test('without -Force it is refused', async () => {
    const r = await drill(
      [crash('30m', 'sql1b'), crash('35m', 'sql1a'), repair('36m', 'sql1b')],
      [{ wait: '40m' }, failOver('mirror')],
    );
    expect(r.result.steps[1]).toMatchObject({ outcome: 'refused', rule: 'D25' });
    cleanly(r);
  });

  test('strands exactly the 5 min since the mirror disconnected; the FE tail and the partner are unharmed', async () => {
    const r = await forced();
    // At 30 min the mirror held all but the last 5 s, at 35 min the principal all but the last 5 s.
    const tail = 5 * 60 * PER_SECOND;
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: tail, lost: 0 });
    expect(lossOf(r, 'pool2')).toMatchObject({ stranded: 0, lost: 0 });
    expect(broken(r)).toEqual(['I1']);
    // What was acknowledged while the database was gone was written to the new principal.
    expect(feelings(r, 'pool1')).toEqual([`regularHome ${USERS} 0-${r.result.endedAtMs}`]);
  });

  test('the old principal returns: SUSPENDED, and what it has alone stays stranded (D24)', async () => {
    const r = await forced([repair('50m', 'sql1a')], [{ at: '80m', ...state }]);
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: 5 * 60 * PER_SECOND, lost: 0 });
    expect(told(r)).toContain(
      'User database of pool1: mirroring SUSPENDED until an administrator resumes it on sql1b (D24)',
    );
    expect(r.result.steps.at(-1)!.output![0]).toMatchObject({
      StateOnPrimary: 'Mirror',
      StateOnMirror: 'Principal',
      MirroringStatusOnMirror: 'suspended',
    });
    const left = r.result.findings.find((f) => f.rule === 'D24')!;
    expect(left.instead).toContain(
      "Invoke-Sqlcmd -ServerInstance 'sql1b\\rtc' -Query 'ALTER DATABASE rtcab SET PARTNER RESUME; ALTER DATABASE rtcxds",
    );
    expect(left.message).toContain('18,000 changes which sql1a has alone');
  });

  test('RESUME on the mirror of a principal that is down: that one has to come back first (D24)', async () => {
    const r = await drill([crash('29m', 'sql1w'), crash('30m', 'sql1a')], [{ at: '40m', ...resume('sql1b') }]);
    expect(r.result.steps[0]).toMatchObject({
      outcome: 'refused',
      rule: 'D24',
      message:
        'sql1b is the mirror: the statement is typed on the principal, and that is sql1a, which is down: bring it back first.',
    });
  });

  test('I10 breaks while it is suspended, half an hour after the last repair', async () => {
    const r = await forced([repair('50m', 'sql1a'), repair('50m', 'sql1b')], [{ at: '81m', note: 'end' }]);
    expect(broken(r)).toEqual(['I1', 'I10']);
    expect(r.result.violations.at(-1)!.message).toContain('User database of pool1 is not SYNCHRONIZED');
  });

  test('RESUME: the old principal rolls back what it has alone, and the session is SYNCHRONIZED again', async () => {
    const r = await forced([repair('50m', 'sql1a')], [{ at: '55m', ...resume() }, { wait: '20m' }]);
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: 0, lost: 5 * 60 * PER_SECOND });
    expect(told(r).at(-1)).toContain('mirroring SYNCHRONIZED, principal sql1b');
    expect(r.result.findings.filter((f) => f.rule === 'D25').map((f) => f.message)).toContain(
      'resuming the mirroring of the User database of pool1 rolled back what the old principal had alone: 18,000 stranded changes lost for good',
    );
    expect(r.result.findings.filter((f) => f.rule === 'D24')).toEqual([]);
  });

  test.each<[string, object]>([
    ['Invoke-Sqlcmd', sqlcmd('sql1b\\rtc', 'ALTER DATABASE rtcxds SET PARTNER RESUME')],
    [
      'several in one query',
      sqlcmd('sql1b', 'ALTER DATABASE [rtcab] SET PARTNER RESUME; ALTER DATABASE rtcxds SET PARTNER RESUME'),
    ],
    ['bare, with the host', { run: 'ALTER DATABASE rtcshared SET PARTNER RESUME', on: 'sql1b' }],
    ['bare, in small letters', { run: 'alter database rtcxds set partner resume;' }],
  ])('RESUME as %s', async (_, typed) => {
    const r = await forced([repair('50m', 'sql1a')], [{ at: '55m', ...typed }, { wait: '20m' }]);
    expect(r.result.steps[2].outcome).toBe('ok');
    expect(lossOf(r, 'pool1').lost).toBe(5 * 60 * PER_SECOND);
  });

  test.each<[string, object, string]>([
    ['on the mirror', resume('sql1a'), 'typed on the principal, sql1b'],
    ['of a session that is not suspended', resume('sql2a', 'rgsdyn'), 'ok'],
    ['of a server that is no SQL server', sqlcmd('fe1a\\rtc', RESUME), 'no SQL server "fe1a"'],
    ['of an instance that there is not', sqlcmd('sql1b\\lync', RESUME), 'that of pool1 is rtc'],
    ['of a database that is not suspended, bare', { run: 'ALTER DATABASE rgsdyn SET PARTNER RESUME' }, 'on: HOST'],
  ])('RESUME %s', async (_, typed, says) => {
    const r = await forced([repair('50m', 'sql1a')], [{ at: '55m', ...typed }]);
    const { outcome, rule, message } = r.result.steps[2];
    if (says === 'ok') return expect(outcome).toBe('ok');
    expect([outcome, rule]).toEqual(['refused', 'D24']);
    expect(message).toContain(says);
  });

  test('a failover of a suspended session is refused, with the line that resumes it', async () => {
    const r = await forced([repair('50m', 'sql1a')], [{ at: '55m', ...failOver('primary', true) }]);
    expect(r.result.steps[2]).toMatchObject({ outcome: 'refused', rule: 'D24' });
    expect(r.result.steps[2].message).toContain('SET PARTNER RESUME');
  });

  test('the old principal is not back yet: there is nothing to resume', async () => {
    const r = await forced([], [{ at: '55m', ...resume() }]);
    expect(r.result.steps[2]).toMatchObject({
      outcome: 'refused',
      rule: 'D24',
      message: 'Mirroring of the User database of pool1 is DISCONNECTED: bring sql1a back first.',
    });
  });

  test('OFF: the mirroring is removed, the old principal keeps what it has alone', async () => {
    const r = await forced(
      [repair('50m', 'sql1a')],
      [{ at: '55m', run: 'ALTER DATABASE rtcxds SET PARTNER OFF', on: 'sql1b' }, { wait: '20m' }, state],
    );
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: 5 * 60 * PER_SECOND, lost: 0 });
    expect(r.result.steps.at(-1)!.output![0]).toMatchObject({
      MirroringStatusOnMirror: 'DatabaseInaccessibleOrMirroringNotEnabled',
    });
    expect(feelings(r, 'pool1')).toHaveLength(1);
  });

  test('OFF on a principal that sees neither mirror nor witness: it serves again, alone (D23)', async () => {
    const r = await drill(
      [crash('10m', 'sql1w'), crash('12m', 'sql1b')],
      [{ at: '20m', run: 'ALTER DATABASE rtcxds SET PARTNER OFF', on: 'sql1a' }, { wait: '40m' }],
    );
    expect(feelings(r, 'pool1')).toEqual([`regularHome ${USERS} 0-${HOUR}`]);
  });

  test('forced back to the old principal: what was written since is on the other branch then', async () => {
    // The new principal serves from 40 min and some on; it is lost at 50 min, before the old one returns.
    const r = await drill(
      [
        crash('30m', 'sql1b'),
        crash('35m', 'sql1a'),
        repair('36m', 'sql1b'),
        crash('50m', 'sql1b'),
        repair('51m', 'sql1a'),
      ],
      [{ wait: '40m' }, failOver('mirror', true), { at: '55m', ...failOver('primary', true) }, { wait: '5m' }],
      { witness: false },
    );
    expect(r.result.steps[2].outcome).toBe('ok');
    expect(told(r)).toContain('User database of pool1: principal is sql1a now');
    // From 34:55 on all went to sql1b, up to 49:55, and is left there; what sql1a had is served again.
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: 15 * 60 * PER_SECOND, lost: 0 });
  });

  test('what the partner had imported stays stranded there until it imports from the new branch', async () => {
    // The old principal's disks are destroyed before the force; the partner's copy is the only one.
    // Last import before 35 min: exported at 34:00 (all up to 33:55).
    const link = ['Datacenter1', 'Datacenter2'];
    const steps = [{ wait: '3m' }];
    const r = await forced([{ at: '36m', cut: { link } }, crash('37m', 'sql1a', { destroy: true })], steps);
    const onPartner = (33 * 60 + 55 - (30 * 60 - 5)) * PER_SECOND;
    const tail = 5 * 60 * PER_SECOND;
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: onPartner, lost: tail - onPartner });
    const mended = await forced([
      { at: '36m', cut: { link } },
      crash('37m', 'sql1a', { destroy: true }),
      { at: '45m', mend: { link } },
    ]);
    expect(lossOf(mended, 'pool1')).toMatchObject({ stranded: 0, lost: tail });
  });

  test('M39: a batch of the old branch that is being imported at the fork is discarded', async () => {
    // An import takes 3 min: exported at 5:05 up to 5:00, it would end at 8:10, after the disks it came from are lost.
    const topology = deployment(
      { users: USERS, witness: false },
      {},
      { assumptions: { backupImportSeconds: 180, databaseFailoverSeconds: 30 } },
    );
    const r = await run({
      topology,
      faults: [
        crash('270s', 'sql1b'),
        crash('370s', 'sql1a'),
        repair('371s', 'sql1b'),
        crash('440s', 'sql1a', { destroy: true }),
      ],
      steps: [
        { at: '372s', ...failOver('mirror', true) },
        { at: '9m', note: 'before the next import' },
      ],
    });
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: 0, lost: 100 * PER_SECOND });
  });

  test('the partner pool is down at the force: it keeps the tail stranded until it returns and imports', async () => {
    const faults = [{ at: '36m', crash: { site: 'Datacenter2' } }, repair('50m', 'sql1a')];
    const resumed = { at: '51m', ...resume() };
    const tail = 5 * 60 * PER_SECOND;
    const onPartner = (33 * 60 + 55 - (30 * 60 - 5)) * PER_SECOND;
    // The old principal has dropped it, the partner has not.
    const down = await forced(faults, [resumed, { wait: '24m' }]);
    expect(lossOf(down, 'pool1')).toMatchObject({ stranded: onPartner, lost: tail - onPartner });
    const back = await forced([...faults, { at: '80m', repair: { site: 'Datacenter2' } }], [resumed, { wait: '90m' }]);
    expect(lossOf(back, 'pool1')).toMatchObject({ stranded: 0, lost: tail });
  });

  test("the users of the partner served here are on the fork, too; the partner's own users are not", async () => {
    const r = await run({
      topology: deployment({ users: USERS }, undefined, { centralManagement: { active: 'pool1' } }),
      faults: [
        { at: '10m', crash: { site: 'Datacenter2' } },
        crash('60m', 'sql1b'),
        crash('65m', 'sql1a'),
        repair('66m', 'sql1b'),
      ],
      steps: [
        { wait: '15m' },
        { run: 'Invoke-CsPoolFailOver -PoolFqdn pool2 -DisasterMode' },
        { wait: '30m' },
        { at: '70m', ...failOver('mirror', true) },
        { wait: '20m' },
      ],
    });
    const tail = 5 * 60 * PER_SECOND;
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: tail, lost: 0 });
    // Beside what had not been imported at the site loss, the FE tail with it.
    const imported = (8 * 60 - 5) * PER_SECOND;
    expect(lossOf(r, 'pool2')).toMatchObject({ lost: 0, stranded: tail + 10 * 60 * PER_SECOND - imported });
    expect(broken(r)).toEqual(['I1']);
  });
});

describe('D26: one witness for two sessions', () => {
  test('each session uses it; its loss takes the automatic failover from both', async () => {
    const backEnd = (n: number) => ({
      primary: `sql${n}a`,
      mirror: `sql${n}b`,
      witness: 'shared',
      witnessSite: 'Datacenter2',
      instance: 'rtc',
    });
    const topology = deployment(
      { users: USERS, more: { backEnd: backEnd(1) } },
      { users: USERS, more: { backEnd: backEnd(2) } },
    );
    const both = [crash('10m', 'sql1a'), crash('10m', 'sql2a')];
    const with0 = await run({ topology, faults: both, steps: [{ wait: '1h' }] });
    for (const p of ['pool1', 'pool2']) expect(feelings(with0, p)).toEqual([`regularHome ${USERS} 0-${HOUR}`]);
    const without = await run({
      topology,
      faults: [crash('5m', 'shared'), ...both],
      steps: [{ wait: '1h' }],
    });
    for (const p of ['pool1', 'pool2']) {
      expect(feelings(without, p).at(-1)).toBe(`resiliencyHome ${USERS} ${40 * MIN}-${HOUR}`);
    }
  });
});

describe('D27: the Back End lost with no failover', () => {
  const gone = [crash('10m', 'sql1a')];

  test('30 min of grace: acknowledged on the FE servers only; then resiliency mode, nothing more', async () => {
    const r = await drill(gone, [{ wait: '1h' }], { mirror: false });
    expect(feelings(r, 'pool1')).toEqual([
      `regularHome ${USERS} 0-${40 * MIN}`,
      `resiliencyHome ${USERS} ${40 * MIN}-${HOUR}`,
    ]);
    expect(lossOf(r, 'pool1')).toMatchObject({ acknowledged: 40 * 60 * PER_SECOND, lost: 0, stranded: 0 });
    expect(broken(r)).toEqual([]);
  });

  test('the tail is exactly what was acknowledged since 5 s before: lost with the disks of the FE servers (D28)', async () => {
    const last = { at: '25m', crash: { pool: 'pool1' } };
    const kept = await drill([...gone, last], [{ wait: '1h' }], { mirror: false });
    expect(lossOf(kept, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
    const r = await drill([...gone, { ...last, destroy: true }], [{ wait: '1h' }], { mirror: false });
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: (15 * 60 + 5) * PER_SECOND, stranded: 0 });
    // The Back End is lost at 10 min, the FE servers acknowledge until 25 min: the oldest lost change came 5 s before
    // the outage (4,983 ms, as one comes every 16.7 ms), 15 min and 4,983 ms before the newest.
    expect(lossOf(r, 'pool1').oldestLostAgeMs).toBe(15 * MIN + 4983);
    expect(r.result.findings.map((f) => f.rule)).toContain('D28');
    expect(broken(r)).toEqual([]);
  });

  test('the Back End returns: the tail is written, the Backup Service catches up, nothing is lost', async () => {
    const r = await drill([...gone, repair('30m', 'sql1a')], [{ wait: '1h' }], { mirror: false });
    expect(feelings(r, 'pool1')).toEqual([`regularHome ${USERS} 0-${HOUR}`]);
    cleanly(r);
    const late = await drill([...gone, repair('50m', 'sql1a')], [{ wait: '1h' }], { mirror: false });
    expect(feelings(late, 'pool1')).toEqual([
      `regularHome ${USERS} 0-${40 * MIN}`,
      `resiliencyHome ${USERS} ${40 * MIN}-${50 * MIN}`,
      `regularHome ${USERS} ${50 * MIN}-${HOUR}`,
    ]);
    expect(lossOf(late, 'pool1').acknowledged).toBe(50 * 60 * PER_SECOND);
    cleanly(late);
    // And it is on the disk then: the FE servers may go 5 s later without it.
    const after = await drill(
      [...gone, repair('30m', 'sql1a'), { at: '31m', crash: { pool: 'pool1' }, destroy: true }],
      [{ wait: '1h' }],
      { mirror: false },
    );
    expect(lossOf(after, 'pool1').lost).toBe(5 * PER_SECOND);
  });

  test('meanwhile the Backup Service of both directions stands still: at risk grows by what comes in', async () => {
    const r = await drill(gone, [{ wait: '1h' }], { mirror: false });
    const points = (pool: string) =>
      r.result.replication.find((s) => s.pool === pool && s.module.endsWith('PresenceFocus'))!.points;
    // pool1's last export was at 8:00 with all up to 7:55; the cycle due at 10:00 comes after the fault.
    const atEnd = points('pool1').at(-1)!;
    expect(atEnd).toMatchObject({ atRisk: (32 * 60 + 5) * PER_SECOND, exportState: 'ErrorState' });
    const after = points('pool1').filter((x) => x.atMs > 10 * MIN + 1000);
    expect(after.every((x) => x.exportState === 'ErrorState')).toBe(true);
    expect(points('pool2').at(-1)!.exportState).toBe('ErrorState');
  });

  test('the grace is counted from when the database stopped being served, anew each time', async () => {
    const r = await drill([...gone, repair('35m', 'sql1a'), crash('36m', 'sql1a')], [{ wait: '90m' }], {
      mirror: false,
    });
    expect(feelings(r, 'pool1')).toEqual([
      `regularHome ${USERS} 0-${66 * MIN}`,
      `resiliencyHome ${USERS} ${66 * MIN}-${90 * MIN}`,
    ]);
  });

  test('backEndGraceMinutes is a parameter; the User session decides', async () => {
    const r = await run({
      topology: deployment({ users: USERS, mirror: false }, undefined, {
        assumptions: { backEndGraceMinutes: 7 },
      }),
      faults: gone,
      steps: [{ wait: '1h' }],
    });
    expect(feelings(r, 'pool1').at(-1)).toBe(`resiliencyHome ${USERS} ${17 * MIN}-${HOUR}`);
  });

  test('BackupStoreUnavailableThreshold sets it: of all pools, or of those of the scope', async () => {
    const set = (scope: string, threshold: string) => ({
      run: `Set-CsRegistrarConfiguration${scope} -BackupStoreUnavailableThreshold ${threshold}`,
    });
    const state = async (...steps: object[]) =>
      feelings(await drill(gone, [{ wait: '5m' }, ...steps, { wait: '1h' }], { mirror: false }), 'pool1')[1];
    expect(await state(set('', '00:12:00'))).toMatch(`resiliencyHome ${USERS} ${22 * MIN}-`);
    expect(await state(set(' -Identity Site:Datacenter1', '00:07:00'))).toMatch(`resiliencyHome ${USERS} ${17 * MIN}-`);
    // Of the other pool: 30 min as ever.
    expect(await state(set(' -Identity service:Registrar:pool2', '00:07:00'))).toMatch(
      `resiliencyHome ${USERS} ${40 * MIN}-`,
    );
    // After the loss: the grace that runs goes on as it began (M).
    expect(await state({ wait: '10m' }, set('', '00:07:00'))).toMatch(`resiliencyHome ${USERS} ${40 * MIN}-`);
  });

  test('disaster failover with the Back End down and the FE servers up: tail and queue stranded (D45)', async () => {
    const r = await drill(gone, [{ wait: '20m' }, { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1 -DisasterMode' }], {
      mirror: false,
    });
    const begun = r.result.recovery[0].failoverStartedAtMs;
    expect(begun).toBe(20 * MIN);
    expect(r.result.recovery[0].outageAtMs).toBe(10 * MIN);
    // On pool1's SQL server and not on pool2: from 7:55 to 9:55. On its FE servers: from there to the failover at 20:00.
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: (120 + 605) * PER_SECOND, lost: 0 });
    // From the oldest, just after 7:55, to the newest, at the start of the failover at 20:00 (D27).
    expect(r.result.recovery[0].rpoMs).toBe(12 * MIN + 4983);
    expect(broken(r)).toEqual([]);
  });
});

describe('D28: Front End and Back End lost together', () => {
  test('while the pool is not failed over all of it is served, on its disks', async () => {
    const r = await drill([{ at: '30m', crash: { site: 'Datacenter1' } }]);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
  });

  test('where FE servers keep nothing on disk, the FE tail is lost', async () => {
    const r = await run({
      topology: deployment({ users: USERS }, undefined, { assumptions: { frontEndTailOnDisk: false } }),
      faults: [{ at: '30m', crash: { site: 'Datacenter1' } }],
      steps: [{ wait: '1h' }],
    });
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 5 * PER_SECOND, stranded: 0 });
  });
});

describe('D29: a session for each database type', () => {
  test('the User database fails over alone', async () => {
    const r = await drill(
      [],
      [
        failOver('mirror'),
        { run: 'Get-CsDatabaseMirrorState -PoolFqdn pool1 -DatabaseType User' },
        { run: 'Get-CsDatabaseMirrorState -PoolFqdn pool1 -DatabaseType CentralMgmt' },
        { run: 'Get-CsDatabaseMirrorState -PoolFqdn pool1 -DatabaseType Application' },
        { wait: '10m' },
      ],
    );
    const shown = r.result.steps.slice(1, 4).map((s) => JSON.stringify(s.output));
    expect(shown[0]).not.toBe(shown[1]);
    expect(told(r).every((t) => t.startsWith('User database of pool1'))).toBe(true);
    cleanly(r);
  });

  test('then the server with the other principals is lost: each session goes its own way', async () => {
    const r = await drill([crash('30m', 'sql1a')], [failOver('mirror'), { wait: '1h' }]);
    expect(told(r).slice(-3).join()).toContain('served by sql1b alone');
    cleanly(r);
  });

  test('only pools with the CMS have a CentralMgmt session', async () => {
    const alone = deployment({ more: { backupPool: undefined } });
    const r = await run({ topology: alone, steps: [failOver('mirror', false, 'CentralMgmt')] });
    expect(r.result.steps[0]).toMatchObject({ outcome: 'refused', rule: 'D29' });
  });
});

describe('M15: disks destroyed', () => {
  const imported = (33 * 60 + 55) * PER_SECOND;
  const at = '35m';

  test('the mirror: nothing is lost; repaired, it is restored from a backup (SUSPENDED), then catches up', async () => {
    const r = await drill([crash(at, 'sql1b', { destroy: true }), repair('40m', 'sql1b')], [{ wait: '2h' }]);
    expect(told(r).map((t) => t.split('mirroring ')[1]?.split(',')[0])).toEqual([
      'DISCONNECTED',
      'SUSPENDED',
      ...Array(told(r).length - 2).fill(expect.stringMatching(/^SYNCHRONIZ/)),
    ]);
    cleanly(r);
  });

  test('the principal: the mirror has all of it', async () => {
    const r = await drill([crash(at, 'sql1a', { destroy: true }), repair('40m', 'sql1a')], [{ wait: '2h' }]);
    expect(told(r).at(-1)).toContain('mirroring SYNCHRONIZED, principal sql1b');
    cleanly(r);
  });

  test('the principal without a mirror: what the partner had not imported is lost, the rest stranded, I1', async () => {
    const r = await drill([crash(at, 'sql1a', { destroy: true })], [{ wait: '36m' }], { mirror: false });
    const written = (34 * 60 + 55) * PER_SECOND;
    // The FE replicas still hold the tail and serve it, and what is acknowledged since.
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: imported, lost: written - imported });
    expect(broken(r)).toEqual(['I1']);
  });

  test('mirror and principal, one after the other: the same', async () => {
    const r = await drill(
      [crash(at, 'sql1b', { destroy: true }), crash('35m30s', 'sql1a', { destroy: true })],
      [{ wait: '36m' }],
    );
    const written = (35 * 60 + 25) * PER_SECOND;
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: imported, lost: written - imported });
    expect(broken(r)).toEqual(['I1']);
  });

  test('both at once, with the whole site: the FE tail goes, too', async () => {
    const r = await drill([{ at, crash: { site: 'Datacenter1' }, destroy: true }], [{ wait: '36m' }]);
    expect(lossOf(r, 'pool1')).toMatchObject({
      stranded: imported,
      lost: 35 * 60 * PER_SECOND - imported,
    });
  });

  test('site destroyed, failed over, rebuilt, failed back: only what had not been imported is lost', async () => {
    const r = await drill(
      [
        { at, crash: { site: 'Datacenter1' }, destroy: true },
        { at: '3h', repair: { site: 'Datacenter1' } },
      ],
      [
        { wait: '40m' },
        { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1 -DisasterMode' },
        { at: '4h', run: 'Invoke-CsPoolFailBack -PoolFqdn pool1' },
        { wait: '2h' },
      ],
    );
    expect(r.result.steps.map((s) => s.outcome)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: 0, lost: 35 * 60 * PER_SECOND - imported });
    expect(lossOf(r, 'pool2')).toMatchObject({ stranded: 0, lost: 0 });
    expect(feelings(r, 'pool1').at(-1)).toContain('regularHome');
  });

  test('Standard Edition: one machine has it all', async () => {
    const r = await drill([crash(at, 'fe1a', { destroy: true })], [{ wait: '36m' }], { edition: 'standard' });
    expect(lossOf(r, 'pool1')).toMatchObject({
      stranded: imported,
      lost: 35 * 60 * PER_SECOND - imported,
    });
  });

  test('the file store: content that the partner has not is lost, what it has is stranded', async () => {
    // 0.01 uploads × 36,000 an hour = one in 10 s; each cycle copies 12 MiB in 1 s: done before the next.
    const r = await drill([{ at, crash: { fileStore: 'file1' }, destroy: true }], [{ wait: '36m' }]);
    const had = (34 * 60) / 10;
    expect(lossOf(r, 'pool1', 'DataConf')).toMatchObject({
      acknowledged: (35 * 60) / 10,
      stranded: had,
      lost: (35 * 60) / 10 - had,
    });
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: 0, lost: 0 });
    expect(broken(r)).toEqual(['I1']);
    // The pool serves on, so that its loss has no outage: the first upload, made after 10 s, is as old as it was then.
    expect(lossOf(r, 'pool1', 'DataConf').oldestLostAgeMs).toBe(35 * MIN - 10_000);
  });

  test('the fault is told before what it costs', async () => {
    const r = await drill([crash(at, 'fe1a', { destroy: true })], [{ wait: '36m' }], { edition: 'standard' });
    const then = r.result.timeline.filter((t) => t.kind === 'fault' || t.kind === 'violation');
    expect(then.map((t) => t.kind)).toEqual(['fault', 'violation', 'violation']);
    expect(r.result.timeline.find((t) => t.atMs === 35 * MIN)?.text).toBe('crash server fe1a, disks destroyed');
  });

  test('the file store comes back empty: what is uploaded then does not bring back the rest', async () => {
    const r = await drill(
      [
        { at, crash: { fileStore: 'file1' }, destroy: true },
        { at: '40m', repair: { fileStore: 'file1' } },
      ],
      [{ wait: '1h' }],
    );
    const had = (34 * 60) / 10;
    expect(lossOf(r, 'pool1', 'DataConf')).toMatchObject({
      acknowledged: (55 * 60) / 10,
      stranded: had,
      lost: (35 * 60) / 10 - had,
    });
  });

  test('a crash without destroy keeps the disks', async () => {
    const r = await drill(
      [
        { at, crash: { site: 'Datacenter1' } },
        { at: '50m', repair: { site: 'Datacenter1' } },
      ],
      [{ wait: '2h' }],
    );
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: 0, lost: 0 });
    expect(lossOf(r, 'pool1', 'DataConf')).toMatchObject({ stranded: 0, lost: 0 });
  });

  test("the site of the partner: the pool's own users lose nothing, the next exports fill the copy again", async () => {
    const r = await drill(
      [
        { at, crash: { site: 'Datacenter2' }, destroy: true },
        { at: '50m', repair: { site: 'Datacenter2' } },
      ],
      [{ wait: '36m' }],
    );
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: 0, lost: 0 });
    expect(lossOf(r, 'pool1', 'DataConf')).toMatchObject({ stranded: 0, lost: 0 });
  });
});
