import { SHARDS, untouched } from './state-store.js';

/**
 * Bytes of one outbox. The more is looked up at a time the more of it finds its part of the table still in the cache;
 * what is not used costs nothing.
 */
const BYTES = 32 * 2 ** 20;
/** Words before those of the state itself: its hash, and the hash of the state from which it was reached. */
export const HEADER_WORDS = 2;

/**
 * What one thread found by expanding states and nobody has looked up yet, by shard. Only that thread puts into it;
 * it is emptied while it rests.
 */
export interface SuccessorBuffer {
  /** The states of shard s from word `s * room * stride` on, `stride` words each. */
  readonly found: Uint32Array;
  /** How many there are of each shard. */
  readonly counts: Int32Array;
  /** How many have room in each shard. */
  readonly room: number;
  readonly stride: number;
}

/** An outbox for each thread, in memory that all of them share. */
export function createSuccessorBuffers(words: number, threads: number, bytes = BYTES): SuccessorBuffer[] {
  const stride = words + HEADER_WORDS;
  const room = Math.max(1, Math.floor(bytes / (4 * stride * SHARDS)));
  const size = SHARDS * room * stride;
  const found = untouched(threads * size * 4);
  const counts = untouched(threads * SHARDS * 4);
  return Array.from({ length: threads }, (_, i) => ({
    found: new Uint32Array(found, i * size * 4, size),
    counts: new Int32Array(counts, i * SHARDS * 4, SHARDS),
    room,
    stride,
  }));
}
