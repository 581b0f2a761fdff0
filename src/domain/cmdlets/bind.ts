/**
 * Parameter binding as PowerShell does it: names, aliases and unambiguous beginnings, then positions, then the types.
 */
import { nearest } from '../../core/nearest.js';
import {
  type BoundCommand,
  type BoundValue,
  type CmdletSpec,
  isInShell,
  type ParameterSpec,
  type ParsedArgument,
  type ParsedCommand,
  type ParsedValue,
} from '../command.js';
import { PRODUCT_NAMES, type Product } from '../deployment.js';
import { brief, type CommandHosts, convert, productOfLine, show } from './argument-values.js';
import { CMDLETS } from './catalog.js';
import { isOfTheShell, nearestReal, onlineCmdlet, onlyLooks, realCmdlet } from './known-cmdlets.js';
import { COMMON_PARAMETERS } from './parameter-types.js';

/** The line is wrong: PowerShell, the cmdlet or the topology would refuse it. */
export interface BindProblem {
  readonly kind: 'problem';
  readonly message: string;
  /** what would be right; may be empty */
  readonly hint: string;
  readonly column: number;
}

/** The line is fine in PowerShell, but drydrill cannot say what it would do. */
export interface NotModelled {
  readonly kind: 'notModelled';
  readonly what: string;
  readonly column: number;
}

/** The shell of the product does not know the cmdlet or the parameter, which another product has: the step fails there. */
export interface UnknownHere {
  readonly kind: 'unknownHere';
  /** what PowerShell says, and which product has it */
  readonly message: string;
  readonly column: number;
}

/** A line that only looks or exports, whose answer the model has not: it is noted, and changes nothing. */
export interface Noted {
  readonly kind: 'noted';
  readonly what: string;
  readonly column: number;
}

export type BindResult =
  | { readonly kind: 'bound'; readonly command: BoundCommand }
  | Noted
  | NotModelled
  | BindProblem
  | UnknownHere;

const problem = (column: number, message: string, hint = ''): BindProblem => ({
  kind: 'problem',
  message,
  hint,
  column,
});
const notModelled = (column: number, what: string): NotModelled => ({ kind: 'notModelled', what, column });

const cmdletByName = new Map(
  CMDLETS.flatMap((spec) => [spec.name, ...(spec.aliases ?? [])].map((name) => [name.toLowerCase(), spec])),
);

/** Binds a parsed line to its cmdlet as PowerShell would: names, positions, types. Never throws. */
export function bindCommand(parsed: ParsedCommand, hosts: CommandHosts): BindResult {
  const spec = findCmdlet(parsed);
  if ('kind' in spec) return spec;
  const product = productOfLine(parsed, hosts);
  if (!isInShell(spec, product)) return unknownCmdlet(parsed, spec, product!);
  const assigned = assignArguments(parsed, spec, product);
  if (!(assigned instanceof Map)) return assigned;

  for (const [parameter, argument] of assigned) {
    if (parameter.unmodelled) {
      const what = `-${parameter.name} of ${spec.name} is not modelled`;
      if (onlyLooks(spec.name))
        return { kind: 'noted', what: `${what}: its answer is not known`, column: parsed.column };
      return notModelled(argument.column, what);
    }
  }
  const parameters: Record<string, BoundValue> = {};
  for (const [parameter, argument] of assigned) {
    const converted = convert(argument.value, parameter, hosts);
    if (!converted.ok) {
      const column = argument.value?.column ?? argument.column;
      return problem(column, `-${parameter.name}: ${converted.message}`, converted.hint);
    }
    parameters[parameter.name] = converted.value;
  }
  const missing = spec.parameters.filter((each) => each.required && !assigned.has(each));
  if (missing.length > 0) {
    const names = missing.map((each) => `-${each.name}`).join(' and ');
    return problem(parsed.column, `${spec.name} needs ${names}`, `add ${names} with a value`);
  }
  return { kind: 'bound', command: { cmdlet: spec.name, parameters } };
}

/** Since when there is something that the product at hand has not. */
const cameWith = (what: string, { products = [] }: Pick<CmdletSpec, 'products'>, product: Product): string =>
  `(${what} came with ${PRODUCT_NAMES[products[0]]}; this is ${PRODUCT_NAMES[product]})`;

function unknownCmdlet(parsed: ParsedCommand, spec: CmdletSpec, product: Product): UnknownHere {
  const message = `The term '${brief(parsed.name)}' is not recognized as the name of a cmdlet, function, script file, or operable program. ${cameWith(spec.name, spec, product)}`;
  return { kind: 'unknownHere', message, column: parsed.column };
}

function findCmdlet(parsed: ParsedCommand): CmdletSpec | NotModelled | Noted {
  // a name may be qualified by its module: Lync\Get-CsPool
  const name = parsed.name.replace(/^(lync|skypeforbusiness|sqlserver|sqlps)\\/i, '');
  const spec = cmdletByName.get(name.toLowerCase());
  if (spec !== undefined) return spec;
  const { column } = parsed;
  const real = realCmdlet(name);
  if (real !== null && onlyLooks(real)) {
    return { kind: 'noted', what: `noted: ${real} changes nothing, and its answer is not modelled`, column };
  }
  if (real !== null) return notModelled(column, `${real} is a cmdlet of the product that drydrill does not model`);
  const online = onlineCmdlet(name);
  if (online !== null) {
    const what = `${online} is of the online service's module, which the server's shell does not have`;
    return onlyLooks(online)
      ? { kind: 'noted', what: `noted: ${what}; it changes nothing, and its answer is not modelled`, column }
      : notModelled(column, what);
  }
  const typed = brief(parsed.name);
  const near = nearestReal(name);
  const suggestion = near === null ? '' : `; did you mean ${near}?`;
  if (!isOfTheShell(name)) return notModelled(column, `${typed} is not a cmdlet that drydrill models${suggestion}`);
  return notModelled(column, `no product has a cmdlet ${typed}, though a module of your own may${suggestion}`);
}

/** An argument with its switch or value told apart, which takes the parameter's type. */
type Assigned = Map<ParameterSpec, { readonly value: ParsedValue | null; readonly column: number }>;

/** Named arguments first, then what is left over by position, in PowerShell's order. */
function assignArguments(
  parsed: ParsedCommand,
  spec: CmdletSpec,
  product: Product | undefined,
): Assigned | BindProblem | UnknownHere {
  const assigned: Assigned = new Map();
  const positional: ParsedValue[] = [];
  for (const argument of parsed.arguments) {
    if (argument.parameter === null) {
      if (argument.value !== null) positional.push(argument.value);
      continue;
    }
    const parameter = findParameter(argument.parameter, argument.column, spec, product);
    if ('kind' in parameter) return parameter;
    if (assigned.has(parameter)) {
      return problem(argument.column, `-${parameter.name} is given twice`, 'give it once');
    }
    const spare = parameter.type.kind === 'switch' && !argument.attached ? argument.value : null;
    // a value after a switch without a colon does not belong to the switch
    if (spare !== null) positional.push(spare);
    assigned.set(parameter, { value: spare === null ? argument.value : null, column: argument.column });
    const lacking = missingValue(parameter, argument);
    if (lacking !== null) return lacking;
  }
  const places = spec.parameters
    .filter((each) => each.position !== undefined && !assigned.has(each))
    .sort((a, b) => a.position! - b.position!);
  for (const value of positional) {
    const place = places.shift();
    if (place === undefined) {
      const message = `${spec.name} has no place for the value ${show(value)}`;
      return problem(value.column, message, 'name the parameter that it belongs to');
    }
    assigned.set(place, { value, column: value.column });
  }
  return assigned;
}

function missingValue(parameter: ParameterSpec, argument: ParsedArgument): BindProblem | null {
  if (argument.value !== null || parameter.type.kind === 'switch') return null;
  return problem(argument.column, `-${parameter.name} needs a value`, `write -${parameter.name} VALUE`);
}

/**
 * An exact name or alias wins; else any unambiguous beginning, where one parameter of the cmdlet itself
 * wins over the common ones, as in PowerShell's binder.
 */
function findParameter(
  typed: string,
  column: number,
  spec: CmdletSpec,
  product: Product | undefined,
): ParameterSpec | BindProblem | UnknownHere {
  const own = spec.parameters.filter((each) => isInShell(each, product) && each.implied !== true);
  const all = [...own, ...COMMON_PARAMETERS.filter((common) => !own.some((each) => each.name === common.name))];
  const wanted = typed.toLowerCase();
  const names = (each: ParameterSpec) => [each.name, ...(each.aliases ?? [])].map((name) => name.toLowerCase());
  const exact = all.find((each) => names(each).includes(wanted));
  if (exact !== undefined) return exact;

  const candidates = wanted === '' ? [] : all.filter((each) => names(each).some((name) => name.startsWith(wanted)));
  const ownCandidates = candidates.filter((each) => own.includes(each));
  if (candidates.length === 1) return candidates[0];
  if (ownCandidates.length === 1) return ownCandidates[0];
  if (candidates.length > 1) {
    const list = candidates.map((each) => `-${each.name}`).join(', ');
    return problem(column, `-${brief(typed)} is ambiguous in ${spec.name}: ${list}`, 'write more of the name');
  }
  const elsewhere =
    wanted === '' ? [] : spec.parameters.filter((each) => names(each).some((n) => n.startsWith(wanted)));
  if (elsewhere.length === 1) {
    const message = `A parameter cannot be found that matches parameter name '${brief(typed)}'. ${cameWith(`-${elsewhere[0].name}`, elsewhere[0], product!)}`;
    return { kind: 'unknownHere', message, column };
  }
  const spellings = all.flatMap((each) => [each.name, ...(each.aliases ?? []).filter((name) => name.length > 4)]);
  const near = nearest(typed, spellings, 3);
  const known = own.map((each) => `-${each.name}`).join(', ');
  const hint = near === null ? `it has ${known}` : `did you mean -${near}?`;
  return problem(column, `${spec.name} has no parameter -${brief(typed)}`, hint);
}
