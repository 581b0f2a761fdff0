// Loops and `switch`: what `break` and `continue` leave. Each counts its turns and the virtual time that it takes, so
// that one that never ends comes to a bound.

import type { Statement, StatementOf, SwitchCase } from '../parser/syntax.js';
import { compareWhole, matchGroups } from '../values/compare.js';
import { toBoolean } from '../values/convert.js';
import { isList, NO_OBJECT, ScriptBlock, Unknown, type Value } from '../values/values.js';
import { assignTo } from './assign.js';
import { forget } from './not-carried-out.js';
import { discarded, loopItems, outputOf, statementValue, valueOrNothing } from './output.js';
import { noteItems } from './passed-over.js';
import type { Coroutine, Emit, Piece } from './protocol.js';
import type { Runtime } from './runtime.js';
import { BoundReached, ControlFlow } from './signals.js';
import { sizeOf } from './size.js';
import { forEntries, noteWrite } from './table-order.js';

/** The bounds of a loop: its turns, and the virtual time it may take. */
class LoopBounds {
  private turns = 0;
  private readonly startedMs: number;

  constructor(
    private readonly runtime: Runtime,
    private readonly piece: Piece,
    private readonly label: string | null,
  ) {
    this.startedMs = runtime.nowMs;
  }

  /** One turn; false = `break`. */
  *turn(act: () => Coroutine<void>): Coroutine<boolean> {
    const { turns, loopMs } = this.runtime.bounds;
    if (++this.turns > turns) this.exceeded(`${turns} turns`);
    const hours = loopMs / 3_600_000;
    if (this.runtime.nowMs - this.startedMs > loopMs) this.exceeded(`${hours} hours of virtual time`, true);
    const depth = this.runtime.depth();
    try {
      yield* act();
    } catch (error) {
      if (!(error instanceof ControlFlow) || (error.word !== 'break' && error.word !== 'continue')) throw error;
      if (error.label !== null && error.label !== this.label?.toLowerCase()) throw error;
      this.runtime.unwindTo(depth);
      return error.word === 'continue';
    }
    return true;
  }

  private exceeded(bound: string, isOfTime = false): never {
    throw new BoundReached(`this loop has not ended after ${bound}`, this.piece.at, this.piece.text, isOfTime);
  }
}

/** `while`, `do`, `for`, `foreach`. */
export function* runLoop(
  runtime: Runtime,
  loop: StatementOf<'while' | 'do' | 'for' | 'foreach'>,
  emit: Emit,
): Coroutine<void> {
  const bounds = new LoopBounds(runtime, { at: loop.at, text: firstLine(loop.text) }, loop.label);
  const turn = (): Coroutine<boolean> => bounds.turn(() => runtime.runBlock(loop.body, emit));
  const { branches } = runtime;
  const kind = loop.kind === 'do' ? (loop.until ? 'until' : 'while') : loop.kind === 'for' ? 'for' : 'while';
  const holds = function* (condition: Statement, otherwise: boolean): Coroutine<boolean> {
    const before = branches.answers;
    const value = toBoolean(yield* statementValue(runtime, condition));
    const parts = [loop.body, condition, ...(loop.kind === 'for' && loop.next !== null ? [loop.next] : [])];
    const both = value instanceof Unknown && (yield* runtime.takesBothWays(value, parts, emit));
    const taken = both ? otherwise : yield* runtime.isTrue(value, condition, otherwise, loop.body);
    branches.decided(kind, condition, value, both ? null : taken, runtime.scope, before);
    if (value instanceof Unknown && !both) forget(runtime, parts, value);
    return taken;
  };
  switch (loop.kind) {
    case 'while':
      while ((yield* holds(loop.condition, false)) && (yield* turn()));
      return;
    case 'do':
      while ((yield* turn()) && (yield* holds(loop.condition, loop.until)) !== loop.until);
      return;
    case 'for':
      if (loop.first !== null) yield* runtime.runStatement(loop.first, discarded);
      while (loop.condition === null || (yield* holds(loop.condition, false))) {
        if (!(yield* turn())) return;
        if (loop.next !== null) yield* runtime.runStatement(loop.next, discarded);
      }
      return;
    case 'foreach': {
      const list = yield* loopItems(runtime, loop.list);
      if (list instanceof Unknown) {
        if (loop.variable.kind === 'variable')
          noteItems(list, loop.variable.name.toLowerCase(), loop.body, runtime.walks);
        if (yield* runtime.takesBothWays(list, [loop.body], emit, [loop.variable])) return;
        const what = `the list is not known: it depends on ${list.why}`;
        yield* runtime.notModelled(loop.list, what, loop.body, list);
        return forget(runtime, loop, list);
      }
      const entries = { list, code: loop.body, piece: loop.list };
      yield* forEntries(runtime, entries, emit, function* (item, out) {
        yield* assignTo(runtime, loop.variable, item);
        return yield* bounds.turn(() => runtime.runBlock(loop.body, out));
      });
    }
  }
}

function firstLine(words: string): string {
  return words.split(/\r?\n/, 1)[0];
}

/** `switch`: each item runs every case that it matches. */
export function* runSwitch(runtime: Runtime, statement: StatementOf<'switch'>, emit: Emit): Coroutine<void> {
  const found = yield* valueOrNothing(runtime, statement.on);
  if (found === NO_OBJECT) return;
  const on = found instanceof Unknown ? found.spread : found;
  if (on instanceof Unknown) {
    if (statement.match === 'regex') runtime.scope.set('matches', new Unknown(on.why, on.from));
    const parts = statement.cases.flatMap(({ test, body }) => (test === null ? [body] : [body, test]));
    if (yield* runtime.takesBothWays(on, parts, emit)) return;
  }
  const bounds = new LoopBounds(runtime, statement, statement.label);
  const entries = { list: isList(on) ? on : [on], code: statement.cases, piece: statement };
  yield* forEntries(runtime, entries, emit, function* (item, out) {
    const cases = (): Coroutine<void> => runCases(runtime, statement, item, out);
    return yield* bounds.turn(() => runtime.withItem(item, cases));
  });
}

function* runCases(runtime: Runtime, statement: StatementOf<'switch'>, item: Value, emit: Emit): Coroutine<void> {
  const { branches } = runtime;
  const before = branches.answersAt(statement.on, runtime.scope);
  let any = false;
  let guessed: Unknown | null = null;
  for (const { test, body } of statement.cases) {
    if (test === null) continue;
    const matches = yield* caseMatches(runtime, statement, test, item);
    const holds = yield* runtime.isTrue(matches, test, false, body);
    if (holds || matches instanceof Unknown) branches.decided('case', test, matches, holds, runtime.scope, before);
    if (matches instanceof Unknown) guessed ??= matches;
    if (!holds) continue;
    any = true;
    yield* runtime.runBlock(body, emit);
  }
  const standard = statement.cases.find((each) => each.test === null);
  if (!any && standard !== undefined) {
    branches.note('default', statement, 'taken', before < branches.answers ? 'answered' : 'known', null);
    yield* runtime.runBlock(standard.body, emit);
  }
  if (guessed !== null) forget(runtime, statement.cases, guessed);
}

function* caseMatches(
  runtime: Runtime,
  { match, exactCase }: StatementOf<'switch'>,
  test: NonNullable<SwitchCase['test']>,
  item: Value,
): Coroutine<Value> {
  const wanted = yield* runtime.evaluate(test);
  runtime.charge(8 * (sizeOf(item) + sizeOf(wanted)), test);
  if (wanted instanceof ScriptBlock) {
    return yield* outputOf(runtime, (emit) => runtime.runBlock(wanted.body.statements, emit));
  }
  if (match === 'regex') {
    const groups = matchGroups(item, wanted, exactCase);
    if (groups !== null) {
      runtime.scope.set('matches', groups);
      noteWrite(runtime, runtime.scope, 'matches', groups);
    }
    return groups instanceof Unknown ? groups : groups !== null;
  }
  const comparison = match === 'wildcard' ? 'like' : 'eq';
  return compareWhole(comparison, item, wanted, exactCase);
}
