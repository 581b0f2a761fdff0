import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accumulate, msUntil, type Rate, ratePerHour } from '../../../src/domain/ledger/rate.js';
import { Segment } from '../../../src/domain/ledger/segment.js';

const SEED = 20130901;
const HOUR = 3_600_000;

/** Decimals an hour with up to six places, small and large. */
const rates: fc.Arbitrary<Rate> = fc
  .oneof(
    fc.constantFrom(6, 0.2, 4, 1, 100, 0.000001, 10_000),
    fc.integer({ min: 1, max: 10 ** 9 }).map((n) => n / 1e6),
  )
  .map(ratePerHour);

const weights = fc.oneof(fc.constantFrom(0, 1, 20_000), fc.integer({ min: 0, max: 400_000 }));

interface Load {
  readonly rate: Rate;
  readonly startMs: number;
  readonly rest: number;
  /** how long each weight holds */
  readonly stretches: readonly { readonly ms: number; readonly weight: number }[];
}

const loads: fc.Arbitrary<Load> = rates.chain((rate) =>
  fc.record({
    rate: fc.constant(rate),
    startMs: fc.nat(10 * HOUR),
    rest: fc.nat(rate.denominator - 1),
    stretches: fc.array(fc.record({ ms: fc.nat(4 * HOUR), weight: weights }), { minLength: 1, maxLength: 6 }),
  }),
);

/** What was acknowledged up to `ms` after the start, in 1/denominator of a change, exactly. */
function exact({ rate, rest, stretches }: Load, ms: number): bigint {
  let units = BigInt(rest);
  let left = ms;
  for (const s of stretches) {
    const part = Math.min(left, s.ms);
    units += BigInt(s.weight) * BigInt(rate.numerator) * BigInt(part);
    left -= part;
  }
  return units;
}

const whole = (rate: Rate, units: bigint): number => Number(units / BigInt(rate.denominator));

function segmentOf(load: Load): { segment: Segment; lengthMs: number } {
  const segment = Segment.open(load.rate, load.startMs, load.stretches[0].weight, load.rest);
  let at = load.startMs;
  for (const s of load.stretches) {
    segment.setWeight(at, s.weight);
    at += s.ms;
  }
  segment.endMs = at;
  return { segment, lengthMs: at - load.startMs };
}

/** A load and a few moments in it, as shares of its length. */
const moments = fc.tuple(loads, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 }));

const check = (property: Parameters<typeof fc.assert>[0], numRuns = 400): void => {
  fc.assert(property as fc.IProperty<unknown>, { seed: SEED, numRuns });
};

describe('rates', () => {
  test.each([
    [6, 1, 600_000],
    [0.2, 1, 18_000_000],
    [0, 0, 1],
    [0.000001, 1, 3_600_000_000_000],
    [10_000, 1, 360],
  ])('%d an hour is %d in %d ms', (perHour, numerator, denominator) => {
    const rate = ratePerHour(perHour);
    expect(rate.numerator * denominator).toBe(numerator * rate.denominator);
  });

  test('whole changes and rest are those of exact arithmetic, beyond 2^53 too', () => {
    const carried = rates.chain((rate) =>
      fc.tuple(fc.constant(rate), weights, fc.nat(10 ** 10), fc.nat(rate.denominator - 1)),
    );
    check(
      fc.property(carried, ([rate, weight, ms, carry]) => {
        const units = BigInt(weight) * BigInt(rate.numerator) * BigInt(ms) + BigInt(carry);
        expect(accumulate(rate, weight, ms, carry)).toEqual({
          whole: Number(units / BigInt(rate.denominator)),
          rest: Number(units % BigInt(rate.denominator)),
        });
      }),
    );
  });

  test('the time until a change is the least one', () => {
    check(
      fc.property(
        rates,
        fc.integer({ min: 1, max: 400_000 }),
        fc.integer({ min: 1, max: 1000 }),
        (rate, weight, wanted) => {
          const ms = msUntil(rate, weight, wanted, 0);
          expect(accumulate(rate, weight, ms, 0).whole).toBeGreaterThanOrEqual(wanted);
          expect(accumulate(rate, weight, ms - 1, 0).whole).toBeLessThan(wanted);
        },
      ),
    );
  });
});

describe('counts', () => {
  test('are those of exact arithmetic at every moment', () => {
    check(
      fc.property(moments, ([load, shares]) => {
        const { segment, lengthMs } = segmentOf(load);
        for (const share of shares) {
          const ms = Math.floor(share * lengthMs);
          const units = exact(load, ms);
          expect(segment.count(load.startMs + ms)).toBe(ms === 0 ? 0 : whole(load.rate, units));
          expect(segment.totals(load.startMs + ms)).toEqual({
            whole: whole(load.rate, units),
            rest: Number(units % BigInt(load.rate.denominator)),
          });
        }
      }),
    );
  });

  test('never fall, and nothing is held before the start', () => {
    check(
      fc.property(moments, ([load, shares]) => {
        const { segment, lengthMs } = segmentOf(load);
        const at = shares.map((s) => load.startMs + Math.floor(s * lengthMs)).sort((a, b) => a - b);
        const counts = at.map((ms) => segment.count(ms));
        expect(counts).toEqual([...counts].sort((a, b) => a - b));
        expect(segment.count(load.startMs)).toBe(0);
        expect(segment.count(load.startMs - 1)).toBe(0);
        expect(segment.count(-1)).toBe(0);
      }),
    );
  });

  test('amounts are counts with their fractions', () => {
    check(
      fc.property(moments, ([load, [first, second = 1]]) => {
        const { segment, lengthMs } = segmentOf(load);
        const [from, to] = [first, second].map((s) => Math.floor(s * lengthMs)).sort((a, b) => a - b);
        const units = exact(load, to) - exact(load, from);
        const amount = segment.amount(load.startMs + from, load.startMs + to);
        const expected = Number(units) / load.rate.denominator;
        expect(Math.abs(amount - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, expected));
      }),
    );
  });

  test('a clone counts on its own', () => {
    const segment = Segment.open(ratePerHour(6), 0, 10, 0);
    const copy = segment.clone();
    copy.setWeight(HOUR, 0);
    copy.endMs = 2 * HOUR;
    expect([segment.endMs, segment.count(2 * HOUR), copy.count(2 * HOUR)]).toEqual([0, 120, 60]);
  });
});

describe('the time of a change', () => {
  test('is the first moment that holds it', () => {
    check(
      fc.property(loads, fc.double({ min: 0, max: 1, noNaN: true }), (load, share) => {
        const { segment } = segmentOf(load);
        const count = segment.count(segment.endMs);
        fc.pre(count > 0);
        const n = 1 + Math.floor(share * (count - 1));
        const at = segment.timeOf(n);
        expect(at).toBeGreaterThanOrEqual(load.startMs);
        expect(at).toBeLessThanOrEqual(segment.endMs);
        expect(segment.count(at)).toBeGreaterThanOrEqual(n);
        expect(segment.count(at - 1)).toBeLessThan(n);
      }),
    );
  });
});

describe('a split', () => {
  const shares = fc
    .tuple(fc.nat(300), fc.integer({ min: 1, max: 300 }))
    .map(([a, b]): [number, number] => (a <= b ? [a, b] : [b, a]));
  const splits = fc.tuple(loads, fc.double({ min: 0, max: 1, noNaN: true }), shares);

  test('loses no change and makes none', () => {
    check(
      fc.property(splits, ([load, at, share]) => {
        const { segment, lengthMs } = segmentOf(load);
        const end = segment.endMs;
        const all = segment.count(end);
        const { part, remainder } = segment.split(load.startMs + Math.floor(at * lengthMs), share);
        expect(part.endMs).toBe(end);
        expect(remainder.endMs).toBe(end);
        expect(segment.count(segment.endMs) + part.count(end) + remainder.count(end)).toBe(all);
      }),
    );
  });

  test('again and again, wherever: the parts still add up', () => {
    check(
      fc.property(
        loads,
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), shares), { maxLength: 5 }),
        (load, cuts) => {
          const { segment } = segmentOf(load);
          const end = segment.endMs;
          const all = segment.count(end);
          const parts = [segment];
          let open = segment;
          for (const [at, share] of cuts) {
            const position = open.startMs + Math.floor(at * (end - open.startMs));
            const { part, remainder } = open.split(position, share);
            parts.push(part, remainder);
            open = remainder;
          }
          expect(parts.reduce((sum, s) => sum + s.count(s.endMs), 0)).toBe(all);
        },
      ),
    );
  });

  test('gives the share that was asked for, to the user', () => {
    const { part, remainder } = Segment.open(ratePerHour(60), 0, 100, 0).split(0, [1, 3]);
    part.endMs = remainder.endMs = HOUR;
    expect([part.count(HOUR), remainder.count(HOUR)]).toEqual([33 * 60, 67 * 60]);
  });

  test('what comes after belongs to the remainder', () => {
    const segment = Segment.open(ratePerHour(60), 0, 100, 0);
    segment.endMs = HOUR;
    const { part, remainder } = segment.split(HOUR / 2, [1, 2]);
    remainder.setWeight(HOUR, 10);
    remainder.endMs = 2 * HOUR;
    expect([segment, part, remainder].map((s) => s.count(s.endMs))).toEqual([3000, 1500, 1500 + 600]);
  });
});
