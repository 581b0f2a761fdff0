import { runPipeline } from '../cmdlets/pipeline.js';
import type { Block, Statement, SwitchCase } from '../parser/syntax.js';
import { equal, matchGroups } from '../values/compare.js';
import { toText } from '../values/convert.js';
import { binary } from '../values/operators.js';
import { isList, listOf, ScriptBlock, Unknown, type Value } from '../values/values.js';
import { matchesWildcard } from '../values/wildcard.js';
import { assignTo } from './assign.js';
import { reportError, scriptErrorOf } from './errors.js';
import { decided, evaluate, known, LoopBounds, notModelled } from './evaluate.js';
import type { Coroutine, Emit, Runtime } from './runtime.js';
import { ControlFlow, ScriptError, SizeExceeded } from './signals.js';
import { runTry } from './try.js';

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

/** Everything that `act` emits. */
export function* collect(_runtime: Runtime, act: (emit: Emit) => Coroutine<void>): Coroutine<Value[]> {
  const found: Value[] = [];
  yield* act(function* (value) {
    if (found.length >= 100_000) throw new SizeExceeded('a pipeline gives too many objects');
    found.push(value);
  });
  return found;
}

/** Emits a value as a pipeline does: the items of a list one by one, nothing for no value. */
export function* emitAll(value: Value, emit: Emit): Coroutine<void> {
  if (!isList(value)) return yield* emit(value);
  for (const item of value) yield* emit(item);
}

/** Runs statements one after another; an error that nothing catches ends only its own, unless it ends all. */
export function* runBlock(runtime: Runtime, block: Block, emit: Emit): Coroutine<void> {
  // Functions can be called above the line that defines them only if that ran before: as PowerShell has it.
  for (const statement of block) {
    const mark = runtime.depth();
    try {
      yield* runStatement(runtime, statement, emit);
    } catch (error) {
      const failure = scriptErrorOf(runtime, error, statement);
      if (failure === null || failure.ends || runtime.tryDepth > 0) throw failure ?? error;
      runtime.unwindTo(mark);
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
      return yield* runPipeline(runtime, statement, emit);
    case 'assign':
      return yield* assign(runtime, statement);
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
      runtime.scope.defineFunction(statement.name.replace(/^(?:script|global|local):/i, ''), statement.body);
      return;
    case 'flow':
      return yield* leave(runtime, statement, emit);
    case 'unsupported':
      return yield* notModelled(runtime, statement, `${statement.what} is not read`);
  }
}

/** The value of a statement as a condition or a list. */
function* statementValue(runtime: Runtime, statement: Statement): Coroutine<Value> {
  return known(yield* collect(runtime, (emit) => runStatement(runtime, statement, emit)));
}

function* assign(
  runtime: Runtime,
  { target, operator, value, at, text: words }: Of<'assign'>,
): Coroutine<void> {
  const only = value.kind === 'pipeline' && value.stages.length === 1 ? value.stages[0] : null;
  const plain = only !== null && only.kind !== 'command';
  // an expression keeps a list of one item a list; what a command prints is unrolled
  const right = plain ? yield* evaluate(runtime, only) : yield* assigned(runtime, value);
  if (operator === '=') return yield* assignTo(runtime, target, right);
  const sign = operator.slice(0, -1);
  if (!/^[-+*/%]$/.test(sign)) {
    return yield* notModelled(runtime, { at, text: words }, `the assignment ${operator} is not read`);
  }
  const left = yield* evaluate(runtime, target);
  yield* assignTo(runtime, target, binary(sign, left, right));
}

function* assigned(runtime: Runtime, value: Statement): Coroutine<Value> {
  if (value.kind !== 'assign') return yield* statementValue(runtime, value);
  yield* runStatement(runtime, value, function* () {});
  return yield* evaluate(runtime, value.target);
}

function* runIf(runtime: Runtime, { clauses, otherwise }: Of<'if'>, emit: Emit): Coroutine<void> {
  for (const { condition, body } of clauses) {
    if (yield* decided(runtime, condition, yield* statementValue(runtime, condition), false)) {
      return yield* runBlock(runtime, body, emit);
    }
  }
  if (otherwise !== null) yield* runBlock(runtime, otherwise, emit);
}

type Loop = Of<'while'> | Of<'do'> | Of<'for'> | Of<'foreach'>;

function* runLoop(runtime: Runtime, loop: Loop, emit: Emit): Coroutine<void> {
  const bounds = new LoopBounds(runtime, { at: loop.at, text: firstLine(loop.text) });
  /** one turn; false = `break` */
  const turn = function* (): Coroutine<boolean> {
    bounds.turn();
    const mark = runtime.depth();
    try {
      yield* runBlock(runtime, loop.body, emit);
    } catch (error) {
      if (!(error instanceof ControlFlow) || (error.word !== 'break' && error.word !== 'continue'))
        throw error;
      runtime.unwindTo(mark);
      return error.word === 'continue';
    }
    return true;
  };
  const holds = function* (condition: Statement, otherwise: boolean): Coroutine<boolean> {
    return yield* decided(runtime, condition, yield* statementValue(runtime, condition), otherwise);
  };
  switch (loop.kind) {
    case 'while':
      while ((yield* holds(loop.condition, false)) && (yield* turn()));
      return;
    case 'do':
      while ((yield* turn()) && (yield* holds(loop.condition, loop.until)) !== loop.until);
      return;
    case 'for':
      if (loop.first !== null) yield* runStatement(runtime, loop.first, function* () {});
      while (loop.condition === null || (yield* holds(loop.condition, false))) {
        if (!(yield* turn())) return;
        if (loop.next !== null) yield* runStatement(runtime, loop.next, function* () {});
      }
      return;
    case 'foreach': {
      const list = yield* statementValue(runtime, loop.list);
      if (list instanceof Unknown) {
        return yield* notModelled(runtime, loop.list, `the list is not known: it depends on ${list.why}`);
      }
      for (const item of listOf(list)) {
        yield* assignTo(runtime, loop.variable, item);
        if (!(yield* turn())) return;
      }
    }
  }
}

function firstLine(words: string): string {
  return words.split(/\r?\n/, 1)[0];
}

function* runSwitch(runtime: Runtime, statement: Of<'switch'>, emit: Emit): Coroutine<void> {
  const on = yield* statementValue(runtime, statement.on);
  const bounds = new LoopBounds(runtime, statement);
  for (const item of isList(on) ? on : [on]) {
    bounds.turn();
    const before = runtime.scope.get('_') ?? null;
    runtime.scope.set('_', item);
    const mark = runtime.depth();
    try {
      yield* runCases(runtime, statement, item, emit);
    } catch (error) {
      if (!(error instanceof ControlFlow) || (error.word !== 'break' && error.word !== 'continue'))
        throw error;
      runtime.unwindTo(mark);
      if (error.word === 'break') return;
    } finally {
      runtime.scope.set('_', before);
    }
  }
}

function* runCases(runtime: Runtime, statement: Of<'switch'>, item: Value, emit: Emit): Coroutine<void> {
  let any = false;
  for (const each of statement.cases) {
    if (each.test === null) continue;
    const matches = yield* caseMatches(runtime, statement, each.test, item);
    if (!(yield* decided(runtime, each.test, matches, false))) continue;
    any = true;
    yield* runBlock(runtime, each.body, emit);
  }
  const standard = statement.cases.find((each) => each.test === null);
  if (!any && standard !== undefined) yield* runBlock(runtime, standard.body, emit);
}

function* caseMatches(
  runtime: Runtime,
  { match, exactCase }: Of<'switch'>,
  test: NonNullable<SwitchCase['test']>,
  item: Value,
): Coroutine<Value> {
  const wanted = yield* evaluate(runtime, test);
  if (wanted instanceof ScriptBlock) {
    return known(yield* collect(runtime, (emit) => runBlock(runtime, wanted.body.statements, emit)));
  }
  if (match === 'regex') {
    const found = matchGroups(item, wanted, exactCase);
    return found instanceof Unknown ? found : found !== null;
  }
  if (match === 'exact') return equal(item, wanted, exactCase);
  const [subject, pattern] = [toText(item), toText(wanted)];
  if (subject instanceof Unknown) return subject;
  return pattern instanceof Unknown ? pattern : matchesWildcard(subject, pattern, exactCase);
}

function* leave(runtime: Runtime, { word, value, at, text: words }: Of<'flow'>, emit: Emit): Coroutine<void> {
  const given = value === null ? null : yield* statementValue(runtime, value);
  if (word === 'return') {
    if (value !== null) yield* emitAll(given, emit);
    throw new ControlFlow(word, null, at, words);
  }
  if (word !== 'throw') throw new ControlFlow(word, given, at, words);
  const caught = runtime.scope.get('_') ?? null;
  const shown = value === null ? toText(caught) : toText(given);
  const message = shown instanceof Unknown ? `what is thrown depends on ${shown.why}` : shown;
  throw new ScriptError(message === '' ? 'ScriptHalted' : message, at, words, true, false, given);
}
