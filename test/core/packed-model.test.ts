import { expect, test } from 'vitest';
import { Successors } from '../../src/core/packed-model.js';

/** Writes so many successors of two words, (n, -n), by action n; each third violates what has its number. */
function emit(next: Successors, many: number): void {
  for (let n = 0; n < many; n++) {
    next.buffer[next.at] = n;
    next.buffer[next.at + 1] = -n;
    next.emit(n, n % 3 === 2 ? n : 0);
  }
}

test('successors stay in their order with their actions and violations, however many there are', () => {
  const next = new Successors(2, 4);
  for (const many of [3, 4, 5, 100]) {
    next.clear();
    emit(next, many);
    expect([next.count, next.at]).toEqual([many, 2 * many]);
    const all = Array.from({ length: many }, (_, n) => n);
    expect([...next.buffer.subarray(0, 2 * many)]).toEqual(all.flatMap((n) => [n, -n >>> 0]));
    expect([...next.actions.subarray(0, many)]).toEqual(all);
    expect([...next.violations.subarray(0, many)]).toEqual(all.map((n) => (n % 3 === 2 ? n : 0)));
    // There is room for the next before it is written.
    expect(next.buffer.length).toBeGreaterThanOrEqual(next.at + 2);
  }
});

test('whether any of them violates something is known until they are cleared', () => {
  const next = new Successors(2);
  emit(next, 2);
  expect(next.anyViolation).toBe(0);
  emit(next, 3);
  expect(next.anyViolation).not.toBe(0);
  next.emit(0, 0);
  expect(next.anyViolation).not.toBe(0);
  next.clear();
  expect([next.anyViolation, next.count, next.at]).toEqual([0, 0, 0]);
});
