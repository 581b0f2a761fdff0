// PowerShell's parameter binding: by name or an unambiguous beginning of one first, the rest by position.
import type { ArgumentValue } from '../interpreter/protocol.js';
import { toBoolean, toText } from '../values/convert.js';
import { DependsOnUnknown } from '../values/depends-on-unknown.js';
import { ValueError } from '../values/value-error.js';
import { Unknown, type Value } from '../values/values.js';

/** Parameters that every command has (about_CommonParameters), with their short names. */
const COMMON: Readonly<Record<string, readonly string[]>> = {
  ErrorAction: ['ea'],
  WarningAction: ['wa'],
  InformationAction: ['infa'],
  ErrorVariable: ['ev'],
  WarningVariable: ['wv'],
  InformationVariable: ['iv'],
  OutVariable: ['ov'],
  OutBuffer: ['ob'],
  PipelineVariable: ['pv'],
  Verbose: ['vb'],
  Debug: ['db'],
  WhatIf: ['wi'],
  Confirm: ['cf'],
};

const COMMON_SWITCHES = ['Verbose', 'Debug', 'WhatIf', 'Confirm'];

/** Whether a common parameter takes no value of its own. */
export const isCommonSwitch = (name: string): boolean => COMMON_SWITCHES.includes(name);

/** Which common parameter a name means; null = none. */
export function commonName(typed: string): string | null {
  const wanted = typed.toLowerCase();
  for (const [name, short] of Object.entries(COMMON)) {
    if (short.includes(wanted) || name.toLowerCase() === wanted) return name;
  }
  // `-ErrorA Stop`: an unambiguous beginning
  const near = Object.keys(COMMON).filter((name) => name.toLowerCase().startsWith(wanted));
  return wanted.length >= 4 && near.length === 1 ? near[0] : null;
}

/** The value of a common parameter among arguments, `$true` for a switch without one; undefined = it is not given. */
export function commonValue(given: readonly ArgumentValue[], name: string): Value | undefined {
  const found = given.find((each) => each.parameter !== null && commonName(each.parameter) === name);
  if (found === undefined) return undefined;
  return found.value === undefined || (isCommonSwitch(name) && !found.attached) ? true : found.value;
}

/** The value of a common parameter among arguments as text; null = it is not given, or not known. */
export function commonParameter(given: readonly ArgumentValue[], name: string): string | null {
  const value = commonValue(given, name);
  if (value === undefined) return null;
  const shown = toText(value);
  return shown instanceof Unknown ? null : shown;
}

/**
 * Arguments bound to the parameters of one of PowerShell's own cmdlets or of a function: by name or the
 * beginning of one, the rest by position. `switches` take no value of their own.
 */
export class BoundArguments {
  private readonly named = new Map<string, Value | undefined>();
  /** what no parameter took */
  readonly rest: Value[] = [];

  constructor(
    private readonly command: string,
    given: readonly ArgumentValue[],
    names: readonly string[],
    switches: readonly string[] = [],
    /** parameters that take values by position, in order */
    positions: readonly string[] = names,
  ) {
    const spare: Value[] = [];
    for (const { parameter, value, attached } of given) {
      if (parameter === null) {
        if (value !== undefined) spare.push(value);
        continue;
      }
      const name = nameAmong(parameter, [...names, ...switches]) ?? commonName(parameter);
      if (name === null) {
        throw new ValueError(`${command}: A parameter cannot be found that matches parameter name '${parameter}'.`);
      }
      if (this.named.has(name)) {
        throw new ValueError(
          `${command}: Cannot bind parameter because parameter '${name}' is specified more than once.`,
        );
      }
      const isSwitch = switches.includes(name) || (COMMON_SWITCHES.includes(name) && !names.includes(name));
      if (isSwitch && !attached && value !== undefined) {
        this.named.set(name, undefined);
        spare.push(value);
      } else this.named.set(name, value);
    }
    const open = positions.filter((name) => !this.named.has(name));
    for (const value of spare) {
      const name = open.shift();
      if (name === undefined) this.rest.push(value);
      else this.named.set(name, value);
    }
  }

  /** Refuses values for which there is no parameter left. */
  get complete(): this {
    if (this.rest.length === 0) return this;
    const words = String(toText(this.rest[0])).slice(0, 60);
    throw new ValueError(`A positional parameter cannot be found that accepts argument '${words}'.`);
  }

  has(name: string): boolean {
    return this.named.has(name);
  }

  /** undefined = not given, or given without a value. */
  value(name: string): Value | undefined {
    return this.named.get(name);
  }

  /** A switch is on where it stands, unless its value says otherwise. */
  isOn(name: string): boolean {
    if (!this.named.has(name)) return false;
    const holds = toBoolean(this.named.get(name) ?? true);
    if (holds instanceof Unknown) throw new DependsOnUnknown(`-${name} of ${this.command}`, holds);
    return holds;
  }
}

/** Arguments bound to the parameters of one of PowerShell's own cmdlets, whose names are separated by blanks. */
export function bindArguments(
  { name, given }: { readonly name: string; readonly given: readonly ArgumentValue[] },
  names: string,
  switches = '',
  positions = names,
): BoundArguments {
  const [all, own, inOrder] = [names, switches, positions].map((list) => list.match(/\S+/g) ?? []);
  return new BoundArguments(name, given, all, own, inOrder);
}

function nameAmong(typed: string, names: readonly string[]): string | null {
  const wanted = typed.toLowerCase();
  const exact = names.find((name) => name.toLowerCase() === wanted);
  if (exact !== undefined) return exact;
  const near = names.filter((name) => name.toLowerCase().startsWith(wanted));
  return near.length === 1 && wanted !== '' ? near[0] : null;
}
