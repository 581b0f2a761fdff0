import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogOf, foundOffers, offersAt } from '../../src/page/change-played.js';
import { changeText, readChange, wantedOffers, withFound, withoutAdded } from '../../src/page/change-text.js';
import { drillAgain } from '../../src/page/drill-again.js';
import {
  assumptionSet,
  type EditedDrill,
  faultAdded,
  faultMoved,
  faultRemoved,
  loadSet,
  plainDrill,
  stepAdded,
  stepMoved,
  stepSkipped,
  syncIntervalSet,
  unchanged,
  witnessPlaced,
} from '../../src/page/edited-drill.js';
import { CHANGE_MOST, fragmentOf, placeIn } from '../../src/page/page-address.js';
import { embeddedDrill } from '../../src/report/html/embedded-drill.js';
import { resultOfSim, resultWithHostileSite } from '../report/html/pages.js';

const embedded = embeddedDrill(await resultOfSim('03-site-loss'));
const original = unchanged(embedded);
const catalog = { kind: 'catalog', id: 0, ...catalogOf(drillAgain(embedded)) } as const;
const { targets, facts } = catalog;
const offers = offersAt(drillAgain(embedded), 6);
const [pool] = embedded.input.deployment.pools;

/** What the page of another reader comes to by the address; null = it refuses it. */
function restored(text: string, of = embedded): EditedDrill | null {
  const read = readChange(text, of, catalog);
  if (read === null) return null;
  const wanted = wantedOffers(read);
  const found = wanted.length === 0 ? [] : foundOffers(drillAgain(plainDrill(of, withoutAdded(read))), wanted);
  return found === null ? null : withFound(read, found);
}

/** Changes as somebody makes them in the page, one after another. */
const nat = (max: number) => fc.nat({ max: Math.max(max, 0) });
const whichever = <T>(items: readonly T[]) => fc.constantFrom(...items);
const change: fc.Arbitrary<(drill: EditedDrill) => EditedDrill> = fc.oneof(
  fc.tuple(nat(9), nat(2000)).map(
    ([i, n]) =>
      (d: EditedDrill) =>
        faultMoved(d, i, n * 10_000),
  ),
  nat(3).map((i) => (d: EditedDrill) => faultRemoved(d, i)),
  fc.tuple(whichever(targets), fc.boolean(), nat(20_000_000)).map(
    ([target, breaks, atMs]) =>
      (d: EditedDrill) =>
        faultAdded(d, target, breaks, atMs),
  ),
  fc.tuple(nat(11), fc.boolean()).map(
    ([i, skips]) =>
      (d: EditedDrill) =>
        stepSkipped(d, i, skips),
  ),
  fc.tuple(nat(11), whichever([1, -1] as const)).map(
    ([i, by]) =>
      (d: EditedDrill) =>
        stepMoved(d, i, by),
  ),
  fc.tuple(nat(6), whichever(offers)).map(
    ([i, offer]) =>
      (d: EditedDrill) =>
        stepAdded(d, i, offer),
  ),
  fc.tuple(nat(3), nat(1e9)).map(
    ([i, n]) =>
      (d: EditedDrill) =>
        loadSet(d, (Object.keys(d.load) as (keyof typeof d.load)[])[i], n / 1e4),
  ),
  nat(1439).map((n) => (d: EditedDrill) => syncIntervalSet(d, (n + 1) * 60_000)),
  whichever([null, 'Datacenter1', 'Datacenter2']).map((site) => (d: EditedDrill) => witnessPlaced(d, pool.fqdn, site)),
  fc
    .tuple(whichever(facts), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat())
    .map(([fact, share, i]) => (d: EditedDrill) => {
      const { name, limits, choices, value } = fact;
      if (choices !== null) return assumptionSet(d, name, choices[i % choices.length]);
      const [from, to] = limits!;
      const n = from + share * (to - from);
      return assumptionSet(d, name, typeof value === 'number' ? n : [n, to]);
    }),
);

describe('a change in an address', () => {
  test('comes back as it was made, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const edited = changes.reduce((drill, each) => each(drill), original);
        const text = changeText(embedded, edited, catalog)!;
        expect(text.length).toBeLessThanOrEqual(CHANGE_MOST);
        expect(placeIn(fragmentOf({ atMs: 5, stretch: null, shown: null, change: text || null })).change ?? '').toBe(
          text,
        );
        if (text === '') expect(edited).toEqual(original);
        else expect(restored(text)).toEqual(edited);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  test('is short, and none where nothing is changed', () => {
    expect(changeText(embedded, original, catalog)).toBe('');
    const skipped = stepSkipped(faultMoved(original, 0, 1_870_000), 3, true);
    expect(changeText(embedded, skipped, catalog)).toMatch(/^[0-9a-f]{8}~f0_1870000~f1_\d+~s0-2_3X_4-12$/);
  });

  test('is none where it is too long', () => {
    let drill = original;
    for (let i = 0; i < 200; i++) drill = faultAdded(drill, targets[i % targets.length], true, i * 1_000_000);
    expect(changeText(embedded, drill, catalog)).toBeNull();
  });

  test('is none where reading it would refuse it', () => {
    let drill = original;
    for (let i = 0; i < 20; i++) drill = stepAdded(drill, 6, offers[0]);
    expect(restored(changeText(embedded, drill, catalog)!)).toEqual(drill);
    expect(changeText(embedded, stepAdded(drill, 6, offers[0]), catalog)).toBeNull();
    const target = { kind: 'component', component: 'sql99.contoso.com' } as unknown as (typeof targets)[number];
    expect(changeText(embedded, faultAdded(original, target, true, 5), catalog)).toBeNull();
    const { name } = facts.find(({ choices }) => choices !== null)!;
    expect(changeText(embedded, assumptionSet(original, name, 'no such choice'), catalog)).toBeNull();
  });

  test('of another drill, or of another version, is refused', async () => {
    const text = changeText(embedded, stepSkipped(original, 1, true), catalog)!;
    expect(restored(text)).not.toBeNull();
    const other = embeddedDrill(await resultWithHostileSite('03-site-loss'));
    expect(restored(text, other)).toBeNull();
    const older = { ...embedded, told: { ...embedded.told, tool: { name: 'drydrill', version: '0.0.9' } } };
    expect(restored(text, older)).toBeNull();
  });

  test('that nobody could have made is refused', () => {
    const [key] = changeText(embedded, stepSkipped(original, 1, true), catalog)!.split('~');
    const ranged = facts.find(({ value, limits }) => typeof value === 'object' && limits !== null)!;
    const one = facts.find(({ value, limits }) => typeof value === 'number' && limits !== null)!;
    const most = one.limits![1];
    expect(restored(`${key}~f0_5~f1_9`)).not.toBeNull();
    expect(restored(`${key}~a${one.name}_${most}`)).not.toBeNull();
    const wrong = [
      ...['', 'z', 'f0_', 'f0_5~f0_6', 'f2_5', 'f0_999999999999', 'f0_5_6', 'f-1_5', 'b99999_5', 'b0_999999999999'],
      ...['s', 's0', 's0-11', 's0-12_3', 's0-13', 's12-0', 's0-12X2', 's0-99999', 's0-12_azzzzzz', 's0-12_a'],
      ...['l9_1', 'l0_-1', 'l0_100001', 'l0_1e9', 'i59999', 'i86400001', 'w9_n', 'w0_9', 'w0_x', 'w0_'],
      ...[
        `a${one.name}_${most + 1}`,
        `a${one.name}_1_2_3`,
        `a${one.name}_c0`,
        'aconstructor_1',
        'a__proto___1',
        'atoString_c0',
      ],
      ...[`a${ranged.name}_${ranged.limits![1]}_${ranged.limits![0]}`, `a${ranged.name}_${ranged.limits![0]}`],
    ];
    for (const entry of wrong) expect([entry, restored(`${key}~${entry}`)]).toEqual([entry, null]);
    expect(restored(key)).toBeNull();
    expect(restored(`${key}~${'f~'.repeat(800)}f`)).toBeNull();
  });

  test('of any text is refused or is a change of this drill, and nothing else', () => {
    const [key] = changeText(embedded, stepSkipped(original, 1, true), catalog)!.split('~');
    const around = (most: number) => fc.oneof(nat(most), nat(most + 2));
    const value = fc.oneof(nat(20), fc.double({ min: 0, max: 1000, noNaN: true }));
    const wellFormed = fc.oneof(
      fc.constant('f'),
      fc.tuple(around(1), nat(20_000_000)).map(([i, atMs]) => `f${i}_${atMs}`),
      fc
        .tuple(whichever(['b', 'm']), around(targets.length - 1), nat(20_000_000))
        .map(([verb, i, atMs]) => `${verb}${i}_${atMs}`),
      fc.tuple(around(12), fc.boolean()).map(([i, isSkipped]) => `s${i}-12_0-${i - 1}${isSkipped ? '_a0' : ''}`),
      fc.tuple(around(3), value).map(([i, n]) => `l${i}_${n}`),
      nat(90_000_000).map((ms) => `i${ms}`),
      fc.tuple(around(1), fc.oneof(around(1), fc.constant('n'))).map(([i, site]) => `w${i}_${site}`),
      fc.tuple(whichever(facts), value).map(([{ name, choices }, n]) => `a${name}_${choices === null ? n : `c${n}`}`),
    );
    const anyhow = fc.stringMatching(/^[fbmslwia][0-9a-zA-Z_.-]{0,12}$/);
    const hadEntry = new Set<string>();
    const inOrder = original.steps.map(({ place }) => JSON.stringify(place)).sort();
    let read = 0;
    const many = fc.array(wellFormed, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(
        fc.oneof(
          { arbitrary: many.map((all) => [key, ...all].join('~')), weight: 8 },
          { arbitrary: fc.array(fc.oneof(wellFormed, anyhow)).map((all) => [key, ...all].join('~')), weight: 1 },
          { arbitrary: fc.string(), weight: 1 },
        ),
        (text) => {
          const found = readChange(text, embedded, catalog);
          if (found === null) return;
          read++;
          for (const [letter] of text.split('~').slice(1)) hadEntry.add(letter);
          const { steps, edited } = found;
          // Each step of the drill once, and what is looked for.
          const own = steps.flatMap((step) => ('wanted' in step ? [] : [JSON.stringify(step.place)]));
          expect(own.sort()).toEqual(inOrder);
          const known = [...targets, ...original.faults.map((fault) => fault.target)];
          for (const { target } of edited.faults) expect(known).toContainEqual(target);
          for (const { name, limits, choices } of facts) {
            const is = edited.assumptions[name];
            if (is === undefined) continue;
            if (choices !== null) expect(choices).toContain(is);
            for (const n of limits === null ? [] : [is].flat()) {
              expect(n).toBeGreaterThanOrEqual(limits![0]);
              expect(n).toBeLessThanOrEqual(limits![1]);
            }
          }
        },
      ),
      { numRuns: 800, seed: 7 },
    );
    expect(read).toBeGreaterThan(200);
    expect([...hadEntry].sort().join('')).toBe('abfilmsw');
  });
});
