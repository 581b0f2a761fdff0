import type { Statement } from '../parser/syntax.js';
import { PSObject, type Value } from '../values/values.js';
import type { Coroutine, Runtime } from './runtime.js';
import { BoundReached, ScriptError, SizeExceeded, ValueError } from './signals.js';

/** What `$_` is in a catch block: the message, and an exception that holds it. */
export function errorRecord(message: string): Value {
  const exception = new PSObject('Exception', true, message);
  exception.properties.set('Message', message);
  const record = new PSObject('ErrorRecord', true, message);
  record.properties.set('Exception', exception);
  return record;
}

/** A thrown thing as an error of the script at a statement; null = it is something else. A bound is no error of it. */
export function scriptErrorOf(
  runtime: Runtime,
  error: unknown,
  statement: Pick<Statement, 'at' | 'text'>,
): ScriptError | null {
  if (error instanceof ScriptError) return error;
  if (error instanceof SizeExceeded) throw new BoundReached(error.message, statement.at, statement.text);
  if (!(error instanceof ValueError)) return null;
  const ends = runtime.preference('ErrorActionPreference') === 'stop';
  return new ScriptError(error.message, statement.at, statement.text, ends, false, null);
}

/** Notes an error, and tells it unless a step of the run has told it already. */
export function* reportError(runtime: Runtime, error: ScriptError): Coroutine<void> {
  runtime.succeeded = false;
  runtime.errors.unshift(errorRecord(error.message));
  if (runtime.errors.length > 256) runtime.errors.pop();
  if (error.told) return;
  yield* runtime.ask({ kind: 'failed', message: error.message, at: error.at, text: error.text });
}
