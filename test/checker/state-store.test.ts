import { describe, expect, test } from 'vitest';
import {
  bytesFor,
  bytesUsed,
  COUNT,
  compareWords,
  createStateStore,
  LEVEL_END,
  LEVEL_START,
  reservedMemory,
  reserveStore,
  SHARDS,
  SLOTS,
  shardOf,
  slotsFor,
} from '../../src/checker/state-store.js';

test('the shard of a state is the first six bits of its hash, whatever its sign', () => {
  expect([0, 0x03ff_ffff, 0x0400_0000, 0x7fff_ffff, -1, -0x8000_0000].map(shardOf)).toEqual([0, 0, 1, 31, 63, 32]);
});

test('states are ordered by their first words that differ', () => {
  const words = Uint32Array.of(9, 1, 2, 0xffff_ffff, 1, 3, 0);
  const compare = (at: number, from: number, count: number) => compareWords(words, at, words, from, count);
  expect([compare(1, 4, 1), compare(1, 4, 2), compare(4, 1, 2), compare(3, 0, 1), compare(1, 4, 0)]).toEqual([
    0, -1, 1, 1, 0,
  ]);
});

test('a table has room for more than its states: a power of two, filled to 70 % at most', () => {
  expect([0, 1, 11, 12, 22, 23, 44, 45].map(slotsFor)).toEqual([16, 16, 16, 32, 32, 64, 64, 128]);
});

test('memory is words and a parent for each state, and the slots of all tables', () => {
  // 64 tables of 16 slots hold 640 states.
  expect(bytesFor(640, 2)).toBe(640 * 12 + 64 * 16 * 4);
  expect(bytesFor(64 * 12, 1)).toBe(64 * 12 * 8 + 64 * 32 * 4);
});

describe('a store before a search', () => {
  test('each shard counts from 1, has the smallest table, and its level is empty', () => {
    const { words, capacity, shards } = createStateStore(3, 50);
    expect([words, capacity, shards.length]).toEqual([3, 50, SHARDS]);
    for (const { cells, states, parents, table } of shards) {
      expect([cells[COUNT], cells[SLOTS], cells[LEVEL_START], cells[LEVEL_END]]).toEqual([1, 16, 1, 1]);
      // All 50 may have one shard; state 0 is none.
      expect([states.length, parents.length, table.length]).toEqual([51 * 3, 51, 128]);
    }
  });

  test('of a large one each shard has its share, a quarter more, and 4,096', () => {
    const { shards } = createStateStore(1, 640_000);
    expect(shards[0].parents.length).toBe(12_500 + 4096 + 1);
    expect(shards[63].states.length).toBe(12_500 + 4096 + 1);
  });

  test('what one shard holds no other one has', () => {
    const { shards } = createStateStore(2, 8);
    for (const [i, { states, parents, table, cells }] of shards.entries()) {
      for (const numbers of [states, parents, table, cells]) numbers.fill(i + 1);
    }
    for (const [i, { states, parents, table, cells }] of shards.entries()) {
      for (const numbers of [states, parents, table, cells]) expect([...new Set(numbers)]).toEqual([i + 1]);
    }
  });

  test('the bytes in use are those of the states so far, and of the slots in use', () => {
    const store = createStateStore(2, 100);
    // The state that is none counts, as it has its room.
    expect(bytesUsed(store)).toBe(4 * SHARDS * (3 + 16));
    store.shards[5].cells[COUNT] += 10;
    store.shards[6].cells[SLOTS] = 32;
    expect(bytesUsed(store)).toBe(4 * (SHARDS * (3 + 16) + 30 + 16));
  });
});

describe('room for a search', () => {
  test('by states, or by memory, whichever is less; the bound that is met is told', () => {
    expect(reserveStore(2, { maxStates: 1000 })).toMatchObject({ fullBy: 'states', store: { capacity: 1000 } });
    const byMemory = reserveStore(2, { maxStates: 100_000, memoryLimitBytes: 1 << 20 });
    expect(byMemory.fullBy).toBe('memory');
    const { capacity } = byMemory.store;
    expect(bytesFor(capacity, 2)).toBeLessThanOrEqual(1 << 20);
    expect(bytesFor(capacity + 1, 2)).toBeGreaterThan(1 << 20);
    expect(reserveStore(2, { maxStates: capacity, memoryLimitBytes: 1 << 20 }).fullBy).toBe('states');
    expect(reserveStore(2, { memoryLimitBytes: 1 << 20 }).store.capacity).toBe(capacity);
  });

  test('one state has room in any memory', () => {
    expect(reserveStore(1, { memoryLimitBytes: 0 }).store.capacity).toBe(1);
  });
});

test('memory is zeros that threads can share, of exactly that length', () => {
  const memory = reservedMemory(64);
  expect(memory).toBeInstanceOf(SharedArrayBuffer);
  expect([memory.byteLength, memory.maxByteLength]).toEqual([64, 64]);
  expect(new Uint8Array(memory, 0, 64).every((byte) => byte === 0)).toBe(true);
});
