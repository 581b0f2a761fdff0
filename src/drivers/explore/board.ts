/** What ends a search, by the numbers on the board. */
const STOPS = ['states', 'time', 'memory', 'abort', 'broken'] as const;
type Stop = (typeof STOPS)[number];

const ARRIVED = 0;
const TURN = 1;
const STOP = 2;
const END = 3;
const BROKEN = 4;
const SHARDS = 16;
const PER_SHARD = 16;
const STATES = 0;
const FOUND = 1;
const EXPANDED = 2;
const LEVEL = 3;
const SLOTS = 4;

/**
 * Numbers that all shards and the one who waits for them see: how far each is, and whether to stop. At the end of
 * a level all meet; the last to come decides for all whether there is a next one.
 */
export class Board {
  constructor(
    private readonly cells: Int32Array,
    private readonly shards: number,
  ) {}

  static cells(shards: number): Int32Array {
    return new Int32Array(new SharedArrayBuffer((SHARDS + PER_SHARD * shards) * 4));
  }

  /** The first reason stays. */
  stop(why: Stop): void {
    Atomics.compareExchange(this.cells, STOP, 0, STOPS.indexOf(why) + 1);
  }

  get stoppedBy(): Stop | null {
    const why = Atomics.load(this.cells, STOP);
    return why === 0 ? null : STOPS[why - 1];
  }

  /** A way was found. */
  broke(): void {
    Atomics.store(this.cells, BROKEN, 1);
  }

  get broken(): boolean {
    return Atomics.load(this.cells, BROKEN) === 1;
  }

  tell(
    shard: number,
    known: {
      readonly states: number;
      readonly found: number;
      readonly expanded: number;
      readonly level: number;
      readonly slots: number;
    },
  ): void {
    const at = SHARDS + PER_SHARD * shard;
    Atomics.store(this.cells, at + STATES, known.states);
    Atomics.store(this.cells, at + FOUND, known.found);
    Atomics.store(this.cells, at + EXPANDED, known.expanded);
    Atomics.store(this.cells, at + LEVEL, known.level);
    Atomics.store(this.cells, at + SLOTS, known.slots);
  }

  /** Sums over the shards; the level is that of the last of them. */
  get states(): number {
    return this.sum(STATES);
  }
  get found(): number {
    return this.sum(FOUND);
  }
  get expanded(): number {
    return this.sum(EXPANDED);
  }
  get slots(): number {
    return this.sum(SLOTS);
  }
  get level(): number {
    let level = Number.POSITIVE_INFINITY;
    for (let s = 0; s < this.shards; s++) {
      level = Math.min(level, Atomics.load(this.cells, SHARDS + PER_SHARD * s + LEVEL));
    }
    return level;
  }

  /** Waits for all others; the last one asks `isEnd`, and all get its answer. */
  meet(isEnd: () => boolean): boolean {
    const { cells } = this;
    const turn = Atomics.load(cells, TURN);
    if (Atomics.add(cells, ARRIVED, 1) + 1 === this.shards) {
      Atomics.store(cells, END, isEnd() ? 1 : 0);
      Atomics.store(cells, ARRIVED, 0);
      Atomics.add(cells, TURN, 1);
      Atomics.notify(cells, TURN);
    } else {
      while (Atomics.load(cells, TURN) === turn) Atomics.wait(cells, TURN, turn, 100);
    }
    return Atomics.load(cells, END) === 1;
  }

  private sum(what: number): number {
    let sum = 0;
    for (let s = 0; s < this.shards; s++) sum += Atomics.load(this.cells, SHARDS + PER_SHARD * s + what);
    return sum;
  }
}
