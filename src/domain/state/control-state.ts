/**
 * The control state: finite-domain variables in one array of integers. Everything that decides what can happen next is
 * in it; what was acknowledged is in the ledger. Each component declares its variables once (its `state.ts`), with
 * their index, range and start and whom a write concerns; offsets, bit ranges, the initial state and the groups that
 * are reconciled after a write follow from that.
 */
import type { Range } from '../../core/bit-fields.js';
import type { MachineTable } from '../../core/state-machine.js';
import type { Layout } from './layout.js';
import { DATABASE_TYPES, MODULES } from './modules.js';

/** Who is reconciled after a write: the group of pools that the variable belongs to, nobody, or all. */
export type Wakes = 'group' | 'nobody' | 'everybody';

/** What a variable has one word for each of; a pair or triple of them, the last the fastest. */
const COUNT = {
  host: (layout: Layout) => layout.hosts.length,
  share: (layout: Layout) => layout.shares.length,
  link: (layout: Layout) => layout.deployment.links.length,
  pool: (layout: Layout) => layout.pools.length,
  database: () => DATABASE_TYPES.length,
  store: (layout: Layout) => layout.storesPerSide,
  side: () => 2,
  module: () => MODULES.length,
  edge: (layout: Layout) => layout.edges.length,
  route: (layout: Layout) => 3 + layout.pools.length,
  // By pool, and none at all where no pool has a cluster.
  cluster: (layout: Layout) => (layout.nodesMost > 0 ? layout.pools.length : 0),
  node: (layout: Layout) => layout.nodesMost,
} satisfies Readonly<Record<string, (layout: Layout) => number>>;

type Index = keyof typeof COUNT;

/** A value that may depend on the deployment and on the indices of the word. */
type PerWord<T> = T | ((layout: Layout, i: number, j: number, k: number) => T);

/** The declaration of one control variable. */
export interface Variable<I extends readonly Index[] = readonly Index[]> {
  readonly index: I;
  readonly range: PerWord<Range>;
  readonly start: PerWord<number>;
  readonly wakes: Wakes;
}

interface Options {
  /** default 0 */
  readonly start?: PerWord<number>;
  /** default 'group' */
  readonly wakes?: Wakes;
}

/** Declares a variable with one word for each combination of `index`. */
export function declareVariable<const I extends readonly Index[]>(
  index: I,
  domain: PerWord<Range> | MachineTable,
  { start, wakes = 'group' }: Options = {},
): Variable<I> {
  const machine = typeof domain === 'object' && 'machine' in domain ? domain : null;
  return {
    index,
    range: machine === null ? (domain as PerWord<Range>) : upTo(Math.max(machine.states.length - 1, 1)),
    start: start ?? machine?.initial ?? 0,
    wakes,
  };
}

/** The range of yes and no. */
export const FLAG: Range = { min: 0, max: 1 };
/** The range from 0 to `max`. */
export const upTo = (max: number): Range => ({ min: 0, max });
/** The range of an index into a list of `count`, or -1 for none. */
export const indexOrNone = (count: number): Range => ({ min: -1, max: Math.max(count - 1, 0) });

const UNBOUND = new Int32Array(0);

/** Where the words of all accessors of a deployment are; bound to a state at a time. */
class BoundToState {
  words: Int32Array = UNBOUND;
}

/** A variable of one word. */
export class Cell extends BoundToState {
  constructor(readonly first: number) {
    super();
  }

  at(): number {
    return this.first;
  }

  get(): number {
    return this.words[this.first];
  }

  set(value: number): void {
    this.words[this.first] = value;
  }
}

/** A variable with one index. */
export class Row extends BoundToState {
  constructor(
    readonly first: number,
    readonly size: number,
  ) {
    super();
  }

  at(i: number): number {
    return this.first + i;
  }

  get(i: number): number {
    return this.words[this.first + i];
  }

  set(i: number, value: number): void {
    this.words[this.first + i] = value;
  }

  fill(value: number): void {
    this.words.fill(value, this.first, this.first + this.size);
  }
}

/** A variable with two indices. */
export class Grid extends BoundToState {
  constructor(
    readonly first: number,
    readonly size: number,
    private readonly width: number,
  ) {
    super();
  }

  at(i: number, j: number): number {
    return this.first + i * this.width + j;
  }

  get(i: number, j: number): number {
    return this.words[this.first + i * this.width + j];
  }

  set(i: number, j: number, value: number): void {
    this.words[this.first + i * this.width + j] = value;
  }

  fill(value: number): void {
    this.words.fill(value, this.first, this.first + this.size);
  }
}

/** A variable with three indices. */
export class Cube extends BoundToState {
  constructor(
    readonly first: number,
    private readonly width: number,
    private readonly depth: number,
  ) {
    super();
  }

  get(i: number, j: number, k: number): number {
    return this.words[this.first + (i * this.width + j) * this.depth + k];
  }

  set(i: number, j: number, k: number, value: number): void {
    this.words[this.first + (i * this.width + j) * this.depth + k] = value;
  }
}

type Accessor<V> =
  V extends Variable<infer I>
    ? I extends readonly []
      ? Cell
      : I extends readonly [Index]
        ? Row
        : I extends readonly [Index, Index]
          ? Grid
          : Cube
    : never;

/** From now on the accessors read and write `words`. */
export function bindAll(accessors: Readonly<Record<string, BoundToState>>, words: Int32Array): void {
  for (const name in accessors) accessors[name].words = words;
}

/** Variables by name. */
export type VariableTable = Readonly<Record<string, Variable>>;

/** The accessors of a table of variables. */
export type Variables<T extends VariableTable> = { readonly [K in keyof T]: Accessor<T[K]> };

/** A word of the control state: whose it is, and its indices. */
export interface Word {
  readonly variable: Variable;
  readonly indices: readonly [number, number, number];
}

/** Where the words of one variable are: its first word, how many indices it has, and the size of each. */
interface Place {
  readonly first: number;
  readonly dimensions: number;
  readonly sizes: readonly number[];
}

function accessorAt({ dimensions, first, sizes: [a, b, c] }: Place): BoundToState {
  if (dimensions === 0) return new Cell(first);
  if (dimensions === 1) return new Row(first, a);
  return dimensions === 2 ? new Grid(first, a * b, b) : new Cube(first, b, c);
}

/** Where the variables of a deployment are in the array, in the order of their declarations. */
export class ControlLayout<T extends VariableTable> {
  /** of each word the group of pools that a write concerns; or NOBODY, or EVERYBODY */
  readonly wakes: Int32Array;
  readonly words: Word[] = [];
  private readonly places = new Map<string, Place>();
  private readonly atStart: Int32Array;

  constructor(
    private readonly layout: Layout,
    table: T,
  ) {
    for (const [name, variable] of Object.entries(table)) {
      const [a, b, c] = [0, 1, 2].map((d) => (d < variable.index.length ? COUNT[variable.index[d]](layout) : 1));
      this.places.set(name, { dimensions: variable.index.length, first: this.words.length, sizes: [a, b, c] });
      for (let i = 0; i < a; i++)
        for (let j = 0; j < b; j++) for (let k = 0; k < c; k++) this.words.push({ variable, indices: [i, j, k] });
    }
    this.wakes = this.groupsThatWake();
    this.atStart = Int32Array.from(this.words, (word) => this.valueOf(word, word.variable.start));
  }

  get size(): number {
    return this.words.length;
  }

  /** Accessors on the words that they are bound to: see `bindAll`. */
  accessors(): Variables<T> {
    // Made in one call: an object that grows to so many names one by one becomes a slow hash table.
    return Object.fromEntries(Array.from(this.places, ([name, place]) => [name, accessorAt(place)])) as Variables<T>;
  }

  /** The values that each word can have. */
  ranges(): Range[] {
    return this.words.map((word) => this.valueOf(word, word.variable.range));
  }

  /** The values of each word while everything is up and in step. */
  starts(): Int32Array {
    return this.atStart.slice();
  }

  private valueOf<V extends number | Range>({ indices: [i, j, k] }: Word, value: PerWord<V>): V {
    return typeof value === 'function' ? value(this.layout, i, j, k) : value;
  }

  private groupsThatWake(): Int32Array {
    const { groupOfPool } = this.layout;
    const ofHost = new Int32Array(this.layout.hosts.length).fill(NOBODY);
    const ofShare = new Int32Array(this.layout.shares.length).fill(NOBODY);
    for (const pool of this.layout.pools) {
      const group = groupOfPool[pool.index];
      for (const h of this.layout.machinesOf(pool)) ofHost[h] = group;
      ofShare[pool.share] = group;
    }
    return Int32Array.from(this.words, ({ variable: { index, wakes }, indices: [i] }) => {
      if (wakes !== 'group') return wakes === 'nobody' ? NOBODY : EVERYBODY;
      if (index[0] === 'host') return ofHost[i];
      if (index[0] === 'share') return ofShare[i];
      return index[0] === 'pool' || index[0] === 'cluster' ? groupOfPool[i] : EVERYBODY;
    });
  }
}

/** A write that no pool is reconciled after. */
export const NOBODY = -1;
/** A write that all pools are reconciled after. */
export const EVERYBODY = -2;
