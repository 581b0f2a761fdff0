import type { Catch, Statement } from '../parser/syntax.js';
import { PSObject, type Value } from '../values/values.js';
import { errorRecord, scriptErrorOf } from './errors.js';
import { notModelled } from './evaluate.js';
import type { Coroutine, Emit, Runtime } from './runtime.js';
import { runBlock } from './statements.js';

/** Exception types that stand for any error; what others would catch is not known. */
const GENERAL =
  /^(?:system\.)?(?:exception|management\.automation\.(?:runtimeexception|actionpreferencestopexception))$/;

/** `try { … } catch { … } finally { … }` */
export function* runTry(
  runtime: Runtime,
  statement: Extract<Statement, { kind: 'try' }>,
  emit: Emit,
): Coroutine<void> {
  const mark = runtime.depth();
  try {
    yield* body(runtime, statement, emit);
  } finally {
    if (statement.last !== null) {
      const inside = runtime.depth();
      runtime.unwindTo(mark);
      yield* runBlock(runtime, statement.last, emit);
      runtime.unwindTo(inside);
    }
  }
}

function* body(
  runtime: Runtime,
  statement: Extract<Statement, { kind: 'try' }>,
  emit: Emit,
): Coroutine<void> {
  const mark = runtime.depth();
  runtime.tryDepth++;
  try {
    yield* runBlock(runtime, statement.body, emit);
    runtime.tryDepth--;
  } catch (error) {
    runtime.unwindTo(mark);
    const failure = scriptErrorOf(runtime, error, statement);
    if (failure === null) throw error;
    const clause = yield* clauseFor(runtime, statement.catches);
    if (clause === null) throw failure;
    const record = recordOf(failure.record, failure.message);
    runtime.errors.unshift(record);
    const before = runtime.scope.get('_') ?? null;
    runtime.scope.set('_', record);
    try {
      yield* runBlock(runtime, clause.body, emit);
    } finally {
      runtime.scope.set('_', before);
    }
  }
}

function recordOf(record: Value, message: string): Value {
  return record instanceof PSObject && record.type === 'ErrorRecord' ? record : errorRecord(message);
}

/** The clause that catches; one for a special type is not modelled, and is taken as not catching. */
function* clauseFor(runtime: Runtime, catches: readonly Catch[]): Coroutine<Catch | null> {
  for (const each of catches) {
    if (each.types.length === 0 || each.types.some((type) => GENERAL.test(type))) return each;
    const first = each.body[0];
    if (first === undefined) continue;
    yield* notModelled(
      runtime,
      first,
      `whether catch [${each.types.join(', ')}] catches this is not known: taken as not`,
    );
  }
  return null;
}
