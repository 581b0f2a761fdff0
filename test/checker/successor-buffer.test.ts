import { expect, test } from 'vitest';
import { SHARDS } from '../../src/checker/state-store.js';
import { createSuccessorBuffers, HEADER_WORDS } from '../../src/checker/successor-buffer.js';

test('each thread has a buffer of its own, of as many successors for each shard as its bytes hold', () => {
  const buffers = createSuccessorBuffers(3, 2, 10 * 4 * 5 * SHARDS + 7);
  expect(HEADER_WORDS).toBe(2);
  expect(buffers.map(({ capacity, stride }) => [capacity, stride])).toEqual(Array(2).fill([10, 5]));
  expect(buffers.map(({ entries, counts }) => [entries.length, counts.length])).toEqual(
    Array(2).fill([SHARDS * 10 * 5, SHARDS]),
  );
  buffers[0].entries.fill(1);
  buffers[0].counts.fill(2);
  expect(buffers[1].entries.every((word) => word === 0)).toBe(true);
  expect(buffers[1].counts.every((count) => count === 0)).toBe(true);
});

test('one successor has room however few the bytes; unless told otherwise, a buffer has 32 MiB', () => {
  expect(createSuccessorBuffers(2, 1, 1)[0].capacity).toBe(1);
  expect(createSuccessorBuffers(2, 1)[0].capacity).toBe(2 ** 25 / (4 * 4 * SHARDS));
});
