import { describe, expect, it } from 'vitest';
import type { DrillText } from '../../support/drills.js';
import { lossOf, MIN, run } from '../../support/drills.js';
import { drill, exact, FAIL_BACK, FAIL_OVER, ONE_UPLOAD_A_SECOND, SILENT } from '../../support/exact.js';

const S = 1000;
const DISASTER = `${FAIL_OVER} -DisasterMode`;
const SKIP = `${FAIL_OVER} -SkipDataVerification`;
const lost = { at: '30m30s', crash: { site: 'Datacenter1' } };

const verdict = async (parts: DrillText) => {
  const { result } = await run(drill(parts));
  return `${result.verdict}: ${result.reason}`;
};

describe('interface.md: when a run fails', () => {
  it('passes when every step ends as the drill expects', async () => {
    expect(await verdict({ steps: [{ run: FAIL_OVER }, { run: FAIL_BACK }] })).toBe(
      'passed: Every step ended as the drill expects.',
    );
  });

  it('a broken invariant fails it, unless declared', async () => {
    const steps = [{ at: '10m', run: SKIP }];
    expect(await verdict({ steps })).toMatch(/^failed: I1 broken/);
    expect(await verdict({ steps, expect: { violates: ['I1'] } })).toMatch(/^passed.*I1 broke as declared/);
    expect(await verdict({ steps, expect: { violates: ['I1', 'I4'] } })).toMatch(/^failed: violates I4/);
    const r = await run(drill({ steps, expect: { violates: ['I1'] } }));
    expect(r.result.violations.map((v) => v.declared)).toEqual([true]);
  });

  it('one declared that did not break fails it', async () => {
    expect(await verdict({ steps: [{ run: FAIL_OVER }], expect: { violates: ['I1'] } })).toMatch(/^failed/);
  });

  it('a step refused or failed without expect: refused fails it; the later ones run', async () => {
    const parts = { load: SILENT, steps: [{ run: FAIL_BACK }, { run: FAIL_OVER }] };
    expect(await verdict(parts)).toMatch(/^failed: line \d+ was refused \(D50\)/);
    const r = await run(drill(parts));
    expect(r.result.steps.map((s) => [s.outcome, s.asExpected])).toEqual([
      ['refused', false],
      ['ok', true],
    ]);
  });

  it('a wait that times out fails its step and the run; the later ones run', async () => {
    const parts = {
      load: SILENT,
      faults: [{ at: '1m', cut: { link: ['Datacenter1', 'Datacenter2'] } }],
      steps: [{ at: '3m', wait: { until: 'steady', pool: 'pool1', timeout: '5m' } }, { wait: '1m' }],
    };
    const { result } = await run(drill(parts));
    expect(result.verdict).toBe('failed');
    expect(result.steps[0]).toMatchObject({
      outcome: 'failed',
      rule: null,
      startedAtMs: 3 * MIN,
      endedAtMs: 8 * MIN,
    });
    expect(result.endedAtMs).toBe(9 * MIN);
  });

  it('a step expected to be refused: by any rule, or by the one named', async () => {
    const step = (more: object) => [{ run: FAIL_BACK, expect: 'refused', ...more }];
    expect(await verdict({ steps: step({}) })).toMatch(/^passed/);
    expect(await verdict({ steps: step({ rule: 'D50' }) })).toMatch(/^passed/);
    expect(await verdict({ steps: step({ rule: 'D41' }) })).toMatch(/was refused by D50, not by D41/);
    expect(await verdict({ steps: [{ run: FAIL_OVER, expect: 'refused' }] })).toMatch(/should have been refused/);
  });

  it('a step that failed was not refused', async () => {
    expect(
      await verdict({
        faults: [{ at: '9m', cut: { link: ['Datacenter1', 'Datacenter2'] } }],
        steps: [{ at: '10m', run: `${FAIL_OVER} -WaitTime 00:01:00`, expect: 'refused' }],
      }),
    ).toMatch(/should have been refused/);
  });

  it.each([
    [
      'S7',
      [{ run: FAIL_OVER }, { run: 'Invoke-CsPoolFailBack -PoolFqdn pool2', expect: 'refused', rule: 'S7' }],
      'pool2',
    ],
    [
      'S8',
      [{ run: 'Invoke-CsPoolFailOver -PoolFqdn pool2' }, { run: FAIL_OVER, expect: 'refused', rule: 'S8' }],
      'pool1',
    ],
  ])('%s may be named where the seed says it, too', async (_, steps, active) => {
    const topology = exact({}, {}, { centralManagement: { active } });
    expect(await verdict({ topology, steps })).toMatch(/^passed/);
  });

  it('what is not modelled makes it inconclusive, unless it failed anyway', async () => {
    const steps = [{ run: 'Move-CsUser -Identity sip:a@contoso.com -Target pool2' }];
    expect(await verdict({ steps })).toMatch(/^inconclusive/);
    expect(await verdict({ steps: [...steps, { run: FAIL_BACK }] })).toMatch(
      /^failed: line \d+ was refused \(D50\)\. Not modelled, and what came after may hang on it: line \d+\.$/,
    );
    expect(
      await verdict({ steps: [{ run: 'Move-CsUser -Identity sip:a@contoso.com -Target pool2', expect: 'refused' }] }),
    ).toMatch(/^inconclusive/);
  });
});

describe('expect: lost, rto, rpo', () => {
  const faults = [lost];
  const steps = [{ at: '40m', run: DISASTER }];

  it('lost: at most so many at the end; what is only stranded does not count', async () => {
    expect(await verdict({ faults, steps, expect: { lost: { max: 0 } } })).toMatch(/^passed/);
    const back = { faults: [lost, { at: '1h', repair: { site: 'Datacenter1' } }] };
    const home = [...steps, { at: '2h', run: FAIL_BACK }];
    expect(await verdict({ ...back, steps: home, expect: { lost: { max: 35 } } })).toMatch(/^passed/);
    expect(await verdict({ ...back, steps: home, expect: { lost: { max: 34 } } })).toMatch(/^failed: lost/);
  });

  it('rto: from the start of the command, to the millisecond', async () => {
    expect(await verdict({ faults, steps, expect: { rto: { pool1: '17m' } } })).toMatch(/^passed/);
    expect(await verdict({ faults, steps, expect: { rto: { POOL1: '1019s' } } })).toMatch(/^failed: rto/);
    expect(await verdict({ steps: [], expect: { rto: { pool1: '1h' } } })).toMatch(/^failed: rto.*no failover/);
  });

  it('rto: of several failovers the slowest that reached regular service, and which it was', async () => {
    const actual = async (parts: DrillText) =>
      (await run(drill({ ...parts, expect: { rto: { pool1: '17m' } } }))).result.expectations
        .filter((e) => e.what === 'rto of pool1')
        .map((e) => [e.actual, e.holds]);
    const cut = { cut: { link: ['Datacenter1', 'Datacenter2'] } };
    // The first fails for the link; the second has 60 s + 60 s at most for the sync, and 15 min.
    const twice = [
      { at: '10m', run: `${FAIL_OVER} -WaitTime 00:01:00` },
      { at: '30m', run: FAIL_OVER },
    ];
    expect(await actual({ faults: [{ at: '9m', ...cut, for: '10m' }], steps: twice })).toEqual([
      [expect.stringMatching(/^16m \d\ds by the failover of 00:30:00$/), true],
    ]);
    // It is never reached where the last one fails, too.
    const never = [twice[0], { at: '30m', run: `${FAIL_OVER} -WaitTime 00:01:00` }];
    expect(await actual({ faults: [{ at: '9m', ...cut }], steps: never })).toEqual([
      ['regular service was never reached by the failover of 00:30:00', false],
    ]);
    // Of two that reached it the slower one counts: 17 min and a planned one.
    const home = [...steps, { at: '2h', run: FAIL_BACK }, { at: '4h', run: FAIL_OVER }];
    const back = [lost, { at: '1h', repair: { site: 'Datacenter1' } }];
    expect(await actual({ faults: back, steps: home })).toEqual([['17m by the failover of 00:40:00', true]]);
  });

  it('rpo: the worst of all failovers, kept after the failback', async () => {
    const back = {
      faults: [lost, { at: '1h', repair: { site: 'Datacenter1' } }],
      steps: [...steps, { at: '2h', run: FAIL_BACK }, { run: FAIL_OVER }],
    };
    expect(await verdict({ ...back, expect: { rpo: '34s' } })).toMatch(/^passed/);
    expect(await verdict({ ...back, expect: { rpo: '33s' } })).toMatch(/^failed: rpo/);
    expect(await verdict({ steps: [{ crash: { server: 'sql1b' } }], expect: { rpo: '0s' } })).toMatch(/^passed/);
  });

  it('rpo: what is lost without a failover counts as well', async () => {
    // The mirror stops at 29:55 (5 s tail), the principal at 34:55: the oldest change that it lacks is 5 min 4 s old.
    const parts = {
      faults: [
        { at: '30m', crash: { server: 'sql1b' } },
        { at: '35m', crash: { server: 'sql1a' } },
        { at: '36m', repair: { server: 'sql1b' } },
        { at: '37m', cut: { link: ['Datacenter1', 'Datacenter2'] } },
      ],
      steps: [
        {
          at: '40m',
          run: 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror -Force',
        },
      ],
    };
    const expecting = (rpo: string) => verdict({ ...parts, expect: { rpo, violates: ['I1'] } });
    expect(await expecting('304s')).toMatch(/^passed/);
    expect(await expecting('303s')).toBe('failed: rpo: expected at most 5m 03s, was 5m 04s.');
  });

  it('rpo: an earlier, smaller loss does not hide a later one', async () => {
    // All FE servers for a minute: a tail of 5 s. Then the forced service of above, with the mirror lost at 30:00.
    const force = 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror -Force';
    const parts = {
      faults: [
        { at: '5m', crash: { pool: 'pool1' }, for: '1m' },
        { at: '30m', crash: { server: 'sql1b' } },
        { at: '35m', crash: { server: 'sql1a' } },
        { at: '36m', repair: { server: 'sql1b' } },
      ],
      steps: [{ at: '40m', run: force }],
    };
    const expecting = (rpo: string) => verdict({ ...parts, expect: { rpo, violates: ['I1'] } });
    expect(await expecting('304s')).toMatch(/^passed/);
    expect(await expecting('303s')).toBe('failed: rpo: expected at most 5m 03s, was 5m 04s.');
  });

  it('rpo: of what a failback with -DisasterMode loses, the age is that of its own moment', async () => {
    // All since the takeover, when the users were regular on the partner: from about 26:10 to the failback at 41:00.
    const parts = {
      steps: [
        { at: '10m', run: FAIL_OVER },
        { at: '41m', run: `${FAIL_BACK} -DisasterMode` },
      ],
    };
    const expecting = (rpo: string) => verdict({ ...parts, expect: { rpo, violates: ['I1'] } });
    // The pauses of the failover leave a fraction of a change to the next one.
    expect(await expecting('889s')).toMatch(/^passed/);
    expect(await expecting('888s')).toMatch(/^failed: rpo: expected at most 14m 48s, was 14m 49s/);
  });

  it('rpo: what only waits for its restore has no age, whatever outage the partner has (D54)', async () => {
    const parts = {
      load: ONE_UPLOAD_A_SECOND,
      faults: [{ at: '2h', crash: { site: 'Datacenter2' }, for: '20m' }],
      steps: [
        { at: '10m', run: FAIL_OVER },
        { at: '1h', run: FAIL_BACK },
        { at: '3h', wait: '0s' },
      ],
    };
    const r = await run(drill(parts));
    const content = lossOf(r, 'pool1', 'DataConf');
    expect(content).toMatchObject({ lost: 0, oldestLostAgeMs: 0 });
    expect(content.stranded).toBeGreaterThan(1000);
    expect(await verdict({ ...parts, expect: { rpo: '0s' } })).toMatch(/^passed/);
    // Gone with its disk it is lost, and as old as it is then: uploaded from 26:00 on, when the users were regular.
    const faults = [{ at: '2h', crash: { fileStore: 'file2' }, destroy: true }];
    const gone = await run(drill({ ...parts, faults }));
    const { lost: count, oldestLostAgeMs } = lossOf(gone, 'pool1', 'DataConf');
    expect(count).toBe(content.stranded);
    const regular = gone.result.recovery[0].servedAtMs!;
    expect(oldestLostAgeMs).toBeLessThanOrEqual(120 * MIN - regular);
    expect(oldestLostAgeMs).toBeGreaterThan(120 * MIN - regular - 2 * S);
  });

  it('every entry is reported', async () => {
    const r = await run(
      drill({ faults, steps, expect: { lost: { max: 0 }, rto: { pool1: '30m' }, rpo: '10s', violates: [] } }),
    );
    expect(r.result.expectations.map((e) => [e.what, e.holds])).toEqual([
      ['served', true],
      ['lost', true],
      ['rto of pool1', true],
      ['rpo', false],
    ]);
  });
});

describe('steps', () => {
  it('start when the one before has ended, and not before `at`', async () => {
    const r = await run(
      drill({
        load: SILENT,
        steps: [{ wait: '10m' }, { at: '5m', wait: '1m' }, { at: '20m', note: 'now' }, { wait: '30s' }],
      }),
    );
    expect(r.result.steps.map((s) => [s.startedAtMs / S, s.endedAtMs / S])).toEqual([
      [0, 600],
      [600, 660],
      [1200, 1200],
      [1200, 1230],
    ]);
  });

  it('the run ends with the last step and the last scheduled fault', async () => {
    const faults = [{ at: '5m', cut: { link: ['Datacenter1', 'Datacenter2'] }, for: '1h' }];
    const r = await run(drill({ load: SILENT, faults, steps: [{ wait: '10m' }] }));
    expect(r.result.endedAtMs).toBe(65 * MIN);
    expect((await run(drill({ load: SILENT, steps: [] }))).result.endedAtMs).toBe(0);
  });

  it('at equal times faults come before steps', async () => {
    const r = await run(
      drill({
        load: SILENT,
        faults: [{ at: '10m', crash: { pool: 'pool2' } }],
        steps: [{ at: '10m', run: FAIL_OVER }],
      }),
    );
    expect(r.result.steps[0]).toMatchObject({ outcome: 'refused', rule: 'D40' });
  });

  it('a fault as a step is the same as one at that time', async () => {
    const link = { link: ['Datacenter1', 'Datacenter2'] };
    const steps = [
      { at: '5m', cut: link },
      { at: '15m', mend: link },
      { at: '20m', wait: '0s' },
    ];
    const asSteps = await run(drill({ steps }));
    const asFaults = await run(
      drill({ faults: [{ at: '5m', cut: link, for: '10m' }], steps: [{ at: '20m', wait: '0s' }] }),
    );
    expect(asSteps.result.loss).toEqual(asFaults.result.loss);
    expect(asSteps.result.replication).toEqual(asFaults.result.replication);
  });

  it('waits: each condition ends with the event that makes it true', async () => {
    const r = await run(
      drill({
        faults: [
          { at: '1m', crash: { server: 'sql1b' }, for: '9m' },
          { at: '30m30s', crash: { pool: 'pool1' }, for: '10m' },
        ],
        steps: [
          { at: '2m', wait: { until: 'synchronized', pool: 'pool1', timeout: '1h' } },
          { at: '31m', wait: { until: 'regular', pool: 'pool1', timeout: '1h' } },
          { wait: { until: 'steady', pool: 'pool1', timeout: '1h' } },
          { wait: { until: 'replicated', timeout: '1h' } },
          { at: '1h', wait: { until: 'final', pool: 'pool1', timeout: '10m' } },
        ],
      }),
    );
    // Repaired at 10 min, caught up 3 min later. The pool back at 40:30, its services 4 min later, and its users
    // 10 min after that.
    expect(r.result.steps[0].endedAtMs).toBe(13 * MIN);
    expect(r.result.steps[1].endedAtMs).toBe(54 * MIN + 30 * S);
    expect(r.result.steps.slice(0, 4).map((s) => s.outcome)).toEqual(['ok', 'ok', 'ok', 'ok']);
    // Under load there is always something left to export.
    expect(r.result.steps[4].outcome).toBe('failed');
    const quiet = await run(
      drill({ load: SILENT, steps: [{ wait: { until: 'final', pool: 'pool1', timeout: '10m' } }] }),
    );
    expect(quiet.result.steps[0]).toMatchObject({ outcome: 'ok', endedAtMs: 0 });
  });

  it('regular holds wherever the users are served', async () => {
    const r = await run(
      drill({
        load: SILENT,
        steps: [{ run: FAIL_OVER }, { wait: { until: 'regular', pool: 'pool1', timeout: '1m' } }],
      }),
    );
    expect(r.result.steps[1]).toMatchObject({ outcome: 'ok' });
    expect(r.result.steps[1].startedAtMs).toBe(r.result.steps[1].endedAtMs);
  });
});

describe('findings', () => {
  it('the same again is told again: with its line, or its time where no line did it', async () => {
    const faults = ['10m', '1h', '2h'].map((at) => ({ at, crash: { pool: 'pool1' }, destroy: true, for: '1m' }));
    const r = await run(drill({ faults, steps: [{ wait: '3h' }] }));
    const tails = r.result.findings.filter((f) => f.rule === 'D28');
    expect(tails.map((f) => [f.line, f.message])).toEqual([
      [
        0,
        '5 acknowledged changes of pool1 were lost with all replicas of them on its FE servers before they were written to the Back End; again at 01:00:00, 02:00:00',
      ],
    ]);
    const twice = await run(
      drill({
        faults: [lost, { at: '1h', repair: { site: 'Datacenter1' } }, { ...lost, at: '4h30m30s' }],
        steps: [
          { at: '40m', run: DISASTER },
          { at: '2h', run: FAIL_BACK },
          { at: '5h', run: DISASTER },
        ],
      }),
    );
    const left = twice.result.findings.filter((f) => f.rule === 'D45');
    expect(left.map((f) => f.message)).toEqual([left[0].message, left[0].message]);
    const [first, , second] = twice.result.steps;
    expect(left.map((f) => f.line)).toEqual([first.line, second.line]);
  });

  it('one that comes again and again does not flood the report', async () => {
    const at = (n: number) => `${10 + 20 * n}m`;
    const faults = Array.from({ length: 9 }, (_, n) => ({
      at: at(n),
      crash: { pool: 'pool1' },
      destroy: true,
      for: '1m',
    }));
    const topology = exact({}, {}, { voiceResiliency: { automatic: false } });
    const r = await run(drill({ topology, faults, steps: [{ wait: '4h' }] }));
    const tails = r.result.findings.filter((f) => f.rule === 'D28');
    expect(tails).toHaveLength(1);
    expect(tails[0].message).toMatch(/again at 00:30:00, .*01:50:00 and 3 times more$/);
  });
});

describe('recovery', () => {
  it('one entry a failover command that began; refused ones have none', async () => {
    const r = await run(
      drill({
        faults: [{ at: '9m', cut: { link: ['Datacenter1', 'Datacenter2'] }, for: '20m' }],
        steps: [
          { run: FAIL_BACK },
          { at: '10m', run: `${FAIL_OVER} -WaitTime 00:01:00` },
          { at: '30m', run: FAIL_OVER },
          { run: FAIL_OVER },
        ],
      }),
    );
    expect(r.result.recovery.map((x) => [x.failoverStartedAtMs, x.rtoMs === null])).toEqual([
      [10 * MIN, true],
      [30 * MIN, false],
    ]);
  });
});
