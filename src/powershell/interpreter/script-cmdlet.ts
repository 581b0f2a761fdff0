// `$PSCmdlet` of an advanced function: what an administrator is asked is answered with yes, but for `-WhatIf`.
import { toText } from '../values/convert.js';
import { LocalPath } from '../values/partly-known.js';
import { ValueError } from '../values/value-error.js';
import { PSObject, psObject, Unknown, type Value } from '../values/values.js';
import { onlySays } from './preferences.js';
import type { Runtime } from './runtime.js';

const TYPE = 'PSScriptCmdlet';

/** `$PSCmdlet` of a call that has chosen this parameter set. */
export const scriptCmdlet = (parameterSet: string): Value => psObject({ ParameterSetName: parameterSet }, TYPE, true);

/** Whether a value is a `$PSCmdlet`. */
export const isScriptCmdlet = (value: Value): boolean => value instanceof PSObject && value.type === TYPE;

/** What a method of `$PSCmdlet` gives; undefined = it is not read. */
export function scriptCmdletMethod(runtime: Runtime, name: string, given: readonly Value[]): Value | undefined {
  switch (name.toLowerCase()) {
    case 'shouldprocess':
      return !onlySays(runtime.scope);
    case 'shouldcontinue':
      return true;
    case 'writeverbose':
    case 'writedebug':
    case 'writewarning':
    case 'writeprogress':
      return null;
    case 'throwterminatingerror': {
      const message = toText(given[0] ?? null);
      throw new ValueError(message instanceof Unknown ? `an error that depends on ${message.why}` : message);
    }
    default:
      return undefined;
  }
}

/** `$MyInvocation` of a function, or of a script file, which takes its own folder from it; `file` = null for a function. */
export function invocation(name: string, file: string | null): Value {
  const place = file === null ? null : new LocalPath(file);
  const paths: Readonly<Record<string, Value>> =
    place === null ? {} : { Path: place, Definition: place, Source: place };
  const command = psObject({ ...paths, Name: name.replace(/^.*[\\/]/, '') }, 'CommandInfo', true);
  return psObject({ MyCommand: command }, 'InvocationInfo', true);
}
