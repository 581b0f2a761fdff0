// `try`, `catch`, `finally` and `trap`: what a statement throws unwinds to here, if the script says that it is caught here.

import type { Block, Catch, StatementOf } from '../parser/syntax.js';
import { extendsException } from '../values/exceptions.js';
import { TextHere } from '../values/partly-known.js';
import { PSObject, type ScriptClass, Unknown, type Value } from '../values/values.js';
import { errorRecord, exceptionTypeOfError, reportError, scriptErrorOf } from './errors.js';
import { forget } from './not-carried-out.js';
import type { Coroutine, Emit } from './protocol.js';
import type { Runtime } from './runtime.js';
import { ControlFlow, type ScriptError } from './signals.js';

/** Exception types that stand for any error; what others would catch is not known. */
const GENERAL =
  /^(?:system\.)?(?:exception|management\.automation\.(?:runtimeexception|actionpreferencestopexception))$/;

/** Runs a `try` with its `catch` and `finally`. */
export function* runTry(runtime: Runtime, statement: StatementOf<'try'>, emit: Emit): Coroutine<void> {
  const depth = runtime.depth();
  try {
    yield* runGuarded(runtime, statement, emit);
  } finally {
    if (statement.last !== null) {
      const inside = runtime.depth();
      runtime.unwindTo(depth);
      yield* runtime.runBlock(statement.last, emit);
      runtime.unwindTo(inside);
    }
  }
}

function* runGuarded(runtime: Runtime, statement: StatementOf<'try'>, emit: Emit): Coroutine<void> {
  const depth = runtime.depth();
  runtime.tryDepth++;
  try {
    yield* runtime.runBlock(statement.body, emit);
    runtime.tryDepth--;
  } catch (error) {
    runtime.unwindTo(depth);
    const failure = scriptErrorOf(runtime, error, statement);
    if (failure === null) throw error;
    const clause = yield* clauseFor(runtime, statement.catches, failure);
    if (clause === null) throw failure;
    runtime.branches.note('catch', statement, 'taken', 'known', failure.message);
    const record = recordOf(failure.record, failure.message);
    runtime.outcomes.remember(record);
    yield* runtime.withItem(record, () => runtime.runBlock(clause.body, emit));
  }
}

/** Runs a block that has traps: an error of a statement runs one, and `continue` goes on behind the statement. */
export function* runTrapped(
  runtime: Runtime,
  block: Block,
  traps: readonly StatementOf<'trap'>[],
  emit: Emit,
): Coroutine<void> {
  for (const statement of block) {
    const depth = runtime.depth();
    runtime.tryDepth++;
    try {
      yield* runtime.runStatement(statement, emit);
      runtime.tryDepth--;
    } catch (error) {
      runtime.unwindTo(depth);
      const failure = scriptErrorOf(runtime, error, statement);
      if (failure === null) throw error;
      const thrown = exceptionTypeOfError(failure);
      const trap = traps.find(({ type }) => type === null || GENERAL.test(type) || isCaught(thrown, type) === true);
      if (trap === undefined) {
        if (thrown !== null) throw failure;
        const what = `whether trap [${traps[0].type}] catches this is not known: taken as not`;
        yield* runtime.notModelled(traps[0], what);
        throw failure;
      }
      if (!(yield* trapped(runtime, trap, failure, emit))) throw failure;
    }
  }
}

/** Whether the script goes on behind the statement that failed. */
function* trapped(runtime: Runtime, trap: StatementOf<'trap'>, failure: ScriptError, emit: Emit): Coroutine<boolean> {
  const record = recordOf(failure.record, failure.message);
  const depth = runtime.depth();
  try {
    yield* runtime.withItem(record, () => runtime.runBlock(trap.body, emit));
  } catch (error) {
    if (!(error instanceof ControlFlow) || (error.word !== 'break' && error.word !== 'continue')) throw error;
    runtime.unwindTo(depth);
    if (error.word === 'break') return false;
    runtime.outcomes.remember(record);
    return true;
  }
  yield* reportError(runtime, failure);
  return true;
}

function recordOf(record: Value, message: string): Value {
  return record instanceof PSObject && record.type === 'ErrorRecord'
    ? record
    : errorRecord(new TextHere('what an error says', message));
}

/** The clause that catches; whether one for a special type does is not known where the type of the error is not. */
function* clauseFor(runtime: Runtime, catches: readonly Catch[], failure: ScriptError): Coroutine<Catch | null> {
  const type = exceptionTypeOfError(failure);
  // what was thrown is looked for before the RuntimeException that PowerShell wraps it in
  const special = catches.find((each) => each.types.some((wanted) => isCaught(type, wanted) === true));
  if (special !== undefined) return special;
  for (const each of catches) {
    if (each.types.length === 0 || each.types.some((wanted) => GENERAL.test(wanted))) return each;
    if (type !== null) continue;
    const types = each.types.join(', ');
    yield* runtime.notModelled(each, `whether catch [${types}] catches this is not known: taken as not`, each.body);
    forget(runtime, each.body, new Unknown('the type of an error'));
  }
  return null;
}

/** null = it is not known what was thrown. */
function isCaught(type: string | ScriptClass | null, wanted: string): boolean | null {
  if (type === null) return null;
  if (typeof type === 'string') return extendsException(type, wanted);
  return type.line.some(({ name }) => name.toLowerCase() === wanted);
}
