import { describe, expect, test } from 'vitest';
import { type Fact, isFormula } from '../../../src/core/fact.js';
import { type FactId, resolveSettings } from '../../../src/domain/components/facts.js';
import { FACTS } from '../../../src/domain/components/tables.js';
import type { Pool } from '../../../src/domain/deployment.js';

const TABLE = Object.entries(FACTS) as [string, Fact][];

/** The units that the model knows how to read; a range of minutes for a number of users is scaled. */
const UNITS = [
  'domains',
  '%',
  's',
  'min',
  'h',
  'min per 20,000 users',
  'batches',
  'changes',
  'changes/s',
  'bytes',
  'KB',
  '',
];

const POOL = { users: 20_000, capacity: 40_000, product: 'sfb2015' };

/** What each kind of formula is worked out from. */
const SUBJECTS: Readonly<Record<string, unknown>> = { pool: POOL, takenOver: { pool: POOL, partner: POOL } };

describe.each(TABLE)('%s', (key, fact) => {
  test('has a name that can stand under assumptions', () => {
    expect(key).toMatch(/^[a-z][A-Za-z0-9]*$/);
  });

  test('has a unit, a basis, a source and a reason', () => {
    expect(UNITS).toContain(fact.unit);
    expect(['stated', 'documented', 'reported', 'assumed']).toContain(fact.basis);
    expect(fact.source).toMatch(/^[SDMFI]\d+(, .+)?$/);
    expect(fact.why.length).toBeGreaterThan(20);
    expect(fact.why).not.toMatch(/\.$/);
  });

  test('a name that says a unit has it', () => {
    if (/Seconds$/.test(key)) expect(fact.unit).toBe('s');
    if (/Minutes/.test(key)) expect(fact.unit).toMatch(/^min/);
    if (/^bytes/.test(key)) expect(fact.unit).toBe('bytes');
  });

  test('lies within its limits; a range is in order', () => {
    const { limits } = fact;
    const value = isFormula(fact.value) ? fact.value.of(SUBJECTS[fact.value.each]) : fact.value;
    if (fact.choices !== undefined) expect(fact.choices[0]).toBe(value);
    if (typeof value === 'boolean' || typeof value === 'string') {
      expect(fact.unit).toBe('');
      expect(limits).toBeUndefined();
      return;
    }
    const [min, max] = typeof value === 'number' ? [value, value] : value;
    const [lowest, highest] = limits!;
    expect(min).toBeLessThanOrEqual(max);
    expect(lowest).toBeLessThanOrEqual(min);
    expect(highest).toBeGreaterThanOrEqual(max);
    expect([min, max, lowest, highest].every((n) => Number.isFinite(n) && n >= 0)).toBe(true);
  });
});

test('only what a document says is called documented', () => {
  for (const [, fact] of TABLE) if (fact.basis === 'documented') expect(fact.source).toContain(', ');
});

describe('settings', () => {
  test('without overrides are the values of the table', () => {
    const settings = resolveSettings({});
    for (const [id, { value }] of TABLE) {
      expect(settings[id as keyof typeof settings]).toEqual(isFormula(value) ? value.of : value);
    }
  });

  test('an override replaces a value; one number for a range means exactly that', () => {
    const settings = resolveSettings({ lazyWriteSeconds: 9, mirrorCatchUpMinutes: 4, mirrorRedoSeconds: [1, 2] });
    expect([settings.lazyWriteSeconds, settings.mirrorCatchUpMinutes, settings.mirrorRedoSeconds]).toEqual([
      9,
      [4, 4],
      [1, 2],
    ]);
  });

  test('a number or a range stands for a whole formula, whatever the pool', () => {
    const settings = resolveSettings({ poolStartMinutes: 4, takeoverMinutes: [5, 6] });
    const [pool, huge] = [{ users: 1 }, { users: 200_000 }] as Pool[];
    expect([pool, huge].map(settings.poolStartMinutes)).toEqual([
      [4, 4],
      [4, 4],
    ]);
    expect(settings.takeoverMinutes({ pool: huge, partner: pool })).toEqual([5, 6]);
  });

  test('what is no fact of the table, and what objects inherit, is left out', () => {
    const settings = resolveSettings({ nothing: 1 });
    for (const [id] of TABLE) expect(id in settings, id).toBe(true);
    expect('nothing' in settings).toBe(false);
  });

  test('it is noted which of them a run has read, beside those that were read for all of its runs', () => {
    const settings = resolveSettings({});
    expect(settings.syncPhaseSeconds).toEqual([0, 10_800]);
    const [one, other] = [settings.again(), settings.again()];
    expect(one.drainMinutes).toEqual([10, 60]);
    const read = (of: typeof one): string[] => TABLE.flatMap(([id]) => (of.wasRead(id as FactId) ? [id] : []));
    expect(read(one)).toEqual(['drainMinutes', 'syncPhaseSeconds']);
    expect(read(other)).toEqual(['syncPhaseSeconds']);
  });
});
