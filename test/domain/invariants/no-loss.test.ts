import { describe, expect, test } from 'vitest';
import {
  checkAccounting,
  checkBounded,
  checkDiscarded,
  checkNoLoss,
  classes,
  holdsAll,
  keptOf,
  keptPositions,
  servedPositions,
} from '../../../src/domain/invariants/no-loss.js';
import type { Outages } from '../../../src/domain/ledger/outages.js';
import { CONFIG, CONTENT, RGS_DATA, USER_DATA } from '../../../src/domain/state/modules.js';
import { type BareLog, bareLog, bareWorld } from '../../support/bare-world.js';

const OUTAGES = { referenceMs: () => 50_000 } as unknown as Outages;
const USERS = '(UserServices.PresenceFocus)';

/** One log of pool1, whose one segment ends at 60 s: 60 changes. */
function oneLog(more: Partial<BareLog> = {}, module = USER_DATA, world: object = {}) {
  const log = bareLog(0, module, [60_000], more);
  return { log, ...bareWorld([log], world) };
}

/** What is seen when all of it was served, and on a disk where `kept` says so, and now this is. */
function seenAfter(more: Partial<BareLog>, module = USER_DATA, world: object = {}, kept: number[][] | null = null) {
  const { world: w, seen, departures } = oneLog(more, module, world);
  checkNoLoss(w, [[60_000]], kept, OUTAGES);
  return { seen, departures, leavings: w.state.leavings[0] };
}

describe('positions', () => {
  test('served: of every log that takes changes; of a silent one nothing is asked', () => {
    const logs = [bareLog(0, USER_DATA, [10_000, 20_000]), bareLog(1, USER_DATA, [30_000], { isSilent: true })];
    const into: number[][] = [[], [7]];
    servedPositions(bareWorld(logs).world, into);
    expect(into).toEqual([[10_000, 20_000], [7]]);
  });

  test('kept: what is served or on a disk, whichever goes further, segment by segment', () => {
    const logs = [bareLog(0, USER_DATA, [9000, 9000, 9000], { serves: [5000, 2000, -1], disk: [3000, 4000, -1] })];
    const { world } = bareWorld(logs);
    expect(keptOf(world, 0)).toEqual([5000, 4000, -1]);
    expect(keptPositions(world)).toEqual([[5000, 4000, -1]]);
  });
});

describe('I1: what leaves the serving branch', () => {
  test('nothing left', () => {
    expect(seenAfter({})).toEqual({ seen: [], departures: [], leavings: [] });
  });

  test('it breaks the invariant, and is noted with its age from the outage', () => {
    const { seen, departures, leavings } = seenAfter({ serves: [40_000] });
    expect(seen).toEqual([
      `violation I1 D20,D43,D51: 20 acknowledged changes of pool1 ${USERS} left the serving branch`,
    ]);
    expect(departures).toEqual([{ count: 20, lost: 0, oldestMs: 41_000, newestMs: 60_000 }]);
    expect(leavings).toEqual([{ atMs: 60_000, parts: [{ segment: 0, fromMs: 40_000, toMs: 60_000 }] }]);
  });

  test('the cause is told where one is known', () => {
    expect(seenAfter({ serves: [59_000] }, USER_DATA, { cause: '-DisasterMode (D45)' }).seen).toEqual([
      `violation I1 D20,D43,D51: 1 acknowledged change of pool1 ${USERS} left the serving branch: -DisasterMode (D45)`,
    ]);
  });

  test('a log in which nothing is ever acknowledged is not looked at, and the next one is', () => {
    const silent = bareLog(0, USER_DATA, [60_000], { serves: [0], isSilent: true });
    const { world, seen } = bareWorld([silent, bareLog(1, USER_DATA, [60_000], { serves: [0] })]);
    checkNoLoss(world, [[60_000], [60_000]], null, OUTAGES);
    expect(seen.map((text) => text.slice(0, 60))).toEqual([
      'violation I1 D20,D43,D51: 60 acknowledged changes of pool2 (UserServices'.slice(0, 60),
    ]);
  });

  test('a part of a change that is not whole leaves nothing behind', () => {
    const { world, seen } = bareWorld([bareLog(0, USER_DATA, [60_900], { serves: [60_100] })]);
    checkNoLoss(world, [[60_900]], null, OUTAGES);
    expect([seen, world.state.leavings[0]]).toEqual([[], []]);
  });

  test('whoever looks ahead in quiet notes no age', () => {
    const { seen, leavings } = seenAfter({ serves: [40_000] }, USER_DATA, { quiet: true });
    expect([seen.length, leavings]).toEqual([1, []]);
  });

  test('(a) a disaster failover excuses it: what is on a disk is stranded, the rest is lost', () => {
    const world = { allowedDepartures: new Map([[0, 'disaster']]) };
    const told = (disk: number, module = USER_DATA) =>
      seenAfter({ serves: [40_000], disk: [disk] }, module, world).seen;
    const left = 'warning D45: the takeover left 20 acknowledged changes of pool1';
    const why = 'They had not been imported at the partner.';
    expect(told(60_000)).toEqual([`${left} ${USERS} behind: on its disks at that moment (stranded). ${why}`]);
    expect(told(0)).toEqual([`${left} ${USERS} behind: lost. ${why}`]);
    expect(told(55_000)).toEqual([
      `${left} ${USERS} behind: 15 of them on its disks at that moment (stranded), 5 lost. ${why}`,
    ]);
    expect(told(0, CONFIG)).toEqual([
      `warning D61: the failover of the Central Management Store left 20 acknowledged changes of pool1 (CentralMgmt.CMSMaster) behind: lost. ${why}`,
    ]);
    expect(seenAfter({ serves: [40_000] }, USER_DATA, world).leavings).toHaveLength(1);
  });

  test('(b) content that waits for its restore is excused, and has no age', () => {
    const world = { allowedDepartures: new Map([[0, 'restore']]) };
    expect(seenAfter({ serves: [40_000] }, CONTENT, world)).toEqual({ seen: [], departures: [], leavings: [] });
  });

  test('(c) a tail that died with all its replicas is a finding (D28)', () => {
    const world = { allowedDepartures: new Map([[0, 'tail']]) };
    expect(seenAfter({ serves: [40_000], disk: [0] }, USER_DATA, world).seen).toEqual([
      'warning D28: 20 acknowledged changes of pool1 were lost with all replicas of them on its FE servers before they were written to the Back End',
    ]);
  });
});

describe('I1: what is acknowledged is served', () => {
  const UNSERVED = `violation I1 D20: changes of pool1 ${USERS} are acknowledged where they are not served`;
  const regular = (may: boolean) => ({
    serviceStateOf: () => 'regularHome',
    variables: {
      homeOpen: { get: () => (may ? 1 : 0) },
      partnerOpen: { get: () => 0 },
      backEndGone: { get: () => 0 },
    },
    frontEndRuns: () => true,
  });
  /** All that was served before is served after it: nothing leaves. */
  const seen = (more: Partial<BareLog>, module = USER_DATA, may = true) => {
    const { world, seen: told } = oneLog(more, module, regular(may));
    checkNoLoss(world, [[40_000]], null, OUTAGES);
    return told;
  };

  test('changes are acknowledged, and the latest is not served', () => {
    expect(seen({ acknowledging: 3, serves: [40_000] })).toEqual([UNSERVED]);
  });

  test('nothing is acknowledged, or all of it is served, or no change lies between', () => {
    expect(seen({ acknowledging: 0, serves: [40_000] })).toEqual([]);
    expect(seen({ acknowledging: 3, serves: [60_000] })).toEqual([]);
    expect(seen({ acknowledging: 3, serves: [70_000] })).toEqual([]);
    const { world, seen: told } = oneLog({ acknowledging: 3, serves: [60_100] }, USER_DATA, regular(true));
    world.state.logs[0].segments[0].endMs = 60_900;
    checkNoLoss(world, [[40_000]], null, OUTAGES);
    expect(told).toEqual([]);
  });

  test('what users save in the wrong mode is what I8 tells; of other modules it is told here', () => {
    expect(seen({ acknowledging: 3, serves: [40_000] }, USER_DATA, false)).toEqual([]);
    expect(seen({ acknowledging: 3, serves: [40_000] }, CONTENT, false)).toEqual([]);
    expect(seen({ acknowledging: 3, serves: [40_000] }, CONTENT, true)).toHaveLength(1);
    expect(seen({ acknowledging: 3, serves: [40_000] }, RGS_DATA, false)).toEqual([
      UNSERVED.replace('UserServices.PresenceFocus', 'ApplicationServer.RGSDataStore'),
    ]);
  });
});

describe('I1: destroyed disks (M15)', () => {
  const DISKS = [[60_000]];

  test('what is left on another disk is not gone', () => {
    expect(seenAfter({ serves: [40_000], disk: [60_000] }, USER_DATA, {}, DISKS).seen).toEqual([]);
  });

  test('what was served and is on no disk awaits a failover of its pool', () => {
    const { seen, leavings } = seenAfter({ serves: [40_000], disk: [50_000] }, USER_DATA, {}, DISKS);
    expect(seen).toEqual([`pool1: 10 acknowledged changes of pool1 ${USERS} went with the disks`]);
    expect(leavings).toEqual([{ atMs: 60_000, parts: [{ segment: 0, fromMs: 40_000, toMs: 60_000 }] }]);
  });

  test('what the partner served has no failover to wait for; the configuration has', () => {
    const gone = { side: 1, serves: [50_000], disk: [50_000] };
    expect(seenAfter(gone, USER_DATA, {}, DISKS).seen).toEqual([
      `violation I1 M15: 10 acknowledged changes of pool1 ${USERS} are on no disk any more`,
    ]);
    expect(seenAfter({ ...gone, serves: [59_000], disk: [0] }, USER_DATA, {}, DISKS).seen[0]).toContain(
      '1 acknowledged change of pool1 (UserServices.PresenceFocus) is on no disk any more',
    );
    expect(seenAfter(gone, CONFIG, {}, DISKS).seen).toEqual([
      'pool1: 10 acknowledged changes of pool1 (CentralMgmt.CMSMaster) went with the disks',
    ]);
  });

  test('what a disaster failover in the same event leaves behind is told only where some of it is lost', () => {
    const world = () => ({ allowedDepartures: new Map([[0, 'disaster']]) });
    expect(seenAfter({ serves: [40_000], disk: [60_000] }, USER_DATA, world(), DISKS).seen).toEqual([]);
    const { seen } = seenAfter({ serves: [40_000], disk: [50_000] }, USER_DATA, world(), DISKS);
    expect(seen).toHaveLength(2);
    expect(seen[1]).toContain('10 of them on its disks at that moment (stranded), 10 lost');
  });

  /** What was on a disk and not served: up to 40 s served, up to 60 s stranded. */
  function stranded(more: Partial<BareLog>, module = USER_DATA, world: object = {}) {
    const { world: w, seen, departures } = oneLog({ serves: [40_000], ...more }, module, world);
    checkNoLoss(w, [[40_000]], [[60_000]], OUTAGES);
    return { seen, departures, leavings: w.state.leavings[0] };
  }

  test('what was stranded while home serves is judged at once', () => {
    const { seen, departures, leavings } = stranded({ disk: [40_000] });
    expect(seen).toEqual([`violation I1 M15: 20 acknowledged changes of pool1 ${USERS} are on no disk any more`]);
    expect(departures).toEqual([{ count: 20, lost: 20, oldestMs: 41_000, newestMs: 60_000 }]);
    expect(leavings).toEqual([{ atMs: 60_000, parts: [{ segment: 0, fromMs: 40_000, toMs: 60_000 }] }]);
    expect(stranded({ disk: [40_000] }, USER_DATA, { quiet: true }).leavings).toEqual([]);
  });

  test('what a takeover had stranded was judged then: a finding', () => {
    const was = (disk: number, module = USER_DATA) => stranded({ side: 1, disk: [disk] }, module).seen;
    expect(was(40_000)).toEqual([
      `warning M15: 20 stranded changes of pool1 ${USERS} were lost with the disks of the failed-over pool`,
    ]);
    expect(was(59_000)).toEqual([
      `warning M15: 1 stranded change of pool1 ${USERS} was lost with the disks of the failed-over pool`,
    ]);
    expect(was(0, CONFIG)).toEqual([
      'warning M15: 20 stranded changes of pool1 (CentralMgmt.CMSMaster) were lost with the disks of the pool that the Central Management Store was failed over from',
    ]);
  });

  test('of what was served and what was stranded each is told for itself', () => {
    const { world, seen, departures } = oneLog({ serves: [30_000], disk: [30_000] });
    checkNoLoss(world, [[40_000]], [[60_000]], OUTAGES);
    expect(seen).toEqual([
      `pool1: 10 acknowledged changes of pool1 ${USERS} went with the disks`,
      `violation I1 M15: 20 acknowledged changes of pool1 ${USERS} are on no disk any more`,
    ]);
    expect(departures.map((gone) => [gone?.count, gone?.lost])).toEqual([[20, 20]]);
  });
});

describe('I1: a failback that throws away the last copy (D53)', () => {
  test('nothing is thrown away', () => {
    const { world, seen } = oneLog();
    checkDiscarded(world, 0, [60_000], [60_000]);
    expect(seen).toEqual([]);
  });

  test('what was on a disk and not served: it breaks the invariant, and is an error', () => {
    const { world, seen } = oneLog({ serves: [30_000], disk: [30_000] });
    checkDiscarded(world, 0, [60_000], [40_000]);
    expect(seen).toEqual([
      `violation I1 D53,M38: 20 acknowledged changes of pool1 ${USERS} are on no disk any more`,
      'error D53: the failback of pool1 with -DisasterMode threw away 20 acknowledged changes of user data that it had imported from its partner and that no other disk has: lost for good (M38).',
    ]);
    expect(world.state.leavings[0]).toEqual([{ atMs: 100_000, parts: [{ segment: 0, fromMs: 40_000, toMs: 60_000 }] }]);
  });

  test('what left before keeps the age that it had then', () => {
    const { world } = oneLog({ serves: [30_000], disk: [30_000] });
    const before = { atMs: 50_000, parts: [{ segment: 0, fromMs: 40_000, toMs: 60_000 }] };
    world.state.leavings[0] = [before];
    checkDiscarded(world, 0, [60_000], [40_000]);
    expect(world.state.leavings[0]).toEqual([before]);
  });

  test('a segment that is new since then counts as it is kept', () => {
    const log = bareLog(0, USER_DATA, [60_000, 70_000], { serves: [60_000, 69_000], disk: [60_000, 69_000] });
    const { world, seen } = bareWorld([log], { quiet: true });
    checkDiscarded(world, 0, [60_000, 70_000], [60_000]);
    expect(seen[0]).toBe(`violation I1 D53,M38: 1 acknowledged change of pool1 ${USERS} is on no disk any more`);
    expect(world.state.leavings[0]).toEqual([]);
  });
});

describe('I2: what was imported is served after the takeover', () => {
  const bounded = (serves: number[], held: number[]) => {
    const log = bareLog(0, USER_DATA, [60_000, 70_000], { serves });
    const { world, seen } = bareWorld([log]);
    checkBounded(world, log as never, USER_DATA, held);
    return seen;
  };
  const broken = (changes: string, verb: string) =>
    `violation I2 D45,D46,D61: ${changes} of pool1 ${USERS} had been imported by the partner and ${verb} not served after the takeover`;

  test('all of it, or more', () => {
    expect(bounded([60_000, 70_000], [40_000])).toEqual([]);
    expect(bounded([40_000, -1], [40_000])).toEqual([]);
  });

  test('of a segment that is new since then nothing had been imported', () => {
    const log = bareLog(0, USER_DATA, [60_000, 70_000], { serves: [39_990, 5] });
    // A change in each ms.
    log.countOf = (at) => at.reduce((sum, ms) => sum + Math.max(0, ms), 0);
    const { world, seen } = bareWorld([log]);
    checkBounded(world, log as never, USER_DATA, [40_000]);
    expect(seen).toEqual([broken('10 changes', 'are')]);
  });

  test('less than that', () => {
    expect(bounded([39_000, 70_000], [40_000])).toEqual([broken('1 change', 'is')]);
    expect(bounded([40_000, 20_000], [60_000, 50_000])).toEqual([broken('50 changes', 'are')]);
  });
});

describe('I9: every acknowledged change is somewhere', () => {
  const SOME = { serves: [40_000], disk: [55_000] };

  test('served, stranded on a disk, or lost, and the oldest that is not served', () => {
    expect(classes(oneLog(SOME).world, 0)).toEqual({ served: 40, stranded: 15, lost: 5, oldestMs: 41_000 });
    expect(classes(oneLog().world, 0)).toEqual({ served: 60, stranded: 0, lost: 0, oldestMs: null });
    const two = bareLog(0, USER_DATA, [20_000, 20_000], { serves: [15_000, 10_000], disk: [5000, 20_000] });
    expect(classes(bareWorld([two]).world, 0)).toEqual({ served: 25, stranded: 10, lost: 5, oldestMs: 11_000 });
  });

  test('what adds up is accounted for; what does not is told by its classes', () => {
    expect(checkAccounting(oneLog(SOME).world, 0)).toBeNull();
    expect(checkAccounting(oneLog({ ...SOME, byLoad: 1061 }).world, 0)).toBe(
      `pool1 ${USERS}: 1,061 acknowledged, but 40 served + 15 stranded + 5 lost`,
    );
    expect(checkAccounting(oneLog({ ...SOME, beyond: true }).world, 0)).toContain('60 acknowledged, but 40 served');
  });

  test('where nothing was lost, the log holds what the load acknowledged', () => {
    expect(holdsAll(oneLog().world, 0)).toBe(true);
    expect(holdsAll(oneLog({ byLoad: 61 }).world, 0)).toBe(false);
    expect(holdsAll(oneLog({ beyond: true }).world, 0)).toBe(false);
    expect(holdsAll(oneLog({ byLoad: 61, beyond: true, isSilent: true }).world, 0)).toBe(true);
  });
});
