import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../support/built.js';
import { contradictionsIn } from '../support/contradictions.mjs';
import { drillsOf, type RandomDrills } from '../support/fuzz-drills.mjs';
import { inProcess } from '../support/in-process.js';

/** The result of a run says one thing: `npm run fuzz -- --only drills` tries thousands of random drills. */

// biome-ignore lint/suspicious/noExplicitAny: a document as it was printed
type Json = any;
/** A range in order, each number of it more than what the drill's own seed came to. */
const aboveTheValue = (of: Json): Json =>
  Object.fromEntries(
    Object.entries<Json>(of).map(([key, n]) => [key, /^(?:min|p50|p95|max)(?:Ms)?$/.test(key) ? 1e12 : n]),
  );
let drills: RandomDrills;
beforeAll(async () => {
  drills = await drillsOf(`${ROOT}dist/modules/`);
});

test('random drills: their JSON is as its schema has it, and contradicts itself nowhere', async () => {
  const texts = Array.from({ length: 6 }, (_, index) => drills.draw(20_261_130, index));
  expect(new Set(texts).size).toBe(texts.length);
  for (const text of texts) await drills.play(text);
});

describe('a contradiction is seen', () => {
  let result: Json;
  let status: number | null;
  beforeAll(async () => {
    const ended = await inProcess(['run', 'sims/03-site-loss.yaml', '--seeds', '3', '--json']);
    result = JSON.parse(ended.stdout);
    status = ended.status;
    expect(contradictionsIn(result, status)).toEqual([]);
  });

  /** By what is wrong: the place in the result, and what stands there instead. */
  test.each<[string, string, (value: Json) => unknown]>([
    ['a gap', 'users.0.intervals', (list) => list.toSpliced(1, 1)],
    ['an interval that ends late', 'routes.0.intervals.0.toMs', (ms) => ms + 1],
    ['users from nowhere', 'users.0.intervals.0.regular', (count) => count * 1000],
    ['parts that are not all', 'users.0.intervals.0.parts.regularHome', (count) => count - 1],
    ['a total', 'loss.lost', (count) => count + 1],
    ['a total of a glance', 'glance.changesLost', (count) => count + 1],
    ['minutes of users', 'userMinutes.signedOut', (minutes) => minutes + 5],
    ['more lost than there was', 'loss.byModule.0.lost', () => 1e12],
    ['a step that ends before it began', 'steps.1.endedAtMs', (ms) => ms - 1e9],
    ['a timeline out of order', 'timeline', (list) => list.toReversed()],
    ['an RTO', 'recovery.0.rtoMs', (ms) => ms + 1],
    ['a critical path', 'recovery.0.criticalPath', (parts) => parts.slice(1)],
    ['a range without the value', 'seeds.spread', (all) => all.map(aboveTheValue)],
    ['a range out of order', 'seeds.spread', (all) => all.map((s: Json) => ({ ...s, p50Ms: 1e12 }))],
    ['a seed that failed', 'seeds.failed', () => [7]],
    ['a verdict', 'verdict', () => 'failed'],
    ['a readiness', 'readiness', () => 'notReady'],
    ['something expected', 'expectations.0.holds', () => false],
    ['a step that went otherwise', 'steps.0.asExpected', () => false],
    ['a warning', 'glance.warnings', (count) => count + 1],
  ])('%s', (_, path, change) => {
    const changed = structuredClone(result);
    const keys = path.split('.');
    const last = keys.pop()!;
    const holder = keys.reduce((value, key) => value[key], changed);
    holder[last] = change(holder[last]);
    expect(contradictionsIn(changed, status)).not.toEqual([]);
  });

  test('an exit status', () => expect(contradictionsIn(result, 1)).toHaveLength(1));
});
