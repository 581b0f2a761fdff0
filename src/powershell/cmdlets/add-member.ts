// Add-Member: properties and code that an object of the script is given.
import type { Coroutine } from '../interpreter/protocol.js';
import { toText } from '../values/convert.js';
import { ValueError } from '../values/value-error.js';
import { Hashtable, PSObject, Unknown, type Value } from '../values/values.js';
import { type BoundArguments, bindArguments } from './bound-arguments.js';
import type { Builtin } from './stage.js';

const NAMES =
  'InputObject MemberType Name Value SecondValue NotePropertyName NotePropertyValue NotePropertyMembers TypeName';
const KINDS =
  /^(?:NoteProperty|AliasProperty|CodeProperty|ScriptProperty|PropertySet|ScriptMethod|CodeMethod|MemberSet)$/i;

/** `Add-Member` on an object of the script: notes are read, code that it is given is told. */
export const addMember: Builtin = (runtime, call) => {
  const positions = positionsFor(call.given.filter(({ parameter }) => parameter === null).map(({ value }) => value));
  const bound = bindArguments(call, NAMES, 'PassThru Force', positions).complete;
  const add = function* (target: Value): Coroutine<void> {
    // the objects have one more property, and which they are is not known as before
    const dark = bound.value('NotePropertyMembers') ?? bound.value('NotePropertyName') ?? bound.value('Name') ?? null;
    if (dark instanceof Unknown) {
      const what = `what Add-Member adds depends on ${dark.why}`;
      yield* runtime.notModelled(call.command, what, null, dark);
    } else if (!(target instanceof Unknown)) {
      const kind = toText(bound.value('MemberType') ?? 'NoteProperty');
      if (kind instanceof Unknown || !/^noteproperty$/i.test(kind)) {
        const what = `what Add-Member adds is not read (${kind instanceof Unknown ? kind.why : kind})`;
        yield* runtime.notModelled(call.command, what, call.command);
        for (const name of notes(bound).keys())
          if (target instanceof PSObject) target.properties.set(name, new Unknown(what));
      } else for (const [name, value] of notes(bound)) addNote(target, name, value, bound.isOn('Force'));
    }
    if (bound.isOn('PassThru')) yield* call.out(target);
  };
  return {
    item: add,
    *end() {
      const target = bound.value('InputObject');
      if (target !== undefined) yield* add(target);
    },
  };
};

/** Which parameters values without a name are for: a kind, a name and a value; a name and a value; or a table. */
function positionsFor([first]: readonly (Value | undefined)[]): string {
  if (first instanceof Hashtable) return 'NotePropertyMembers';
  return typeof first === 'string' && KINDS.test(first)
    ? 'MemberType Name Value SecondValue'
    : 'NotePropertyName NotePropertyValue';
}

function notes(bound: BoundArguments): Map<string, Value> {
  const table = bound.value('NotePropertyMembers');
  if (table instanceof Hashtable) return new Map(table.named());
  const name = toText(bound.value('NotePropertyName') ?? bound.value('Name') ?? null);
  if (name instanceof Unknown || name === '') throw new ValueError('Add-Member needs the name of a property');
  return new Map([[name, bound.value('NotePropertyValue') ?? bound.value('Value') ?? null]]);
}

function addNote(target: Value, name: string, value: Value, isForced: boolean): void {
  if (!(target instanceof PSObject)) throw new ValueError('Add-Member needs an object');
  if (target.properties.has(name) && !isForced) {
    throw new ValueError(`Cannot add a member with the name "${name}" because a member with that name already exists.`);
  }
  target.properties.set(name, value);
}
