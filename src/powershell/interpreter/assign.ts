import type { Expression } from '../parser/syntax.js';
import { cast } from '../values/casts.js';
import { number, text } from '../values/convert.js';
import { Hashtable, isList, listOf, Thing, Unknown, unrolled, type Value } from '../values/values.js';
import { evaluate, notModelled } from './evaluate.js';
import type { Runtime, Steps } from './runtime.js';
import { Complaint } from './signals.js';
import { setVariable } from './variables.js';

/** Gives a variable, a property, an element or several variables a value. */
export function* assignTo(rt: Runtime, target: Expression, value: Value): Steps<void> {
  switch (target.kind) {
    case 'variable':
      setVariable(rt, target, value);
      return;
    case 'cast':
      yield* assignTo(rt, target.operand, cast(value, target.type));
      return;
    case 'list': {
      const items = listOf(value);
      for (const [i, each] of target.items.entries()) {
        const last = i === target.items.length - 1;
        const rest = value instanceof Unknown ? value : last ? unrolled(items.slice(i)) : (items[i] ?? null);
        yield* assignTo(rt, each, rest);
      }
      return;
    }
    case 'member': {
      const holder = yield* evaluate(rt, target.target);
      const name = text(yield* evaluate(rt, target.name));
      if (name instanceof Unknown || holder instanceof Unknown || target.static) break;
      if (holder instanceof Hashtable) holder.entries.set(name, value);
      else if (holder instanceof Thing && !holder.open) holder.properties.set(name, value);
      else break;
      return;
    }
    case 'index': {
      const holder = yield* evaluate(rt, target.target);
      const index = yield* evaluate(rt, target.index);
      if (holder instanceof Unknown || index instanceof Unknown) break;
      if (holder instanceof Hashtable) {
        holder.entries.set(String(text(index)), value);
        return;
      }
      if (!isList(holder)) break;
      const at = number(index) ?? Number.NaN;
      const place = at < 0 ? holder.length + at : at;
      if (!(Number.isInteger(place) && place >= 0 && place < holder.length)) {
        throw new Complaint('Index was outside the bounds of the array.');
      }
      // an array of PowerShell is changed in place
      (holder as Value[])[place] = value;
      return;
    }
  }
  yield* notModelled(rt, target, `an assignment to ${target.text.slice(0, 60)} is not read`);
}
