// How an error ends a statement, a script or nothing: PowerShell's terminating and non-terminating errors.
import { commonParameter } from '../cmdlets/bound-arguments.js';
import { toText } from '../values/convert.js';
import { exceptionTypeOf } from '../values/exceptions.js';
import { TextHere } from '../values/partly-known.js';
import { SizeExceeded, ValueError } from '../values/value-error.js';
import { listOf, PSObject, psObject, type ScriptClass, ScriptObject, Unknown } from '../values/values.js';
import { actionNamed } from './preferences.js';
import type { ArgumentValue, Coroutine, Piece } from './protocol.js';
import type { Runtime } from './runtime.js';
import { BoundReached, type ControlFlow, ScriptError } from './signals.js';
import { noteWrite } from './table-order.js';

/** What `$_` is in a catch block: the message, and an exception that holds it. */
export function errorRecord(message: string | Unknown, thrown: PSObject | null = null): PSObject {
  const exception = thrown ?? psObject({ Message: message }, 'some exception', true, message);
  return psObject({ Exception: exception }, 'ErrorRecord', true, message);
}

/** What an error is for `catch [type]`; null = it is not known. */
export function exceptionTypeOfError({ record }: ScriptError): string | ScriptClass | null {
  const exception = record instanceof PSObject ? record.properties.get('Exception') : undefined;
  if (exception instanceof ScriptObject) return exception.of;
  return exceptionTypeOf(exception ?? null);
}

/** A thrown thing as an error of the script at a statement; null = it is something else. A bound is no error of it. */
export function scriptErrorOf(runtime: Runtime, error: unknown, { at, text }: Piece): ScriptError | null {
  if (error instanceof ScriptError) return error;
  if (error instanceof SizeExceeded) throw new BoundReached(error.message, at, text);
  if (!(error instanceof ValueError)) return null;
  const endsScript = runtime.preference('ErrorActionPreference') === 'stop';
  return new ScriptError(error.message, at, text, endsScript, false, null);
}

/** Notes an error, and tells it unless a step of the run has told it already. */
export function* reportError(runtime: Runtime, error: ScriptError): Coroutine<void> {
  runtime.outcomes.succeeded = false;
  runtime.outcomes.remember(error.record ?? errorRecord(new TextHere('what an error says', error.message)));
  if (error.told) return;
  yield* runtime.ask({ kind: 'failed', message: error.message, at: error.at, text: error.text });
}

/** A command that was refused or failed: by its error action the script ends, or goes on. */
export function applyErrorAction(
  runtime: Runtime,
  given: readonly ArgumentValue[],
  { at, text }: Piece,
  message: string,
  {
    endsStatement,
    told,
    isOwn = false,
  }: { readonly endsStatement: boolean; readonly told: boolean; readonly isOwn?: boolean },
): void {
  // what is said here is not what the servers say
  const record = errorRecord(isOwn ? message : new TextHere('what an error says', message));
  const variable = commonParameter(given, 'ErrorVariable');
  if (variable !== null) {
    const name = variable.replace(/^\+/, '');
    const all = variable === name ? [record] : [...listOf(runtime.scope.get(name) ?? null), record];
    runtime.scope.set(name, all);
    noteWrite(runtime, runtime.scope, name, all);
  }
  const preference = runtime.preference('ErrorActionPreference');
  const action = actionNamed(commonParameter(given, 'ErrorAction') ?? preference);
  const stops = action === 'stop' || action === 'inquire';
  // a parameter that cannot be bound ends the statement before -ErrorAction is looked at
  const endsScript = stops && (!endsStatement || preference === 'stop');
  if (endsScript || endsStatement) throw new ScriptError(message, at, text, endsScript, told, record);
  if (action === 'ignore') runtime.outcomes.failures++;
  else runtime.outcomes.remember(record);
}

/** Whether a file that ends itself with `exit` failed: with a code other than 0 it did, and that is told. */
export function* exitFailed(runtime: Runtime, { value, at, text }: ControlFlow): Coroutine<boolean> {
  const code = toText(value);
  if (code === '' || code === '0') return false;
  if (code instanceof Unknown) {
    yield* runtime.notModelled({ at, text }, `the code that it ends with depends on ${code.why}`, null, code);
    return false;
  }
  yield* runtime.ask({ kind: 'failed', message: `the script ends itself with exit ${code}`, at, text });
  return true;
}
