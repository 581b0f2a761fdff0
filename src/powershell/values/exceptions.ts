// The exceptions of .NET and PowerShell that scripts throw and catch: their names, and what each of them is besides.
import { PSObject, psObject, type Value } from './values.js';

const RUNTIME = 'management.automation.runtimeexception';

/** What an exception extends, without `System.` and in lower case; the others extend Exception itself. */
const BASES: Readonly<Record<string, string>> = {
  systemexception: 'exception',
  applicationexception: 'exception',
  argumentexception: 'systemexception',
  argumentnullexception: 'argumentexception',
  argumentoutofrangeexception: 'argumentexception',
  invalidoperationexception: 'systemexception',
  notsupportedexception: 'systemexception',
  notimplementedexception: 'systemexception',
  timeoutexception: 'systemexception',
  formatexception: 'systemexception',
  invalidcastexception: 'systemexception',
  unauthorizedaccessexception: 'systemexception',
  arithmeticexception: 'systemexception',
  dividebyzeroexception: 'arithmeticexception',
  operationcanceledexception: 'systemexception',
  nullreferenceexception: 'systemexception',
  indexoutofrangeexception: 'systemexception',
  'io.ioexception': 'systemexception',
  'io.filenotfoundexception': 'io.ioexception',
  'io.directorynotfoundexception': 'io.ioexception',
  'net.webexception': 'invalidoperationexception',
  [RUNTIME]: 'systemexception',
  'management.automation.actionpreferencestopexception': RUNTIME,
  'management.automation.itemnotfoundexception': 'management.automation.sessionstateexception',
  'management.automation.sessionstateexception': RUNTIME,
  'management.automation.commandnotfoundexception': RUNTIME,
  'management.automation.parameterbindingexception': RUNTIME,
  'management.automation.pssecurityexception': RUNTIME,
};

const plainName = (written: string): string => written.toLowerCase().replace(/^system\./, '');

/** Whether a type is an exception that is known here. */
export const isExceptionType = (written: string): boolean => {
  const name = plainName(written);
  return name === 'exception' || Object.hasOwn(BASES, name);
};

/** An exception with its message. */
export const exceptionOf = (type: string, message: string): PSObject =>
  psObject({ Message: message }, plainName(type), true, message);

/** The type of an exception that the script has made or that `throw` makes of a text; null = another value. */
export const exceptionTypeOf = (value: Value): string | null =>
  value instanceof PSObject && value.type !== null && isExceptionType(value.type) ? value.type : null;

/** What `throw 'text'` throws. */
export const RUNTIME_EXCEPTION = RUNTIME;

/** Whether an exception of a type is one of another; its ancestors are all known, whatever the second is. */
export function extendsException(type: string, wanted: string): boolean {
  const name = plainName(wanted);
  for (let each: string | undefined = plainName(type); each !== undefined; each = BASES[each]) {
    if (each === name) return true;
  }
  return name === 'exception';
}
