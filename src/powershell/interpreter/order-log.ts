// What code that runs for entries in an unknown order leaves behind: a log of reads and writes by turn, as a race detector
// keeps it. A turn that reads what another turn has written makes all of it hang on the order; otherwise sums and
// constants are known, and what differs from turn to turn is not.
import { numberKindOf } from '../values/numerals.js';
import { UNKNOWN_ORDER, unordered } from '../values/unordered.js';
import { Hashtable, isList, Unknown, type Value } from '../values/values.js';
import type { Scope } from './scope.js';

/** The reads and writes of one variable. */
interface Held {
  readonly writes: Set<number>;
  /** turns that read it before they gave it a value of their own */
  readonly reads: Set<number>;
  /** the last turn that gave it a value which does not come from the one before */
  ownTurn: number;
  /** what it was given, while that is always the same; undefined = nothing yet */
  constant: Value | typeof VARIES | undefined;
  /** it was only counted up or added to */
  onlySums: boolean;
}

/** The changes of one object. */
interface Changed {
  /** the first turn that changed it */
  readonly first: number;
  several: boolean;
  readonly parts: Map<string, { readonly turn: number; readonly value: Value }>;
}

const VARIES = Symbol('varies');

/** The log of one loop or pipeline. */
export class OrderLog {
  private turn = 0;
  private readonly variables = new Map<Scope, Map<string, Held>>();
  /** objects that were changed, with the turn and the value of each part, and whether several turns did */
  private readonly objects = new Map<object, Changed>();
  private hangs = false;

  next(): void {
    this.turn++;
  }

  /** Turns so far. */
  get turns(): number {
    return this.turn;
  }

  private held(scope: Scope, name: string): Held {
    const names = this.variables.get(scope) ?? new Map<string, Held>();
    this.variables.set(scope, names);
    const key = name.toLowerCase();
    const fresh: Held = { writes: new Set(), reads: new Set(), ownTurn: 0, constant: undefined, onlySums: true };
    const found = names.get(key) ?? fresh;
    names.set(key, found);
    return found;
  }

  read(scope: Scope, name: string): void {
    const held = this.held(scope, name);
    if (held.ownTurn !== this.turn) held.reads.add(this.turn);
  }

  write(scope: Scope, name: string, value: Value, isSum: boolean): void {
    const held = this.held(scope, name);
    held.writes.add(this.turn);
    if (isSum) {
      held.constant = VARIES;
      return;
    }
    held.ownTurn = this.turn;
    held.onlySums = false;
    const isPlain = value === null || typeof value !== 'object';
    held.constant = isPlain && (held.constant === undefined || held.constant === value) ? value : VARIES;
  }

  /** Notes that a part of an object is given a value; gives the value that it has then. */
  change(holder: object, part: string, value: Value): Value {
    const changed = this.objects.get(holder) ?? { first: this.turn, several: false, parts: new Map() };
    this.objects.set(holder, changed);
    changed.several ||= changed.first !== this.turn;
    const { parts } = changed;
    const before = parts.get(part);
    const differs = before !== undefined && before.turn !== this.turn && before.value !== value;
    const now = differs ? UNKNOWN_ORDER : value;
    parts.set(part, { turn: this.turn, value: now });
    if (isList(holder as Value)) unordered(holder as readonly Value[]);
    if (holder instanceof Hashtable) holder.shuffled = true;
    return now;
  }

  /** Notes that an object is looked at. */
  look(holder: object): void {
    const changed = this.objects.get(holder);
    if (changed !== undefined && (changed.several || changed.first !== this.turn)) this.hangs = true;
  }

  /** Makes unknown what hangs on the order; `isCut` = not all turns were run. True = all of it hangs on it. */
  close(isCut: boolean): boolean {
    const all = [...this.variables].flatMap(([scope, names]) =>
      [...names].map(([name, held]) => ({ scope, name, held })),
    );
    const crosses = ({ reads, writes }: Held): boolean =>
      [...reads].some((read) => writes.size > 1 || (writes.size === 1 && !writes.has(read)));
    const hangs = isCut || this.hangs || all.some(({ held }) => crosses(held));
    for (const { scope, name, held } of all) {
      if (held.writes.size === 0) continue;
      const value = scope.get(name) ?? null;
      if (hangs || !isFree(held, value)) scope.set(name, UNKNOWN_ORDER);
      else if (isList(value) && held.constant === VARIES) unordered(value);
    }
    return hangs;
  }
}

/** Whether a variable has the same value whatever the order of the turns was. */
function isFree({ constant, onlySums }: Held, value: Value): boolean {
  if (constant !== VARIES) return true;
  if (!onlySums) return false;
  // fractions add up to a little more or less in another order
  return /^Int/.test(numberKindOf(value) ?? '') || isList(value) || value instanceof Unknown;
}
