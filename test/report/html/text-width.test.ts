import { expect, test } from 'vitest';
import { inOneRow, textWidth } from '../../../src/report/html/text-width.js';

test('labels in a row never run into one another, and none leaves the row', () => {
  const words = 'RTO 11m 17s';
  const wide = textWidth(words, 11);
  const at = [0, 10, 300, 320, 340].map((x) => ({ at: x, words }));
  const places = inOneRow(at, 11, 300 + 3 * wide);
  expect(places[0]).toBe(0);
  expect(places[2]).toBe(300);
  const shown = places.flatMap((x) => x ?? []);
  for (let i = 1; i < shown.length; i++) expect(shown[i]).toBeGreaterThanOrEqual(shown[i - 1] + wide);
  // Two begin behind the one before them, and for the last there is no room.
  expect(places.map((x) => x === null)).toEqual([false, false, false, false, true]);
  expect(inOneRow([], 11, 10)).toEqual([]);
});
