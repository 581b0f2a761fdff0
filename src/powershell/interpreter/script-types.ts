// The types that a script defines itself: casts to them and tests for them, with PowerShell's own behind them.
import type { ClassMethod, ClassProperty } from '../parser/syntax.js';
import { cast, isOfType } from '../values/casts.js';
import { toText } from '../values/convert.js';
import { numberIn } from '../values/numerals.js';
import { ValueError } from '../values/value-error.js';
import { EnumMember, listOf, ScriptClass, ScriptEnum, ScriptObject, Unknown, type Value } from '../values/values.js';

/** Aliases of aliases that are followed. */
const ALIASES_MAX = 8;

/** Classes and enumerations by their names, without case. */
export class ScriptTypes {
  private readonly types = new Map<string, ScriptClass | ScriptEnum>();
  /** other names that the script gives to commands, in lower case */
  readonly aliases = new Map<string, string>();

  /** how often a variable or a name was given code, or what may hold code: what a name stands for may be something else since */
  codeChanges = 0;

  /** names of commands of which nobody can tell what they mean by now, in lower case, and why */
  readonly doubtful = new Map<string, Unknown>();

  /** The name of a command for one that the script has given it. */
  commandFor(name: string): string {
    let found = name;
    for (let i = 0; i < ALIASES_MAX; i++) found = this.aliases.get(found.toLowerCase()) ?? found;
    return found;
  }

  define(type: ScriptClass | ScriptEnum): void {
    this.types.set(type.name.toLowerCase(), type);
  }

  /** A type that the script defines; undefined = it is another one. */
  find(name: string): ScriptClass | ScriptEnum | undefined {
    return this.types.get(name.toLowerCase());
  }

  /**
   * What a name stands for in the classes of the script: methods of this name in any of them, and all that makes an
   * object of the class of this name, alone or in a list.
   */
  codeOf(name: string): readonly (ClassMethod | ClassProperty)[] {
    const wanted = name.toLowerCase().replace(/\[\]$/, '');
    const isWanted = (each: { readonly name: string }): boolean => each.name.toLowerCase() === wanted;
    return [...this.types.values()].flatMap((type) => {
      if (!(type instanceof ScriptClass)) return [];
      const made = isWanted(type) ? type.line.map(({ definition }) => definition) : [];
      return [
        ...type.definition.methods.filter(isWanted),
        ...made.flatMap(({ name: own, properties, methods }) => [
          ...properties,
          ...methods.filter((each) => each.name.toLowerCase() === own.toLowerCase()),
        ]),
      ];
    });
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
  const number = numberIn(value);
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
