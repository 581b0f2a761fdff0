// The cmdlets that select, sort and keep objects: projection, selection and a stable sort over a pipeline.
import { reportError } from '../interpreter/errors.js';
import { emitAll } from '../interpreter/output.js';
import type { Coroutine } from '../interpreter/protocol.js';
import type { Runtime } from '../interpreter/runtime.js';
import { ScriptError, StopUpstream } from '../interpreter/signals.js';
import { noteWrite } from '../interpreter/table-order.js';
import { equal, order } from '../values/compare.js';
import { neededNumber, toBoolean, toText } from '../values/convert.js';
import { DependsOnUnknown } from '../values/depends-on-unknown.js';
import { Crowd } from '../values/partly-known.js';
import { UNKNOWN_ORDER, unordered } from '../values/unordered.js';
import { Hashtable, listOf, PSObject, psObject, ScriptBlock, Unknown, unrolled, type Value } from '../values/values.js';
import { matchesWildcard } from '../values/wildcard.js';
import { keyOf, mayRunItsCode } from './block-cmdlets.js';
import { type BoundArguments, bindArguments } from './bound-arguments.js';
import { type Builtin, type Call, ofAll } from './stage.js';

/** `Select-Object`: first, last and skipped ones, properties, `-ExpandProperty`, `-Unique`. */
export const selectObject: Builtin = (runtime, call) => {
  const bound = bindArguments(
    call,
    'Property First Last Skip ExpandProperty ExcludeProperty Index SkipLast InputObject',
    'Unique Wait',
    'Property',
  ).complete;
  const [first, last, skip, skipLast] = ['First', 'Last', 'Skip', 'SkipLast'].map((name) => count(bound, name));
  const places = bound.has('Index') ? listOf(bound.value('Index') ?? null).map((each) => countOf('Index', each)) : null;
  /** the last ones so far, of which it is not known yet whether they are left out */
  const late: Value[] = [];
  const kept: Value[] = [];
  /** those that come in an unknown order, of which a part is selected */
  const shuffled: Value[] = [];
  const isPart = [first, last, skip, skipLast, places].some((each) => each !== null);
  let seen = 0;
  let isTold = false;
  const known = new Set<Value>();
  // texts are compared with their case, as -Unique does
  const isFirst = (shown: Value): boolean => {
    if (typeof shown !== 'object') return known.size < known.add(shown).size;
    runtime.charge(8 * kept.length, call.command);
    if (kept.some((each) => same(each, shown))) return false;
    kept.push(shown);
    return true;
  };
  const deliver = function* (item: Value): Coroutine<void> {
    const expanded = bound.has('ExpandProperty') ? toText(bound.value('ExpandProperty') ?? null) : null;
    if (typeof expanded === 'string' && isMissing(item, expanded)) {
      const { at, text } = call.command;
      const message = `Select-Object: Property "${expanded}" cannot be found.`;
      return yield* reportError(runtime, new ScriptError(message, at, text, false, false, null));
    }
    const shown = yield* selected(runtime, call, bound, item);
    if (bound.isOn('Unique') && !isFirst(shown)) return;
    yield* emitAll(runtime, shown, call.out, call.command);
  };
  // all of them are known, and nothing less
  const partOfShuffled = function* (): Coroutine<void> {
    const isAll = skip === null && skipLast === null && places === null && shuffled.length <= (first ?? last ?? 0);
    if (!isAll) return yield* call.out(UNKNOWN_ORDER);
    for (const value of shuffled) yield* deliver(value);
  };
  return {
    *item(value) {
      if (value instanceof Unknown && !isTold) {
        isTold = true;
        yield* mayRunItsCode(runtime, call, value);
      }
      if (value instanceof Crowd && call.given.every(({ parameter }) => isProperty(parameter))) {
        const groups = value.groups.map(({ count }) => ({ like: psObject({}, 'what was selected', true), count }));
        return yield* call.out(bound.has('Property') ? new Crowd(value.why, groups, value.from) : value);
      }
      if (value instanceof Unknown) return yield* call.out(value.spread);
      if (runtime.unordered && isPart) {
        shuffled.push(value);
        return;
      }
      seen++;
      if (places?.includes(seen - 1) === false) return;
      if (places !== null) return yield* deliver(value);
      if (skipLast !== null) {
        late.push(value);
        if (late.length > skipLast) yield* deliver(late.shift() ?? null);
        return;
      }
      if (skip !== null && last === null && seen <= skip) return;
      if (last !== null) {
        kept.push(value);
        return;
      }
      const place = seen - (skip ?? 0);
      if (first === null || place <= first) yield* deliver(value);
      if (first !== null && place >= first) throw new StopUpstream(call.place);
    },
    *end() {
      if (!call.piped && bound.has('InputObject')) yield* deliver(bound.value('InputObject') ?? null);
      if (shuffled.length > 0) return yield* partOfShuffled();
      if (last === null) return;
      const end = kept.length - (skip ?? 0);
      const from = Math.max(0, end - last);
      for (const value of kept.splice(0).slice(from, Math.max(from, end))) yield* deliver(value);
    },
  };
};

const isProperty = (parameter: string | null): boolean => parameter === null || /^p(?:r\w*)?$/i.test(parameter);

/** Whether an object of the script has no property of this name. */
const isMissing = (item: Value, name: string): boolean =>
  item instanceof PSObject && item.type === null && !/[*?[]/.test(name) && !item.properties.has(name);

/** Whether two objects have the same properties with the same values. */
function same(left: Value, right: Value): boolean {
  if (!(left instanceof PSObject && right instanceof PSObject)) return equal(left, right, true) === true;
  const [own, other] = [left.properties.all(), right.properties];
  return (
    own.length === other.size && own.every(([name, value]) => equal(value, other.get(name) ?? null, true) === true)
  );
}

function count(bound: BoundArguments, name: string): number | null {
  return bound.has(name) ? countOf(name, bound.value(name) ?? null) : null;
}

function countOf(name: string, value: Value): number {
  if (value instanceof Unknown) throw new DependsOnUnknown(`-${name} of Select-Object`, value);
  return neededNumber(value);
}

function* selected(runtime: Runtime, call: Call, bound: BoundArguments, item: Value): Coroutine<Value> {
  if (bound.has('ExpandProperty')) return yield* keyOf(runtime, bound.value('ExpandProperty') ?? null, item);
  if (!bound.has('Property')) return item;
  const thing = psObject({});
  for (const each of listOf(bound.value('Property') ?? null)) {
    if (each instanceof Hashtable) {
      const name = toText(entryOf(each, ['Name', 'N', 'Label', 'L']));
      const act = entryOf(each, ['Expression', 'E']);
      if (!(name instanceof Unknown)) thing.properties.set(name, yield* keyOf(runtime, act, item));
      continue;
    }
    if (each instanceof ScriptBlock) {
      thing.properties.set(call.command.text, yield* keyOf(runtime, each, item));
      continue;
    }
    const name = toText(each);
    if (name instanceof Unknown) return name;
    if (!/[*?[]/.test(name)) thing.properties.set(name, yield* keyOf(runtime, name, item));
    else if (item instanceof PSObject && item.open) return item;
    else if (item instanceof PSObject) {
      for (const [own, value] of item.properties.all()) {
        if (matchesWildcard(own, name, false)) thing.properties.set(own, value);
      }
    }
  }
  for (const each of listOf(bound.value('ExcludeProperty') ?? null)) {
    const name = toText(each);
    if (name instanceof Unknown) return name;
    for (const [own] of thing.properties.all()) if (matchesWildcard(own, name, false)) thing.properties.remove(own);
  }
  return thing;
}

function entryOf(table: Hashtable, names: readonly string[]): Value {
  for (const name of names) if (table.entries.has(name)) return table.entries.get(name) ?? null;
  return null;
}

/** `Sort-Object` by properties or script blocks; equal ones keep their order. */
export const sortObject: Builtin = (runtime, call) => {
  const bound = bindArguments(call, 'Property Culture', 'Descending Unique CaseSensitive', 'Property').complete;
  return ofAll(function* (all) {
    const [only] = all;
    const open = all.find((each) => each instanceof Unknown);
    if (open instanceof Unknown) yield* mayRunItsCode(runtime, call, open);
    if (only instanceof Crowd && all.length === 1) return yield* call.out(bound.isOn('Unique') ? only.spread : only);
    const keys = listOf(bound.value('Property') ?? null);
    const rows: { item: Value; by: Value[] }[] = [];
    for (const item of all) {
      const by: Value[] = [];
      for (const key of keys.length === 0 ? [null] : keys) {
        by.push(key === null ? item : yield* keyOf(runtime, sortKey(key), item));
      }
      rows.push({ item, by });
    }
    const wasUnordered = runtime.unordered;
    let unknown: Unknown | null = null;
    const between = (a: Value[], b: Value[]): number => {
      for (let i = 0; i < a.length; i++) {
        const found = order(a[i], b[i], bound.isOn('CaseSensitive'));
        if (found instanceof Unknown) unknown ??= found;
        else if (found !== 0) return isDescending(keys[i] ?? null, bound.isOn('Descending')) ? -found : found;
      }
      return 0;
    };
    const sorted = sortedRows(rows, (a, b) => between(a.by, b.by));
    if (unknown !== null) return yield* call.out(unknown);
    const ties = sorted.some((row, i) => {
      const before = sorted[i - 1] ?? row;
      return before !== row && between(before.by, row.by) === 0 && !isAlike(before.item, row.item);
    });
    runtime.unordered = ties && (wasUnordered || rows.length > INSERTION_MAX);
    if (runtime.unordered && bound.isOn('Unique'))
      return yield* call.out(new Unknown('which of those that count as the same is kept'));
    for (const [i, row] of sorted.entries()) {
      if (bound.isOn('Unique') && i > 0 && between(sorted[i - 1].by, row.by) === 0) continue;
      yield* call.out(row.item);
    }
  });
};

/** As many as .NET Framework sorts by insertion, which keeps the order of those that count as the same. */
const INSERTION_MAX = 16;

/** Sorts as .NET Framework does: three by three exchanges, which may put one before another that counts as the same. */
function sortedRows<T>(rows: readonly T[], between: (a: T, b: T) => number): T[] {
  if (rows.length !== 3) return [...rows].sort(between);
  const all = [...rows];
  for (const [i, j] of [
    [0, 1],
    [0, 2],
    [1, 2],
  ])
    if (between(all[i], all[j]) > 0) [all[i], all[j]] = [all[j], all[i]];
  return all;
}

/** Whether nobody can tell two objects apart. */
const isAlike = (one: Value, other: Value): boolean =>
  one === other || (typeof one !== 'object' && typeof one === typeof other && equal(one, other, true) === true);

/** A key that is a table may have a direction of its own. */
function isDescending(key: Value, standard: boolean): boolean {
  if (!(key instanceof Hashtable)) return standard;
  const [down, up] = [entryOf(key, ['Descending', 'D']), entryOf(key, ['Ascending', 'A'])];
  return down !== null ? toBoolean(down) === true : up === null ? standard : toBoolean(up) !== true;
}

function sortKey(key: Value): Value {
  return key instanceof Hashtable ? entryOf(key, ['Expression', 'E']) : key;
}

/** `Tee-Object -Variable`: keeps what passes. */
export const teeObject: Builtin = (runtime, call) => {
  const bound = bindArguments(call, 'FilePath Variable', 'Append');
  const all: Value[] = [];
  const variable = toText(bound.value('Variable') ?? null);
  if (variable instanceof Unknown) throw new DependsOnUnknown('-Variable of Tee-Object', variable);
  return {
    *item(value) {
      all.push(value);
      yield* call.out(value);
    },
    *end() {
      const kept = runtime.unordered ? unordered(all) : all;
      if (variable === '') return;
      runtime.scope.set(variable, unrolled(kept));
      noteWrite(runtime, runtime.scope, variable, unrolled(kept));
    },
  };
};
