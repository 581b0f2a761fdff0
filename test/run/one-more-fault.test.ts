import { describe, expect, test } from 'vitest';
import type { Drill, FaultTarget } from '../../src/domain/drill.js';
import { readDrill } from '../../src/input/from-disk.js';
import {
  badEnd,
  breakPlaces,
  effectBeside,
  FURTHER_HARMS,
  furtherEffects,
  momentsIn,
} from '../../src/run/one-more-fault.js';
import { runDrill } from '../../src/run/run-drill.js';
import { ROOT } from '../support/built.js';

const drill = (await readDrill(`${ROOT}sims/03-site-loss.yaml`)) as Drill;
const { result } = runDrill(drill);
const [MINUTE, HOUR] = [60_000, 3_600_000];
const server = (name: string): FaultTarget => ({ kind: 'server', server: name });

describe('where one more thing can break', () => {
  test('the stretches cover the run without a gap, and are cut where the drill breaks something itself', () => {
    const places = breakPlaces(result);
    expect(places[0].fromMs).toBe(0);
    expect(places.at(-1)!.toMs).toBe(result.endedAtMs);
    expect(places.slice(1).map(({ fromMs }) => fromMs)).toEqual(places.slice(0, -1).map(({ toMs }) => toMs));
    // The site is lost during the first wait, and put right before the failback begins.
    expect(places.filter(({ isCut }) => isCut).map(({ step, isBefore, fromMs }) => [step, isBefore, fromMs])).toEqual([
      [0, false, 31 * MINUTE],
      [8, true, 4 * HOUR],
    ]);
  });

  test('what comes after the last step is a stretch of its own, and a run that takes no time has none', () => {
    const late = { steps: result.steps.slice(0, 1), faults: [], endedAtMs: HOUR };
    expect(breakPlaces(late).map(({ step, fromMs, toMs }) => [step, fromMs, toMs])).toEqual([
      [0, 0, 45 * MINUTE],
      [null, 45 * MINUTE, HOUR],
    ]);
    expect(breakPlaces({ steps: [], faults: [], endedAtMs: 0 })).toEqual([]);
  });

  test('moments lie inside of their stretch, the middle first, each once', () => {
    expect(momentsIn({ fromMs: 0, toMs: HOUR }, 3)).toEqual([30 * MINUTE, 1000, HOUR - 1000]);
    expect(momentsIn({ fromMs: 500, toMs: 2100 }, 3)).toEqual([1300]);
    for (const toMs of [1, 999, 2000, 2001, 3500, 7023]) {
      const moments = momentsIn({ fromMs: 0, toMs }, 9);
      expect(new Set(moments).size).toBe(moments.length);
      expect(moments.length).toBeGreaterThan(0);
      for (const ms of moments) expect(ms >= 0 && ms < toMs).toBe(true);
    }
  });

  test('a line of a loop that comes again is one stretch, unless a fault or other work falls between', () => {
    const step = (index: number, line: number, startedAtMs: number, endedAtMs: number) => ({
      ...result.steps[0],
      ...{ index, line, startedAtMs, endedAtMs },
    });
    const loop = [step(0, 5, 0, 10), step(1, 6, 10, 10), step(2, 5, 10, 20), step(3, 7, 20, 30), step(4, 5, 30, 40)];
    const spans = (faults: typeof result.faults) =>
      breakPlaces({ steps: loop, faults, endedAtMs: 40 }).map((p) => [p.step, p.lastStep, p.fromMs, p.toMs]);
    expect(spans([])).toEqual([
      [0, 2, 0, 20],
      [3, 3, 20, 30],
      [4, 4, 30, 40],
    ]);
    expect(spans([{ ...result.faults[0], atMs: 10 }])[1]).toEqual([2, 2, 10, 20]);
  });
});

describe('what one more fault changes', () => {
  const effectOf = (target: FaultTarget, atMs: number) => furtherEffects(drill, [{ target, atMs }])[0].effect;

  test('from nothing to users without service, each by what the run itself says', () => {
    // The mirror of a pool that is down takes no part; the other site carries all users.
    expect(effectOf(server('sql1b.contoso.com'), 40 * MINUTE)).toBe('none');
    expect(effectOf({ kind: 'site', site: 'Datacenter2' }, 40 * MINUTE)).toBe('unserved');
    // The Central Management Store cannot be failed over to a Back End that is off (D61).
    expect(effectOf(server('sql2a.contoso.com'), 40 * MINUTE)).toBe('stepFails');
    // Without its Backup Service more is not yet at the partner when the site is lost.
    expect(effectOf({ kind: 'service', service: 'LYNCBACKUP', pool: 'pool1.contoso.com' }, 15 * MINUTE)).toBe('worse');
    // The site is lost ten minutes earlier than the drill has it, and everything else comes when it came.
    expect(effectOf({ kind: 'site', site: 'Datacenter1' }, 30 * MINUTE + 59_000)).toBe('longer');
  });

  test('the drill itself ends as it ends: data lost', () => {
    expect(badEnd(result)).toBe('lost');
    expect(badEnd({ ...result, loss: { ...result.loss, lost: 0, stranded: 1 } })).toBe('stranded');
    expect(badEnd({ ...result, loss: { ...result.loss, lost: 0, stranded: 0 } })).toBeNull();
  });

  test('the same run is no difference; a step that is not modelled makes it unknown, and anything more to mend worse', () => {
    expect(effectBeside(result, result)).toBe('none');
    const unknown = result.steps.map((step, i) => (i === 5 ? { ...step, outcome: 'notModelled' as const } : step));
    expect(effectBeside(result, { ...result, steps: unknown })).toBe('unknown');
    const missed = result.expectations.map((each) => ({ ...each, holds: each.what !== 'rpo' && each.holds }));
    expect(effectBeside(result, { ...result, expectations: missed })).toBe('worse');
    expect(effectBeside({ ...result, expectations: missed }, { ...result, expectations: missed })).toBe('none');
    expect(effectBeside(result, { ...result, verdict: 'failed' })).toBe('worse');
    const { glance } = result;
    const routes = { ...glance, routesDownMs: { ...glance.routesDownMs, federation: 24 * HOUR } };
    expect(effectBeside(result, { ...result, glance: routes })).toBe('longer');
    expect(effectBeside(result, { ...result, glance: { ...glance, worstRtoMs: null } })).toBe('longer');
    expect(FURTHER_HARMS[0]).toBe('none');
  });
});
