// The values of a script. What the model cannot tell is a value, too, and taints whatever is computed from it.
import type { Body, ClassDefinition } from '../parser/syntax.js';
import { NamedValues } from './named-values.js';
import { Character, type Numeral, numberIn, numberKindOf } from './numerals.js';

/** What a script computes with. Most numbers, strings and booleans are JavaScript's own; lists are its arrays. */
export type Value =
  | null
  | string
  | number
  | boolean
  | Numeral
  | Character
  | readonly Value[]
  | Hashtable
  | PSObject
  | Timespan
  | DateTime
  | Version
  | ScriptBlock
  | TypeName
  | Unknown;

/** What a pipeline that gave no object leaves: `$null` wherever a value is needed, but no object where it is piped on. */
export const NO_OBJECT: unique symbol = Symbol('nothing');

/** A hashtable, `@{ … }`; of one that .NET makes the case of its keys counts. */
export class Hashtable {
  /** the values of keys that are texts by these, of others by what makes them the same to .NET */
  readonly entries: NamedValues<Value>;
  /** `[ordered]`: a number is the place of an entry, unless they were added in an order that is not known */
  ordered = false;
  shuffled = false;
  /** keys that are no texts, with the texts that they become, by the names of their entries */
  private readonly keys = new Map<string, { readonly key: Value; readonly text: string }>();
  /** the texts of those, also of such as were taken away */
  private readonly texts = new Set<string>();

  constructor(readonly caseCounts = false) {
    this.entries = new NamedValues<Value>(caseCounts);
  }

  /** Gives the entry of a key a value; `text` is the key as a text. */
  put(key: Value, text: string, value: Value): void {
    const id = idOf(key);
    this.entries.set(id, value);
    if (typeof key === 'string') return;
    this.keys.set(id, { key, text });
    this.texts.add(text);
  }

  /** The entry of a key; undefined = there is none. A key of another type is another one. */
  at(key: Value): Value | undefined {
    return this.entries.get(idOf(key));
  }

  remove(key: Value): void {
    this.entries.remove(idOf(key));
  }

  /** The entries with their keys, each as it was given. */
  keyed(): [key: Value, value: Value][] {
    return this.entries.all().map(([id, value]) => [this.keys.get(id)?.key ?? id, value]);
  }

  /** The entries with their keys as texts. */
  named(): [name: string, value: Value][] {
    return this.entries.all().map(([id, value]) => [this.keys.get(id)?.text ?? id, value]);
  }

  /** Whether a key that is no text, or was one, becomes this text. */
  hasLike(text: string): boolean {
    return this.texts.has(text);
  }
}

/** Objects that are keys, each with a number of its own. */
const IDS = new WeakMap<object, number>();
let lastId = 0;

/** The name of the entry of a key: of two keys the same where they are equal for .NET, in type and value. */
function idOf(key: Value): string {
  if (typeof key === 'string') return key;
  const kind = numberKindOf(key);
  if (kind !== null) return `\u0000${kind} ${numberIn(key)}`;
  if (typeof key !== 'object' || key === null) return `\u0000${key}`;
  if (key instanceof Character) return `\u0000Char ${key.code}`;
  if (key instanceof Timespan) return `\u0000TimeSpan ${key.ms}`;
  if (key instanceof DateTime) return `\u0000DateTime ${key.shownBy} ${key.ms}`;
  if (key instanceof Version) return `\u0000Version ${key.parts.join('.')}`;
  const id = IDS.get(key) ?? ++lastId;
  IDS.set(key, id);
  return `\u0000object ${id}`;
}

/** An object with properties. `open` = the real one has more of them than are known here. */
export class PSObject {
  readonly properties = new NamedValues<Value>();

  constructor(
    /** what it is, for messages and for its text; null = made by the script */
    readonly type: string | null,
    readonly open: boolean,
    /** what it becomes as a string; null = its properties */
    readonly text: string | Unknown | null = null,
  ) {}
}

/** An object that has these properties. */
export function psObject(
  properties: Readonly<Record<string, Value>>,
  type: string | null = null,
  open = false,
  text: string | Unknown | null = null,
): PSObject {
  const made = new PSObject(type, open, text);
  for (const [name, value] of Object.entries(properties)) made.properties.set(name, value);
  return made;
}

/** An enumeration of the script: its names, each with its number. */
export class ScriptEnum {
  readonly members: EnumMember[] = [];

  constructor(readonly name: string) {}
}

/** A value of an enumeration: its name as a text, and a number. */
export class EnumMember extends PSObject {
  constructor(
    readonly of: ScriptEnum,
    readonly name: string,
    readonly number: number,
  ) {
    super(of.name, false, name);
    this.properties.set('value__', number);
  }
}

/** A class of the script; the script that defines it says what it does. */
export class ScriptClass {
  readonly statics = new NamedValues<Value>();

  constructor(
    readonly definition: ClassDefinition,
    /** the class that it extends; null = none of the script */
    readonly base: ScriptClass | null,
  ) {}

  get name(): string {
    return this.definition.name;
  }

  /** This class and those that it extends, itself first. */
  get line(): ScriptClass[] {
    return [this, ...(this.base?.line ?? [])];
  }
}

/** An object of a class of the script. */
export class ScriptObject extends PSObject {
  constructor(readonly of: ScriptClass) {
    super(of.name, false, of.line.some((each) => each.definition.methods.some(isToString)) ? null : of.name);
  }
}

const isToString = ({ name }: { readonly name: string }): boolean => name.toLowerCase() === 'tostring';

/** A length of time. */
export class Timespan {
  constructor(readonly ms: number) {}
}

/** A point in virtual time, in ms from the start of the run, when the clock shows what is not known; or of the calendar. */
export class DateTime {
  constructor(
    readonly ms: number,
    /** what shows it: a clock of the place or of UTC, which are apart by what is not known; or, from 1970 on, the calendar */
    readonly shownBy: 'clock' | 'utc' | 'calendar' = 'clock',
  ) {}
}

/** A version number: its parts, two to four of them. */
export class Version {
  constructor(
    readonly parts: readonly number[],
    /** further parts are not known */
    readonly open = false,
  ) {}
}

/** A script block. */
export class ScriptBlock {
  constructor(readonly body: Body) {}
}

/** `[string]` as a value. */
export class TypeName {
  constructor(readonly name: string) {}
}

/** A value that the model cannot tell, and why. Whatever is computed from it is unknown too. */
export class Unknown {
  constructor(
    readonly why: string,
    /** the command whose answer would tell; null = there is none, or it is not known which */
    readonly from: Unanswered | null = null,
  ) {}

  /** What is computed from it. */
  get spread(): Unknown {
    return this;
  }
}

/** A call whose answer is not known, and which properties of it the script has looked at since. */
export class Unanswered {
  readonly properties = new Set<string>();
  /** the script goes through its objects one by one */
  several = false;

  constructor(readonly command: string) {}
}

/** What a command answers that nobody can tell. */
export const unknownAnswer = (command: string, why = `the answer of ${command}`): Unknown =>
  new Unknown(why, new Unanswered(command));

/** Lists that a script may add to in place: `ArrayList` and the like. */
export const GROWABLE = new WeakSet<readonly Value[]>();

/** Those of them that say nothing when something is added, `Generic.List`, each with the type of its items as written. */
export const GENERIC = new WeakMap<readonly Value[], string>();

/** A list of its own that may grow; `itemType` = that of a generic one. */
export function growableList(items: readonly Value[], itemType: string | null = null): readonly Value[] {
  const list = [...items];
  GROWABLE.add(list);
  if (itemType !== null) GENERIC.set(list, itemType);
  return list;
}

/** Whether a value is a list. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** A value as a list: nothing for `$null`, the items of a list, else the one value. */
export function listOf(value: Value): readonly Value[] {
  if (value === null) return [];
  return isList(value) ? value : [value];
}

/** What the output of a pipeline is as one value: nothing, the one object, or a list. */
export function unrolled(output: readonly Value[]): Value {
  if (output.length === 0) return null;
  return output.length === 1 ? output[0] : output;
}
