// Binds the arguments of a call to the parameters that a function or a script file declares: by name, alias or an
// unambiguous beginning, then by position, then the parameter set that fits.
import type { ArgumentValue } from '../interpreter/protocol.js';
import type { Body, Parameter } from '../parser/syntax.js';
import { toText } from '../values/convert.js';
import { ValueError } from '../values/value-error.js';
import { Unknown, type Value } from '../values/values.js';
import { commonName, isCommonSwitch } from './bound-arguments.js';
import {
  aliasesOf,
  attributeValue,
  cmdletBinding,
  isAdvanced,
  isSwitch,
  rolesOf,
  takesCommon,
  unquoted,
} from './declared.js';

/** The parameters that were given a value, what was left over, and the set that was chosen. */
export interface BoundParameters {
  readonly values: ReadonlyMap<Parameter, Value | undefined>;
  readonly rest: readonly Value[];
  /** in lower case; null = the body declares none */
  readonly set: string | null;
  /** as it is written, for `$PSCmdlet.ParameterSetName` */
  readonly setName: string;
}

/** Arguments bound to the parameters of a function or a script; `piped` = objects come from a pipeline. */
export function bindParameters(
  name: string,
  body: Body,
  arguments_: readonly ArgumentValue[],
  piped = false,
): BoundParameters {
  const call = new ParameterBinder(name, body);
  for (const each of arguments_) call.take(each);
  call.byPosition();
  return call.finish(piped);
}

/** Parameters that a script needs beside those with these names. */
export function missingParameters(body: Body, names: readonly string[]): Parameter[] {
  const call = new ParameterBinder('', body);
  for (const name of names) call.note(name);
  try {
    return call.missing(call.parameterSet(false), false);
  } catch (error) {
    if (error instanceof ValueError) return [];
    throw error;
  }
}

/** Of a list such as `$args`, the places where names of parameters stand that it hands on. */
export const PARAMETER_WORDS = new WeakMap<readonly Value[], ReadonlySet<number>>();

class ParameterBinder {
  private readonly values = new Map<Parameter, Value | undefined>();
  private readonly rest: Value[] = [];
  /** the places in it of names of parameters */
  private readonly words = new Set<number>();
  private readonly spare: Value[] = [];
  private readonly advanced: boolean;

  constructor(
    private readonly name: string,
    private readonly body: Body,
  ) {
    this.advanced = isAdvanced(body);
  }

  take({ parameter: typed, value, attached }: ArgumentValue): void {
    if (typed === null) {
      if (value !== undefined) this.spare.push(value);
      return;
    }
    const parameter = this.named(typed);
    if (parameter === null) return this.takeUndeclared(typed, value, attached);
    if (this.values.has(parameter)) {
      throw new ValueError(`${this.name}: the parameter ${parameter.name} is given more than once`);
    }
    if (isSwitch(parameter) && !attached) {
      this.values.set(parameter, undefined);
      if (value !== undefined) this.spare.push(value);
    } else if (value === undefined && !isSwitch(parameter)) {
      throw new ValueError(`${this.name}: Missing an argument for parameter '${parameter.name}'.`);
    } else this.values.set(parameter, value);
  }

  /** Notes that a parameter is given. */
  note(name: string): void {
    const parameter = this.body.parameters.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (parameter !== undefined) this.values.set(parameter, null);
  }

  private takeUndeclared(typed: string, value: Value | undefined, attached: boolean): void {
    const common = commonName(typed);
    if (common !== null && takesCommon(this.body, common)) {
      if (value !== undefined && !attached && isCommonSwitch(common)) this.spare.push(value);
      return;
    }
    // what a dynamic parameter would take is not known
    if (this.body.dynamic !== null) return;
    if (this.advanced) {
      throw new ValueError(`${this.name}: A parameter cannot be found that matches parameter name '${typed}'.`);
    }
    // `@args` hands them on as parameters
    const word = `-${typed}${attached ? ':' : ''}`;
    this.words.add(this.rest.length);
    this.rest.push(word, ...(value === undefined ? [] : [value]));
  }

  private named(typed: string): Parameter | null {
    const wanted = typed.toLowerCase();
    const names = (each: Parameter): string[] => [each.name, ...aliasesOf(each)].map((name) => name.toLowerCase());
    const exact = this.body.parameters.find((each) => names(each).includes(wanted));
    if (exact !== undefined) return exact;
    const near = this.body.parameters.filter((each) => names(each).some((name) => name.startsWith(wanted)));
    if (near.length > 1) {
      const found = near.map((each) => `-${each.name}`).join(' ');
      throw new ValueError(`${this.name}: the parameter name '${typed}' is ambiguous: ${found}`);
    }
    return near[0] ?? null;
  }

  byPosition(): void {
    const { parameters } = this.body;
    const places = new Map<Parameter, number>();
    for (const each of parameters) {
      const explicit = rolesOf(each).find(({ position }) => position !== null)?.position;
      if (typeof explicit === 'number') places.set(each, explicit);
    }
    const declared = cmdletBinding(this.body);
    const byOrder =
      places.size === 0 &&
      (declared === undefined || !/^\$false$/i.test(attributeValue(declared, 'positionalbinding')));
    if (byOrder) parameters.filter((each) => !isSwitch(each)).forEach((each, i) => void places.set(each, i));
    const taker = parameters.find((each) => rolesOf(each).some(({ takesRest }) => takesRest));
    const open = [...places].sort((a, b) => a[1] - b[1]).filter(([each]) => !this.values.has(each) && each !== taker);
    for (const value of this.spare) {
      const next = open.shift();
      if (next !== undefined) this.values.set(next[0], value);
      else this.rest.push(value);
    }
    if (taker !== undefined && this.rest.length > 0 && !this.values.has(taker)) {
      this.values.set(taker, this.rest.splice(0));
    }
    if (this.rest.length > 0 && this.advanced) {
      const shown = toText(this.rest[0]);
      const words = shown instanceof Unknown ? 'a value' : `'${shown}'`;
      throw new ValueError(`${this.name}: A positional parameter cannot be found that accepts argument ${words}.`);
    }
  }

  finish(piped: boolean): BoundParameters {
    const set = this.parameterSet(piped);
    if (this.words.size > 0) PARAMETER_WORDS.set(this.rest, this.words);
    const [missing] = this.missing(set, piped);
    if (missing !== undefined) {
      throw new ValueError(`${this.name} needs -${missing.name}: PowerShell would ask for it`);
    }
    return { values: this.values, rest: this.rest, set, setName: this.writtenSet(set) };
  }

  /** Parameters that must be given in a set, and are not. */
  missing(set: string | null, piped: boolean): Parameter[] {
    return this.body.parameters.filter((each) => {
      const roles = rolesOf(each).filter((role) => role.set === null || role.set === set);
      const comes = piped && roles.some(({ byValue, byPropertyName }) => byValue || byPropertyName);
      return roles.some(({ mandatory }) => mandatory) && !this.values.has(each) && !comes;
    });
  }

  /** The one set that all that was given belongs to; of several the default, or the one whose demands are met. */
  parameterSet(piped: boolean): string | null {
    const declared = cmdletBinding(this.body);
    const standard =
      declared === undefined ? '' : unquoted(attributeValue(declared, 'defaultparametersetname')).toLowerCase();
    const all = new Set(this.body.parameters.flatMap((each) => rolesOf(each).flatMap(({ set }) => set ?? [])));
    if (all.size === 0) return null;
    let fit = [...all];
    for (const each of this.values.keys()) {
      const roles = rolesOf(each);
      if (roles.every(({ set }) => set !== null)) fit = fit.filter((set) => roles.some((role) => role.set === set));
    }
    if (fit.length === 0) throw this.unresolved();
    if (fit.length === 1) return fit[0];
    const met = fit.filter((set) =>
      this.body.parameters.every((each) =>
        rolesOf(each).every(
          (role) => role.set !== set || !role.mandatory || this.values.has(each) || (piped && role.byValue),
        ),
      ),
    );
    if (standard !== '' && (fit.includes(standard) || !all.has(standard))) return standard;
    if (met.length === 1) return met[0];
    throw this.unresolved();
  }

  private unresolved(): ValueError {
    return new ValueError(`${this.name}: Parameter set cannot be resolved using the specified named parameters.`);
  }

  private writtenSet(set: string | null): string {
    if (set === null) return '__AllParameterSets';
    const written = this.body.parameters
      .flatMap(({ attributes }) => attributes.map((each) => unquoted(attributeValue(each, 'parametersetname'))))
      .concat(this.body.attributes.map((each) => unquoted(attributeValue(each, 'defaultparametersetname'))));
    return written.find((name) => name.toLowerCase() === set) ?? set;
  }
}
