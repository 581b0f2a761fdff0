// What a function or a script file declares of its parameters, read from their attributes.
import type { Attribute, Body, Parameter } from '../parser/syntax.js';

/** Whether a parameter is a switch: on where it stands. */
export const isSwitch = ({ type }: Parameter): boolean =>
  type !== null && /^(?:system\.management\.automation\.)?(?:switch|switchparameter)$/.test(type);

/** Whether a parameter takes `$true` or `$false`, and is no switch. */
export const isBoolean = ({ type }: Pick<Parameter, 'type'>): boolean =>
  type !== null && /^(?:system\.)?(?:bool|boolean)$/.test(type);

/** What one `[Parameter()]` says; `set` = the parameter set that it is for, in lower case, null = all. */
interface Role {
  readonly set: string | null;
  readonly mandatory: boolean;
  readonly position: number | null;
  readonly byValue: boolean;
  readonly byPropertyName: boolean;
  readonly takesRest: boolean;
}

const PLAIN: Role = {
  set: null,
  mandatory: false,
  position: null,
  byValue: false,
  byPropertyName: false,
  takesRest: false,
};

/** The value of a named part of an attribute as text; '' = it has none. */
export function attributeValue({ named }: Attribute, name: string): string {
  const part = named.find((each) => each.name === name);
  return part === undefined ? '' : (part.value?.text ?? '$true');
}

const isOn = (attribute: Attribute, name: string): boolean =>
  !/^(?:|\$false|0)$/i.test(attributeValue(attribute, name));

/** The text of a literal without its quotes. */
export const unquoted = (text: string): string => text.replace(/^['"\u2018-\u201e]|['"\u2018-\u201e]$/g, '');

/** What the attributes of a parameter say of how it is bound. */
export function rolesOf({ attributes }: Parameter): readonly Role[] {
  const roles = attributes
    .filter(({ name }) => /^(?:system\.management\.automation\.)?parameter(?:attribute)?$/.test(name))
    .map((each): Role => {
      const set = unquoted(attributeValue(each, 'parametersetname')).toLowerCase();
      const position = attributeValue(each, 'position');
      return {
        set: set === '' || set === '__allparametersets' ? null : set,
        mandatory: isOn(each, 'mandatory'),
        position: /^\d+$/.test(position) ? Number(position) : null,
        byValue: isOn(each, 'valuefrompipeline'),
        byPropertyName: isOn(each, 'valuefrompipelinebypropertyname'),
        takesRest: isOn(each, 'valuefromremainingarguments'),
      };
    });
  return roles.length === 0 ? [PLAIN] : roles;
}

/** Other names of a parameter. */
export function aliasesOf({ attributes }: Parameter): string[] {
  return attributes
    .filter(({ name }) => /^alias(?:attribute)?$/.test(name))
    .flatMap(({ positional }) => positional.flatMap((each) => (each.kind === 'list' ? each.items : [each])))
    .map(({ text }) => unquoted(text));
}

/** The `[CmdletBinding()]` of a body. */
export const cmdletBinding = ({ attributes }: Body): Attribute | undefined =>
  attributes.find(({ name }) => /^cmdletbinding(?:attribute)?$/.test(name));

/** Whether a function binds as a cmdlet does: it has `[CmdletBinding()]`, or a parameter with `[Parameter()]`. */
export function isAdvanced(body: Body): boolean {
  return cmdletBinding(body) !== undefined || body.parameters.some((each) => !rolesOf(each).includes(PLAIN));
}

/** Whether a body takes a common parameter: an advanced one does, -WhatIf and -Confirm with SupportsShouldProcess. */
export function takesCommon(body: Body, name: string): boolean {
  if (!isAdvanced(body)) return false;
  const declared = cmdletBinding(body);
  return !/^(?:WhatIf|Confirm)$/.test(name) || (declared !== undefined && isOn(declared, 'supportsshouldprocess'));
}
