import { describe, expect, test } from 'vitest';
import {
  DESTROYED,
  isAnyBurnt,
  judgeAtTakeover,
  judgeBurntAtEnd,
  judgeWhereServed,
  noteBurnt,
} from '../../../src/domain/invariants/burnt-disks.js';
import { CONFIG, USER_DATA } from '../../../src/domain/state/modules.js';
import { bareLog, bareWorld } from '../../support/bare-world.js';

const GONE = { count: 3, lost: 2, oldestMs: 5000, newestMs: 9000 };

/** User data of both pools and the configuration of the first, of which three changes went with disks. */
function burntWorld(more: object = {}) {
  const logs = [bareLog(0, USER_DATA, [9000]), bareLog(1, USER_DATA, [9000]), bareLog(0, CONFIG, [9000])];
  const bare = bareWorld(logs, more);
  return { ...bare, noted: (...which: number[]) => which.forEach((i) => void noteBurnt(bare.world, i, GONE)) };
}

const OF_USERS = '3 acknowledged changes of pool1 (UserServices.PresenceFocus)';
const VIOLATED = `violation I1 M15: ${OF_USERS} are on no disk any more: ${DESTROYED}`;

describe('I1: what went with destroyed disks (M15)', () => {
  test('is told where it happens, and its verdict is due until one comes', () => {
    const { world, seen, noted } = burntWorld();
    expect(isAnyBurnt(world)).toBe(false);
    noted(0);
    expect(seen).toEqual([`pool1: ${OF_USERS} went with the disks`]);
    expect(isAnyBurnt(world)).toBe(true);
    judgeBurntAtEnd(world);
    expect(isAnyBurnt(world)).toBe(false);
    seen.length = 0;
    judgeBurntAtEnd(world);
    expect(seen).toEqual([]);
  });

  test('twice is one loss: the changes of both, from the oldest to the newest', () => {
    const { world, noted, departures } = burntWorld();
    noted(0);
    noteBurnt(world, 0, { count: 1, lost: 1, oldestMs: 4000, newestMs: 20_000 });
    noteBurnt(world, 0, { count: 1, lost: 0, oldestMs: 7000, newestMs: 8000 });
    judgeBurntAtEnd(world);
    expect(departures).toEqual([{ count: 5, lost: 3, oldestMs: 4000, newestMs: 20_000 }]);
  });

  test('breaks I1 at the end of a drill, each module of each pool for itself', () => {
    const { world, seen, noted } = burntWorld();
    noted(0, 1, 2);
    seen.length = 0;
    judgeBurntAtEnd(world);
    expect(seen).toEqual([
      VIOLATED,
      VIOLATED.replace('UserServices.PresenceFocus', 'CentralMgmt.CMSMaster'),
      VIOLATED.replace('pool1', 'pool2'),
    ]);
  });

  test('one change is on no disk; where nobody knows how many, they are', () => {
    const { world, seen } = burntWorld();
    noteBurnt(world, 0, { ...GONE, count: 1 });
    judgeBurntAtEnd(world);
    expect(seen[1]).toContain('1 acknowledged change of pool1 (UserServices.PresenceFocus) is on no disk any more');
    world.variables.burnt.set(0, 1 << USER_DATA);
    judgeBurntAtEnd(world);
    expect(seen[2]).toBe(`violation I1 M15: acknowledged changes of pool1 are on no disk any more: ${DESTROYED}`);
  });

  test('the cause that was told before is told afterwards', () => {
    const { world, noted } = burntWorld({ cause: 'failback' });
    noted(0);
    judgeBurntAtEnd(world);
    expect(world.cause).toBe('failback');
  });
});

describe('I1: a takeover of a pool whose disks were destroyed (exception d)', () => {
  test('a disaster failover excuses the modules that it takes, as a finding of its rule', () => {
    const { world, seen, noted } = burntWorld();
    noted(0, 2);
    seen.length = 0;
    judgeAtTakeover(world, 0, [USER_DATA], true);
    const lost = 'had not been imported at the partner and went with their disks: lost.';
    expect(seen).toEqual([`warning D45: ${OF_USERS} ${lost}`]);
    expect(isAnyBurnt(world)).toBe(true);
    judgeAtTakeover(world, 0, [CONFIG], true);
    expect(seen[1]).toBe(`warning D61: 3 acknowledged changes of pool1 (CentralMgmt.CMSMaster) ${lost}`);
    expect(isAnyBurnt(world)).toBe(false);
  });

  test('another failover breaks I1; what is not due is not judged', () => {
    const { world, seen, noted } = burntWorld();
    judgeAtTakeover(world, 0, [USER_DATA, CONFIG], false);
    expect(seen).toEqual([]);
    noted(0);
    judgeAtTakeover(world, 1, [USER_DATA], false);
    judgeAtTakeover(world, 0, [USER_DATA, CONFIG], false);
    expect(seen.slice(1)).toEqual([VIOLATED]);
  });

  test('an excuse for what nobody counted is no finding', () => {
    const { world, seen } = burntWorld();
    world.variables.burnt.set(0, 1 << USER_DATA);
    judgeAtTakeover(world, 0, [USER_DATA], true);
    expect(seen).toEqual([]);
    expect(isAnyBurnt(world)).toBe(false);
  });
});

describe('I1: a pool that serves again without what went with its disks', () => {
  const NORMAL = { isNormal: () => true, canServe: () => true };

  test.each([
    ['a pool that is home and can serve', NORMAL, true],
    ['a pool that is failed over', { ...NORMAL, isNormal: () => false }, false],
    ['a pool that cannot serve', { ...NORMAL, canServe: () => false }, false],
    ['a configuration that can be changed', { cmsFunctional: () => true }, false],
  ])('%s: its users are judged: %s', (_what, more, judged) => {
    const { world, seen, noted } = burntWorld(more);
    noted(0);
    judgeWhereServed(world);
    expect(seen.slice(1)).toEqual(judged ? [VIOLATED] : []);
  });

  test.each([
    [{ cmsFunctional: () => true }, true],
    [NORMAL, false],
  ])('the configuration is judged where it can be changed, wherever its pool is: %#', (more, judged) => {
    const { world, seen, noted } = burntWorld(more);
    noted(2);
    judgeWhereServed(world);
    expect(seen.slice(1)).toHaveLength(judged ? 1 : 0);
  });

  test('the second pool is judged as the first, and nothing where nothing is due', () => {
    const { world, seen, noted } = burntWorld(NORMAL);
    judgeWhereServed(world);
    expect(seen).toEqual([]);
    noted(1);
    judgeWhereServed(world);
    expect(seen.slice(1)).toEqual([VIOLATED.replace('pool1', 'pool2')]);
  });
});
