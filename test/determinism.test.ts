import { expect, test } from 'vitest';
import { differing, ELSEWHERE, outputsIn, refusedIn, sameWords, withoutColours } from './support/environments.mjs';

/** Nothing but its input changes what the command says. `npm run determinism` tries all drills, one change at a time. */

const DRILLS = {
  'site-loss': ['run', 'sims/03-site-loss.yaml', '--details'],
  runbook: ['run', 'sims/17-site-loss-night.yaml', '--details'],
};

test('another time zone, locale, directory, home, clock and order of folders change no byte of text, JSON or HTML', async () => {
  const options = { commands: DRILLS, seeds: 2 };
  const [here, elsewhere] = await Promise.all([outputsIn({}, options), outputsIn(ELSEWHERE, options)]);
  expect(Object.keys(here)).toHaveLength(8);
  expect(differing(here, elsewhere)).toEqual([]);
});

test('colours are escape codes alone, and columns only break lines elsewhere', async () => {
  const shown = { commands: { 'site-loss': DRILLS['site-loss'] }, seeds: 2, files: false };
  const [plain, coloured, wide] = await Promise.all([
    outputsIn({ env: { NO_COLOR: '1' } }, { ...shown, terminal: 80 }),
    outputsIn({ env: { FORCE_COLOR: '3' } }, { ...shown, terminal: 80 }),
    outputsIn({ env: { NO_COLOR: '1' } }, { ...shown, terminal: 150 }),
  ]);
  expect(differing(plain, coloured)).toEqual(Object.keys(plain));
  expect(differing(plain, coloured, withoutColours)).toEqual([]);
  expect(differing(plain, wide)).toEqual(Object.keys(plain));
  for (const name of Object.keys(plain)) expect(sameWords(plain[name], wide[name]), name).toBe(true);
});

test('what is compared can differ', () => {
  expect(sameWords('lost 12 of 40', 'of 40\nlost  12')).toBe(true);
  expect(sameWords('lost 12 of 40', 'lost 13 of 40')).toBe(false);
  expect(sameWords('lost 12 of 40', 'lost 12')).toBe(false);
  expect(differing({ a: 'x' }, { a: 'x', b: '' })).toEqual(['b']);
  expect(refusedIn({ a: '0\n', b: '2\nno such file', c: '4\n', d: '3\n24', e: '' })).toEqual(['b', 'c']);
});
