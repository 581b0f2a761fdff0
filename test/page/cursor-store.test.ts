import { expect, test } from 'vitest';
import { cursorStore } from '../../src/page/cursor-store.js';

test('who looks at the cursor hears of another moment, and of none any more when they look away', () => {
  const cursor = cursorStore();
  const heard: number[] = [];
  const lookAway = cursor.subscribe((atMs) => heard.push(atMs));
  for (const atMs of [0, 5, 5, 9]) cursor.set(atMs);
  lookAway();
  cursor.set(11);
  expect(heard).toEqual([5, 9]);
  expect(cursor.now()).toBe(11);
});
