// The types that a script defines itself: casts to them and tests for them, with PowerShell's own behind them.
import { cast, isOfType } from '../values/casts.js';
import { toText } from '../values/convert.js';
import { ValueError } from '../values/value-error.js';
import { EnumMember, listOf, ScriptClass, ScriptEnum, ScriptObject, Unknown, type Value } from '../values/values.js';

/** Classes and enumerations by their names, without case. */
export class ScriptTypes {
  private readonly types = new Map<string, ScriptClass | ScriptEnum>();

  define(type: ScriptClass | ScriptEnum): void {
    this.types.set(type.name.toLowerCase(), type);
  }

  /** A type that the script defines; undefined = it is another one. */
  find(name: string): ScriptClass | ScriptEnum | undefined {
    return this.types.get(name.toLowerCase());
  }

  /** Whether the script has a class of this name, alone or in a list, or a method of it in any class. */
  hasCode(name: string): boolean {
    const wanted = name.toLowerCase().replace(/\[\]$/, '');
    return [...this.types.values()].some(
      (type) =>
        type instanceof ScriptClass &&
        [type, ...type.definition.methods].some((each) => each.name.toLowerCase() === wanted),
    );
  }

  /** As `cast`, and for the types of the script. */
  cast(value: Value, name: string): Value {
    if (this.types.size === 0) return cast(value, name);
    if (name.endsWith('[]') && this.find(name.slice(0, -2)) !== undefined) {
      return listOf(value).map((item) => this.cast(item, name.slice(0, -2)));
    }
    const type = this.find(name);
    if (type === undefined) return cast(value, name);
    if (value instanceof Unknown) return value;
    return type instanceof ScriptEnum ? memberOf(type, value) : objectOf(type, value);
  }

  /** As `isOfType`, and for the types of the script. */
  isOfType(value: Value, name: string): boolean | Unknown {
    const type = this.find(name);
    if (type === undefined || value instanceof Unknown) return isOfType(value, name);
    if (type instanceof ScriptEnum) return value instanceof EnumMember && value.of === type;
    return value instanceof ScriptObject && value.of.line.includes(type);
  }
}

function memberOf(type: ScriptEnum, value: Value): Value {
  if (value instanceof EnumMember && value.of === type) return value;
  const shown = toText(value);
  if (shown instanceof Unknown) return shown;
  const number = typeof value === 'number' ? value : null;
  const wanted = shown.trim().toLowerCase();
  const found = type.members.find((each) => each.name.toLowerCase() === wanted || each.number === number);
  if (found !== undefined) return found;
  const names = type.members.map((each) => each.name).join(',');
  throw new ValueError(
    `Cannot convert value "${shown.slice(0, 60)}" to type "${type.name}". Specify one of the following enumerator names: ${names}.`,
  );
}

function objectOf(type: ScriptClass, value: Value): Value {
  if (value === null || (value instanceof ScriptObject && value.of.line.includes(type))) return value;
  if (value instanceof ScriptObject || type.definition.methods.every(({ name }) => name !== type.name)) {
    throw new ValueError(`Cannot convert a value to type "${type.name}".`);
  }
  // a constructor of one argument may take it
  return new Unknown(`a ${type.name} made of another value`);
}
