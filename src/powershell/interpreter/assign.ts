// Assignment to whatever may stand on the left: variables, properties, elements, several at once.
import type { Expression } from '../parser/syntax.js';
import { toNumber, toText } from '../values/convert.js';
import { asItem } from '../values/item-types.js';
import { listChanged } from '../values/live-lists.js';
import { numberIn, numberKindOf } from '../values/numerals.js';
import { isUnordered, UNKNOWN_ORDER } from '../values/unordered.js';
import { ValueError } from '../values/value-error.js';
import {
  Hashtable,
  isList,
  listOf,
  NO_OBJECT,
  PSObject,
  ScriptClass,
  ScriptObject,
  TypeName,
  Unknown,
  unrolled,
  type Value,
} from '../values/values.js';
import { noSuchProperty, setMember, setStatic } from './classes.js';
import { DECIDES_COMMANDS } from './preferences.js';
import type { Coroutine } from './protocol.js';
import type { Runtime } from './runtime.js';
import { noteChange } from './table-order.js';
import { setVariable } from './variables.js';

/** Gives a variable, a property, an element or several variables a value. */
export function* assignTo(
  runtime: Runtime,
  target: Expression,
  given: Value | typeof NO_OBJECT,
  isSum = false,
): Coroutine<void> {
  const value = given === NO_OBJECT ? null : given;
  switch (target.kind) {
    case 'variable':
      setVariable(runtime, target, given, null, isSum);
      if (!(value instanceof Unknown && DECIDES_COMMANDS.test(target.name))) return;
      return yield* runtime.notModelled(target, `what later commands do depends on ${value.why}`, null, value);
    case 'cast':
      if (target.operand.kind === 'variable') setVariable(runtime, target.operand, given, target.type);
      else yield* assignTo(runtime, target.operand, runtime.types.cast(value, target.type));
      return;
    case 'attributed':
      yield* runtime.notModelled(target, `the attribute of ${target.operand.text.slice(0, 60)} is not read`);
      return yield* assignTo(runtime, target.operand, value);
    case 'group': {
      const { statement } = target;
      const only = statement.kind === 'pipeline' ? statement.elements[0] : null;
      if (only === null || only.kind === 'command') break;
      return yield* assignTo(runtime, only, value);
    }
    case 'list': {
      const whole = isUnordered(value) ? UNKNOWN_ORDER : value;
      const items = listOf(whole);
      for (const [i, each] of target.items.entries()) {
        const last = i === target.items.length - 1;
        const rest = whole instanceof Unknown ? whole.spread : last ? unrolled(items.slice(i)) : (items[i] ?? null);
        yield* assignTo(runtime, each, rest);
      }
      return;
    }
    case 'member': {
      runtime.types.codeChanges++;
      const holder = yield* runtime.evaluate(target.target);
      const name = toText(yield* runtime.evaluate(target.name));
      if (name instanceof Unknown) break;
      if (holder instanceof TypeName && target.static) {
        const type = runtime.types.find(holder.name);
        if (type instanceof ScriptClass) return setStatic(runtime, type, name, value);
      }
      if (isOfTheWindow(holder)) return;
      if (holder instanceof Unknown || target.static) break;
      const now = noteChange(runtime, holder as object, name.toLowerCase(), value);
      if (holder instanceof Hashtable && holder.hasLike(name)) break;
      if (holder instanceof Hashtable) holder.entries.set(name, now);
      else if (holder instanceof ScriptObject) setMember(runtime, holder, name, now);
      else if (holder instanceof PSObject && !holder.open && !holder.properties.has(name)) throw noSuchProperty(name);
      else if (holder instanceof PSObject && !holder.open) holder.properties.set(name, now);
      else break;
      return;
    }
    case 'index': {
      runtime.types.codeChanges++;
      const holder = yield* runtime.evaluate(target.target);
      const index = yield* runtime.evaluate(target.index);
      if (holder instanceof Unknown || index instanceof Unknown) break;
      if (holder instanceof Hashtable) {
        if (index === null) throw new ValueError('Index operation failed; the array index evaluated to null.');
        const name = toText(index);
        if (name instanceof Unknown) break;
        if (holder.ordered && numberKindOf(index) === 'Int32') {
          // a number is a place
          if (holder.shuffled) break;
          const [key] = holder.keyed()[numberIn(index) ?? -1] ?? [];
          if (key === undefined) throw new ValueError('Specified argument was out of the range of valid values.');
          holder.put(key, String(toText(key)), noteChange(runtime, holder, String(toText(key)).toLowerCase(), value));
          return;
        }
        holder.put(index, name, noteChange(runtime, holder, name.toLowerCase(), value));
        return;
      }
      if (!isList(holder)) break;
      const at = toNumber(index) ?? Number.NaN;
      const place = at < 0 ? holder.length + at : at;
      if (!(Number.isInteger(place) && place >= 0 && place < holder.length)) {
        throw new ValueError('Index was outside the bounds of the array.');
      }
      // an array of PowerShell is changed in place
      listChanged(holder);
      (holder as Value[])[place] =
        runtime.orders.length > 0 ? noteChange(runtime, holder, 'item', UNKNOWN_ORDER) : asItem(holder, value);
      return;
    }
  }
  yield* runtime.notModelled(target, `an assignment to ${target.text.slice(0, 60)} is not read`);
}

/** `$Host.UI.RawUI`, `[Console]`, the culture of a thread: how things look, and nothing of the deployment. */
const isOfTheWindow = (holder: Value): boolean =>
  (holder instanceof Unknown && /^\$host$/i.test(holder.why)) ||
  (holder instanceof TypeName && /^(?:system\.)?cons[o]le$/.test(holder.name)) ||
  (holder instanceof Unknown && /^(?:what )?\[(?:system\.)?threading\.thread\]::currentthread/i.test(holder.why));
