/** Slots of a table are filled to this share at most; beyond it linear probing gets slow. */
const LOAD_MAX = 0.7;
const SLOTS_MIN = 1 << 10;
/** Indices and slots stay whole numbers of 30 bits: the sign is for `BUSY`. */
const CAPACITY_MAX = Math.floor(2 ** 30 * LOAD_MAX);

/** A slot whose state is being written by another thread. No entry has this value: its index is not 0. */
export const BUSY = -(2 ** 31);

/**
 * The memory of a search, shared by its threads. Everything has its full length from the start, and growth never
 * copies: the operating system gives pages when they are first touched, so what is reserved costs nothing
 * until it is used. A state is written before its slot speaks of it, and never again.
 */
export interface Store {
  /** Words of one state. */
  readonly words: number;
  /** States that have room. */
  readonly capacity: number;
  /** State i at [i * words, (i + 1) * words), in the order found. */
  readonly states: Uint32Array;
  /** Hash of the state from which state i was first reached, the smallest if there are several; 0 for the first state. */
  readonly parents: Uint32Array;
  /** Open addressing; the part in use is a power of two long. 0 = empty, else high bits of a hash, and an index. */
  readonly table: Int32Array;
}

/** Whether there is no state of this index: every state has a parent, but for the first. */
export function isHole({ parents }: Store, index: number): boolean {
  return parents[index] === 0 && index > 1;
}

/** Slots that hold `count` states, a power of two. */
export function slotsFor(count: number): number {
  let slots = SLOTS_MIN;
  while (slots * LOAD_MAX < count) slots *= 2;
  return slots;
}

/** Bytes that `count` states need, apart from what the runtime itself takes. */
export function bytesFor(count: number, words: number): number {
  return count * (words + 1) * 4 + slotsFor(count) * 4;
}

/** Bytes in use: states with their parents, and the slots. */
export function bytesUsed(words: number, states: number, slots: number): number {
  return 4 * (states * (words + 1) + slots);
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
export const MEMORY_LIMIT_BYTES = 4 * 2 ** 30;

/**
 * A store for a search within these bounds, and which of the bounds is met first when it is full.
 * Where the address space is not to be had, a smaller one.
 */
export function reserve(
  words: number,
  bounds: { readonly maxStates?: number; readonly memoryLimitBytes?: number | undefined },
): { readonly store: Store; readonly fullIs: 'states' | 'memory' } {
  const { maxStates = Number.POSITIVE_INFINITY, memoryLimitBytes = MEMORY_LIMIT_BYTES } = bounds;
  let capacity = Math.max(1, Math.min(capacityFor(memoryLimitBytes, words), maxStates));
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
