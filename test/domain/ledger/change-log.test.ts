import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ChangeLog, type Direction } from '../../../src/domain/ledger/change-log.js';
import { ratePerHour } from '../../../src/domain/ledger/rate.js';
import { NO_FOLLOWERS, onlyStore } from '../../../src/domain/ledger/stored-changes.js';

const SEED = 20130901;
const MIN = 60_000;
const HOUR = 60 * MIN;
const LAG = 5000;

/** Stores of user data: principal and mirror at home, principal and mirror on the partner side. */
const [HOME, HOME_MIRROR, PARTNER, PARTNER_MIRROR] = [0, 1, 2, 3];

/** 60 changes an hour and user, written after 5 s, with a tail in the memory of the FE servers. */
function userData(users: number): ChangeLog {
  const log = new ChangeLog(0, 'user data', ratePerHour(60), 4, LAG, true);
  log.setWriter(0, HOME, onlyStore(HOME_MIRROR));
  log.setAcknowledging(0, users);
  return log;
}

const held = (log: ChangeLog, store: number): number => log.countOf(log.rows[store]);
const served = (log: ChangeLog, nowMs: number, store: number): number => log.countOf(log.served(nowMs, store));

/** Export and import until nothing is left; answers how many cycles it took. */
function replicate(log: ChangeLog, nowMs: number, limit: number, way: Direction = 0, replace = true): number {
  const [from, to] = way === 0 ? [HOME, PARTNER] : [PARTNER, HOME];
  for (let cycles = 0; ; cycles++) {
    if (log.export(nowMs, way, from, to, limit, replace) === null) return cycles;
    if (cycles > 10_000) throw new Error('the replication does not end');
    log.import(nowMs, way, to, onlyStore(to + 1), replace);
  }
}

describe('writing (D15, D20)', () => {
  test('a change is in the store and its mirror when the lag is over', () => {
    const log = userData(100);
    log.touch(LAG + MIN);
    expect(held(log, HOME)).toBe(100);
    expect(held(log, HOME_MIRROR)).toBe(100);
    expect(log.acknowledged(LAG + MIN)).toBe(108);
    expect(served(log, LAG + MIN, HOME)).toBe(108);
    expect(held(log, PARTNER)).toBe(0);
  });

  test('without a writer changes stay in the FE replicas, and are written when one comes', () => {
    const log = userData(100);
    log.setWriter(MIN, -1, NO_FOLLOWERS);
    expect(held(log, HOME)).toBe(Math.floor((100 * (MIN - LAG)) / MIN));
    expect(served(log, HOUR, HOME)).toBe(6000);
    expect(held(log, HOME)).toBe(Math.floor((100 * (MIN - LAG)) / MIN));
    log.setWriter(HOUR, HOME, NO_FOLLOWERS);
    log.touch(HOUR + 1);
    expect(held(log, HOME)).toBe(Math.floor((100 * (HOUR + 1 - LAG)) / MIN));
    expect(held(log, HOME_MIRROR)).toBeLessThan(100);
  });

  test('flush writes all that was acknowledged', () => {
    const log = userData(100);
    log.flush(MIN);
    expect([held(log, HOME), held(log, HOME_MIRROR)]).toEqual([100, 100]);
  });

  test('nobody acknowledges, nothing grows; then it goes on', () => {
    const log = userData(100);
    log.setAcknowledging(MIN, 0);
    expect(log.acknowledged(HOUR)).toBe(100);
    log.setAcknowledging(HOUR, 100);
    expect(log.acknowledged(HOUR + MIN)).toBe(200);
    expect(log.segments).toHaveLength(1);
  });

  test('without a load nothing is ever acknowledged', () => {
    const log = new ChangeLog(0, 'user data', ratePerHour(0), 4, LAG, true);
    log.setWriter(0, HOME, NO_FOLLOWERS);
    log.setAcknowledging(0, 20_000);
    expect([log.acknowledged(HOUR), log.acknowledgedByLoad(HOUR), served(log, HOUR, HOME)]).toEqual([0, 0, 0]);
  });
});

describe('tails (D11, M15)', () => {
  test('lost with the last FE replica: on no disk', () => {
    const log = userData(100);
    const before = log.served(MIN, HOME);
    log.loseTail(MIN);
    const gone = log.departed(before, log.served(MIN, HOME));
    expect(gone).toEqual({ count: 9, lost: 9, oldestMs: log.segments[0].timeOf(92), newestMs: MIN });
    expect(log.acknowledged(MIN)).toBe(100);
  });

  test('a share without quorum is held, served, and written when quorum returns', () => {
    const log = userData(90);
    log.holdShare(MIN, HOME, [1, 3]);
    expect(served(log, MIN, HOME)).toBe(90);
    log.setAcknowledging(MIN, 60);
    log.touch(HOUR);
    expect(served(log, HOUR, HOME)).toBe(log.acknowledged(HOUR));
    expect(log.countOf(log.onDisk())).toBeLessThan(log.acknowledged(HOUR));
    const unwritten = (60 * LAG) / MIN;
    log.release(HOUR);
    expect(log.acknowledged(HOUR) - log.countOf(log.onDisk())).toBe(unwritten);
  });

  test('QuorumLossRecovery drops what is held', () => {
    const log = userData(90);
    log.holdShare(MIN, HOME, [1, 3]);
    log.setAcknowledging(MIN, 60);
    log.touch(HOUR);
    const before = log.served(HOUR, HOME);
    log.discardHeld(HOUR);
    const gone = log.departed(before, log.served(HOUR, HOME));
    expect(gone?.count).toBe(Math.floor((30 * LAG) / MIN));
    expect(gone?.lost).toBe(gone?.count);
  });

  test('a further share of what is held can die', () => {
    const log = userData(90);
    log.setWriter(0, -1, NO_FOLLOWERS);
    log.holdShare(HOUR, HOME, [1, 3]);
    const before = log.served(HOUR, HOME);
    log.loseHeldShare([1, 2]);
    expect(log.departed(before, log.served(HOUR, HOME))?.count).toBe(15 * 60);
    expect(log.acknowledged(HOUR)).toBe(90 * 60);
  });

  test('what a forced service left in memory goes on to the new branch', () => {
    const log = userData(100);
    log.setWriter(MIN, -1, NO_FOLLOWERS);
    log.cutTail(2 * MIN, HOME);
    expect(log.segments).toHaveLength(2);
    // The mirror becomes the principal; what the FE servers held is written there.
    log.setWriter(2 * MIN, HOME_MIRROR, NO_FOLLOWERS);
    log.flush(2 * MIN);
    expect(held(log, HOME_MIRROR)).toBe(200);
    expect(held(log, HOME)).toBe(held(log, HOME_MIRROR) - log.segments[1].count(2 * MIN));
  });
});

describe('forks and disks', () => {
  test('a takeover leaves behind what the partner had not imported (D45)', () => {
    const log = userData(100);
    replicate(log, 10 * MIN, 1e9);
    const before = log.served(12 * MIN, HOME);
    log.serveFrom(12 * MIN, 1);
    const gone = log.departed(before, log.served(12 * MIN, PARTNER))!;
    expect(gone.count).toBe(before.length === 1 ? 1200 - held(log, PARTNER) : Number.NaN);
    // What was written at home is stranded, the unwritten tail is lost.
    expect(gone.lost).toBe(Math.floor((100 * LAG) / MIN) + 1);
    expect(log.batches).toEqual([null, null]);
  });

  test('a tail on disk stays with the side that serves no longer (M15), until it is overwritten (D52)', () => {
    const log = new ChangeLog(0, 'user data', ratePerHour(60), 4, LAG, true, true);
    log.setWriter(0, HOME, onlyStore(HOME_MIRROR));
    log.setAcknowledging(0, 100);
    replicate(log, 10 * MIN, 1e9);
    const before = log.served(12 * MIN, HOME);
    log.serveFrom(12 * MIN, 1, HOME);
    const gone = log.departed(before, log.served(12 * MIN, PARTNER))!;
    expect(gone.count).toBe(1200 - held(log, PARTNER));
    expect(gone.lost).toBe(0);
    // 100 changes a minute, 5 s of them.
    expect(log.heldBy(0)).toBe(Math.floor((100 * LAG) / MIN) + 1);
    log.forgetHeld(0);
    expect(log.heldBy(0)).toBe(0);
    expect(log.departed(before, log.served(12 * MIN, PARTNER))!.lost).toBe(Math.floor((100 * LAG) / MIN) + 1);
  });

  test('what the home side imports while the partner serves waits beside its own branch (M38)', () => {
    const log = userData(100);
    log.flush(10 * MIN);
    log.serveFrom(10 * MIN, 1, HOME);
    log.setWriter(10 * MIN, PARTNER, NO_FOLLOWERS);
    log.export(20 * MIN, 1, PARTNER, HOME, 1e9, false);
    log.import(20 * MIN, 1, HOME, onlyStore(HOME_MIRROR), false);
    expect(held(log, HOME)).toBeGreaterThan(1900);
    log.dropImported(20 * MIN);
    expect([held(log, HOME), held(log, HOME_MIRROR)]).toEqual([1000, 1000]);
  });

  test('a wiped store holds nothing; the others keep theirs', () => {
    const log = userData(100);
    log.touch(HOUR);
    log.wipe(HOME);
    expect(held(log, HOME)).toBe(0);
    expect(log.countOf(log.onDisk())).toBe(held(log, HOME_MIRROR));
  });

  test('a returning principal drops what the new branch does not have (D25)', () => {
    const log = userData(100);
    log.setWriter(MIN, HOME, NO_FOLLOWERS);
    log.touch(2 * MIN);
    expect(held(log, HOME)).toBeGreaterThan(held(log, HOME_MIRROR));
    log.dropBeyond(2 * MIN, HOME, HOME_MIRROR);
    expect(log.rows[HOME]).toEqual(log.rows[HOME_MIRROR]);
  });

  test('a copy is a copy of its own', () => {
    const log = userData(100);
    log.copy(MIN, HOME, PARTNER);
    log.touch(HOUR);
    expect(held(log, PARTNER)).toBe(Math.floor((100 * (MIN - LAG)) / MIN));
  });

  test('nothing departs when nothing changes, or more is served', () => {
    const log = userData(100);
    const before = log.served(MIN, HOME);
    expect(log.departed(before, before)).toBeNull();
    expect(log.departed(before, log.served(HOUR, HOME))).toBeNull();
  });
});

describe('batches (D32)', () => {
  const limits = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50_000 }));

  test('never more than the limit, never less than what is left, until all is imported', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: LAG + 1, max: HOUR }),
        limits,
        (users, now, limit) => {
          const log = userData(users);
          log.touch(now);
          const all = held(log, HOME);
          fc.pre(all / limit < 500);
          for (;;) {
            const had = held(log, PARTNER);
            const amount = log.export(now, 0, HOME, PARTNER, limit, true);
            if (amount === null) break;
            expect(amount).toBeLessThanOrEqual(limit);
            log.import(now, 0, PARTNER, onlyStore(PARTNER_MIRROR), true);
            const more = held(log, PARTNER) - had;
            expect(more).toBe(Math.min(limit, all - had));
            if (more === 0) break;
          }
          expect(held(log, PARTNER)).toBe(all);
          expect(log.rows[PARTNER_MIRROR]).toEqual(log.rows[PARTNER]);
        },
      ),
      { seed: SEED, numRuns: 200 },
    );
  });

  test('nothing to carry is null, and a batch without import changes nothing', () => {
    const log = userData(100);
    expect(replicate(log, HOUR, 1e9)).toBe(1);
    expect(log.export(HOUR, 0, HOME, PARTNER, 1e9, true)).toBeNull();
    expect(log.export(2 * HOUR, 0, HOME, PARTNER, 1e9, true)).toBeCloseTo(6000, 6);
    log.discardBatch(0);
    const before = held(log, PARTNER);
    log.import(2 * HOUR, 0, PARTNER, NO_FOLLOWERS, true);
    expect(held(log, PARTNER)).toBe(before);
  });

  test('an import that only adds never takes away (M38)', () => {
    const log = userData(100);
    replicate(log, HOUR, 1e9);
    log.wipe(HOME);
    log.wipe(HOME_MIRROR);
    log.export(HOUR, 0, HOME, PARTNER, 1e9, false);
    const before = held(log, PARTNER);
    log.import(HOUR, 0, PARTNER, NO_FOLLOWERS, false);
    expect(held(log, PARTNER)).toBe(before);
  });

  test('an import that follows the branch drops what the exporter does not have (D25)', () => {
    const log = userData(100);
    log.setWriter(30 * MIN, HOME, NO_FOLLOWERS);
    replicate(log, HOUR, 1e9);
    const before = held(log, PARTNER);
    // Forced service: the mirror, 30 minutes behind, is the principal now.
    log.export(HOUR, 0, HOME_MIRROR, PARTNER, 1e9, true);
    log.import(HOUR, 0, PARTNER, NO_FOLLOWERS, true);
    expect(held(log, PARTNER)).toBe(held(log, HOME_MIRROR));
    expect(held(log, PARTNER)).toBeLessThan(before);
  });
});

// Whatever happens

type Op = (log: ChangeLog, nowMs: number) => void;

/** The store that the open segment was written to: where it has most of it. */
function base(log: ChangeLog, nowMs: number): number {
  log.touch(nowMs);
  const positions = log.rows.map((row) => row[log.current]);
  return positions.indexOf(Math.max(...positions));
}

/** Users in groups without quorum acknowledge nothing from the same moment on. */
function holdShare(log: ChangeLog, nowMs: number, [n, d]: readonly [number, number]): void {
  log.holdShare(nowMs, base(log, nowMs), [n, d]);
  log.setAcknowledging(nowMs, log.acknowledging - Math.floor((log.acknowledging * n) / d));
}

const store = fc.nat(3);
const side = fc.constantFrom(0 as const, 1 as const);
const share = fc.tuple(fc.nat(10), fc.integer({ min: 10, max: 20 }));
const ops: fc.Arbitrary<{ name: string; op: Op }> = fc.oneof(
  fc
    .constantFrom(0, 1, 7, 20_000, 200_000)
    .map((n) => ({ name: `weight ${n}`, op: (l: ChangeLog, t: number) => l.setAcknowledging(t, n) })),
  fc.tuple(fc.constantFrom(-1, 0, 1, 2, 3), fc.constantFrom(-1, 0, 1, 2, 3)).map(([a, b]) => ({
    name: `writer ${a} ${b}`,
    op: (l: ChangeLog, t: number) => l.setWriter(t, a, a === b || b < 0 ? NO_FOLLOWERS : onlyStore(b)),
  })),
  fc.constant({ name: 'flush', op: (l: ChangeLog, t: number) => l.flush(t) }),
  fc.constant({ name: 'cutTail', op: (l: ChangeLog, t: number) => l.cutTail(t, base(l, t)) }),
  fc.constant({ name: 'loseTail', op: (l: ChangeLog, t: number) => l.loseTail(t) }),
  share.map((part) => ({ name: `hold ${part}`, op: (l: ChangeLog, t: number) => holdShare(l, t, part) })),
  share.map((part) => ({
    name: `loseHeld ${part}`,
    op: (l: ChangeLog, t: number) => {
      l.touch(t);
      l.loseHeldShare(part);
    },
  })),
  fc.constant({ name: 'release', op: (l: ChangeLog, t: number) => l.release(t) }),
  fc.constant({ name: 'discardHeld', op: (l: ChangeLog, t: number) => l.discardHeld(t) }),
  fc.tuple(side, fc.constantFrom(-1, 0)).map(([s, home]) => ({
    name: `serveFrom ${s} ${home}`,
    op: (l: ChangeLog, t: number) => l.serveFrom(t, s, home),
  })),
  side.map((s) => ({ name: `loseTail ${s}`, op: (l: ChangeLog, t: number) => l.loseTail(t, s) })),
  fc.constant({ name: 'dropImported', op: (l: ChangeLog, t: number) => l.dropImported(t) }),
  store.map((s) => ({ name: `wipe ${s}`, op: (l: ChangeLog) => l.wipe(s) })),
  fc
    .tuple(store, store)
    .map(([a, b]) => ({ name: `copy ${a} ${b}`, op: (l: ChangeLog, t: number) => l.copy(t, a, b) })),
  fc.tuple(store, store).map(([a, b]) => ({
    name: `dropBeyond ${a} ${b}`,
    op: (l: ChangeLog, t: number) => l.dropBeyond(t, a, b),
  })),
  fc.tuple(side, fc.constantFrom(3, 500, 1e9), fc.boolean()).map(([way, limit, replace]) => ({
    name: `export ${way} ${limit} ${replace}`,
    op: (l: ChangeLog, t: number) => {
      l.export(t, way, way * 2, 2 - way * 2, limit, replace);
    },
  })),
  fc.tuple(side, fc.boolean()).map(([way, replace]) => ({
    name: `import ${way} ${replace}`,
    op: (l: ChangeLog, t: number) => l.import(t, way, 2 - way * 2, onlyStore(3 - way * 2), replace),
  })),
);

const histories = fc.array(fc.tuple(fc.oneof(fc.constant(0), fc.nat(10 * MIN)), ops), {
  minLength: 1,
  maxLength: 25,
});
const anyRate = fc.constantFrom(6, 0.2, 4, 0.000001, 123.456789).map(ratePerHour);

function* play(log: ChangeLog, history: readonly (readonly [number, { op: Op }])[]): Generator<number> {
  let now = 0;
  for (const [ms, { op }] of history) {
    now += ms;
    op(log, now);
    yield now;
  }
}

describe('whatever happens to a log', () => {
  test('I9: every acknowledged change is counted once, exactly', () => {
    fc.assert(
      fc.property(anyRate, histories, fc.boolean(), (rate, history, onDisk) => {
        const log = new ChangeLog(0, 'user data', rate, 4, LAG, true, onDisk);
        let units = 0n;
        let since = 0;
        let weight = 0;
        for (const now of play(log, history)) {
          units += BigInt(weight) * BigInt(rate.numerator) * BigInt(now - since);
          [since, weight] = [now, log.acknowledging];
          const all = Number(units / BigInt(rate.denominator));
          expect(log.acknowledgedByLoad(now)).toBe(all);
          expect(log.acknowledged(now)).toBe(all);
        }
      }),
      { seed: SEED, numRuns: 250 },
    );
  });

  test('every class is a count: nothing is held or served that was not acknowledged', () => {
    fc.assert(
      fc.property(anyRate, histories, fc.boolean(), (rate, history, onDisk) => {
        const log = new ChangeLog(0, 'user data', rate, 4, LAG, true, onDisk);
        for (const now of play(log, history)) {
          const all = log.acknowledged(now);
          for (const s of [-1, 0, 1, 2, 3]) {
            const positions = log.served(now, s);
            expect(positions).toHaveLength(log.segments.length);
            expect(log.countOf(positions)).toBeLessThanOrEqual(all);
          }
          expect(log.countOf(log.onDisk())).toBeLessThanOrEqual(all);
          log.segments.forEach((s, i) => {
            for (const row of log.rows) expect(row[i]).toBeLessThanOrEqual(s.endMs);
          });
          for (const b of log.batches) if (b !== null) expect(b).toHaveLength(log.segments.length);
        }
      }),
      { seed: SEED + 1, numRuns: 250 },
    );
  });

  test('a clone goes its own way', () => {
    fc.assert(
      fc.property(histories, histories, fc.boolean(), (first, second, onDisk) => {
        const log = new ChangeLog(0, 'user data', ratePerHour(6), 4, LAG, true, onDisk);
        for (const _ of play(log, first));
        const before = structuredClone({ ...log });
        const copy = log.clone();
        expect({ ...copy }).toEqual({ ...log });
        for (const _ of play(copy, [[20 * HOUR, { op: (l, t) => l.touch(t) }], ...second]));
        expect(structuredClone({ ...log })).toEqual(before);
      }),
      { seed: SEED + 2, numRuns: 200 },
    );
  });
});

describe('two branches (D45)', () => {
  test.each([true, false])(
    'what was acknowledged is counted whole after the second one ended, orderly %s',
    (orderly) => {
      const log = userData(100);
      log.serveFrom(HOUR, 1, HOME);
      log.setWriter(HOUR, PARTNER, onlyStore(PARTNER_MIRROR));
      log.setAcknowledging(HOUR, 60);
      log.takeApart(HOUR, 40, HOME, HOME, onlyStore(HOME_MIRROR));
      log.endApart(HOUR + 10 * MIN, orderly);
      for (const at of [HOUR + 10 * MIN, HOUR + 20 * MIN, 2 * HOUR]) {
        expect(log.acknowledged(at)).toBe(log.acknowledgedByLoad(at));
      }
    },
  );
});
