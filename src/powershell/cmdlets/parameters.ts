import type { Given } from '../interpreter/runtime.js';
import { Complaint } from '../interpreter/signals.js';
import type { Parameter } from '../parser/syntax.js';
import { Bound } from './bound-arguments.js';

/** Arguments bound to the parameters that a function or script declares. */
export function bindParameters(
  name: string,
  parameters: readonly Parameter[],
  given: readonly Given[],
): Bound {
  if (parameters.length === 0) return new Bound(name, given.map(unnamed), []);
  const isSwitch = ({ type }: Parameter): boolean => type === 'switch' || type === 'switchparameter';
  const bound = new Bound(
    name,
    given,
    parameters.filter((each) => !isSwitch(each)).map((each) => each.name),
    parameters.filter(isSwitch).map((each) => each.name),
  );
  const missing = parameters.filter((each) => each.mandatory && !bound.has(each.name));
  if (missing.length > 0) {
    throw new Complaint(`${name} needs -${missing[0].name}: PowerShell would ask for it`);
  }
  return bound;
}

/** Without declared parameters everything lands in `$args`. */
function unnamed(given: Given): Given {
  return given.parameter === null || given.value === undefined ? given : { ...given, parameter: null };
}
