// Code that runs once for each entry of a hashtable, in an order that nobody can tell: it runs in the order as written, and
// what may be otherwise in another one is told, or unknown afterwards.
import { liveItems } from '../values/live-lists.js';
import { isUnordered, UNKNOWN_ORDER, unordered } from '../values/unordered.js';
import type { Value } from '../values/values.js';
import { OrderLog } from './order-log.js';
import { commandsIn } from './passed-over.js';
import type { Coroutine, Emit, Piece } from './protocol.js';
import type { Runtime } from './runtime.js';
import type { Scope } from './scope.js';
import { ControlFlow, ScriptError } from './signals.js';

const TOLD = 'in which order a hashtable gives its entries is not known: taken as written; [ordered] keeps it';

/** Turns of a part of the script for entries in an unknown order. */
export class EntryTurns {
  private readonly log = new OrderLog();
  private emitted = false;
  private isClosed = false;

  constructor(
    private readonly runtime: Runtime,
    private readonly piece: Piece,
    private readonly code: unknown,
  ) {}

  /** Tells which commands run in an order that may be another one. */
  *tell(): Coroutine<void> {
    const carriedOut = commandsIn(this.code, this.runtime.scope, this.runtime.walks);
    if (carriedOut.length === 0) return;
    const { at, text } = this.piece;
    yield* this.runtime.ask({ kind: 'notModelled', what: TOLD, at, text, passedOver: [], from: null, carriedOut });
  }

  /** One turn; what ends all of them by an error or a `return` hangs on the order itself. */
  *turn<T>(act: () => Coroutine<T>): Coroutine<T> {
    const { orders } = this.runtime;
    this.log.next();
    orders.push(this.log);
    try {
      return yield* act();
    } catch (error) {
      if (error instanceof ControlFlow || error instanceof ScriptError) {
        yield* this.runtime.notModelled(this.piece, `at which entry this ends is not known: ${TOLD}`);
      }
      throw error;
    } finally {
      orders.splice(orders.lastIndexOf(this.log), 1);
    }
  }

  /** Takes what a turn emits. */
  emitting(emit: Emit): Emit {
    return (value) => {
      this.noteEmitted();
      this.runtime.unordered = true;
      return emit(value);
    };
  }

  /** Something comes out of a turn. */
  noteEmitted(): void {
    this.emitted = true;
  }

  /** No more turns come; what hangs on their order is unknown from now on. `isCut` = not all of them were run. */
  *close(emit: Emit, isCut = false): Coroutine<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    const hangs = this.log.close(isCut);
    this.runtime.outcomes.afterTurns();
    if (hangs && this.emitted) yield* emit(UNKNOWN_ORDER);
  }
}

/** Runs something for each of the items of a list, in turns where their order is not known; false from `act` ends them. */
export function* forEntries(
  runtime: Runtime,
  { list, code, piece }: { readonly list: readonly Value[]; readonly code: unknown; readonly piece: Piece },
  emit: Emit,
  act: (item: Value, emit: Emit) => Coroutine<boolean>,
): Coroutine<boolean> {
  if (!isUnordered(list)) {
    for (const item of liveItems(list)) if (!(yield* act(item, emit))) return false;
    return true;
  }
  const turns = new EntryTurns(runtime, piece, code);
  yield* turns.tell();
  let goesOn = true;
  for (const item of liveItems(list)) {
    goesOn = yield* turns.turn(() => act(item, turns.emitting(emit)));
    if (!goesOn) break;
  }
  yield* turns.close(emit, !goesOn);
  return goesOn;
}

/** Notes that a variable is read. */
export function noteRead(runtime: Runtime, from: Scope, name: string): void {
  if (runtime.orders.length === 0) return;
  const holder = from.holder(name) ?? from;
  for (const log of runtime.orders) log.read(holder, name);
}

/** Evaluates what is added to: that it is read does not count, as the order of additions does not. */
export function* withoutNoting<T>(runtime: Runtime, act: () => Coroutine<T>): Coroutine<T> {
  const logs = runtime.orders.splice(0);
  try {
    return yield* act();
  } finally {
    runtime.orders.push(...logs);
  }
}

/** Notes that a variable is given a value; `isSum` = what it had is added to. */
export function noteWrite(runtime: Runtime, into: Scope, name: string, value: Value, isSum = false): void {
  for (const log of runtime.orders) log.write(into, name, value, isSum);
}

/** The value that a part of an object has when it is given one. */
export function noteChange(runtime: Runtime, holder: object, part: string, value: Value): Value {
  return runtime.orders.reduce<Value>((now, log) => log.change(holder, part, now), value);
}

/** Notes that an object is looked at. */
export function noteLook(runtime: Runtime, holder: Value): void {
  if (typeof holder !== 'object' || holder === null) return;
  for (const log of runtime.orders) log.look(holder);
}

/** A list to which entries were added in an order that is not known. */
export function noteGrowth(runtime: Runtime, holder: Value, method: string): void {
  if (runtime.orders.length === 0 || typeof holder !== 'object' || holder === null) return;
  if (/^(?:add(?:range)?|insert|remove\w*|clear|append\w*|push|enqueue)$/i.test(method)) {
    for (const log of runtime.orders) log.change(holder, method, UNKNOWN_ORDER);
    if (Array.isArray(holder)) unordered(holder);
  } else noteLook(runtime, holder);
}
