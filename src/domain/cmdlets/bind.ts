import type {
  BoundCommand,
  BoundValue,
  CmdletSpec,
  ParameterSpec,
  ParameterType,
  ParsedArgument,
  ParsedCommand,
  ParsedValue,
} from '../command.js';
import { CMDLETS, COMMON_PARAMETERS } from './catalog.js';
import { timespanText } from './command-text.js';

/** The names that a topology has, in its own spelling. */
export interface CommandHosts {
  /** Front End pools */
  readonly pools: readonly string[];
  /** every machine: Front End, SQL, witness, Edge, file server */
  readonly machines: readonly string[];
  readonly edgePools: readonly string[];
  readonly sites: readonly string[];
}

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

export type BindResult =
  | { readonly kind: 'bound'; readonly command: BoundCommand }
  | NotModelled
  | BindProblem;

const TICKS_PER_MS = 10_000;
const MS_PER_DAY = 86_400_000;

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

/** What a value turns into, or why it does not; the caller adds the column. */
type Conversion =
  | { readonly ok: true; readonly value: BoundValue }
  | { readonly ok: false; readonly message: string; readonly hint: string };

const fine = (value: BoundValue): Conversion => ({ ok: true, value });
const wrong = (message: string, hint: string): Conversion => ({ ok: false, message, hint });

/** Binds a parsed line to its cmdlet as PowerShell would: names, positions, types. Never throws. */
export function bindCommand(parsed: ParsedCommand, hosts: CommandHosts): BindResult {
  const spec = findCmdlet(parsed);
  if ('kind' in spec) return spec;
  const assigned = assignArguments(parsed, spec);
  if (!(assigned instanceof Map)) return assigned;

  for (const [parameter, argument] of assigned) {
    if (parameter.unmodelled) {
      return notModelled(argument.column, `-${parameter.name} of ${spec.name} is not modelled`);
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

function findCmdlet(parsed: ParsedCommand): CmdletSpec | NotModelled {
  // a name may be qualified by its module: Lync\Get-CsPool
  const name = parsed.name.replace(/^(lync|skypeforbusiness)\\/i, '');
  const spec = cmdletByName.get(name.toLowerCase());
  if (spec !== undefined) return spec;
  const near = nearest(
    name,
    CMDLETS.map((each) => each.name),
    2,
  );
  const suggestion = near === null ? '' : `; did you mean ${near}?`;
  return notModelled(
    parsed.column,
    `${brief(parsed.name)} is not a cmdlet that drydrill models${suggestion}`,
  );
}

/** An argument with its switch or value told apart, which takes the parameter's type. */
type Assigned = Map<ParameterSpec, { readonly value: ParsedValue | null; readonly column: number }>;

/** Named arguments first, then what is left over by position, in PowerShell's order. */
function assignArguments(parsed: ParsedCommand, spec: CmdletSpec): Assigned | BindProblem {
  const assigned: Assigned = new Map();
  const positional: ParsedValue[] = [];
  for (const argument of parsed.arguments) {
    if (argument.parameter === null) {
      if (argument.value !== null) positional.push(argument.value);
      continue;
    }
    const parameter = findParameter(argument.parameter, argument.column, spec);
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
function findParameter(typed: string, column: number, spec: CmdletSpec): ParameterSpec | BindProblem {
  const own = spec.parameters;
  const all = [
    ...own,
    ...COMMON_PARAMETERS.filter((common) => !own.some((each) => each.name === common.name)),
  ];
  const wanted = typed.toLowerCase();
  const names = (each: ParameterSpec) =>
    [each.name, ...(each.aliases ?? [])].map((name) => name.toLowerCase());
  const exact = all.find((each) => names(each).includes(wanted));
  if (exact !== undefined) return exact;

  const candidates =
    wanted === '' ? [] : all.filter((each) => names(each).some((name) => name.startsWith(wanted)));
  const ownCandidates = candidates.filter((each) => own.includes(each));
  if (candidates.length === 1) return candidates[0];
  if (ownCandidates.length === 1) return ownCandidates[0];
  if (candidates.length > 1) {
    const list = candidates.map((each) => `-${each.name}`).join(', ');
    return problem(
      column,
      `-${brief(typed)} is ambiguous in ${spec.name}: ${list}`,
      'write more of the name',
    );
  }
  const spellings = all.flatMap((each) => [
    each.name,
    ...(each.aliases ?? []).filter((name) => name.length > 4),
  ]);
  const near = nearest(typed, spellings, 3);
  const known = own.map((each) => `-${each.name}`).join(', ');
  const hint = near === null ? `it has ${known}` : `did you mean -${near}?`;
  return problem(column, `${spec.name} has no parameter -${brief(typed)}`, hint);
}

function convert(value: ParsedValue | null, parameter: ParameterSpec, hosts: CommandHosts): Conversion {
  const { type } = parameter;
  if (value === null) return fine(true); // a switch that is present: any other type had to have a value
  if (type.kind === 'switch' || type.kind === 'boolean') return toBoolean(value);
  if (value.kind === 'null') return wrong('$null is not a value here', 'leave the parameter out');
  if (value.kind === 'array') return wrong('takes one value, not a list', 'write one value');
  switch (type.kind) {
    case 'string':
      return fine(plainText(value));
    case 'host':
      return toHost(plainText(value), parameter, type.of, hosts);
    case 'integer':
      return toInteger(value, type.min, type.max);
    case 'timespan':
      return within(toTimespan(value), value, type);
    case 'enum':
      return toEnum(plainText(value), type);
  }
}

function toBoolean(value: ParsedValue): Conversion {
  if (value.kind === 'boolean') return fine(value.value);
  if (value.kind === 'number') return fine(value.value !== 0);
  return wrong(`${show(value)} is not true or false`, 'write $true or $false after the colon');
}

function toInteger(value: ParsedValue, min: number, max: number): Conversion {
  const text = plainText(value);
  // like PowerShell, a quoted number will do
  const number =
    value.kind === 'number' ? value.value : /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isInteger(number) && number >= min && number <= max) return fine(number);
  return wrong(`${show(value)} is not a whole number from ${min} to ${max}`, 'write digits only');
}

/**
 * `[d.]hh:mm[:ss[.fff]]` → ms. What PowerShell makes of a bare number is kept: an integer counts ticks of
 * 100 ns, so `-WaitTime 30` is 3 µs, while the quoted '30' is 30 days.
 */
function toTimespan(value: ParsedValue): Conversion {
  const text = plainText(value).trim();
  const hint = 'write hh:mm:ss, for example 00:10:00';
  if (value.kind === 'number') {
    if (Number.isInteger(value.value) && value.value >= 0)
      return fine(Math.floor(value.value / TICKS_PER_MS));
    return wrong(`${show(value)} is not a time span`, hint);
  }
  if (/^\d{1,7}$/.test(text)) return fine(Number(text) * MS_PER_DAY);
  const match = /^(?:(\d{1,7})\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/.exec(text);
  if (match === null) return wrong(`${show(value)} is not a time span`, hint);
  const [days, hours, minutes, seconds] = [match[1], match[2], match[3], match[4]].map((part) =>
    Number(part ?? 0),
  );
  if (hours > 23 || minutes > 59 || seconds > 59) {
    return wrong(
      `${show(value)} is out of range`,
      'hours go to 23, minutes and seconds to 59; days stand before a dot',
    );
  }
  const fractionMs = Math.floor(Number((match[5] ?? '').padEnd(7, '0')) / TICKS_PER_MS);
  return fine(days * MS_PER_DAY + ((hours * 60 + minutes) * 60 + seconds) * 1000 + fractionMs);
}

function within(
  converted: Conversion,
  value: ParsedValue,
  { minMs, maxMs }: Extract<ParameterType, { kind: 'timespan' }>,
): Conversion {
  if (!converted.ok) return converted;
  const ms = Number(converted.value);
  if (ms >= minMs && ms <= maxMs) return converted;
  const ticks = value.kind === 'number' ? ' (a bare number counts ticks of 100 ns)' : '';
  const range = `from ${timespanText(minMs)} to ${timespanText(maxMs)}, days before the dot`;
  return wrong(`${show(value)} is out of range${ticks}`, range);
}

function toEnum(text: string, type: Extract<ParameterType, { kind: 'enum' }>): Conversion {
  const wanted = text.trim().toLowerCase();
  const value = type.values.find((each) => each.toLowerCase() === wanted);
  if (value !== undefined) return fine(value);
  const aliases = type.aliases ?? {};
  if (Object.hasOwn(aliases, wanted)) return fine(aliases[wanted]);
  const near = nearest(text, [...type.values, ...Object.keys(aliases)], 3);
  const meant = near !== null && Object.hasOwn(aliases, near) ? aliases[near] : near;
  const hint = meant === null ? `one of ${type.values.join(', ')}` : `did you mean ${meant}?`;
  return wrong(`"${brief(text)}" is not one of its values`, hint);
}

type HostKind = Extract<ParameterType, { kind: 'host' }>['of'];

const HOST_NOUN: Readonly<Record<HostKind, string>> = {
  pool: 'Front End pool',
  machine: 'machine',
  edgePool: 'Edge pool',
  site: 'site',
  poolOrEdgePool: 'pool',
};

function toHost(text: string, parameter: ParameterSpec, of: HostKind, hosts: CommandHosts): Conversion {
  const known: Readonly<Record<HostKind, readonly string[]>> = {
    pool: hosts.pools,
    machine: hosts.machines,
    edgePool: hosts.edgePools,
    site: hosts.sites,
    poolOrEdgePool: [...hosts.pools, ...hosts.edgePools],
  };
  const name = withoutPrefix(text.trim(), parameter);
  const host = known[of].find((each) => each.toLowerCase() === name.toLowerCase());
  if (host !== undefined) return fine(host);
  // half of a long FQDN may be its domain, so only what is close is worth a suggestion
  const near = nearest(name, known[of], 4) ?? known[of].find((each) => sameHostPart(each, name));
  const few = known[of].slice(0, 5).join(', ') + (known[of].length > 5 ? ', …' : '');
  const hint = near !== undefined ? `did you mean ${near}?` : few === '' ? '' : `it has ${few}`;
  return wrong(`the topology has no ${HOST_NOUN[of]} "${brief(name)}"`, hint);
}

/** An identity may name the role, and before it the word service: `service:Registrar:pool1.contoso.com`. */
function withoutPrefix(text: string, parameter: ParameterSpec): string {
  const prefixes = [parameter.prefix ?? [], parameter.prefixes ?? []].flat();
  if (prefixes.length === 0) return text;
  const role = text.replace(/^service:/i, '');
  const prefix = prefixes.find((each) => role.toLowerCase().startsWith(each.toLowerCase()));
  return prefix === undefined ? text : role.slice(prefix.length);
}

function sameHostPart(fqdn: string, name: string): boolean {
  return fqdn.toLowerCase().split('.', 1)[0] === name.toLowerCase().split('.', 1)[0];
}

function plainText(value: ParsedValue): string {
  if (value.kind === 'string' || value.kind === 'number') return value.text;
  // as .NET prints a Boolean
  return value.kind === 'boolean' ? (value.value ? 'True' : 'False') : '';
}

/** A value for a message: short and without control characters. */
function show(value: ParsedValue): string {
  if (value.kind === 'array') return 'list';
  if (value.kind === 'null') return '$null';
  if (value.kind === 'boolean') return value.value ? '$true' : '$false';
  return `"${brief(value.text)}"`;
}

function brief(text: string): string {
  const plain = text.slice(0, 300).replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
  return plain.length > 80 ? `${plain.slice(0, 80)}…` : plain;
}

/** The nearest of `candidates` by edit distance without case, if within `distanceMax` and a third of it. */
function nearest(typed: string, candidates: readonly string[], distanceMax: number): string | null {
  let best: string | null = null;
  let bestDistance = distanceMax + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - typed.length) >= bestDistance) continue;
    const distance = editDistance(typed.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance && distance * 3 <= Math.max(candidate.length, 6)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}
