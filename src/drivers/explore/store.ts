/** Slots of a table are filled to this share at most; beyond it linear probing gets slow. */
const LOAD_MAX = 0.7;
const SLOTS_MIN = 1 << 10;
/** Indices and slots stay whole numbers of 31 bits. */
const CAPACITY_MAX = 2 ** 30;

/**
 * The memory of a search, or of one shard of it. Everything has its full length from the start, and growth never
 * copies: the operating system gives pages when they are first touched, so what is reserved costs nothing
 * until it is used. Shared memory, so that a thread can read what another has found once that one rests.
 */
export interface Store {
  /** Words of one state. */
  readonly words: number;
  /** States that have room. */
  readonly capacity: number;
  /** State i at [i * words, (i + 1) * words), in the order found. */
  readonly states: Uint32Array;
  /** Reference of the state from which state i was first reached. */
  readonly parents: Uint32Array;
  /** Hash of that parent, for the states of the level under construction only, from 0. */
  readonly keys: Uint32Array;
  /** Open addressing; the part in use is `2 ** bits` slots long, 0 = empty. */
  readonly table: Int32Array;
}

/** Slots that hold `count` states, a power of two. */
export function slotsFor(count: number): number {
  let slots = SLOTS_MIN;
  while (slots * LOAD_MAX < count) slots *= 2;
  return slots;
}

/** Bytes that `count` states need, apart from what the runtime itself takes. The level under construction may be all of them. */
export function bytesFor(count: number, words: number): number {
  return count * (words * 4 + 4 + 4) + slotsFor(count) * 4;
}

/** Bytes in use: states with their parents, the level under construction, and the slots. */
export function bytesUsed(words: number, states: number, found: number, slots: number): number {
  return 4 * (states * (words + 1) + found + slots);
}

/** The most states that fit into so many bytes. */
export function capacityFor(bytes: number, words: number): number {
  let [low, high] = [0, Math.min(CAPACITY_MAX, Math.floor((2 ** 32 - 1) / words))];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (bytesFor(middle, words) <= bytes) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Bytes for a search that is not told how many it may take. */
const MEMORY_LIMIT_BYTES = 4 * 2 ** 30;

/**
 * A store for a search within these bounds, one of `shards`, and which of the bounds is met first when it is full.
 * Where the address space is not to be had, a smaller one.
 */
export function reserve(
  words: number,
  bounds: { readonly maxStates?: number; readonly memoryLimitBytes?: number },
  shards: number,
): { readonly store: Store; readonly fullIs: 'states' | 'memory' } {
  const { maxStates = Number.POSITIVE_INFINITY, memoryLimitBytes = MEMORY_LIMIT_BYTES } = bounds;
  // References of all shards are numbers of 32 bits.
  const fits = Math.max(
    1,
    Math.min(capacityFor(memoryLimitBytes / shards, words), Math.floor(2 ** 32 / shards) - 2),
  );
  let capacity = Math.max(1, Math.min(fits, maxStates));
  for (;;) {
    try {
      const store = createStore(words, capacity);
      return { store, fullIs: capacity >= maxStates ? 'states' : 'memory' };
    } catch (error) {
      if (!(error instanceof RangeError) || capacity < SLOTS_MIN) throw error;
      capacity = Math.floor(capacity / 2);
    }
  }
}

/** Reserves room for `capacity` states. Throws a RangeError where the address space is not to be had. */
export function createStore(words: number, capacity: number): Store {
  const numbers = (count: number): Uint32Array => new Uint32Array(...untouched(count));
  return {
    words,
    capacity,
    states: numbers((capacity + 1) * words),
    parents: numbers(capacity + 1),
    keys: numbers(capacity),
    table: new Int32Array(...untouched(slotsFor(capacity))),
  };
}

/**
 * Zeros that no memory is set aside for until they are touched: a buffer, where to start in it, and the count. A
 * buffer that cannot grow comes from the system as memory that it must be able to give: what earlier searches leave
 * behind then adds up, until this process cannot start another one (ENOMEM). The count must be said: an array that
 * followed the length of its buffer would be several times as slow.
 */
function untouched(count: number): [SharedArrayBuffer, number, number] {
  const bytes = count * 4;
  return [new SharedArrayBuffer(bytes, { maxByteLength: bytes }), 0, count];
}
