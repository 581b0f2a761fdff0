/**
 * Successors that are not deduplicated yet, by shard: one thread writes them while it expands states, and whichever
 * thread has the shard reads them in the next phase, so no word of them is locked.
 */
import { reservedMemory, SHARDS } from './state-store.js';

/**
 * Bytes of one buffer. The more successors are looked up at a time, the more of them find their part of the table still
 * in the cache; what is not used costs nothing.
 */
const BYTES = 32 * 2 ** 20;
/** Words before those of the state itself: its hash, and the hash of the state from which it was reached. */
export const HEADER_WORDS = 2;

/** The successors that one thread has found. It is emptied while that thread waits. */
export interface SuccessorBuffer {
  /** Header and state of those of shard s from word `s * capacity * stride` on, `stride` words each. */
  readonly entries: Uint32Array;
  /** How many there are of each shard. */
  readonly counts: Int32Array;
  /** How many have room in each shard. */
  readonly capacity: number;
  readonly stride: number;
}

/** A buffer for each thread, in memory that all of them share. */
export function createSuccessorBuffers(words: number, threads: number, bytes = BYTES): SuccessorBuffer[] {
  const stride = words + HEADER_WORDS;
  const capacity = Math.max(1, Math.floor(bytes / (4 * stride * SHARDS)));
  const size = SHARDS * capacity * stride;
  const entries = reservedMemory(threads * size * 4);
  const counts = reservedMemory(threads * SHARDS * 4);
  return Array.from({ length: threads }, (_, i) => ({
    entries: new Uint32Array(entries, i * size * 4, size),
    counts: new Int32Array(counts, i * SHARDS * 4, SHARDS),
    capacity,
    stride,
  }));
}
