import { describe, expect, it } from 'vitest';
import type { DrillRun } from '../../../src/run/run-drill.js';
import { broken, feelings, lossOf, MIN, run } from '../../support/drills.js';
import {
  drill,
  exact,
  FAIL_BACK,
  FAIL_OVER,
  ONE_A_SECOND,
  ONE_UPLOAD_A_SECOND,
  RESTORE,
  SILENT,
} from '../../support/exact.js';

const S = 1000;
const DISASTER = `${FAIL_OVER} -DisasterMode`;
const BACK_IN_DISASTER = `${FAIL_BACK} -DisasterMode`;
const LINK = { link: ['Datacenter1', 'Datacenter2'] };
/** Poll 15 s, copy 2 min, move 2 min. */
const WHOLE = 15 * S + 4 * MIN;

const outcomes = (r: DrillRun) => r.result.steps.map((s) => [s.outcome, s.rule]);
const ofRule = (r: DrillRun, rule: string) => r.result.findings.filter((f) => f.rule === rule);
const over = { at: '10m', run: FAIL_OVER };
const plain = (more: object = {}) => exact({ mirror: false }, { mirror: false }, more as Record<string, unknown>);

describe('D50: who may be failed back', () => {
  it('refused unless the pool is failed over', async () => {
    const r = await run(drill({ steps: [{ run: FAIL_BACK }, { run: BACK_IN_DISASTER }] }));
    expect(outcomes(r)).toEqual([
      ['refused', 'D50'],
      ['refused', 'D50'],
    ]);
  });

  it('S7: refused for the partner, with the pool that was meant', async () => {
    const r = await run(drill({ steps: [over, { run: 'Invoke-CsPoolFailBack -PoolFqdn pool2' }] }));
    expect(outcomes(r)[1]).toEqual(['refused', 'D50']);
    expect(r.result.steps[1].message).toContain(FAIL_BACK);
  });

  it.each([
    [
      'its servers are down',
      { pool: 'pool1' },
      'pool1 cannot take its users back. No FE server of pool1 runs: bring fe1a, fe1b, fe1c back.',
    ],
    [
      'its Back End is down',
      { server: 'sql1a' },
      'pool1 cannot take its users back. The User database of pool1 is not served: sql1a is down. Bring sql1a back.',
    ],
  ])('refused, in both modes, while %s: said, with the remedy', async (_, crash, message) => {
    const r = await run(
      drill({
        topology: plain(),
        faults: [{ at: '40m', crash, for: '10m' }],
        steps: [over, { at: '41m', run: FAIL_BACK }, { run: BACK_IN_DISASTER }, { at: '60m', run: FAIL_BACK }],
      }),
    );
    expect(outcomes(r).slice(1)).toEqual([
      ['refused', 'D50'],
      ['refused', 'D50'],
      ['ok', null],
    ]);
    expect(r.result.steps.slice(1, 3).map((s) => s.message)).toEqual([message, message]);
  });

  it('the mirror may take the place of a lost principal: the refusal gives the line', async () => {
    const r = await run(
      drill({
        topology: exact({ witness: false }, {}),
        faults: [{ at: '40m', crash: { server: 'sql1a' } }],
        steps: [over, { at: '41m', run: FAIL_BACK }],
      }),
    );
    expect(r.result.steps[1].message).toContain(
      'or make the other server the principal: Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror.',
    );
  });

  it('refused below quorum and while the services hang in starting', async () => {
    const r = await run(
      drill({
        faults: [
          { at: '40m', crash: { server: 'fe1a' } },
          { at: '40m', crash: { server: 'fe1b' } },
          { at: '50m', repair: { server: 'fe1a' } },
          { at: '60m', repair: { server: 'fe1b' } },
        ],
        steps: [
          over,
          { at: '41m', run: FAIL_BACK },
          { at: '51m', run: FAIL_BACK },
          { at: '61m', run: FAIL_BACK },
          { at: '65m', run: FAIL_BACK },
        ],
      }),
    );
    expect(
      outcomes(r)
        .slice(1)
        .map(([o]) => o),
    ).toEqual(['refused', 'refused', 'refused', 'ok']);
    expect(r.result.steps.slice(1, 4).map((s) => s.message)).toEqual([
      expect.stringContaining('1 of 3 FE servers run, 3 needed (D13). Bring back what is missing'),
      expect.stringContaining('2 of 3 FE servers run, 3 needed (D13). Bring back what is missing'),
      expect.stringContaining('are starting: wait until they run (D13)'),
    ]);
  });

  it('refused without the partner, but not with -DisasterMode', async () => {
    const r = await run(
      drill({
        faults: [{ at: '40m', crash: { pool: 'pool2' } }],
        steps: [over, { at: '41m', run: FAIL_BACK }, { run: BACK_IN_DISASTER }],
        expect: { violates: ['I1'] },
      }),
    );
    expect(outcomes(r).slice(1)).toEqual([
      ['refused', 'D50'],
      ['ok', null],
    ]);
  });

  it('the CMS is not checked, unless failbackNeedsCms', async () => {
    // The database of the CMS on pool2 is lost alone: its principal is moved to the mirror, which then dies.
    const parts = (needs: boolean) => ({
      topology: exact({}, {}, { assumptions: { failbackNeedsCms: needs } }),
      faults: [{ at: '45m', crash: { server: 'sql2b' } }],
      steps: [
        over,
        {
          at: '40m',
          run: 'Invoke-CsDatabaseFailover -PoolFqdn pool2 -DatabaseType CentralMgmt -NewPrincipal mirror',
        },
        { at: '45m1s', run: FAIL_BACK },
      ],
    });
    const without = await run(drill(parts(false)));
    expect(outcomes(without)[2]).toEqual(['ok', null]);
    const needing = await run(drill(parts(true)));
    expect(outcomes(needing)[2]).toEqual(['refused', 'D50']);
  });
});

describe('D50: a failback that fails to complete hydration', () => {
  const hydration = (at: string) => ({ at, crash: { hydration: 'pool1' } });
  const back = { at: '1h', run: FAIL_BACK };

  it('is run again at once, from its first phase, and loses nothing', async () => {
    const r = await run(drill({ faults: [hydration('1h1m15s')], steps: [over, back] }));
    // Polled at 60:15, the copy fails after 1 min, and the whole follows from there.
    expect(r.result.steps[1]).toMatchObject({ outcome: 'ok', endedAtMs: 61 * MIN + 15 * S + WHOLE });
    const told = ofRule(r, 'D50');
    expect(told.map((f) => f.severity)).toEqual(['warning']);
    expect(told[0].message).toMatch(/"Failed to complete hydration process after repeated attempts".*again at once/);
    // Users go on working on the partner while its queue is polled again, and come home as after any failback.
    const home = 61 * MIN + 15 * S + WHOLE;
    expect(feelings(r, 'pool1').slice(-4)).toEqual([
      `resiliencyHome 1000 ${60 * MIN + 15 * S}-${61 * MIN + 15 * S}`,
      `regularPartner 1000 ${61 * MIN + 15 * S}-${61 * MIN + 30 * S}`,
      `resiliencyHome 1000 ${61 * MIN + 30 * S}-${home}`,
      `regularHome 1000 ${home}-${home}`,
    ]);
    expect(lossOf(r, 'pool1', 'PresenceFocus')).toMatchObject({ lost: 0, stranded: 0 });
    expect(broken(r)).toEqual([]);
  });

  it('more than once in one failback', async () => {
    const faults = [hydration('1h1m15s'), hydration('1h2m30s')];
    const r = await run(drill({ faults, steps: [over, back] }));
    expect(r.result.steps[1]).toMatchObject({ outcome: 'ok', endedAtMs: 62 * MIN + 30 * S + WHOLE });
  });

  it('is refused when it is typed again while the partner is without its Back End: the step fails', async () => {
    const topology = plain();
    const faults = [{ at: '1h1m', crash: { server: 'sql2a' } }, hydration('1h1m15s')];
    const r = await run(drill({ topology, faults, steps: [over, back] }));
    expect(outcomes(r)[1]).toEqual(['failed', 'D50']);
    expect(r.result.steps[1].message).toMatch(
      /hydration.*refused now: The users' data cannot be copied back from the partner pool2. The User database/,
    );
  });

  it.each([
    ['before the failback', '30m', FAIL_BACK, 60 * MIN + WHOLE],
    ['while it still polls', '1h10s', FAIL_BACK, 60 * MIN + WHOLE],
    ['when the users are moving', '1h3m', FAIL_BACK, 60 * MIN + WHOLE],
    ['in disaster mode, which copies nothing', '1h1m', BACK_IN_DISASTER, 62 * MIN],
  ])('%s nothing fails', async (_, at, line, endedAtMs) => {
    const declared = line === FAIL_BACK ? [] : ['I1'];
    const r = await run(
      drill({
        faults: [hydration(at)],
        steps: [over, { at: '1h', run: line }],
        expect: { violates: declared },
      }),
    );
    expect(r.result.steps[1]).toMatchObject({ outcome: 'ok', endedAtMs });
    expect(ofRule(r, 'D50')).toEqual([]);
  });
});

describe('D51: -SkipDataVerification', () => {
  // The cycle of 58 min brought home what was written on the partner by 3,475 s; the link is cut at 58:30.
  const faults = [{ at: '58m30s', cut: LINK, for: '1h' }];
  const skip = (more = '') => ({ at: '60m', run: `${FAIL_BACK} -SkipDataVerification${more}` });
  const declared = { violates: ['I1'] };

  it.each([
    // The users move 15 s after the command, at 3,615 s, or after -WaitTime, at 3,900 s.
    ['', 60 * MIN + 15 * S, 3615 - 3475],
    [' -WaitTime 00:05:00', 65 * MIN, 3900 - 3475],
  ])('with "%s" the users move home with what was imported; the rest stays behind', async (more, moveMs, left) => {
    const r = await run(drill({ topology: plain(), faults, steps: [over, skip(more)], expect: declared }));
    expect(outcomes(r)[1]).toEqual(['ok', null]);
    expect(r.result.steps[1].endedAtMs).toBe(moveMs + 2 * MIN);
    expect(broken(r)).toEqual(['I1']);
    expect(r.result.violations[0]).toMatchObject({ atMs: moveMs });
    expect(r.result.violations[0].message).toContain('-SkipDataVerification (D51)');
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: left, lost: 0 });
    expect(ofRule(r, 'D51')).toMatchObject([{ severity: 'warning', instead: FAIL_BACK }]);
    // Of the users of pool1 alone: 3,600 - 3,475 when the command was typed.
    expect(ofRule(r, 'D51')[0].message).toContain(
      '125 changes of theirs still waited on pool2 when the failback began',
    );
    expect(r.result.verdict).toBe('passed');
  });

  it('what stayed on the partner is lost when it next imports from the branch of the pool', async () => {
    const r = await run(drill({ topology: plain(), faults, steps: [over, skip(), { wait: '2h' }], expect: declared }));
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: 0, lost: 140 });
  });

  it('without the switch it waits for the link, and leaves nothing behind', async () => {
    const r = await run(drill({ topology: plain(), faults, steps: [over, { at: '60m', run: FAIL_BACK }] }));
    expect(outcomes(r)[1]).toEqual(['ok', null]);
    expect(r.result.violations).toEqual([]);
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: 0, lost: 0 });
  });

  it('-DatabaseCommandTimeoutInSeconds changes nothing', async () => {
    const topology = plain({ product: 'sfb2015' });
    const ended = async (more: string) => {
      const r = await run(drill({ topology, steps: [over, { at: '60m', run: `${FAIL_BACK}${more}` }] }));
      return r.result.steps[1];
    };
    const [without, with60] = [await ended(''), await ended(' -DatabaseCommandTimeoutInSeconds 60')];
    expect(with60).toMatchObject({ outcome: 'ok', endedAtMs: without.endedAtMs });
  });
});

describe('D43: M failoverStopsServices', () => {
  const topology = (stops: boolean) => plain({ assumptions: { failoverStopsServices: stops } });
  const back = { at: '60m', run: FAIL_BACK };

  it('the failback starts the services first, which takes as long as a start of the pool', async () => {
    const steps = [over, { at: '50m', run: 'Get-CsWindowsService -ComputerName fe1a' }, back];
    const stopped = await run(drill({ topology: topology(true), steps }));
    const running = await run(drill({ topology: topology(false), steps }));
    const states = (r: DrillRun) => r.result.steps[1].output?.map(({ Name, Status }) => `${Name} ${Status}`);
    expect(states(stopped)).toEqual(['RTCSRV Stopped', 'LYNCBACKUP Running']);
    expect(states(running)).toEqual(['RTCSRV Running', 'LYNCBACKUP Running']);
    // poolStartMinutes is 4 here.
    expect(running.result.steps[2]).toMatchObject({ outcome: 'ok', endedAtMs: 60 * MIN + WHOLE });
    expect(stopped.result.steps[2]).toMatchObject({ outcome: 'ok', endedAtMs: 64 * MIN + WHOLE });
    expect(stopped.result.loss).toMatchObject({ lost: 0, stranded: 0 });
    expect(stopped.result.violations).toEqual([]);
    expect(stopped.result.assumptions.map(({ name }) => name)).toContain('failoverStopsServices');
  });

  it('it hangs there while fewer servers run than a start takes (D13), and goes once they do', async () => {
    const faults = [{ at: '50m', crash: { server: 'fe1a' }, for: '1h' }];
    const steps = [over, back, { at: '2h', run: FAIL_BACK }, { at: '2h30m', run: BACK_IN_DISASTER, expect: 'refused' }];
    const r = await run(drill({ topology: topology(true), faults, steps }));
    // 2 of 3 servers keep the quorum of D12 and are fewer than the 3 of D13; the longest start takes 4 min.
    expect(outcomes(r).slice(1, 3)).toEqual([
      ['failed', 'D13'],
      ['ok', null],
    ]);
    expect(r.result.steps[1]).toMatchObject({ endedAtMs: 64 * MIN });
    expect(r.result.steps[1].message).toContain('2 of 3 FE servers run, 3 needed (D13); the pool stays failed over');
    const other = await run(drill({ topology: topology(false), faults, steps: [over, back] }));
    expect(outcomes(other)[1]).toEqual(['ok', null]);
  });

  it('the disaster form waits for the services too, and asks the partner nothing', async () => {
    const faults = [{ at: '55m', crash: { pool: 'pool2' } }];
    const steps = [over, { at: '60m', run: BACK_IN_DISASTER }];
    const r = await run(drill({ topology: topology(true), load: SILENT, faults, steps }));
    expect(r.result.steps[1]).toMatchObject({ outcome: 'ok', endedAtMs: 66 * MIN });
  });
});

describe('D50: M failbackFillsEmptyDatabase', () => {
  const faults = [{ at: '30m', crash: { server: 'fe1a' }, destroy: true, for: '1h' }];
  const topology = (fills: boolean) =>
    exact({ edition: 'standard' }, {}, { assumptions: { failbackFillsEmptyDatabase: fills } });
  const steps = [
    { at: '40m', run: DISASTER },
    { at: '2h', run: FAIL_BACK },
  ];

  it('a database on new disks is filled by the failback, and a note says that this is assumed', async () => {
    const r = await run(drill({ topology: topology(true), load: SILENT, faults, steps }));
    expect(outcomes(r)[1]).toEqual(['ok', null]);
    expect(ofRule(r, 'D50')).toMatchObject([{ severity: 'note' }]);
    expect(ofRule(r, 'D50')[0].message).toContain('empty, and filled from the partner (failbackFillsEmptyDatabase)');
  });

  it('with -SkipDataVerification it is set up, and stays empty (D51)', async () => {
    const skip = { at: '2h', run: `${FAIL_BACK} -SkipDataVerification` };
    const r = await run(drill({ topology: topology(true), load: SILENT, faults, steps: [steps[0], skip] }));
    expect(outcomes(r)[1]).toEqual(['ok', null]);
    expect(ofRule(r, 'D50')[0].message).toContain('nothing is copied into it from the partner (D51)');
  });

  it('or the failback is refused while it is not served', async () => {
    const r = await run(drill({ topology: topology(false), load: SILENT, faults, steps }));
    expect(outcomes(r)[1]).toEqual(['refused', 'D50']);
    expect(r.result.steps[1].message).toContain('fe1a runs with empty disks (M15)');
  });
});

describe('D51: the way home', () => {
  it('polls, copies in resiliency mode, moves, regular at home; nothing is lost and the times add up', async () => {
    const r = await run(drill({ steps: [over, { at: '60m', run: FAIL_BACK }, { wait: '1m' }] }));
    const end = 60 * MIN + WHOLE;
    expect(feelings(r, 'pool1').slice(3)).toEqual([
      `regularPartner 1000 ${r.result.recovery[0].servedAtMs}-${60 * MIN + 15 * S}`,
      `resiliencyHome 1000 ${60 * MIN + 15 * S}-${end}`,
      `regularHome 1000 ${end}-${end + MIN}`,
    ]);
    expect(r.result.steps[1].endedAtMs).toBe(end);
    // 600 s at home, then 33:39.836 on the partner, then a minute at home.
    const away = 60 * MIN + 15 * S - r.result.recovery[0].servedAtMs!;
    expect(lossOf(r, 'pool1')).toMatchObject({
      acknowledged: Math.floor((600 * S + away + MIN) / S),
      lost: 0,
      stranded: 0,
    });
    expect(r.result.violations).toEqual([]);
    expect(r.result.recovery[0].rpoMs).toBe(0);
  });

  it('-WaitTime is the polling interval only', async () => {
    const r = await run(drill({ steps: [over, { at: '60m', run: `${FAIL_BACK} -WaitTime 00:01:00` }] }));
    expect(r.result.steps[1].endedAtMs).toBe(65 * MIN);
  });

  it('20,000 users take up to 60 min', async () => {
    for (const seed of [1, 2, 3, 4]) {
      const topology = exact(
        { users: 20_000 },
        { users: 20_000 },
        {
          assumptions: { failbackCopyMinutes: [5, 15], failbackMoveMinutes: [15, 40] },
        },
      );
      const r = await run(drill({ seed, topology, load: SILENT, steps: [over, { at: '60m', run: FAIL_BACK }] }));
      const ms = r.result.steps[1].endedAtMs - 60 * MIN;
      expect(ms).toBeGreaterThan(20 * MIN);
      expect(ms).toBeLessThanOrEqual(60 * MIN);
    }
  });

  it('waits for the queue of the partner, however long -WaitTime says', async () => {
    // 100 changes a second; the site is away for 2 h, so that the queue needs several cycles of 50,000.
    const r = await run({
      topology: exact({ users: 20_000 }, { users: 1000 }),
      load: { ...SILENT, changesPerUserPerHour: 18 },
      faults: [
        { at: '30m30s', crash: { site: 'Datacenter1' } },
        { at: '2h31m', repair: { site: 'Datacenter1' } },
      ],
      steps: [
        { at: '31m', run: DISASTER },
        { at: '2h35m10s', run: `${FAIL_BACK} -WaitTime 00:00:05` },
      ],
    });
    expect(outcomes(r)).toEqual([
      ['ok', null],
      ['ok', null],
    ]);
    const left = feelings(r, 'pool1').find((x) => x.startsWith('resiliencyHome'))!;
    const drained = Number(left.split(' ')[2].split('-')[0]);
    // Served on pool2 from 48 min: 107 min x 6,000 + pool2's own 5 a second for 125 min = more than 13 cycles.
    const queue = 107 * 6000 + 125 * 300;
    const cycle = 5000 + 160 + 8192 + 5000 + 25_000;
    expect(drained - (2 * 60 + 35) * MIN).toBeGreaterThan((queue / 50_000 - 2) * cycle);
    expect(r.result.violations).toEqual([]);
  });

  it('the WAN cut while it waits or copies: it waits on, loses nothing', async () => {
    for (const at of ['60m5s', '61m']) {
      const r = await run(
        drill({ faults: [{ at, cut: LINK, for: '10m' }], steps: [over, { at: '60m', run: FAIL_BACK }] }),
      );
      expect(outcomes(r)[1]).toEqual(['ok', null]);
      expect(r.result.steps[1].endedAtMs).toBeGreaterThan(70 * MIN);
      expect(r.result.steps[1].endedAtMs).toBeLessThan(80 * MIN);
      expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
      expect(r.result.violations).toEqual([]);
    }
  });

  it('a copy that loses the link starts again when it is back: no time without it counts', async () => {
    const r = await run(
      drill({
        faults: [{ at: '61m', cut: LINK, for: '10m' }],
        steps: [over, { at: '60m', run: FAIL_BACK }],
      }),
    );
    // 2 min for the copy from 71:00 on, 2 min for the move.
    expect(r.result.steps[1]).toMatchObject({ outcome: 'ok', endedAtMs: 75 * MIN });
    const copy = r.result.timeline.filter((t) => t.text.startsWith('the copy'));
    expect(copy.map((t) => [t.atMs, t.text])).toEqual([
      [61 * MIN, "the copy of its users' data stops: the WAN link is down (D37, D51)"],
      [71 * MIN, "the copy of its users' data starts again (D51)"],
    ]);
  });

  it('so does one that loses a User database', async () => {
    const r = await run(
      drill({
        topology: exact({ mirror: false }, { mirror: false }),
        faults: [{ at: '61m', crash: { server: 'sql2a' }, for: '10m' }],
        steps: [over, { at: '60m', run: FAIL_BACK }],
      }),
    );
    expect(r.result.steps[1]).toMatchObject({ outcome: 'ok', endedAtMs: 75 * MIN });
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
  });

  it('the WAN cut for good: it gives up, users stay on the partner; later a second one goes', async () => {
    for (const at of ['60m5s', '61m']) {
      const r = await run(
        drill({
          faults: [{ at, cut: LINK, for: '5h' }],
          steps: [over, { at: '60m', run: FAIL_BACK }, { at: '7h', run: FAIL_BACK }],
        }),
      );
      expect(outcomes(r).slice(1)).toEqual([
        ['failed', 'D51'],
        ['ok', null],
      ]);
      expect(feelings(r, 'pool1').filter((x) => x.startsWith('signedOut'))).toEqual([]);
      const failed = r.result.steps[1].endedAtMs;
      expect(feelings(r, 'pool1').some((x) => x.startsWith(`regularPartner 1000 ${failed}`) || at === '60m5s')).toBe(
        true,
      );
      expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
      expect(r.result.violations).toEqual([]);
    }
  });

  it.each([
    ['waits', '60m5s'],
    ['copies', '61m'],
  ])('the pool dies while it %s: it stays failed over, served on the partner; a second one goes', async (_, at) => {
    const r = await run(
      drill({
        faults: [{ at, crash: { pool: 'pool1' }, for: '5m' }],
        steps: [over, { at: '60m', run: FAIL_BACK }, { at: '80m', run: FAIL_BACK }],
      }),
    );
    expect(outcomes(r).slice(1)).toEqual([
      ['failed', 'D51'],
      ['ok', null],
    ]);
    const failed = r.result.steps[1].endedAtMs;
    expect(failed).toBeLessThanOrEqual(61 * MIN);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
    expect(feelings(r, 'pool1').filter((x) => x.startsWith('signedOut'))).toEqual([]);
    expect(r.result.violations).toEqual([]);
  });

  it('the pool dies while users move: at home, signed out; they can be failed over again', async () => {
    const r = await run(
      drill({
        faults: [{ at: '63m', crash: { pool: 'pool1' }, for: '5m' }],
        steps: [over, { at: '60m', run: FAIL_BACK }, { at: '65m', run: DISASTER }],
      }),
    );
    expect(outcomes(r).slice(1)).toEqual([
      ['failed', 'D51'],
      ['ok', null],
    ]);
    expect(feelings(r, 'pool1').find((x) => x.includes(` ${63 * MIN}-`))).toMatch(/^signedOut/);
    expect(r.result.recovery[1]).toMatchObject({ outageAtMs: 63 * MIN, rpoMs: 0 });
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
    expect(r.result.violations).toEqual([]);
  });

  it.each([
    ['waits', '60m5s'],
    ['copies', '61m'],
  ])('the partner dies while it %s: failed, served there when it returns; a second one goes', async (_, at) => {
    const r = await run(
      drill({
        faults: [{ at, crash: { pool: 'pool2' }, for: '5m' }],
        steps: [over, { at: '60m', run: FAIL_BACK }, { at: '80m', run: FAIL_BACK }],
      }),
    );
    expect(outcomes(r).slice(1)).toEqual([
      ['failed', 'D51'],
      ['ok', null],
    ]);
    expect(lossOf(r, 'pool1').stranded).toBe(0);
    expect(r.result.violations).toEqual([]);
    expect(feelings(r, 'pool1').at(-1)).toMatch(/^regularHome 1000/);
  });

  it('the partner dies while users move: they are home, nothing is missing', async () => {
    const r = await run(
      drill({
        faults: [{ at: '63m', crash: { site: 'Datacenter2' } }],
        steps: [over, { at: '60m', run: FAIL_BACK }, { wait: '1m' }],
      }),
    );
    expect(outcomes(r)[1]).toEqual(['ok', null]);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
  });

  it.each([
    ['waits', '60m5s'],
    ['copies', '61m'],
  ])('its Back End dies while it %s: it waits until it is back', async (_, at) => {
    const r = await run(
      drill({
        topology: plain(),
        faults: [{ at, crash: { server: 'sql1a' }, for: '10m' }],
        steps: [over, { at: '60m', run: FAIL_BACK }, { wait: '5m' }],
      }),
    );
    expect(outcomes(r)[1]).toEqual(['ok', null]);
    const [, , moved] = r.result.users[0].intervals.filter((i) => i.toMs > 59 * MIN);
    expect(moved.state).toBe('regularHome');
    expect(moved.fromMs).toBeGreaterThan(72 * MIN);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
    expect(r.result.violations).toEqual([]);
  });

  it('disks destroyed: all that the partner has comes home to empty databases', async () => {
    const r = await run(
      drill({
        faults: [
          { at: '30m30s', crash: { site: 'Datacenter1' }, destroy: true },
          { at: '2h', repair: { site: 'Datacenter1' } },
        ],
        steps: [
          { at: '31m', run: DISASTER },
          { at: '3h', run: FAIL_BACK },
          { wait: { until: 'synchronized', pool: 'pool1', timeout: '2h' } },
        ],
      }),
    );
    expect(outcomes(r).map(([o]) => o)).toEqual(['ok', 'ok', 'ok']);
    // 1,830 acknowledged, 1,795 on the partner; what burnt is what a failback would have overwritten (I1 d).
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 35, stranded: 0 });
    expect(broken(r)).toEqual([]);
  });

  it('disks destroyed and the link cut: it waits for the link too', async () => {
    const r = await run(
      drill({
        faults: [
          { at: '30m30s', crash: { site: 'Datacenter1' }, destroy: true },
          { at: '2h', repair: { site: 'Datacenter1' } },
          { at: '3h1s', cut: LINK, for: '10m' },
        ],
        steps: [
          { at: '31m', run: DISASTER },
          { at: '3h', run: FAIL_BACK },
        ],
      }),
    );
    expect(outcomes(r)[1]).toEqual(['ok', null]);
    const home = r.result.users[0].intervals.find((i) => i.state === 'resiliencyHome')!;
    expect(home.fromMs).toBeGreaterThanOrEqual((3 * 60 + 10) * MIN);
  });
});

describe('D52: what stayed behind', () => {
  it('stranded until the failback, then lost; the RPO is kept', async () => {
    const faults = [
      { at: '30m30s', crash: { site: 'Datacenter1' } },
      { at: '2h', repair: { site: 'Datacenter1' } },
    ];
    const before = await run(
      drill({
        faults,
        steps: [
          { at: '40m', run: DISASTER },
          { at: '3h', wait: '0s' },
        ],
      }),
    );
    expect(lossOf(before, 'pool1')).toMatchObject({ stranded: 35, lost: 0, oldestLostAgeMs: 34 * S });
    const after = await run(
      drill({
        faults,
        steps: [
          { at: '40m', run: DISASTER },
          { at: '3h', run: FAIL_BACK },
        ],
      }),
    );
    expect(lossOf(after, 'pool1')).toMatchObject({ stranded: 0, lost: 35, oldestLostAgeMs: 34 * S });
    expect(after.result.recovery[0].rpoMs).toBe(34 * S);
    expect(ofRule(after, 'D52').map((f) => f.message)).toEqual([expect.stringContaining('overwrote 35 stranded')]);
    expect(after.result.violations).toEqual([]);
  });

  it('a later outage does not become the reference of an older loss', async () => {
    const r = await run(
      drill({
        faults: [
          { at: '30m30s', crash: { site: 'Datacenter1' } },
          { at: '2h', repair: { site: 'Datacenter1' } },
        ],
        steps: [
          { at: '40m', run: DISASTER },
          { at: '3h', run: FAIL_BACK },
          { at: '5h', run: FAIL_OVER },
        ],
      }),
    );
    expect(r.result.recovery.map((x) => x.rpoMs)).toEqual([34 * S, 0]);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 35, oldestLostAgeMs: 34 * S });
  });

  it('content that stayed behind is not overwritten: it comes back with the pool', async () => {
    const r = await run(
      drill({
        load: ONE_UPLOAD_A_SECOND,
        faults: [
          { at: '30m30s', crash: { site: 'Datacenter1' } },
          { at: '2h', repair: { site: 'Datacenter1' } },
        ],
        steps: [
          { at: '40m', run: DISASTER },
          { at: '3h', run: FAIL_BACK },
          { run: RESTORE },
          { wait: { until: 'steady', pool: 'pool2', timeout: '2h' } },
        ],
      }),
    );
    expect(lossOf(r, 'pool1', 'DataConf')).toMatchObject({ lost: 0, stranded: 0 });
    expect(r.result.recovery[0].rpoMs).toBeGreaterThan(0);
  });
});

describe('D52, D25: what a failback overwrites, and what another disk still has', () => {
  // 10:00 the mirror is lost, 20:00 the principal, with all up to 1,195 s; the partner has all up to 1,075 s. The mirror,
  // with 595 s, is forced at 30:30, and the FE servers write to it what they took from 1,195 s until 1,860 s.
  const site = { site: 'Datacenter1' };
  const forced = (...after: object[]) => toPartner({ at: '90m', run: FAIL_BACK }, ...after);
  const toPartner = (...after: object[]) =>
    run(
      drill({
        topology: exact({ witness: false }),
        faults: [
          { at: '10m', crash: { server: 'sql1b' } },
          { at: '20m', crash: { server: 'sql1a' } },
          { at: '25m', repair: { server: 'sql1b' } },
          { at: '31m', crash: site },
          { at: '60m', repair: site },
        ],
        steps: [
          {
            at: '30m',
            run: 'Invoke-CsDatabaseFailover -PoolFqdn pool1 -DatabaseType User -NewPrincipal mirror -Force',
          },
          { at: '33m', run: DISASTER },
          ...after,
        ],
      }),
    );
  const told = (r: DrillRun, rule: string) => ofRule(r, rule).map((f) => f.message);
  const overwrote = 1860 - 1195;
  const onOldPrincipal = 1195 - 1075;

  it('the old principal keeps what it has alone: stranded, and said so', async () => {
    const r = await forced();
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: overwrote, stranded: onOldPrincipal });
    expect(told(r, 'D52')).toEqual([
      'the failback of pool1 overwrote 665 stranded changes of user data: lost for good; 120 more are still on another disk',
    ]);
    expect([overwrote, onOldPrincipal]).toEqual([665, 120]);
  });

  it('D24: before the failback all of it is stranded, and a resumed session would roll back only what that disk has alone', async () => {
    const r = await toPartner({ at: '90m', wait: '1m' });
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: overwrote + onOldPrincipal });
    expect(told(r, 'D24').filter((m) => m.includes('SUSPENDED'))).toEqual([
      expect.stringContaining('rolls back 120 changes'),
    ]);
  });

  it('SET PARTNER RESUME loses the rest, counted once', async () => {
    const r = await forced({ run: 'ALTER DATABASE rtcxds SET PARTNER RESUME' }, { wait: '10m' });
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: overwrote + onOldPrincipal, stranded: 0 });
    expect(told(r, 'D25').at(-1)).toContain('120 stranded changes lost for good');
  });

  it('SET PARTNER OFF loses nothing more', async () => {
    const r = await forced({ run: 'ALTER DATABASE rtcxds SET PARTNER OFF' }, { wait: '10m' });
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: overwrote, stranded: onOldPrincipal });
  });
});

describe('D53: -DisasterMode', () => {
  const steps = [over, { at: '60m', run: BACK_IN_DISASTER }];

  it('with the partner down: what users wrote there is not served any more, I1', async () => {
    const r = await run(
      drill({ faults: [{ at: '50m', crash: { site: 'Datacenter2' } }], steps, expect: { violates: ['I1'] } }),
    );
    expect(broken(r)).toEqual(['I1']);
    // Acknowledged on the partner from 26:10.164 to 50:00. What the pool imported of it waits beside its store, and
    // -DisasterMode asks nobody: it comes home with what it had at the takeover (M38).
    const served = r.result.recovery[0].servedAtMs!;
    const away = Math.floor(50 * 60 - served / S);
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: away, lost: 0 });
    expect(ofRule(r, 'D53')).toEqual([]);
  });

  it('with the partner up: an error as well, and the partner drops it with its next import', async () => {
    const r = await run(drill({ steps: [...steps, { wait: '10m' }], expect: { violates: ['I1'] } }));
    expect(ofRule(r, 'D53').map((f) => f.severity)).toEqual(['error']);
    expect(broken(r)).toEqual(['I1']);
    // All that was written there until 60 min, on disks until the partner follows the branch of the pool.
    const away = Math.floor(60 * 60 - r.result.recovery[0].servedAtMs! / S);
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: 0, lost: away });
  });

  it('its disks destroyed meanwhile: what they had alone is lost, I1', async () => {
    const faults = [{ at: '50m', crash: { site: 'Datacenter2' }, destroy: true }];
    const r = await run(drill({ faults, steps, expect: { violates: ['I1'] } }));
    const away = Math.floor(50 * 60 - r.result.recovery[0].servedAtMs! / S);
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: 0, lost: away });
    expect(broken(r)).toEqual(['I1']);
    // The pool had imported all that was written by 47:55. The 120 s until 49:55 burnt with SQL Server's disks, the last
    // 5 s with those of the FE servers (I1, exception c); the rest went with the failback.
    const ofOne = r.result.violations.filter((v) => v.message.includes('of pool1'));
    expect(ofOne.map((v) => [v.atMs, v.message.split(' ')[0]])).toEqual([
      [50 * MIN, '120'],
      [60 * MIN, (away - 125).toLocaleString('en-US')],
    ]);
    expect(ofRule(r, 'D53').map((f) => [f.severity, f.message])).toEqual([
      [
        'error',
        `the failback of pool1 with -DisasterMode threw away ${(away - 125).toLocaleString('en-US')} acknowledged changes of user data that it had imported from its partner and that no other disk has: lost for good (M38).`,
      ],
    ]);
  });

  it('failbackDisasterKeepsImported: what the pool imported comes home with it', async () => {
    const topology = exact({}, {}, { assumptions: { failbackDisasterKeepsImported: true } });
    const faults = [{ at: '50m', crash: { site: 'Datacenter2' } }];
    const r = await run(drill({ topology, faults, steps, expect: { violates: ['I1'] } }));
    // Imported: what the cycle of 48 min found, written by 47:55.
    expect(lossOf(r, 'pool1')).toMatchObject({ stranded: 125, lost: 0 });
    expect(broken(r)).toEqual(['I1']);
  });
});

describe('D54: conference content', () => {
  const load = ONE_UPLOAD_A_SECOND;
  /** uploads taken on the partner, from the takeover's end to the end of the queue */
  const away = (r: DrillRun, until: number) => Math.floor((until - r.result.recovery[0].servedAtMs!) / S);

  it('is not brought home by the failback: a finding with the number, nothing lost, no violation', async () => {
    const r = await run(drill({ load, steps: [over, { at: '60m', run: FAIL_BACK }, { wait: '10m' }] }));
    const waiting = away(r, 60 * MIN + 15 * S);
    expect(lossOf(r, 'pool1', 'DataConf')).toMatchObject({ stranded: waiting, lost: 0 });
    const [finding] = ofRule(r, 'D54');
    expect(finding.severity).toBe('error');
    expect(finding.message.replace(/\D/g, '')).toContain(String(waiting));
    expect(r.result.violations).toEqual([]);
  });

  it('the restore brings it, and SteadyState says when', async () => {
    const r = await run(
      drill({
        load,
        steps: [
          over,
          { at: '60m', run: FAIL_BACK },
          { at: '66m30s', run: RESTORE },
          { run: 'Get-CsBackupServiceStatus -PoolFqdn pool2' },
          { wait: { until: 'steady', pool: 'pool2', timeout: '1h' } },
          { run: 'Get-CsBackupServiceStatus -PoolFqdn pool2' },
        ],
      }),
    );
    const state = (i: number) =>
      r.result.steps[i].output?.find((o) => o.ModuleName === 'ConfServices.DataConf')?.ExportStatus;
    expect(state(3)).toBe('NonSteadyState');
    expect(state(5)).toBe('SteadyState');
    expect(lossOf(r, 'pool1', 'DataConf')).toMatchObject({ stranded: 0, lost: 0 });
    expect(ofRule(r, 'D54')).toEqual([]);
    // 2,044 uploads of pool1's users and pool2's own since the cycle of 66 min (30), 1 MiB each at 100 Mbps.
    const uploads = away(r, 60 * MIN + 15 * S) + 30;
    const cycle = (files: number) => 10_000 + 160 + (files * 2 ** 20 * 8) / 100_000 + files / 2;
    const restore = cycle(uploads);
    // It takes longer than an interval: what pool2's own users uploaded meanwhile is a backlog that the next one carries (D33).
    const waited = r.result.steps[4].endedAtMs - r.result.steps[2].endedAtMs;
    expect(Math.abs(waited - restore - cycle(restore / 1000))).toBeLessThan(300);
  });

  it('a restore before the failback leaves only what came after it', async () => {
    const r = await run(
      drill({
        load,
        steps: [
          over,
          { at: '41m', run: RESTORE },
          { wait: { until: 'steady', pool: 'pool2', timeout: '1h' } },
          { at: '60m', run: FAIL_BACK },
          { wait: '10m' },
        ],
      }),
    );
    expect(lossOf(r, 'pool1', 'DataConf')).toMatchObject({ stranded: 19 * 60 + 15, lost: 0 });
  });

  it('a restore that is under way when users come home is carried on, not forgotten', async () => {
    const r = await run(
      drill({
        load,
        topology: exact(
          {},
          {},
          {
            links: [{ between: ['Datacenter1', 'Datacenter2'], latency: '40ms', bandwidth: '50Mbps' }],
          },
        ),
        steps: [
          over,
          // 34 min of uploads are 2,050 MiB = 344 s at 50 Mbps; the users come home 2:15 after the command.
          { at: '60m', run: RESTORE },
          { at: '60m', run: FAIL_BACK },
          { wait: { until: 'steady', pool: 'pool2', timeout: '1h' } },
        ],
      }),
    );
    expect(outcomes(r).map(([o]) => o)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(lossOf(r, 'pool1', 'DataConf')).toMatchObject({ stranded: 0, lost: 0 });
    expect(ofRule(r, 'D54')).toEqual([]);
  });

  it('the restore needs the pool: until it is up the sync waits in ErrorState', async () => {
    const r = await run(
      drill({
        load,
        faults: [
          { at: '30m30s', crash: { site: 'Datacenter1' } },
          { at: '2h', repair: { site: 'Datacenter1' } },
        ],
        steps: [
          { at: '31m', run: DISASTER },
          { at: '1h', run: RESTORE },
          { run: 'Get-CsBackupServiceStatus -PoolFqdn pool2' },
          { at: '3h', run: FAIL_BACK },
        ],
      }),
    );
    expect(r.result.steps[1].message).toContain('ErrorState');
    expect(r.result.steps[2].output?.[0].OverallExportStatus).toBe('ErrorState');
    // Carried by the first cycle after the repair; what was uploaded since then is still to come.
    const { stranded } = lossOf(r, 'pool1', 'DataConf');
    expect(stranded).toBeGreaterThan(50 * 60);
    expect(stranded).toBeLessThan(61 * 60);
  });
});

describe('D55: the CMS need not come back', () => {
  it('a failback with the CMS on the partner leaves it there', async () => {
    const r = await run(
      drill({
        steps: [over, { at: '60m', run: FAIL_BACK }, { run: 'Get-CsService -CentralManagement' }],
      }),
    );
    expect(r.result.steps[2].output?.map((o) => [o.PoolFqdn, o.Active])).toEqual([
      ['pool1', false],
      ['pool2', true],
    ]);
    expect(r.result.verdict).toBe('passed');
  });
});

describe('after the failback', () => {
  it('both directions are steady and I10 holds, half an hour later', async () => {
    const r = await run(
      drill({
        load: ONE_A_SECOND,
        faults: [
          { at: '30m30s', crash: { site: 'Datacenter1' } },
          { at: '2h', repair: { site: 'Datacenter1' } },
        ],
        steps: [
          { at: '31m', run: DISASTER },
          { at: '3h', run: FAIL_BACK },
          { wait: { until: 'steady', pool: 'pool1', timeout: '1h' } },
          { wait: { until: 'steady', pool: 'pool2', timeout: '1h' } },
          { wait: { until: 'synchronized', pool: 'pool1', timeout: '1h' } },
          { wait: { until: 'regular', pool: 'pool1', timeout: '1h' } },
          { wait: '31m' },
        ],
      }),
    );
    expect(r.result.verdict).toBe('passed');
    expect(r.result.violations).toEqual([]);
  });
});

describe('D11, D51: what routing groups of the partner hold is not left behind', () => {
  // Two of four servers at once: the pool keeps its quorum (D12), and what they had not written (5 s of it) is on their disks.
  const lost = (more: object) => ({
    topology: exact({ mirror: false, servers: 4 }),
    load: ONE_A_SECOND,
    faults: [
      { at: '60m', crash: { server: 'fe2a' }, ...more },
      { at: '60m', crash: { server: 'fe2b' }, ...more },
    ],
    steps: [over, { at: '61m', run: FAIL_BACK }],
  });

  it('the failback waits for them, and loses nothing', async () => {
    const r = await run(drill(lost({ for: '10m' })));
    expect(outcomes(r)[1]).toEqual(['ok', null]);
    // The servers are back at 70m, which the poll of every 15 s sees at once; copy 2 min, move 2 min.
    expect(r.result.steps[1].endedAtMs).toBe(70 * MIN + 4 * MIN);
    expect(broken(r)).toEqual([]);
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: 0 });
  });

  it('it fails where they do not come back, and says which servers to bring back', async () => {
    const r = await run(drill(lost({})));
    expect(outcomes(r)[1]).toEqual(['failed', 'D51']);
    expect(r.result.steps[1].message).toContain(
      'pool2 has routing groups without quorum, which hold changes that are not written: bring its FE servers back (D11)',
    );
    expect(broken(r)).toEqual([]);
  });
});
