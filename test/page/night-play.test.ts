import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NIGHT_KEYS } from '../../src/page/keys-help.js';
import { playedOn } from '../../src/page/night-play.js';
import { ROOT } from '../support/built.js';

test('what is drawn takes twenty seconds, and the cursor stops at its end', () => {
  const hour = { fromMs: 600_000, toMs: 4_200_000 };
  // 3,600 s in 20: a second has 180 of them.
  expect(playedOn(600_000, hour, 1000)).toBe(780_000);
  let atMs = hour.fromMs;
  for (let frame = 0; frame < 1250; frame++) atMs = playedOn(atMs, hour, 16);
  expect(atMs).toBe(hour.toMs);
  expect(playedOn(4_199_000, hour, 1000)).toBe(hour.toMs);
});

test('the documentation has the keys that the page tells', () => {
  const text = readFileSync(`${ROOT}docs/report.md`, 'utf8');
  for (const [keys, does] of NIGHT_KEYS) expect(text).toContain(`| ${keys} | ${does} |`);
});
