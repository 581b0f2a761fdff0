import type { Statement } from '../parser/syntax.js';
import { Thing, type Value } from '../values/values.js';
import type { Runtime, Steps } from './runtime.js';
import { BoundReached, Complaint, ScriptError, TooMuch } from './signals.js';

/** What `$_` is in a catch block: the message, and an exception that holds it. */
export function errorRecord(message: string): Value {
  const exception = new Thing('Exception', true, message);
  exception.properties.set('Message', message);
  const record = new Thing('ErrorRecord', true, message);
  record.properties.set('Exception', exception);
  return record;
}

/** A thrown thing as an error of the script at a statement; null = it is something else. A bound is no error of it. */
export function raised(
  rt: Runtime,
  error: unknown,
  statement: Pick<Statement, 'at' | 'text'>,
): ScriptError | null {
  if (error instanceof ScriptError) return error;
  if (error instanceof TooMuch) throw new BoundReached(error.message, statement.at, statement.text);
  if (!(error instanceof Complaint)) return null;
  const ends = rt.preference('ErrorActionPreference') === 'stop';
  return new ScriptError(error.message, statement.at, statement.text, ends, false, null);
}

/** Notes an error, and tells it unless a step of the run has told it already. */
export function* fail(rt: Runtime, error: ScriptError): Steps<void> {
  rt.succeeded = false;
  rt.errors.unshift(errorRecord(error.message));
  if (rt.errors.length > 256) rt.errors.pop();
  if (error.told) return;
  yield* rt.ask({ kind: 'failed', message: error.message, at: error.at, text: error.text });
}
