// Binds the arguments of a call to the parameters that a function or a script file declares.
import type { ArgumentValue } from '../interpreter/protocol.js';
import type { Parameter } from '../parser/syntax.js';
import { ValueError } from '../values/value-error.js';
import { BoundArguments } from './bound-arguments.js';

/** Whether a parameter is a switch: on where it stands. */
export const isSwitch = ({ type }: Parameter): boolean => type === 'switch' || type === 'switchparameter';

/** Whether a parameter must be given. */
export const isMandatory = ({ attributes }: Parameter): boolean =>
  attributes.some(
    ({ name, named }) =>
      name === 'parameter' &&
      named.some((each) => each.name === 'mandatory' && !/^\$false$/i.test(each.value?.text ?? '$true')),
  );

/** Arguments bound to the parameters that a function or script declares. */
export function bindParameters(
  name: string,
  parameters: readonly Parameter[],
  given: readonly ArgumentValue[],
): BoundArguments {
  if (parameters.length === 0) return new BoundArguments(name, given.map(unnamed), []);
  const bound = new BoundArguments(
    name,
    given,
    parameters.filter((each) => !isSwitch(each)).map((each) => each.name),
    parameters.filter(isSwitch).map((each) => each.name),
  );
  const missing = parameters.filter((each) => isMandatory(each) && !bound.has(each.name));
  if (missing.length > 0) {
    throw new ValueError(`${name} needs -${missing[0].name}: PowerShell would ask for it`);
  }
  return bound;
}

/** Without declared parameters everything lands in `$args`. */
function unnamed(given: ArgumentValue): ArgumentValue {
  return given.parameter === null || given.value === undefined ? given : { ...given, parameter: null };
}
