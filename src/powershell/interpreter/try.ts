import type { Catch, Statement } from '../parser/syntax.js';
import { Thing, type Value } from '../values/values.js';
import { errorRecord, raised } from './errors.js';
import { notModelled } from './evaluate.js';
import type { Emit, Runtime, Steps } from './runtime.js';
import { runBlock } from './statements.js';

/** Exception types that stand for any error; what others would catch is not known. */
const GENERAL =
  /^(?:system\.)?(?:exception|management\.automation\.(?:runtimeexception|actionpreferencestopexception))$/;

/** `try { … } catch { … } finally { … }` */
export function* runTry(
  rt: Runtime,
  statement: Extract<Statement, { kind: 'try' }>,
  emit: Emit,
): Steps<void> {
  const mark = rt.mark();
  try {
    yield* body(rt, statement, emit);
  } finally {
    if (statement.last !== null) {
      const inside = rt.mark();
      rt.back(mark);
      yield* runBlock(rt, statement.last, emit);
      rt.back(inside);
    }
  }
}

function* body(rt: Runtime, statement: Extract<Statement, { kind: 'try' }>, emit: Emit): Steps<void> {
  const mark = rt.mark();
  rt.tryDepth++;
  try {
    yield* runBlock(rt, statement.body, emit);
    rt.tryDepth--;
  } catch (error) {
    rt.back(mark);
    const failure = raised(rt, error, statement);
    if (failure === null) throw error;
    const clause = yield* clauseFor(rt, statement.catches);
    if (clause === null) throw failure;
    const record = recordOf(failure.record, failure.message);
    rt.errors.unshift(record);
    const before = rt.scope.get('_') ?? null;
    rt.scope.set('_', record);
    try {
      yield* runBlock(rt, clause.body, emit);
    } finally {
      rt.scope.set('_', before);
    }
  }
}

function recordOf(record: Value, message: string): Value {
  return record instanceof Thing && record.type === 'ErrorRecord' ? record : errorRecord(message);
}

/** The clause that catches; one for a special type is not modelled, and is taken as not catching. */
function* clauseFor(rt: Runtime, catches: readonly Catch[]): Steps<Catch | null> {
  for (const each of catches) {
    if (each.types.length === 0 || each.types.some((type) => GENERAL.test(type))) return each;
    const first = each.body[0];
    if (first === undefined) continue;
    yield* notModelled(
      rt,
      first,
      `whether catch [${each.types.join(', ')}] catches this is not known: taken as not`,
    );
  }
  return null;
}
