/** Conversion of a typed value to its parameter's type, by PowerShell's rules and the names of the topology. */
import { nearest } from '../../core/nearest.js';
import type { BoundValue, ParameterSpec, ParameterType, ParsedCommand, ParsedValue } from '../command.js';
import type { Product } from '../deployment.js';
import { timespanLiteral } from './command-text.js';

/** The names that a topology has, in its own spelling. */
export interface CommandHosts {
  /** whose management shell a line is typed in that names no pool; absent = one that has all that any has */
  readonly product?: Product;
  /** that of each pool and of each of its machines, by name in lower case: a line is typed where the pool is that it names */
  readonly productAt?: ReadonlyMap<string, Product>;
  /** Front End pools */
  readonly pools: readonly string[];
  /** every machine: Front End, SQL, witness, Edge, file server */
  readonly machines: readonly string[];
  /** of the availability groups; absent = there are none */
  readonly listeners?: readonly string[];
  readonly edgePools: readonly string[];
  /** every pool of the shell, those of SQL and file servers too; absent = Front End and Edge pools */
  readonly clusters?: readonly string[];
  /** Edge servers, each with its pool */
  readonly edgeServers: ReadonlyMap<string, string>;
  readonly sites: readonly string[];
}

/** What a value turns into, or why it does not; the caller adds the column. */
type Conversion =
  | { readonly ok: true; readonly value: BoundValue }
  | { readonly ok: false; readonly message: string; readonly hint: string };

const fine = (value: BoundValue): Conversion => ({ ok: true, value });
const wrong = (message: string, hint: string): Conversion => ({ ok: false, message, hint });

const TICKS_PER_MS = 10_000;
const MS_PER_DAY = 86_400_000;

/** The value as its parameter takes it; null = a switch without one. */
export function convert(value: ParsedValue | null, parameter: ParameterSpec, hosts: CommandHosts): Conversion {
  const { type } = parameter;
  if (value === null) return fine(true); // a switch that is present: any other type had to have a value
  if (type.kind === 'switch' || type.kind === 'boolean') return toBoolean(value);
  if (value.kind === 'null') return wrong('$null is not a value here', 'leave the parameter out');
  if (value.kind === 'array' && parameter.list === true) return fine(value.items.map(plainText).join(','));
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
  const number = value.kind === 'number' ? value.value : /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : Number.NaN;
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
    if (Number.isInteger(value.value) && value.value >= 0) return fine(Math.floor(value.value / TICKS_PER_MS));
    return wrong(`${show(value)} is not a time span`, hint);
  }
  if (/^\d{1,7}$/.test(text)) return fine(Number(text) * MS_PER_DAY);
  const match = /^(?:(\d{1,7})\.)?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/.exec(text);
  if (match === null) return wrong(`${show(value)} is not a time span`, hint);
  const [days, hours, minutes, seconds] = [match[1], match[2], match[3], match[4]].map((part) => Number(part ?? 0));
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
  const range = `from ${timespanLiteral(minMs)} to ${timespanLiteral(maxMs)}, days before the dot`;
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
  edgePoolOrServer: 'Edge pool or Edge server',
  site: 'site',
  anyPool: 'pool',
  sqlServer: 'machine or listener',
};

/** The product in whose management shell a line is typed: that of the first pool that it names, or a machine of (D2). */
export function productOfLine({ arguments: typed }: ParsedCommand, hosts: CommandHosts): Product | undefined {
  for (const { value } of typed) {
    if (value?.kind !== 'string') continue;
    // An identity names the role before the host, a SQL Server its instance after it.
    const name = value.text.trim().replace(/^.*:/, '').replace(/\\.*$/, '').toLowerCase();
    const product = hosts.productAt?.get(name);
    if (product !== undefined) return product;
  }
  return hosts.product;
}

function toHost(text: string, parameter: ParameterSpec, of: HostKind, hosts: CommandHosts): Conversion {
  const known: Readonly<Record<HostKind, readonly string[]>> = {
    pool: hosts.pools,
    machine: hosts.machines,
    edgePool: hosts.edgePools,
    edgePoolOrServer: [...hosts.edgePools, ...hosts.edgeServers.keys()],
    site: hosts.sites,
    anyPool: hosts.clusters ?? [...hosts.pools, ...hosts.edgePools],
    sqlServer: [...hosts.machines, ...(hosts.listeners ?? [])],
  };
  const name = withoutPrefix(text.trim(), parameter);
  const host = known[of].find((each) => each.toLowerCase() === name.toLowerCase());
  if (host !== undefined) return fine(of === 'edgePoolOrServer' ? (hosts.edgeServers.get(host) ?? host) : host);
  const near = nearest(name, known[of], 4);
  const few = known[of].slice(0, 5).join(', ') + (known[of].length > 5 ? ', …' : '');
  const hint = near !== null ? `did you mean ${near}?` : few === '' ? '' : `it has ${few}`;
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

function plainText(value: ParsedValue): string {
  if (value.kind === 'string' || value.kind === 'number') return value.text;
  // as .NET prints a Boolean
  return value.kind === 'boolean' ? (value.value ? 'True' : 'False') : '';
}

/** A value for a message: short and without control characters. */
export function show(value: ParsedValue): string {
  if (value.kind === 'array') return 'list';
  if (value.kind === 'null') return '$null';
  if (value.kind === 'boolean') return value.value ? '$true' : '$false';
  return `"${brief(value.text)}"`;
}

/** Text for a message: short and without control characters. */
export function brief(text: string): string {
  const plain = text.slice(0, 300).replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
  return plain.length > 80 ? `${plain.slice(0, 80)}…` : plain;
}
