/**
 * The memory of a search: states in the order found, each with the hash of its parent, and hash tables with open
 * addressing over them, partitioned into shards by the first bits of a state's hash. What is looked up shard by shard
 * finds its memory near, and two threads never work on one shard at the same time.
 */

/** Slots of a table are filled to this share at most; beyond it linear probing gets slow. */
const LOAD_MAX = 0.7;
/** Parts of the visited set. */
export const SHARDS = 64;
const SHARD_SHIFT = 26;
/** Slots of a shard at first. */
const SLOTS_MIN = 1 << 4;
/** Indices and slots stay whole numbers of 30 bits. */
const CAPACITY_MAX = Math.floor(2 ** 30 * LOAD_MAX);
/** Shards fill evenly, but not exactly: each has room for some more states than its share. Room unused costs nothing. */
const SHARE_FACTOR = 1.25;
const SHARE_MIN = 4096;

/** Indices into `Shard.cells`; those of two shards are a cache line apart. */
export const COUNT = 0;
export const SLOTS = 1;
/** The level that is expanded goes from `LEVEL_START` to before `LEVEL_END`. */
export const LEVEL_START = 2;
export const LEVEL_END = 3;
const CELLS = 16;

/** The states of some hashes. A thread writes to it only while no other thread reads or writes there. */
export interface Shard {
  /** State i at [i * words, (i + 1) * words), in the order found, from 1 on. */
  readonly states: Uint32Array;
  /** Hash (`Meaning.hash`) of the state from which state i was first reached, the smallest if there are several; 0 for the first state. */
  readonly parents: Uint32Array;
  /** Open addressing; the part in use is a power of two long. 0 = empty, else high bits of a hash, and an index. */
  readonly table: Int32Array;
  /** COUNT = the next index; SLOTS; LEVEL_START, LEVEL_END */
  readonly cells: Int32Array;
}

/**
 * The memory of a search, shared by its threads. Everything has its full length from the start, and growth never
 * copies: the operating system gives pages when they are first touched, so what is reserved costs nothing until it
 * is used.
 */
export interface StateStore {
  /** Words of one state. */
  readonly words: number;
  /** How many states have room. */
  readonly capacity: number;
  readonly shards: readonly Shard[];
}

/** The shard of a state, by its hash. */
export function shardOf(hash: number): number {
  return hash >>> SHARD_SHIFT;
}

/** Order of two states by their words, the first word first. */
export function compareWords(a: Uint32Array, at: number, b: Uint32Array, from: number, words: number): number {
  for (let i = 0; i < words; i++) {
    if (a[at + i] !== b[from + i]) return a[at + i] < b[from + i] ? -1 : 1;
  }
  return 0;
}

/** Slots that hold `count` states of one shard, a power of two. */
export function slotsFor(count: number): number {
  let slots = SLOTS_MIN;
  while (slots * LOAD_MAX < count) slots *= 2;
  return slots;
}

/** Bytes that `count` states need, apart from what the runtime itself takes. */
export function bytesFor(count: number, words: number): number {
  return count * (words + 1) * 4 + SHARDS * slotsFor(count / SHARDS) * 4;
}

/** Bytes in use: states with their parents, and the slots. */
export function bytesUsed({ words, shards }: StateStore): number {
  let bytes = 0;
  for (const { cells } of shards) bytes += 4 * (cells[COUNT] * (words + 1) + cells[SLOTS]);
  return bytes;
}

/** The most states that fit into so many bytes. */
function capacityFor(bytes: number, words: number): number {
  let [low, high] = [0, Math.min(CAPACITY_MAX, Math.floor((2 ** 32 - 1) / words))];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (bytesFor(middle, words) <= bytes) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Bytes for a search that is not told how many it may take. */
export const MEMORY_LIMIT_BYTES = 4 * 2 ** 30;

/**
 * A store for a search within these bounds, and which of the bounds is met when it is full. Where the address space is
 * not to be had, a smaller one.
 */
export function reserveStore(
  words: number,
  bounds: { readonly maxStates?: number; readonly memoryLimitBytes?: number | undefined },
): { readonly store: StateStore; readonly fullBy: 'states' | 'memory' } {
  const { maxStates = Number.POSITIVE_INFINITY, memoryLimitBytes = MEMORY_LIMIT_BYTES } = bounds;
  let capacity = Math.max(1, Math.min(capacityFor(memoryLimitBytes, words), maxStates));
  for (;;) {
    try {
      const store = createStateStore(words, capacity);
      return { store, fullBy: capacity >= maxStates ? 'states' : 'memory' };
    } catch (error) {
      if (!(error instanceof RangeError) || capacity < SLOTS_MIN) throw error;
      capacity = Math.floor(capacity / 2);
    }
  }
}

/** Reserves room for `capacity` states. Throws a RangeError where the address space is not to be had. */
export function createStateStore(words: number, capacity: number): StateStore {
  const share = Math.min(capacity, Math.ceil((capacity / SHARDS) * SHARE_FACTOR) + SHARE_MIN);
  const slots = slotsFor(share);
  const states = parts(Uint32Array, (share + 1) * words);
  const parents = parts(Uint32Array, share + 1);
  const tables = parts(Int32Array, slots);
  const cells = parts(Int32Array, CELLS);
  for (const numbers of cells) numbers.set([1, Math.min(slotsFor(1), slots), 1, 1]);
  return {
    words,
    capacity,
    shards: states.map((s, i) => ({ states: s, parents: parents[i], table: tables[i], cells: cells[i] })),
  };
}

/** An array of `count` numbers for each shard, one behind another in memory that threads can share. */
function parts<A>(make: new (buffer: SharedArrayBuffer, at: number, count: number) => A, count: number): A[] {
  const buffer = reservedMemory(SHARDS * count * 4);
  return Array.from({ length: SHARDS }, (_, i) => new make(buffer, i * count * 4, count));
}

/**
 * Zeros that no memory is set aside for until they are touched: arrays in it must say where they start and their
 * count. A buffer that cannot grow comes from the system as memory that it must be able to give: what earlier
 * searches leave behind then adds up, until this process cannot start another one (ENOMEM). An array that
 * followed the length of its buffer would be several times as slow.
 */
export function reservedMemory(bytes: number): SharedArrayBuffer {
  if (typeof SharedArrayBuffer === 'function') return new SharedArrayBuffer(bytes, { maxByteLength: bytes });
  // A page that is not isolated from others has no memory to share, and one thread needs none.
  return new ArrayBuffer(bytes, { maxByteLength: bytes }) as unknown as SharedArrayBuffer;
}
