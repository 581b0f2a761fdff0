import { expect, test } from 'vitest';
import { fitted, inOneRow, textWidth } from '../../../src/report/html/text-width.js';

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

test('what does not fit is cut, and what is left of it fits', () => {
  const text = 'Invoke-CsPoolFailOver pool1 (disaster) · été 漢字';
  for (let room = 0; room < 400; room += 7) {
    const cut = fitted(text, room, 11);
    expect(textWidth(cut, 11)).toBeLessThanOrEqual(room);
    if (cut !== '' && cut !== text) {
      expect(text.startsWith(cut.slice(0, -1))).toBe(true);
      // One character more would not have fitted.
      expect(textWidth(`${text.slice(0, cut.length + 1)}…`, 11)).toBeGreaterThan(room);
    }
  }
  expect(fitted(text, 400, 11)).toBe(text);
});
