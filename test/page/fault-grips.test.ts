import { expect, test } from 'vitest';
import { faultIndex, keyedBy } from '../../src/page/fault-grips.js';
import { resultOfSim } from '../report/html/pages.js';

const key = (name: string, modifiers: Partial<KeyboardEvent> = {}): KeyboardEvent =>
  ({ key: name, altKey: false, shiftKey: false, ctrlKey: false, metaKey: false, ...modifiers }) as KeyboardEvent;

test('arrows bring a fault ten seconds, a minute or ten minutes on; no other key does, and none of the browser', () => {
  expect(keyedBy(key('ArrowRight'))).toBe(10_000);
  expect(keyedBy(key('ArrowLeft', { altKey: true }))).toBe(-60_000);
  expect(keyedBy(key('ArrowRight', { altKey: true, shiftKey: true }))).toBe(600_000);
  // With Shift alone they go from step to step.
  for (const other of [key('ArrowLeft', { shiftKey: true }), key('ArrowRight', { ctrlKey: true }), key('Home')])
    expect(keyedBy(other)).toBe(null);
});

test('a fault that came is one of the drill; a repair that comes by itself is none', async () => {
  const { faults, input } = await resultOfSim('14-three-sites');
  const found = faults.map((fault) => faultIndex(input.faults, fault));
  // The link and the server are put right after a while, by what broke them.
  expect(found.filter((index) => index >= 0).toSorted()).toEqual(input.faults.map((_, i) => i));
  const byThemselves = faults.filter((_, i) => found[i] < 0).map(({ verb, target }) => `${verb} ${target.kind}`);
  expect(byThemselves).toEqual(['mend link', 'repair server']);
});
