// Classes of the script: their objects are made, and their methods run, in a scope of their own that sees the script's.
import { acceptedValue } from '../cmdlets/validation.js';
import type { Block, ClassDefinition, ClassMethod, Expression, Parameter, StatementOf } from '../parser/syntax.js';
import { toNumber } from '../values/convert.js';
import { ValueError } from '../values/value-error.js';
import {
  EnumMember,
  type Hashtable,
  ScriptClass,
  ScriptEnum,
  ScriptObject,
  Unknown,
  type Value,
} from '../values/values.js';
import { discarded } from './output.js';
import type { Coroutine, Piece } from './protocol.js';
import type { Runtime } from './runtime.js';
import { ControlFlow } from './signals.js';

/** Defines the classes and enumerations of a file before its first statement runs, as PowerShell does. */
export function* defineTypes(runtime: Runtime, block: Block): Coroutine<void> {
  for (const statement of block) if (statement.kind === 'enum') yield* defineEnum(runtime, statement);
  const classes = block.filter((statement) => statement.kind === 'class');
  // a class may stand before the one that it extends
  const open = new Set(classes);
  for (let before = -1; open.size !== before; ) {
    before = open.size;
    for (const each of open) {
      if ([...open].some((other) => other !== each && each.bases.includes(other.name.toLowerCase()))) continue;
      open.delete(each);
      yield* defineClass(runtime, each);
    }
  }
  for (const each of open) yield* runtime.notModelled(each, `class ${each.name} extends itself`);
}

function* defineEnum(runtime: Runtime, { name, members }: StatementOf<'enum'>): Coroutine<void> {
  const type = new ScriptEnum(name);
  let next = 0;
  for (const { name: member, value } of members) {
    const given = value === null ? next : toNumber(yield* runtime.evaluate(value));
    if (given === null) throw new ValueError(`Enumerator value of ${name}::${member} must be a constant value.`);
    type.members.push(new EnumMember(type, member, given));
    next = given + 1;
  }
  runtime.types.define(type);
}

function* defineClass(runtime: Runtime, definition: StatementOf<'class'>): Coroutine<void> {
  const bases = definition.bases.map((each) => runtime.types.find(each));
  const base = bases.find((each) => each instanceof ScriptClass) ?? null;
  if (base === null && definition.bases.length > 0) {
    yield* runtime.notModelled(
      definition,
      `what class ${definition.name} takes from ${definition.bases[0]} is not read`,
    );
  }
  const type = new ScriptClass(definition, base);
  runtime.types.define(type);
  for (const each of definition.properties) {
    if (each.static) type.statics.set(each.name, yield* startValue(runtime, each));
  }
}

function* startValue(runtime: Runtime, { type, standard }: ClassDefinition['properties'][number]): Coroutine<Value> {
  if (standard !== null) {
    const value = yield* runtime.evaluate(standard);
    return type === null ? value : runtime.types.cast(value, type);
  }
  if (type === null) return null;
  const own = runtime.types.find(type);
  if (own instanceof ScriptEnum) return own.members.find(({ number }) => number === 0) ?? 0;
  if (/^(?:system\.)?bool(?:ean)?$/.test(type)) return false;
  return /^(?:system\.)?(?:byte|u?int(?:16|32|64)?|long|double|single|float|decimal)$/.test(type) ? 0 : null;
}

/** `[Class]::new(…)`, `New-Object Class …` */
export function* newObjectOf(
  runtime: Runtime,
  type: ScriptClass,
  given: readonly Value[],
  piece: Piece,
): Coroutine<Value> {
  const made = new ScriptObject(type);
  for (const each of type.line.toReversed()) {
    for (const property of each.definition.properties) {
      if (!property.static) made.properties.set(property.name, yield* startValue(runtime, property));
    }
  }
  yield* construct(runtime, type, made, given, piece);
  return made;
}

function* construct(
  runtime: Runtime,
  type: ScriptClass,
  made: ScriptObject,
  given: readonly Value[],
  piece: Piece,
): Coroutine<void> {
  const all = type.definition.methods.filter((each) => isCalled(each, type.name) && !each.static);
  const own = fitting(runtime, all, given);
  if (own === undefined && (all.length > 0 || given.length > 0)) {
    throw new ValueError(`Cannot find an overload for "new" and the argument count: "${given.length}".`);
  }
  if (own === undefined) {
    if (type.base !== null) yield* construct(runtime, type.base, made, [], piece);
    return;
  }
  yield* inMethod(runtime, piece, made, own, given, function* () {
    const handed: Value[] = [];
    for (const each of own.base ?? []) handed.push(yield* runtime.evaluate(each));
    if (type.base !== null) yield* construct(runtime, type.base, made, handed, piece);
    yield* runtime.untilReturn(() => runtime.runBody(own.body, discarded));
  });
}

const isCalled = (method: ClassMethod, name: string): boolean => method.name.toLowerCase() === name.toLowerCase();

/** The overload that takes these arguments: by their number, then by their types. */
function fitting(runtime: Runtime, methods: readonly ClassMethod[], given: readonly Value[]): ClassMethod | undefined {
  const counted = methods.filter(({ body }) => body.parameters.length === given.length);
  const takes = ({ type }: Parameter, value: Value): boolean =>
    type === null || value === null || runtime.types.isOfType(value, type) === true;
  return counted.find(({ body }) => body.parameters.every((each, i) => takes(each, given[i]))) ?? counted[0];
}

/** A method of an object or, without one, of a class; undefined = there is none of this name. */
export function* callScriptMethod(
  runtime: Runtime,
  from: ScriptClass,
  self: ScriptObject | null,
  call: { readonly name: string; readonly given: readonly Value[]; readonly piece: Piece },
): Coroutine<Value | undefined> {
  const { name, given, piece } = call;
  const named = from.line.map(({ definition }) =>
    definition.methods.filter((each) => isCalled(each, name) && each.static === (self === null)),
  );
  if (named.every((each) => each.length === 0)) return undefined;
  const method = named.map((each) => fitting(runtime, each, given)).find((each) => each !== undefined);
  if (method === undefined) {
    throw new ValueError(`Cannot find an overload for "${name}" and the argument count: "${given.length}".`);
  }
  let result: Value = null;
  yield* inMethod(runtime, piece, self, method, given, function* () {
    const depth = runtime.depth();
    try {
      // what is printed in a method goes nowhere: only `return` gives a value
      yield* runtime.runBody(method.body, discarded);
    } catch (error) {
      if (!(error instanceof ControlFlow) || error.word !== 'return') throw error;
      runtime.unwindTo(depth);
      result = error.value;
    }
  });
  if (method.type === 'void') return null;
  return method.type === null ? result : runtime.types.cast(result, method.type);
}

function* inMethod(
  runtime: Runtime,
  piece: Piece,
  self: ScriptObject | null,
  { body }: ClassMethod,
  given: readonly Value[],
  act: () => Coroutine<void>,
): Coroutine<void> {
  const values = new Map<Parameter, Value>();
  for (const [i, parameter] of body.parameters.entries()) {
    values.set(parameter, yield* acceptedValue(runtime, body, parameter, given[i]));
  }
  yield* runtime.inScriptScope(piece, function* () {
    if (self !== null) runtime.scope.set('this', self);
    for (const [{ name, type }, value] of values) {
      if (type === null) runtime.scope.set(name, value);
      else runtime.scope.setTyped(name, type, value);
    }
    yield* act();
  });
}

/** A property of an object of the script is given a value, in the type that its class says. */
export function setMember(runtime: Runtime, holder: ScriptObject, name: string, value: Value): void {
  const found = holder.of.line.flatMap(({ definition }) => definition.properties).find((each) => isNamed(each, name));
  if (found === undefined && !holder.properties.has(name)) throw noSuchProperty(name);
  holder.properties.set(name, found?.type ? runtime.types.cast(value, found.type) : value);
}

/** The class in the line of one that has a static property. */
export const holderOf = (type: ScriptClass, name: string): ScriptClass | undefined =>
  type.line.find(({ statics }) => statics.has(name));

/** A static property is given a value. */
export function setStatic(runtime: Runtime, type: ScriptClass, name: string, value: Value): void {
  const holder = holderOf(type, name);
  if (holder === undefined) throw noSuchProperty(name);
  const declared = holder.definition.properties.find((each) => isNamed(each, name));
  holder.statics.set(name, declared?.type ? runtime.types.cast(value, declared.type) : value);
}

const isNamed = (each: { readonly name: string }, name: string): boolean =>
  each.name.toLowerCase() === name.toLowerCase();

/** An object has no such property that could be set. */
export const noSuchProperty = (name: string): ValueError =>
  new ValueError(
    `The property '${name}' cannot be found on this object. Verify that the property exists and can be set.`,
  );

/** `[Type]::Name` of a type of the script. */
export function staticMember(type: ScriptClass | ScriptEnum, name: string): Value {
  if (type instanceof ScriptEnum) return type.members.find((each) => isNamed(each, name)) ?? null;
  return holderOf(type, name)?.statics.get(name) ?? null;
}

/** `[Class] @{ … }`: an object made without arguments, whose properties then have these values. */
export function* objectFrom(
  runtime: Runtime,
  type: ScriptClass,
  table: Hashtable,
  piece: Expression,
): Coroutine<Value> {
  const made = yield* newObjectOf(runtime, type, [], piece);
  if (!(made instanceof ScriptObject)) return new Unknown(`a ${type.name}`);
  for (const [name, value] of table.named()) setMember(runtime, made, name, value);
  return made;
}
