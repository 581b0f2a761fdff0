// Assignment to whatever may stand on the left: variables, properties, elements, several at once.
import type { Expression } from '../parser/syntax.js';
import { toNumber, toText } from '../values/convert.js';
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
import type { Coroutine } from './protocol.js';
import type { Runtime } from './runtime.js';
import { setVariable } from './variables.js';

/** Gives a variable, a property, an element or several variables a value. */
export function* assignTo(runtime: Runtime, target: Expression, given: Value | typeof NO_OBJECT): Coroutine<void> {
  const value = given === NO_OBJECT ? null : given;
  switch (target.kind) {
    case 'variable':
      if (/^psdefaultparametervalues$/i.test(target.name)) {
        yield* runtime.notModelled(target, 'values that parameters have from then on are not read');
      }
      setVariable(runtime, target, given);
      return;
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
      const items = listOf(value);
      for (const [i, each] of target.items.entries()) {
        const last = i === target.items.length - 1;
        const rest = value instanceof Unknown ? value.spread : last ? unrolled(items.slice(i)) : (items[i] ?? null);
        yield* assignTo(runtime, each, rest);
      }
      return;
    }
    case 'member': {
      const holder = yield* runtime.evaluate(target.target);
      const name = toText(yield* runtime.evaluate(target.name));
      if (name instanceof Unknown) break;
      if (holder instanceof TypeName && target.static) {
        const type = runtime.types.find(holder.name);
        if (type instanceof ScriptClass) return setStatic(runtime, type, name, value);
      }
      if (isOfTheWindow(holder)) return;
      if (holder instanceof Unknown || target.static) break;
      if (holder instanceof Hashtable) holder.entries.set(name, value);
      else if (holder instanceof ScriptObject) setMember(runtime, holder, name, value);
      else if (holder instanceof PSObject && !holder.open && !holder.properties.has(name)) throw noSuchProperty(name);
      else if (holder instanceof PSObject && !holder.open) holder.properties.set(name, value);
      else break;
      return;
    }
    case 'index': {
      const holder = yield* runtime.evaluate(target.target);
      const index = yield* runtime.evaluate(target.index);
      if (holder instanceof Unknown || index instanceof Unknown) break;
      if (holder instanceof Hashtable) {
        holder.put(index, String(toText(index)), value);
        return;
      }
      if (!isList(holder)) break;
      const at = toNumber(index) ?? Number.NaN;
      const place = at < 0 ? holder.length + at : at;
      if (!(Number.isInteger(place) && place >= 0 && place < holder.length)) {
        throw new ValueError('Index was outside the bounds of the array.');
      }
      // an array of PowerShell is changed in place
      (holder as Value[])[place] = value;
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
