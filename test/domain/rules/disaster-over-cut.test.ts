import { describe, expect, it } from 'vitest';
import { exploreDrill } from '../../../src/exploration/explore-drill.js';
import { PLAIN_REQUEST } from '../../../src/exploration/request.js';
import type { DrillRun } from '../../../src/run/run-drill.js';
import { deployment, drillOf, feelings, lossOf, run } from '../../support/drills.js';
import { drill, exact, FAIL_BACK, FAIL_OVER, ONE_UPLOAD_A_SECOND } from '../../support/exact.js';

const LINK = { link: ['Datacenter1', 'Datacenter2'] };
const DISASTER = { at: '20m', run: `${FAIL_OVER} -DisasterMode` };
const CUT = { at: '9m', cut: LINK };

// 1,000 users of pool1 save one change a second. The cycle of 8:00 is the last that is imported: it has all up to
// 475 s. The failover begins at 20:00; nothing stops pool1, and pool2 takes over 2 min later, at 1,320 s, 15 min after
// which, at 2,220 s, its half of the users is regular there. The other half is reached by pool1: one change in 2 s each.
const behind = 1320 - 475;

const violations = (r: DrillRun) =>
  r.result.violations.map(({ invariant, atMs, message }) => `${invariant} ${atMs / 1000} ${message}`);
const ofRule = (r: DrillRun, rule: string) => r.result.findings.filter((f) => f.rule === rule);

describe('D45, I3: -DisasterMode while the WAN to a running pool is cut', () => {
  const mended = (steps: readonly unknown[] = []) =>
    run(drill({ faults: [{ ...CUT, for: '41m' }], steps: [DISASTER, { at: '1h', wait: '1m' }, ...steps] }));

  it('both pools accept changes of its users until the mend; then it closes, and what it took is stranded', async () => {
    const r = await mended();
    const took = (3000 - 1320) / 2;
    expect(violations(r)).toEqual([
      `I1 1320 ${behind} acknowledged changes of pool1 (UserServices.PresenceFocus) left the serving branch: -DisasterMode over a cut link (D45)`,
      'I3 2220 pool1 and pool2 both accept changes of the users of pool1',
      `I1 3000 ${took} acknowledged changes of pool1 (UserServices.PresenceFocus) left the serving branch: -DisasterMode over a cut link (D45)`,
    ]);
    expect(feelings(r, 'pool1')).toEqual([
      'regularHome 1000 0-1320000',
      'resiliencyPartner 500 1320000-2220000',
      'regularPartner 500 2220000-3000000',
      'regularPartner 1000 3000000-3660000',
    ]);
    // Half a change a second on pool2 until the mend, one from then on.
    const onPartner = (3000 - 2220) / 2 + 660;
    expect(lossOf(r, 'pool1')).toMatchObject({
      acknowledged: 1320 + took + onPartner,
      lost: 0,
      stranded: behind + took,
    });
    expect(r.result.recovery[0].rpoMs).toBe((1320 - 476) * 1000);
    expect(ofRule(r, 'D45').map((f) => f.severity)).toContain('error');
  });

  it('before the mend each serves its own: only what the takeover left behind is out of service', async () => {
    const r = await run(drill({ faults: [CUT], steps: [DISASTER, { at: '45m', wait: '1s' }] }));
    const acknowledged = 1320 + Math.floor((2701 - 1320) / 2) + Math.floor((2701 - 2220) / 2);
    expect(lossOf(r, 'pool1')).toMatchObject({ acknowledged, lost: 0, stranded: behind });
    // What a loss of either site costs: all that pool1 has alone, and all that pool2 took of both pools' users.
    const risk = (pool: string) =>
      r.result.replication.find((s) => s.pool === pool && s.module.endsWith('PresenceFocus'))!.points.at(-1)!.atRisk;
    expect(risk('pool1')).toBe(behind + Math.floor((2701 - 1320) / 2));
    expect(risk('pool2')).toBe(2701 - 475 + Math.floor((2701 - 2220) / 2));
  });

  it('a failback overwrites what it took (D52)', async () => {
    const r = await mended([{ run: FAIL_BACK }]);
    const stranded = behind + (3000 - 1320) / 2;
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: stranded, stranded: 0 });
    expect(ofRule(r, 'D52').map((f) => f.message)).toEqual([
      `the failback of pool1 overwrote 1,685 stranded changes of user data: lost for good`,
    ]);
    expect(stranded).toBe(1685);
  });

  it('conference content that it took is at home again after the failback', async () => {
    const r = await run(
      drill({
        load: ONE_UPLOAD_A_SECOND,
        faults: [{ ...CUT, for: '41m' }],
        steps: [DISASTER, { at: '1h', run: FAIL_BACK }],
      }),
    );
    // Pool2 keeps what was uploaded there until it is restored (D54): half a file a second, then one.
    const back = r.result.steps[1].endedAtMs! / 1000;
    const waits = lossOf(r, 'pool1', 'DataConf');
    expect(waits.lost).toBe(0);
    expect(waits.stranded).toBeGreaterThan((3000 - 2220) / 2);
    expect(waits.stranded).toBeLessThanOrEqual((3000 - 2220) / 2 + back - 3000);
  });

  it('fails back in disaster mode over the same link: its own branch is its own, the partner keeps what it took', async () => {
    const r = await run(
      drill({ faults: [CUT], steps: [DISASTER, { at: '40m', run: `${FAIL_BACK} -DisasterMode` }, { wait: '1s' }] }),
    );
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 0, stranded: (2400 - 2220) / 2 });
  });

  it('its servers burn meanwhile: what they had not written yet is lost, the rest stranded, and all users are with the partner', async () => {
    const burn = { at: '40m', crash: { pool: 'pool1' }, destroy: true };
    const r = await run(drill({ faults: [CUT, burn], steps: [DISASTER, { at: '45m', wait: '1m' }] }));
    // Half a change a second since 1,320 s: 540 until 2,400 s, of which 537 until 2,395 s are on the disks of SQL Server.
    expect(lossOf(r, 'pool1')).toMatchObject({ lost: 3, stranded: behind + 537 });
    expect(feelings(r, 'pool1').at(-1)).toBe('regularPartner 1000 2400000-2760000');
  });

  it.each([
    [0, 'regularPartner 1000', 0],
    [100, 'regularHome 1000', 1],
    [25, 'regularPartner 750', 0.25],
  ])(
    'usersReachedOverCut: %d %% of its users are reached by the pool',
    async (usersReachedOverCut, state, perSecond) => {
      const topology = exact({}, {}, { assumptions: { usersReachedOverCut } });
      const r = await run(drill({ topology, faults: [CUT], steps: [DISASTER, { at: '45m', wait: '20s' }] }));
      expect(feelings(r, 'pool1').at(-1)).toContain(state);
      const acknowledged = 1320 + perSecond * (2720 - 1320) + (1 - perSecond) * (2720 - 2220);
      expect(lossOf(r, 'pool1')).toMatchObject({ acknowledged, lost: 0, stranded: behind });
      expect(r.result.violations.map((v) => v.invariant)).toContain('I3');
    },
  );

  it('mended before the takeover, it closes at once, and one pool serves', async () => {
    const r = await run(drill({ faults: [{ ...CUT, for: '12m' }], steps: [DISASTER, { wait: '10m' }] }));
    // Closed at 1,260 s. The cycle of 1,260 s comes too late to be imported by 1,320 s: it had not begun at the mend.
    expect(r.result.violations.map((v) => [v.invariant, v.atMs])).toEqual([['I1', 1_320_000]]);
    expect(feelings(r, 'pool1').slice(0, 2)).toEqual([
      'regularHome 1000 0-1260000',
      'resiliencyPartner 1000 1260000-2220000',
    ]);
  });

  it('M47: a pool that was down when it was failed over stays closed behind the cut link', async () => {
    const dead = { at: '15m', crash: { pool: 'pool1' }, for: '20m' };
    const r = await run(drill({ faults: [CUT, dead], steps: [DISASTER, { at: '1h', wait: '1m' }] }));
    expect(r.result.violations).toEqual([]);
    expect(feelings(r, 'pool1').at(-1)).toContain('regularPartner 1000');
  });

  it('a search finds that both serve, and that what the pool took is left behind at the mend', async () => {
    const drilled = await drillOf({
      topology: deployment({ edition: 'standard' }),
      load: { changesPerUserPerHour: 6, conferenceUploadsPerUserPerHour: 0, configChangesPerHour: 0 },
      faults: [{ at: '10m', cut: LINK, for: '50m' }],
      steps: [DISASTER, { at: '2h', run: FAIL_BACK }],
    });
    const { report } = await exploreDrill(drilled, PLAIN_REQUEST, { maxStates: null, timeLimitMs: null, threads: 1 });
    expect(report.complete).toBe(true);
    expect(report.violations.map((v) => `${v.invariant} ${v.hazards.join()} ${v.timing.kind}`)).toEqual(
      expect.arrayContaining(['I1 D45 possible', 'I3 D45 possible']),
    );
  });
});
