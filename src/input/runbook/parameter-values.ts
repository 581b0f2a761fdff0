// The parameters of a script as the command line gives them, converted to the types that the script declares.
import { type InputError, inputError } from '../../core/input-error.js';
import { suggestion } from '../../core/nearest.js';
import { quote } from '../../core/quote.js';
import { isBoolean, isSwitch } from '../../powershell/cmdlets/declared.js';
import { missingParameters } from '../../powershell/cmdlets/parameters.js';
import type { Parameter, ParsedScript } from '../../powershell/parser/syntax.js';
import { cast } from '../../powershell/values/casts.js';
import { ValueError } from '../../powershell/values/value-error.js';
import type { Value } from '../../powershell/values/values.js';

/** `--param Name=Value` for the parameters that a script declares, with the types that it gives them. */
export function parameterValues(
  script: ParsedScript,
  given: readonly string[],
): ReadonlyMap<string, Value> | InputError[] {
  const declared = script.body.parameters;
  const values = new Map<string, Value>();
  const errors: InputError[] = [];
  const whole = { file: script.file, line: 0, column: 0 };
  for (const each of given) {
    const at = each.indexOf('=');
    if (at < 1) {
      errors.push(inputError(whole, `--param ${quote(each)} has no value`, 'write --param Name=Value'));
      continue;
    }
    const name = each.slice(0, at).replace(/^-/, '');
    const parameter = declared.find((known) => known.name.toLowerCase() === name.toLowerCase());
    if (parameter === undefined) {
      const names = declared.map((known) => known.name);
      const hint = suggestion(name, names, 'parameter of the script').replace('known parameter', 'parameters');
      errors.push(inputError(whole, `the script has no parameter ${quote(name)}`, hint));
      continue;
    }
    if (values.has(parameter.name)) {
      errors.push(inputError(whole, `--param ${parameter.name} is given twice`, 'give it once'));
      continue;
    }
    const value = typedValue(each.slice(at + 1), parameter);
    if (value === undefined) {
      const message = `--param ${parameter.name}: ${quote(each.slice(at + 1))} is no [${parameter.type}]`;
      errors.push(inputError(parameter.at, message, typeHint(parameter)));
    } else values.set(parameter.name, value);
  }
  const named = given.map((each) => each.slice(0, Math.max(each.indexOf('='), 0)).replace(/^-/, ''));
  for (const { name, at } of missingParameters(script.body, named)) {
    errors.push(inputError(at, `the script needs -${name}`, `add --param ${name}=VALUE`));
  }
  return errors.length > 0 ? errors : values;
}

function typeHint(parameter: Parameter): string {
  return isSwitch(parameter) || isBoolean(parameter) ? 'write true or false' : '';
}

/** undefined = the text cannot be that type. */
function typedValue(text: string, parameter: Parameter): Value | undefined {
  const { type } = parameter;
  if (type === null) return text;
  if (isSwitch(parameter) || isBoolean(parameter)) {
    const word = text.toLowerCase().replace(/^\$/, '');
    return word === 'true' || word === '1' ? true : word === 'false' || word === '0' ? false : undefined;
  }
  const whole: Value = type.endsWith('[]') ? text.split(',').map((item) => item.trim()) : text;
  try {
    return cast(whole, type);
  } catch (error) {
    if (error instanceof ValueError) return undefined;
    throw error;
  }
}
