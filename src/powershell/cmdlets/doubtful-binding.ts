// Whether PowerShell might refuse to bind a value that is not known: what the value may be at most, against the type of
// the parameter and what its attributes ask for.
import { possibleEffects } from '../interpreter/possible-effects.js';
import type { Coroutine } from '../interpreter/protocol.js';
import type { Runtime } from '../interpreter/runtime.js';
import type { Body, Parameter } from '../parser/syntax.js';
import { plainType } from '../values/casts.js';
import { OfType, TextHere } from '../values/partly-known.js';
import { isList, Unknown, type Value } from '../values/values.js';
import { isSwitch, rolesOf } from './declared.js';

/** Types that take whatever they are given. */
const TAKES_ALL = /^(?:string|object|array)$/;
const WHOLE = /^(?:s?byte|u?int(?:16|32|64)?)$/;
const NUMBER = /^(?:s?byte|u?int(?:16|32|64)?|long|single|double|decimal)$/;

/**
 * Tells where a value that is not known may be refused, so that the function would not run; it is taken as accepted. Where
 * the function does nothing that matters, and no error ends what is around it, that it runs or not is the same.
 */
export function* tellDoubt(runtime: Runtime, body: Body, parameter: Parameter, given: Value): Coroutine<void> {
  const doubted = doubtOf(parameter, given);
  if (doubted === null || !matters(runtime, body)) return;
  const { at, name, type } = parameter;
  const what = `whether the parameter ${name} takes its value depends on ${doubted.why}: taken as accepted`;
  const text = `${type === null ? '' : `[${type}]`}$${name}`;
  yield* runtime.notModelled({ at, text }, what, null, doubted);
}

function matters(runtime: Runtime, { begin, process, statements }: Body): boolean {
  if (runtime.tryDepth > 0 || runtime.preference('ErrorActionPreference') === 'stop') return true;
  const blocks = [begin, process ?? [], statements];
  const effects = possibleEffects(blocks, [], runtime, runtime.quietness);
  return effects === null || effects.prints || effects.assigned.some(({ scope }) => scope !== null);
}

/** What of a value is not known and may be refused; null = whatever it is, it is accepted. Attributes that look at it apart. */
function doubtOf(parameter: Parameter, given: Value): Unknown | null {
  const unknown = (isList(given) ? given : [given]).filter((each) => each instanceof Unknown);
  if (unknown.length === 0) return null;
  const type = isSwitch(parameter) ? 'bool' : parameter.type === null ? 'object' : plainType(parameter.type);
  const refused = unknown.find((each) => !converts(each, type));
  if (refused !== undefined) return refused;
  const asked = new Set(parameter.attributes.map(({ name }) => shortName(name)));
  if (asked.has('validatecount')) return unknown[0];
  const mandatory = rolesOf(parameter).some((role) => role.mandatory);
  const isText = type === 'string';
  const noEmpty = asked.has('validatenotnullorempty') || (mandatory && isText && !asked.has('allowemptystring'));
  const noNull = noEmpty || asked.has('validatenotnull') || (mandatory && !asked.has('allownull'));
  return unknown.find((each) => (noEmpty && !isFilled(each)) || (noNull && !isText && !isNoNull(each))) ?? null;
}

/** Whether a value becomes one of a type whatever it is. */
function converts(value: Unknown, type: string): boolean {
  const one = type.replace(/(?:\[\])+$/, '');
  if (TAKES_ALL.test(one) || (value instanceof OfType && fits(value.type, one))) return true;
  return /(?:^|\.)(?:pscredential|credential)$/.test(one) && value.from?.command === 'Get-Credential';
}

const fits = (from: string, to: string): boolean =>
  from === to ||
  (NUMBER.test(from) && (to === 'bool' || to === 'double' || (WHOLE.test(from) && to === 'long'))) ||
  (from === 'int' && to === 'decimal');

/** Whether there is something in it: it is no empty text, and not `$null`. */
const isFilled = (value: Unknown): boolean =>
  (value instanceof OfType && (value.type !== 'string' || value.isFilled)) ||
  (value instanceof TextHere && value.here !== '');

/** Whether it is a value in any case. */
const isNoNull = (value: Unknown): boolean => value instanceof OfType || value instanceof TextHere;

const shortName = (name: string): string =>
  name.replace(/^system\.management\.automation\./, '').replace(/attribute$/, '');
