// `$PSDefaultParameterValues`: patterns of commands with values for parameters that a call leaves out, matched one by one.
import type { ArgumentValue } from '../interpreter/protocol.js';
import type { Runtime } from '../interpreter/runtime.js';
import type { Body, Command } from '../parser/syntax.js';
import { toBoolean } from '../values/convert.js';
import { Hashtable, ScriptBlock, Unknown, type Value } from '../values/values.js';
import { matchesWildcard } from '../values/wildcard.js';
import { commonName } from './bound-arguments.js';
import { isAdvanced } from './declared.js';

/** The variable that holds them. */
export const DEFAULTS = 'PSDefaultParameterValues';

/** Common parameters that each command has. */
const OF_ALL = /^(?:Error|Warning|Information)(?:Action|Variable)$|^(?:Out(?:Variable|Buffer)|Verbose|Debug)$/;

/**
 * The arguments of a call with the values that it is given besides; Unknown where these are not known: a pattern that is
 * for several commands, of which nobody says here whether each has the parameter, or code.
 */
export function withDefaults(
  runtime: Runtime,
  { at }: Command,
  call: { readonly name: string; readonly body: Body | undefined; readonly given: readonly ArgumentValue[] },
): readonly ArgumentValue[] | Unknown {
  const table = runtime.scope.get(DEFAULTS) ?? null;
  if (table instanceof Unknown) return table;
  if (!(table instanceof Hashtable) || table.entries.size === 0) return call.given;
  if (toBoolean(table.entries.get('Disabled') ?? null) === true) return call.given;
  if (call.body !== undefined && !isAdvanced(call.body)) return call.given;
  const name = call.name.toLowerCase().replace(/^.*\\/, '');
  const added: ArgumentValue[] = [];
  for (const [key, value] of table.named()) {
    const [, commands, parameter] = /^([^:]+):(.+)$/.exec(key.trim()) ?? [];
    if (parameter === undefined || !matchesWildcard(name, commands.trim(), false)) continue;
    if (isGiven(call.given, parameter)) continue;
    const isKnown = isFor(call.body, parameter, name === commands.trim().toLowerCase());
    if (isKnown === false) continue;
    if (isKnown === null || value instanceof ScriptBlock) return new Unknown(`what $${DEFAULTS} adds to ${call.name}`);
    added.push({ parameter, value: value as Value, attached: true, at });
  }
  return [...call.given, ...added];
}

const isGiven = (given: readonly ArgumentValue[], parameter: string): boolean =>
  given.some(({ parameter: typed }) => typed !== null && isBeginning(typed, parameter));

const isBeginning = (typed: string, parameter: string): boolean =>
  parameter.toLowerCase().startsWith(typed.toLowerCase()) ||
  commonName(typed)?.toLowerCase() === parameter.toLowerCase();

/** Whether a command has a parameter; null = that is not known. */
function isFor(body: Body | undefined, parameter: string, isNamed: boolean): boolean | null {
  if (OF_ALL.test(commonName(parameter) ?? '')) return true;
  if (body === undefined) return isNamed || null;
  return body.parameters.some(({ name }) => name.toLowerCase() === parameter.toLowerCase()) || null;
}
