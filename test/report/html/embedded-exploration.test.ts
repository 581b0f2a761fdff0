import { expect, test } from 'vitest';
import { replayOf } from '../../../src/page/played-again.js';
import {
  embeddedRuns,
  ITSELF,
  packedRuns,
  unpackedRuns,
  wayId,
} from '../../../src/report/html/embedded-exploration.js';
import { searchOfSmall } from './other-pages.js';

test('runs are packed without loss, what they share once, and play again to what was recorded', async () => {
  const { report, runs } = await searchOfSmall();
  const ends = report.consequences.map(({ consequence }) => consequence);
  const embedded = embeddedRuns(runs, ends);
  expect(embedded.map(({ id }) => id)).toEqual([ITSELF, 'violation-2', wayId('unserved')]);
  const packed = JSON.stringify(packedRuns(embedded));
  expect(unpackedRuns(JSON.parse(packed))).toEqual(JSON.parse(JSON.stringify(embedded)));
  expect(packed.length).toBeLessThan(JSON.stringify(embedded[0]).length * 2);
  for (const { drill } of embedded) expect(replayOf(drill).differs).toEqual([]);
  // What a run is judged by is recorded, too.
  const { fingerprints } = embedded[1].drill;
  expect(replayOf({ ...embedded[1].drill, fingerprints: { ...fingerprints, verdict: '0' } }).differs).toEqual([
    'verdict',
  ]);
});
