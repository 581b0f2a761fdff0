/** Pretty-printer of bound commands: the inverse of `bind.ts`, so that a line read again gives the same command. */
import type { BoundValue, CmdletSpec, ParameterSpec } from '../command.js';
import { COMMON_PARAMETERS } from './parameter-types.js';

/**
 * The line that an administrator would type; a parameter without a value is left out. `asDocumented` = as the
 * documented procedures write it: roles stand before the hosts that have one, file names in double quotes.
 */
export function commandLine(
  { name: cmdlet, parameters: specs }: CmdletSpec,
  parameters: Readonly<Record<string, BoundValue | undefined>>,
  asDocumented = false,
): string {
  let there: BoundValue | undefined;
  const declared = byName(specs);
  const words = Object.entries(parameters).map(([name, value]) => {
    if (value === undefined) return '';
    const spec = declared.get(name);
    if (spec?.implied === true) {
      there = value;
      return '';
    }
    const kind = spec?.type.kind ?? 'switch';
    if (kind === 'switch') return ` -${name}${value === true ? '' : ':$false'}`;
    if (kind === 'timespan') return ` -${name} ${timespanLiteral(Number(value))}`;
    const role = asDocumented ? (spec?.prefix ?? spec?.prefixes?.[0] ?? '') : '';
    return ` -${name} ${valueLiteral(typeof value === 'string' ? role + value : value, asDocumented)}`;
  });
  const line = cmdlet + words.join('');
  return there === undefined ? line : `Invoke-Command -ComputerName ${there} { ${line} }`;
}

/** Of the parameters of each cmdlet, and those that all have, what is declared under each name. */
const declarations = new WeakMap<readonly ParameterSpec[], ReadonlyMap<string, ParameterSpec>>();

function byName(specs: readonly ParameterSpec[]): ReadonlyMap<string, ParameterSpec> {
  const known = declarations.get(specs);
  if (known !== undefined) return known;
  // The cmdlet's own come before those that all have, and the first of a name counts.
  const found = new Map([...specs, ...COMMON_PARAMETERS].reverse().map((spec) => [spec.name, spec]));
  declarations.set(specs, found);
  return found;
}

function valueLiteral(value: BoundValue, asDocumented: boolean): string {
  if (typeof value === 'boolean') return value ? '$true' : '$false';
  const text = String(value);
  if (/^[\w.:-]+$/.test(text)) return text;
  if (asDocumented && /^\w:\\/.test(text)) return `"${text}"`;
  // PowerShell takes typographic quotes for quotes.
  return `'${text.replaceAll(/['\u2018-\u201b]/g, '$&$&')}'`;
}

/** `[d.]hh:mm:ss[.fff]` */
export function timespanLiteral(ms: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const s = Math.floor(ms / 1000);
  const days = Math.floor(s / 86_400);
  const clock = [Math.floor(s / 3600) % 24, Math.floor(s / 60) % 60, s % 60].map(two).join(':');
  const fraction = ms % 1000 === 0 ? '' : `.${String(ms % 1000).padStart(3, '0')}`;
  return `${days === 0 ? '' : `${days}.`}${clock}${fraction}`;
}
