import type { ArgumentValue } from '../interpreter/runtime.js';
import { ValueError } from '../interpreter/signals.js';
import type { Parameter } from '../parser/syntax.js';
import { BoundArguments } from './bound-arguments.js';

/** Arguments bound to the parameters that a function or script declares. */
export function bindParameters(
  name: string,
  parameters: readonly Parameter[],
  given: readonly ArgumentValue[],
): BoundArguments {
  if (parameters.length === 0) return new BoundArguments(name, given.map(unnamed), []);
  const isSwitch = ({ type }: Parameter): boolean => type === 'switch' || type === 'switchparameter';
  const bound = new BoundArguments(
    name,
    given,
    parameters.filter((each) => !isSwitch(each)).map((each) => each.name),
    parameters.filter(isSwitch).map((each) => each.name),
  );
  const missing = parameters.filter((each) => each.mandatory && !bound.has(each.name));
  if (missing.length > 0) {
    throw new ValueError(`${name} needs -${missing[0].name}: PowerShell would ask for it`);
  }
  return bound;
}

/** Without declared parameters everything lands in `$args`. */
function unnamed(given: ArgumentValue): ArgumentValue {
  return given.parameter === null || given.value === undefined ? given : { ...given, parameter: null };
}
