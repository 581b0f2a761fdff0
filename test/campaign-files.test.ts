import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROOT } from './support/built.js';
import { FILES } from './support/sources.js';

/** What the usual run samples is asked whole by `npm run campaign`: nothing that was taken out of the one is in neither. */

test('each file that asks more at length is one of the campaign, and the campaign names no file that there is not', () => {
  const config = readFileSync(`${ROOT}vitest.campaign.config.ts`, 'utf8');
  const [, list] = /include: \[(.*?)\]/s.exec(config)!;
  const included = [...list.matchAll(/'(.*?)'/g)].map(([, pattern]) => pattern.replace(/\*\*.*/, ''));
  const tests = FILES.filter((file) => /^test\/.*\.test\.ts$/.test(file) && file !== 'test/campaign-files.test.ts');
  const sampled = tests.filter((file) =>
    /\bAT_LENGTH\b|\brunsOf\(|\bDRYDRILL_RUNS\b/.test(readFileSync(ROOT + file, 'utf8')),
  );
  expect(sampled.length).toBeGreaterThan(8);
  expect(sampled.filter((file) => !included.some((start) => file.startsWith(start)))).toEqual([]);
  expect(included.filter((start) => !tests.some((file) => file.startsWith(start)))).toEqual([]);
});
