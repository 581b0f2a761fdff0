// The cmdlets that make or take single values: time, questions, text, paths, objects.

import { newObjectOf } from '../interpreter/classes.js';
import { applyErrorAction } from '../interpreter/errors.js';
import { asOneValue, emitAll } from '../interpreter/output.js';
import type { Coroutine } from '../interpreter/protocol.js';
import type { Runtime } from '../interpreter/runtime.js';
import type { Scope } from '../interpreter/scope.js';
import { noteWrite } from '../interpreter/table-order.js';
import { cannotOverwrite, checkName } from '../interpreter/variables.js';
import { cast, timespanOfParts } from '../values/casts.js';
import { neededNumber, roundHalfToEven, texts, toNumber, toText } from '../values/convert.js';
import { isExceptionType } from '../values/exceptions.js';
import { asItem, itemTypeOf } from '../values/item-types.js';
import { numberIn } from '../values/numerals.js';
import { shownText } from '../values/paths.js';
import { madeException } from '../values/static-members.js';
import { isUnordered, unordered } from '../values/unordered.js';
import { ValueError } from '../values/value-error.js';
import {
  DateTime,
  growableList,
  Hashtable,
  isList,
  listOf,
  psObject,
  ScriptClass,
  Timespan,
  Unknown,
  unknownAnswer,
  type Value,
} from '../values/values.js';
import { type BoundArguments, bindArguments } from './bound-arguments.js';
import { atEnd, type Builtin, forInput, ofAll } from './stage.js';

/** `Start-Sleep`: virtual time passes. */
export const startSleep: Builtin = (runtime, call) => {
  const bound = bindArguments(call, 'Seconds Milliseconds m s', '', 'Seconds').complete;
  const ms = bound.value('Milliseconds') ?? bound.value('m');
  const seconds = (): Value | undefined => bound.value('Seconds') ?? bound.value('s');
  const pause = function* (given: Value | undefined): Coroutine<void> {
    if (given === undefined) throw new ValueError('Start-Sleep needs -Seconds or -Milliseconds');
    if (given instanceof Unknown) {
      const what = `how long this pause is depends on ${given.why}: taken as none`;
      return yield* runtime.notModelled(call.command, what, null, given);
    }
    const amount = toNumber(given);
    if (amount === null || amount < 0) throw new ValueError(`Start-Sleep: ${String(toText(given))} is not a time`);
    // seconds are a whole number
    const total = ms !== undefined ? amount : roundHalfToEven(amount) * 1000;
    const { at, text } = call.command;
    yield* runtime.ask({ kind: 'sleep', ms: Math.round(total), at, text });
  };
  return {
    item: pause,
    *end() {
      if (!call.piped) yield* pause(ms ?? seconds());
    },
  };
};

/** `Read-Host`: an administrator decides, which takes time; the world says what is answered. */
export const readHost: Builtin = (runtime, call) =>
  atEnd(function* () {
    const bound = bindArguments(call, 'Prompt', 'AsSecureString');
    const words = [bound.value('Prompt') ?? null, ...bound.rest].map(toText);
    const prompt = words.some((word) => word instanceof Unknown) ? null : words.join(' ').trim();
    const { at, text } = call.command;
    const { output } = yield* runtime.ask({ kind: 'decide', command: 'Read-Host', prompt, at, text });
    yield* call.out(output[0] ?? unknownAnswer('Read-Host', 'what is typed at Read-Host'));
  });

/** `pause`: an administrator presses a key, which takes time. */
export const pauseForKey: Builtin = (runtime, call) =>
  atEnd(function* () {
    const { at, text } = call.command;
    yield* runtime.ask({ kind: 'decide', command: 'Read-Host', prompt: 'Press Enter to continue...', at, text });
  });

/** `Get-Date`: virtual time; what a clock would show is unknown. */
export const getDate: Builtin = (runtime, call) =>
  atEnd(function* () {
    const plain = call.given.length === 0;
    yield* call.out(plain ? new DateTime(runtime.nowMs) : new Unknown('what a clock shows'));
  });

/** `New-TimeSpan` from parts, or between two moments. */
export const newTimespan: Builtin = (_runtime, call) =>
  atEnd(function* () {
    const parts = { Days: 86_400_000, Hours: 3_600_000, Minutes: 60_000, Seconds: 1000 };
    const bound = bindArguments(call, 'Start End Days Hours Minutes Seconds', '', 'Start End').complete;
    const [start, end] = [bound.value('Start'), bound.value('End')];
    if (start instanceof DateTime && end instanceof DateTime && start.shownBy === end.shownBy) {
      return yield* call.out(new Timespan(end.ms - start.ms));
    }
    if (start !== undefined || end !== undefined) return yield* call.out(new Unknown('a span of calendar time'));
    let ms = 0;
    for (const [name, unit] of Object.entries(parts)) {
      const value = bound.value(name) ?? null;
      if (value instanceof Unknown) return yield* call.out(value);
      ms += roundHalfToEven(neededNumber(value)) * unit;
    }
    yield* call.out(new Timespan(ms));
  });

/** `Write-Output`: what it is given, on its way. */
export const writeOutput: Builtin = (runtime, call) => {
  const bound = bindArguments(call, 'InputObject', 'NoEnumerate');
  return {
    item: call.out,
    *end() {
      if (call.piped) return;
      const items = [bound.value('InputObject') ?? null, ...bound.rest];
      for (const item of items) {
        if (bound.isOn('NoEnumerate')) yield* call.out(item);
        else yield* emitAll(runtime, item, call.out, call.command);
      }
    },
  };
};

/** `Write-Error`: the script says that something is wrong, so the run has a failed step. */
export const writeError: Builtin = (runtime, call) => {
  const bound = bindArguments(call, 'Message Category ErrorId TargetObject Exception');
  const given = (): Value => bound.value('Message') ?? bound.value('Exception') ?? null;
  return forInput(call, given, function* (value) {
    const shown = shownText(value);
    const isOwn = typeof toText(value) === 'string';
    const message = shown instanceof Unknown ? `Write-Error (its text depends on ${shown.why})` : shown;
    const { at, text } = call.command;
    // a catch around it may deal with it: then it is told by what the script does there
    const stops = runtime.tryDepth > 0;
    if (!stops) yield* runtime.ask({ kind: 'failed', message, at, text });
    applyErrorAction(runtime, call.given, call.command, message, { endsStatement: false, told: !stops, isOwn });
    if (stops) yield* runtime.ask({ kind: 'failed', message, at, text });
  });
};

/** Objects that hold a text, a choice or an identity, and do nothing to the deployment. */
const ONLY_COMPUTES =
  /^(?:text\.stringbuilder|management\.automation\.host\.choicedescription|security\.principal\.windows\w+|random|globalization\.cultureinfo|net\.mail\.\w+|version|guid|datetime|uri|management\.automation\.pscredential)$/;

/** A list as its constructors make it: empty, with room for so many, or with the items of another list. */
function newList(given: readonly Value[], itemType: string | null): Value {
  const [only] = given;
  const list = growableList([], itemType) as Value[];
  if (given.length === 0 || (given.length === 1 && numberIn(only) !== null)) return list;
  if (!isUnordered(only) && !(given.length === 1 && isList(only))) return new Unknown('a list that is made of others');
  for (const item of listOf(only)) list.push(asItem(list, item));
  return isUnordered(only) ? unordered(list) : list;
}

/** `New-Object` of the few kinds that hold data. */
export const newObject: Builtin = (runtime, call) =>
  atEnd(function* () {
    const bound = bindArguments(call, 'TypeName ArgumentList Property ComObject', '', 'TypeName ArgumentList');
    const type = toText(bound.value('TypeName') ?? null);
    const name = type instanceof Unknown ? '' : type.toLowerCase().replace(/^system\./, '');
    if (/^(psobject|pscustomobject|object|management\.automation\.psobject)$/.test(name)) {
      const properties = bound.value('Property') ?? new Hashtable();
      return yield* call.out(cast(properties, 'pscustomobject'));
    }
    const given = listOf(bound.value('ArgumentList') ?? null);
    if (/^collections\.(arraylist|generic\.list\[.*\])$/.test(name))
      return yield* call.out(newList(given, itemTypeOf(name)));
    const own = type instanceof Unknown ? undefined : runtime.types.find(type);
    if (own instanceof ScriptClass) return yield* call.out(yield* newObjectOf(runtime, own, given, call.command));
    if (isExceptionType(name)) return yield* call.out(madeException(name, given));
    if (ONLY_COMPUTES.test(name)) return yield* call.out(new Unknown(`a ${name.replace(/^.*\./, '')}`));
    if (name === 'timespan' || name === 'hashtable' || name === 'collections.hashtable') {
      return yield* call.out(
        name === 'timespan' ? timespanOfParts(listOf(bound.value('ArgumentList') ?? null)) : new Hashtable(true),
      );
    }
    yield* runtime.notModelled(call.command, `New-Object ${type instanceof Unknown ? '' : type} is not read`);
    yield* call.out(new Unknown('an object that drydrill does not know'));
  });

/** `Out-Null`: takes all and gives nothing. */
export const discard: Builtin = () => ({ item: function* () {}, end: function* () {} });

/** `Format-Table` and its like give objects for the screen, which are nothing but that. */
export const formatted: Builtin = (_runtime, call) => {
  const bound = call.given.find(({ parameter }) => /^inputobject$/i.test(parameter ?? ''));
  let any = bound !== undefined;
  return {
    *item() {
      any = true;
    },
    *end() {
      if (any) yield* call.out(psObject({}, `what ${call.name} gives`, true));
    },
  };
};

/** `Set-StrictMode`: from then on a variable that was never given a value is an error. */
export const setStrictMode: Builtin = (runtime, call) =>
  atEnd(function* () {
    const bound = bindArguments(call, 'Version', 'Off');
    const version = cast(bound.value('Version') ?? '0', 'string');
    if (version instanceof Unknown) return yield* runtime.notModelled(call.command, 'this strict mode is not known');
    runtime.strict = bound.isOn('Off')
      ? 0
      : /^latest$/i.test(String(version))
        ? 3
        : Number.parseInt(String(version), 10) || 0;
  });

/** `Set-Variable`, `New-Variable`: as an assignment; in another scope only that of the script. */
export const setVariableByName: Builtin = (runtime, call) =>
  ofAll(function* (input) {
    const bound = bindArguments(call, 'Name Value Description Option Scope Visibility', 'Force PassThru', 'Name Value');
    const names = texts(...listOf(bound.value('Name') ?? null));
    const into = scopeNamed(runtime, bound);
    const isNew = /^n/i.test(call.name);
    if (names instanceof Unknown || into === null || (!isNew && names.some((name) => /[*?[]/.test(name)))) {
      return yield* runtime.notModelled(call.command, 'which variable this is is not known');
    }
    const option = String(toText(bound.value('Option') ?? ''));
    const value = call.piped ? asOneValue(input) : (bound.value('Value') ?? null);
    for (const name of names) {
      if (into.isFixed(name) && !bound.isOn('Force')) throw cannotOverwrite(name);
      if (isNew && into.has(name) && !bound.isOn('Force')) {
        throw new ValueError(`A variable with name '${name}' already exists.`);
      }
      checkName(name);
      if (/constant|readonly/i.test(option)) into.fix(name);
      if (/private/i.test(option)) into.hide(name);
      into.set(name, value);
      noteWrite(runtime, into, name, value);
    }
  });

/** The scope that -Scope names; null = one that is not read. */
function scopeNamed({ scope }: Runtime, bound: BoundArguments): Scope | null {
  const name = toText(bound.value('Scope') ?? '');
  if (name instanceof Unknown || !/^(?:|local|script|global|0)$/i.test(name)) return null;
  return scope.named(name.toLowerCase());
}

/** `Remove-Variable`, `Clear-Variable`: the variable of this name that is nearest, unless a scope is named. */
export const removeVariable: Builtin = (runtime, call) =>
  atEnd(function* () {
    const bound = bindArguments(call, 'Name Scope Include Exclude', 'Force', 'Name');
    const named = scopeNamed(runtime, bound);
    for (const each of listOf(bound.value('Name') ?? null)) {
      const name = toText(each);
      if (name instanceof Unknown || named === null || /[*?[]/.test(name)) {
        yield* runtime.notModelled(call.command, 'which variables these are is not known');
        continue;
      }
      const holder = bound.has('Scope') ? named : (runtime.scope.holder(name) ?? named);
      if (/^cl/i.test(call.name)) holder.set(name, null);
      else holder.remove(name);
      noteWrite(runtime, holder, name, null);
    }
  });
