import { expect, test } from 'vitest';
import type { ExploreReport } from '../../../src/exploration/exploration-report.js';
import { whatHolds } from '../../../src/report/text/exploration-words.js';

const NOTHING_BAD = {
  breaks: [],
  breaksApart: [],
  holds: ['I1', 'I2', 'I3'],
  complete: true,
  notModelled: [],
  bounds: { free: 0 },
  futures: { ends: 12, unserved: 0, losing: 0 },
} as unknown as ExploreReport;

test.each<[string, Partial<ExploreReport>, string]>([
  [
    'all was seen',
    {},
    'I1-I3 hold in every future; none of 12 futures leaves users without regular service or loses data',
  ],
  [
    'the search stopped',
    { complete: false },
    'I1-I3 hold in what was seen; none of 12 futures leaves users without regular service or loses data so far',
  ],
  [
    'it stopped before any future ended',
    { complete: false, futures: { ...NOTHING_BAD.futures, ends: 0 } },
    'I1-I3 hold in what was seen; no future was seen to its end',
  ],
  [
    'a step is not modelled',
    { notModelled: [{ line: 3, command: 'Enable-CsTopology' }] as never },
    'I1-I3 hold in every future of what is modelled; none of 12 futures leaves users without regular service or loses data',
  ],
])('what holds is claimed of no more than was looked at: %s', (_, report, words) => {
  expect(whatHolds({ ...NOTHING_BAD, ...report })).toBe(words);
});
