import { describe, expect, test } from 'vitest';
import { baselineText, drillsOf } from '../../src/campaign/baseline.js';
import { type BaselineEntry, changesSince, type SeedRange } from '../../src/campaign/baseline-entry.js';

const MIN = 60_000;
const most = (value: number | null): SeedRange => ({ least: 0, median: 0, p95: 0, most: value });
const ENTRY: BaselineEntry = {
  verdict: 'passed',
  readiness: 'ready',
  seeds: 50,
  rto: { 'pool1.contoso.com': most(30 * MIN) },
  outage: {},
  rpo: {},
  lost: most(10),
  findings: ['warning (D37): pool1.contoso.com stood still for 12m 05s'],
};
const changes = (now: Partial<BaselineEntry>, before: Partial<BaselineEntry> = {}) =>
  changesSince({ ...ENTRY, ...before }, { ...ENTRY, ...now }).map(({ direction, words }) => `${direction}: ${words}`);
const rto = (value: number | null) => ({ rto: { 'pool1.contoso.com': most(value) } });

describe('the regression rule', () => {
  test('finds nothing where nothing changed', () => {
    expect(changes({})).toEqual([]);
  });

  test('a worse verdict or readiness is worse, a better one is better; one line for both', () => {
    expect(changes({ verdict: 'failed', readiness: 'notReady' })).toEqual(['worse: verdict: was passed, is failed']);
    expect(changes({ readiness: 'reservations' })).toEqual(['worse: readiness: was ready, is reservations']);
    expect(changes({}, { verdict: 'inconclusive', readiness: 'unknown' })).toEqual([
      'better: verdict: was inconclusive, is passed',
    ]);
  });

  test('a higher most of a time or of the loss is worse; one that is never reached is higher than any', () => {
    expect(changes(rto(31 * MIN))).toEqual(['worse: RTO of pool1.contoso.com: most was 30m, is 31m']);
    expect(changes(rto(29 * MIN))).toEqual(['better: RTO of pool1.contoso.com: most was 30m, is 29m']);
    expect(changes(rto(null))).toEqual(['worse: RTO of pool1.contoso.com: most was 30m, is never reached']);
    expect(changes(rto(29 * MIN), rto(null))).toEqual([
      'better: RTO of pool1.contoso.com: most was never reached, is 29m',
    ]);
    expect(changes({ lost: most(1011) })).toEqual(['worse: changes lost: most was 10, is 1,011']);
    // A lower median at the same most is neither.
    expect(changes({ lost: { ...most(10), median: 5 } })).toEqual([]);
  });

  test.each([
    ['1 change was overwritten', '3 changes were overwritten'],
    ['1 change has no other copy, and it is lost', '1,204 changes have no other copy, and they are lost'],
    ['1 batch of its copy waits', '2 batches of their copies wait'],
  ])('one and many are the same finding: %s', (one, many) => {
    const finding = (text: string) => ({ findings: [`warning (D52): ${text}`] });
    expect(changes(finding(many), finding(one))).toEqual([]);
    expect(changes(finding(one), finding(many))).toEqual([]);
  });

  test('a pool that is measured in one of the two alone is told and judged nowhere', () => {
    expect(changes({ rto: {} })).toEqual([
      'different: RTO of pool1.contoso.com: no longer measured, no failover of it',
    ]);
    expect(changes({}, { rto: {} })).toEqual(['different: RTO of pool1.contoso.com: measured now, at most 30m']);
  });

  test('a new warning is worse; the same with other numbers is the same, one of another pool is another', () => {
    const finding = (text: string) => ({ findings: [`warning (D37): ${text}`] });
    expect(changes(finding('pool1.contoso.com stood still for 1h 13m 06s'))).toEqual([]);
    expect(changes(finding('pool2.contoso.com stood still for 12m 05s'))).toEqual([
      'worse: new warning (D37): pool2.contoso.com stood still for 12m 05s',
      'better: no longer warning (D37): pool1.contoso.com stood still for 12m 05s',
    ]);
    expect(changes({ findings: [] })).toHaveLength(1);
  });

  test.each([
    // One host and another one, though their names begin with a digit or end in one.
    ['1pool.contoso.com is left alone', '2pool.contoso.com is left alone', false],
    ['10.contoso.com is left alone', '20.contoso.com is left alone', false],
    ['sql-1.contoso.com is left alone', 'sql-2.contoso.com is left alone', false],
    ['pool1 is left alone', 'pool2 is left alone', false],
    ['3par is full', '4par is full', false],
    ['see (D45)', 'see (D46)', false],
    ['pool is left alone', 'pools.contoso.com is left alone', false],
    ['site1-a is lost', 'site1-b is lost', false],
    // The same with other numbers, be it one or many.
    ['1 change is on its disks', '3 changes are on its disks', true],
    ['1 acknowledged change was left: it had not been', '12 acknowledged changes were left: it had not been', true],
    ['the disk holds 1 of them', 'the disk holds 1,011 of them', true],
    ['for 12m 05s', 'for 1h 13m 06s', true],
    ['for 12m05s', 'for 13m06s', true],
    ['after 250ms.', 'after 1.5s.', true],
    ['at 02:05:10', 'at 1d 02:05:10', true],
    ['85 % of 1,000 users', '5 % of 20,000 users', true],
    ['1 step: 2', '4 steps: 17', true],
  ])('"%s" and "%s" are the same: %s', (before, now, same) => {
    const all = changes({ findings: [`warning (D37): ${now}`] }, { findings: [`warning (D37): ${before}`] });
    expect(all).toHaveLength(same ? 0 : 2);
  });

  test('of more seeds a higher most need not be worse, of fewer a lower one not better', () => {
    expect(changes({ seeds: 60, ...rto(31 * MIN) })).toEqual([
      'unknown: RTO of pool1.contoso.com: most was 30m, is 31m, of more seeds than the baseline has',
      'different: seeds played: was 50, is 60',
    ]);
    expect(changes({ seeds: 5, ...rto(29 * MIN) })).toEqual(['different: seeds played: was 50, is 5']);
    // The fewer seeds are among the more: a higher most of them is a higher most of all.
    expect(changes({ seeds: 5, ...rto(31 * MIN) })[0]).toMatch(/^worse/);
  });
});

describe('a baseline file', () => {
  test('is sorted, has a line for each range and each finding, and is read back as it was', () => {
    const drills = new Map([
      ['z.yaml', ENTRY],
      ['a.yaml', { ...ENTRY, findings: [] }],
    ]);
    const text = baselineText(drills);
    expect(text.indexOf('a.yaml')).toBeLessThan(text.indexOf('z.yaml'));
    expect(text).toContain(
      '        "pool1.contoso.com": {"least": 0, "median": 0, "p95": 0, "most": 1800000}\n      },\n',
    );
    expect(drillsOf(JSON.parse(text))).toEqual(drills);
    expect(baselineText(drillsOf(JSON.parse(text))!)).toBe(text);
  });

  test('is known by its shape, entry by entry', () => {
    const one = (entry: object) => drillsOf({ baseline: 1, drills: { a: { ...ENTRY, ...entry } } });
    expect(one({})).not.toBeNull();
    const wrong = [
      { verdict: 'fine' },
      { readiness: 'no' },
      { seeds: 1.5 },
      { rto: { p: {} } },
      { lost: 1 },
      { findings: [1] },
    ];
    for (const entry of wrong) expect(one(entry)).toBeNull();
    expect([null, {}, { baseline: 2, drills: {} }, { baseline: 1, drills: [] }].map(drillsOf)).toEqual(
      new Array(4).fill(null),
    );
  });
});
