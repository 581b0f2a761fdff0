// A tree-walking interpreter of statements: one case a kind of node. Control flow and errors are exceptions that unwind
// to the statement that they leave.

import { runPipeline } from '../cmdlets/pipeline.js';
import type { Block, Statement, StatementOf } from '../parser/syntax.js';
import { toBoolean, toText } from '../values/convert.js';
import { exceptionOf, exceptionTypeOf, RUNTIME_EXCEPTION } from '../values/exceptions.js';
import { binary } from '../values/operators.js';
import { shownText } from '../values/paths.js';
import { isList, NO_OBJECT, PSObject, ScriptObject, Unknown, type Value } from '../values/values.js';
import { assignTo } from './assign.js';
import { errorRecord, reportError, scriptErrorOf } from './errors.js';
import { runLoop, runSwitch } from './loops.js';
import { forget } from './not-carried-out.js';
import { emitAll, outputOf, statementValue, valueOrNothing } from './output.js';
import type { Coroutine, Emit } from './protocol.js';
import type { Runtime } from './runtime.js';
import { ControlFlow, ScriptError } from './signals.js';
import { passedSize, sizeOf, wholeSize } from './size.js';
import { withoutNoting } from './table-order.js';
import { runTrapped, runTry } from './try.js';

/**
 * Runs statements one after another; an error that nothing catches ends only its own, unless it ends all. A trap of the
 * block is for all of its statements.
 */
export function* runBlock(runtime: Runtime, block: Block, emit: Emit): Coroutine<void> {
  const traps = block.filter((statement) => statement.kind === 'trap');
  if (traps.length > 0) return yield* runTrapped(runtime, block, traps, emit);
  // Functions can be called above the line that defines them only if that ran before: as PowerShell has it.
  for (const statement of block) {
    const depth = runtime.depth();
    try {
      yield* runStatement(runtime, statement, emit);
    } catch (error) {
      const failure = scriptErrorOf(runtime, error, statement);
      if (failure === null || failure.endsScript || runtime.tryDepth > 0) throw failure ?? error;
      runtime.unwindTo(depth);
      yield* reportError(runtime, failure);
    }
  }
}

/** Runs one statement. */
export function* runStatement(runtime: Runtime, statement: Statement, emit: Emit): Coroutine<void> {
  runtime.enter(statement);
  yield* run(runtime, statement, emit);
  runtime.leave();
}

function* run(runtime: Runtime, statement: Statement, emit: Emit): Coroutine<void> {
  switch (statement.kind) {
    case 'pipeline':
    case 'assign': {
      const before = runtime.outcomes.failures;
      runtime.uncertain = null;
      yield* statement.kind === 'assign' ? assign(runtime, statement) : runPipeline(runtime, statement, emit);
      const { uncertain } = runtime;
      const failed = runsCommand(statement) ? false : new Unknown('whether an expression has failed');
      runtime.outcomes.succeeded =
        runtime.outcomes.failures !== before
          ? failed
          : uncertain === null || new Unknown(`whether ${uncertain} succeeded`);
      runtime.uncertain = null;
      return;
    }
    case 'if':
      return yield* runIf(runtime, statement, emit);
    case 'while':
    case 'do':
    case 'for':
    case 'foreach':
      return yield* runLoop(runtime, statement, emit);
    case 'switch':
      return yield* runSwitch(runtime, statement, emit);
    case 'try':
      return yield* runTry(runtime, statement, emit);
    case 'function':
      return defineFunction(runtime, statement);
    case 'flow':
      return yield* leave(runtime, statement, emit);
    case 'jump': {
      const label = statement.label === null ? null : toText(yield* runtime.evaluate(statement.label));
      if (label instanceof Unknown) {
        yield* runtime.notModelled(statement, `which loop this leaves depends on ${label.why}`, null, label);
      }
      const named = typeof label === 'string' && label !== '' ? label.toLowerCase() : null;
      throw new ControlFlow(statement.word, null, statement.at, statement.text, named);
    }
    case 'data': {
      const value = yield* outputOf(runtime, (inner) => runtime.runBlock(statement.body, inner));
      if (statement.name === null) yield* emitAll(runtime, value, emit, statement);
      else runtime.scope.set(statement.name, value);
      return;
    }
    // traps are looked for where an error comes to their block, namespaces are those that are known anyway, and types
    // were defined before the first statement
    case 'class':
    case 'enum':
    case 'trap':
    case 'using':
      return;
    case 'unsupported':
      return yield* runtime.notModelled(statement, `${statement.what} is not read`, statement);
  }
}

/** Whether a command stands in a statement itself, and not in brackets: what fails in those leaves `$?` as it likes. */
function runsCommand(statement: Statement): boolean {
  if (statement.kind === 'assign') return runsCommand(statement.value);
  return statement.kind === 'pipeline' && statement.elements.some(({ kind }) => kind === 'command');
}

function defineFunction({ scope }: Runtime, { name, body }: StatementOf<'function'>): void {
  const [, named = '', plain] = /^(?:(script|global|local):)?(.*)$/is.exec(name) ?? ['', '', name];
  scope.named(named.toLowerCase()).defineFunction(plain, body);
}

function* assign(runtime: Runtime, statement: StatementOf<'assign'>): Coroutine<void> {
  const { target, operator } = statement;
  const before = runtime.branches.answers;
  const given = yield* valueOrNothing(runtime, statement.value);
  runtime.branches.assigned(target, statement, runtime.scope, before);
  const right = given === NO_OBJECT ? null : given;
  if (operator === '=') {
    // the type that a variable keeps converts the items of a list
    if (isList(right)) runtime.charge(target.kind === 'cast' ? passedSize(right) : 8 * sizeOf(right), statement);
    return yield* assignTo(runtime, target, given);
  }
  const sign = operator.slice(0, -1);
  if (!/^[-+*/%]$/.test(sign)) {
    return yield* runtime.notModelled(statement, `the assignment ${operator} is not read`);
  }
  const left = yield* target.kind === 'variable'
    ? withoutNoting(runtime, () => runtime.evaluate(target))
    : runtime.evaluate(target);
  const value = binary(sign, left, right);
  runtime.charge(wholeSize(value), statement);
  yield* assignTo(runtime, target, value, /[-+]/.test(sign));
}

function* runIf(runtime: Runtime, statement: StatementOf<'if'>, emit: Emit): Coroutine<void> {
  const { branches } = runtime;
  const { clauses, otherwise } = statement;
  let guessed: Unknown | null = null;
  for (const [i, { condition, body }] of clauses.entries()) {
    const before = branches.answers;
    const value = toBoolean(yield* statementValue(runtime, condition));
    if (value instanceof Unknown) {
      const later = clauses.slice(i + 1).map((each) => each.condition);
      const parts = [...clauses.slice(i).map((each) => each.body), ...later, otherwise ?? []];
      if (yield* runtime.takesBothWays(value, parts, emit)) {
        return branches.decided('if', condition, value, null, runtime.scope, before);
      }
      guessed ??= value;
    }
    const holds = yield* runtime.isTrue(value, condition, false, body);
    branches.decided('if', condition, value, holds, runtime.scope, before);
    if (!holds) continue;
    yield* runtime.runBlock(body, emit);
    return guessed === null ? undefined : forget(runtime, statement, guessed);
  }
  if (otherwise !== null) yield* runtime.runBlock(otherwise, emit);
  if (guessed !== null) forget(runtime, statement, guessed);
}

/** What `$_` is where a thrown value is caught: the record that was thrown again, or a new one of its exception. */
function recordOfThrown(given: Value, shown: string | Unknown): Value {
  if (given instanceof PSObject && given.type === 'ErrorRecord') return given;
  const exception = given instanceof ScriptObject || exceptionTypeOf(given) !== null ? given : null;
  if (exception === null && shown instanceof Unknown) return errorRecord(shown);
  const message = String(shown);
  return errorRecord(message, (exception as PSObject | null) ?? exceptionOf(RUNTIME_EXCEPTION, message));
}

function* leave(runtime: Runtime, statement: StatementOf<'flow'>, emit: Emit): Coroutine<void> {
  const { word, value, at, text } = statement;
  runtime.enterCommand();
  const found = value === null ? NO_OBJECT : yield* valueOrNothing(runtime, value);
  const given = found === NO_OBJECT ? null : found;
  if (word === 'return') {
    if (found !== NO_OBJECT) yield* emitAll(runtime, given, emit, statement);
    throw new ControlFlow(word, given, at, text);
  }
  if (word !== 'throw') throw new ControlFlow(word, given, at, text);
  if (/^(?:silentlycontinue|ignore)$/.test(runtime.preference('ErrorActionPreference')) && runtime.tryDepth === 0) {
    yield* runtime.notModelled(
      statement,
      'a throw may be passed over where $ErrorActionPreference is SilentlyContinue',
    );
  }
  const thrown = value === null ? (runtime.scope.get('_') ?? null) : given;
  const shown = shownText(thrown);
  const message = shown instanceof Unknown ? `what is thrown depends on ${shown.why}` : shown;
  throw new ScriptError(
    message === '' ? 'ScriptHalted' : message,
    at,
    text,
    true,
    false,
    recordOfThrown(thrown, thrown instanceof Unknown ? thrown : shown === '' ? 'ScriptHalted' : shown),
  );
}
