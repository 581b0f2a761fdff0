import { runPipeline } from '../cmdlets/pipeline.js';
import type { Block, Statement, SwitchCase } from '../parser/syntax.js';
import { equal, groupsOf } from '../values/compare.js';
import { text } from '../values/convert.js';
import { binary } from '../values/operators.js';
import { Code, isList, listOf, Unknown, type Value } from '../values/values.js';
import { matchesWildcard } from '../values/wildcard.js';
import { assignTo } from './assign.js';
import { fail, raised } from './errors.js';
import { decided, evaluate, known, LoopBounds, notModelled } from './evaluate.js';
import type { Emit, Runtime, Steps } from './runtime.js';
import { Flow, ScriptError, TooMuch } from './signals.js';
import { runTry } from './try.js';

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

/** Everything that `act` emits. */
export function* collect(_rt: Runtime, act: (emit: Emit) => Steps<void>): Steps<Value[]> {
  const found: Value[] = [];
  yield* act(function* (value) {
    if (found.length >= 100_000) throw new TooMuch('a pipeline gives too many objects');
    found.push(value);
  });
  return found;
}

/** Emits a value as a pipeline does: the items of a list one by one, nothing for no value. */
export function* emitAll(value: Value, emit: Emit): Steps<void> {
  if (!isList(value)) return yield* emit(value);
  for (const item of value) yield* emit(item);
}

/** Runs statements one after another; an error that nothing catches ends only its own, unless it ends all. */
export function* runBlock(rt: Runtime, block: Block, emit: Emit): Steps<void> {
  // Functions can be called above the line that defines them only if that ran before: as PowerShell has it.
  for (const statement of block) {
    const mark = rt.mark();
    try {
      yield* runStatement(rt, statement, emit);
    } catch (error) {
      const failure = raised(rt, error, statement);
      if (failure === null || failure.ends || rt.tryDepth > 0) throw failure ?? error;
      rt.back(mark);
      yield* fail(rt, failure);
    }
  }
}

/** Runs one statement. */
export function* runStatement(rt: Runtime, statement: Statement, emit: Emit): Steps<void> {
  rt.enter(statement);
  yield* run(rt, statement, emit);
  rt.leave();
}

function* run(rt: Runtime, statement: Statement, emit: Emit): Steps<void> {
  switch (statement.kind) {
    case 'pipeline':
      return yield* runPipeline(rt, statement, emit);
    case 'assign':
      return yield* assign(rt, statement);
    case 'if':
      return yield* runIf(rt, statement, emit);
    case 'while':
    case 'do':
    case 'for':
    case 'foreach':
      return yield* runLoop(rt, statement, emit);
    case 'switch':
      return yield* runSwitch(rt, statement, emit);
    case 'try':
      return yield* runTry(rt, statement, emit);
    case 'function':
      rt.scope.define(statement.name.replace(/^(?:script|global|local):/i, ''), statement.body);
      return;
    case 'flow':
      return yield* leave(rt, statement, emit);
    case 'unsupported':
      return yield* notModelled(rt, statement, `${statement.what} is not read`);
  }
}

/** The value of a statement as a condition or a list. */
function* statementValue(rt: Runtime, statement: Statement): Steps<Value> {
  return known(yield* collect(rt, (emit) => runStatement(rt, statement, emit)));
}

function* assign(rt: Runtime, { target, operator, value, at, text: words }: Of<'assign'>): Steps<void> {
  const only = value.kind === 'pipeline' && value.stages.length === 1 ? value.stages[0] : null;
  const plain = only !== null && only.kind !== 'command';
  // an expression keeps a list of one item a list; what a command prints is unrolled
  const right = plain ? yield* evaluate(rt, only) : yield* assigned(rt, value);
  if (operator === '=') return yield* assignTo(rt, target, right);
  const sign = operator.slice(0, -1);
  if (!/^[-+*/%]$/.test(sign)) {
    return yield* notModelled(rt, { at, text: words }, `the assignment ${operator} is not read`);
  }
  const left = yield* evaluate(rt, target);
  yield* assignTo(rt, target, binary(sign, left, right));
}

function* assigned(rt: Runtime, value: Statement): Steps<Value> {
  if (value.kind !== 'assign') return yield* statementValue(rt, value);
  yield* runStatement(rt, value, function* () {});
  return yield* evaluate(rt, value.target);
}

function* runIf(rt: Runtime, { clauses, otherwise }: Of<'if'>, emit: Emit): Steps<void> {
  for (const { condition, body } of clauses) {
    if (yield* decided(rt, condition, yield* statementValue(rt, condition), false)) {
      return yield* runBlock(rt, body, emit);
    }
  }
  if (otherwise !== null) yield* runBlock(rt, otherwise, emit);
}

type Loop = Of<'while'> | Of<'do'> | Of<'for'> | Of<'foreach'>;

function* runLoop(rt: Runtime, loop: Loop, emit: Emit): Steps<void> {
  const bounds = new LoopBounds(rt, { at: loop.at, text: firstLine(loop.text) });
  /** one turn; false = `break` */
  const turn = function* (): Steps<boolean> {
    bounds.turn();
    const mark = rt.mark();
    try {
      yield* runBlock(rt, loop.body, emit);
    } catch (error) {
      if (!(error instanceof Flow) || (error.word !== 'break' && error.word !== 'continue')) throw error;
      rt.back(mark);
      return error.word === 'continue';
    }
    return true;
  };
  const holds = function* (condition: Statement, otherwise: boolean): Steps<boolean> {
    return yield* decided(rt, condition, yield* statementValue(rt, condition), otherwise);
  };
  switch (loop.kind) {
    case 'while':
      while ((yield* holds(loop.condition, false)) && (yield* turn()));
      return;
    case 'do':
      while ((yield* turn()) && (yield* holds(loop.condition, loop.until)) !== loop.until);
      return;
    case 'for':
      if (loop.first !== null) yield* runStatement(rt, loop.first, function* () {});
      while (loop.condition === null || (yield* holds(loop.condition, false))) {
        if (!(yield* turn())) return;
        if (loop.next !== null) yield* runStatement(rt, loop.next, function* () {});
      }
      return;
    case 'foreach': {
      const list = yield* statementValue(rt, loop.list);
      if (list instanceof Unknown) {
        return yield* notModelled(rt, loop.list, `the list is not known: it depends on ${list.why}`);
      }
      for (const item of listOf(list)) {
        yield* assignTo(rt, loop.variable, item);
        if (!(yield* turn())) return;
      }
    }
  }
}

function firstLine(words: string): string {
  return words.split(/\r?\n/, 1)[0];
}

function* runSwitch(rt: Runtime, statement: Of<'switch'>, emit: Emit): Steps<void> {
  const on = yield* statementValue(rt, statement.on);
  const bounds = new LoopBounds(rt, statement);
  for (const item of isList(on) ? on : [on]) {
    bounds.turn();
    const before = rt.scope.get('_') ?? null;
    rt.scope.set('_', item);
    const mark = rt.mark();
    try {
      yield* runCases(rt, statement, item, emit);
    } catch (error) {
      if (!(error instanceof Flow) || (error.word !== 'break' && error.word !== 'continue')) throw error;
      rt.back(mark);
      if (error.word === 'break') return;
    } finally {
      rt.scope.set('_', before);
    }
  }
}

function* runCases(rt: Runtime, statement: Of<'switch'>, item: Value, emit: Emit): Steps<void> {
  let any = false;
  for (const each of statement.cases) {
    if (each.test === null) continue;
    const matches = yield* caseMatches(rt, statement, each.test, item);
    if (!(yield* decided(rt, each.test, matches, false))) continue;
    any = true;
    yield* runBlock(rt, each.body, emit);
  }
  const standard = statement.cases.find((each) => each.test === null);
  if (!any && standard !== undefined) yield* runBlock(rt, standard.body, emit);
}

function* caseMatches(
  rt: Runtime,
  { match, exactCase }: Of<'switch'>,
  test: NonNullable<SwitchCase['test']>,
  item: Value,
): Steps<Value> {
  const wanted = yield* evaluate(rt, test);
  if (wanted instanceof Code) {
    return known(yield* collect(rt, (emit) => runBlock(rt, wanted.body.statements, emit)));
  }
  if (match === 'regex') {
    const found = groupsOf(item, wanted, exactCase);
    return found instanceof Unknown ? found : found !== null;
  }
  if (match === 'exact') return equal(item, wanted, exactCase);
  const [subject, pattern] = [text(item), text(wanted)];
  if (subject instanceof Unknown) return subject;
  return pattern instanceof Unknown ? pattern : matchesWildcard(subject, pattern, exactCase);
}

function* leave(rt: Runtime, { word, value, at, text: words }: Of<'flow'>, emit: Emit): Steps<void> {
  const given = value === null ? null : yield* statementValue(rt, value);
  if (word === 'return') {
    if (value !== null) yield* emitAll(given, emit);
    throw new Flow(word, null, at, words);
  }
  if (word !== 'throw') throw new Flow(word, given, at, words);
  const caught = rt.scope.get('_') ?? null;
  const shown = value === null ? text(caught) : text(given);
  const message = shown instanceof Unknown ? `what is thrown depends on ${shown.why}` : shown;
  throw new ScriptError(message === '' ? 'ScriptHalted' : message, at, words, true, false, given);
}
