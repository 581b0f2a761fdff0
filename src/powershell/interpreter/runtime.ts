// The state of a running script: scopes, virtual time, the errors that $Error holds, and what the run has cost so far.
// Everything that may loop or recurse counts here, so that any script ends, or reaches a bound.
import { placeText } from '../../core/input-error.js';
import type { Block, Body, Expression, Statement } from '../parser/syntax.js';
import { toBoolean } from '../values/convert.js';
import { takeSteps } from '../values/search-work.js';
import { Unknown, type Value } from '../values/values.js';
import { type Bounds, COSTS } from './bounds.js';
import type { BranchRecord } from './branches.js';
import type { Quietness } from './left-behind.js';
import type { OrderLog } from './order-log.js';
import { Outcomes } from './outcomes.js';
import { commandsIn } from './passed-over.js';
import { possibleEffects } from './possible-effects.js';
import { actionNamed } from './preferences.js';
import type { Answer, ArgumentValue, Coroutine, Emit, Piece, Request } from './protocol.js';
import { Scope } from './scope.js';
import { ScriptTypes } from './script-types.js';
import { BoundReached, ControlFlow } from './signals.js';
import { ToldPlaces } from './told-places.js';
import { WalkBudget } from './walk-budget.js';

const NESTED_MAX = 1000;
const CALLS_MAX = 100;
/** Nesting that costs nothing: scripts that are written by hand come to 13. */
const NESTED_FREE = 20;
/** Steps of a search in a text that weigh as much as an item. */
const STEPS_AN_ITEM = 4;
/** Of the three budgets of work (evaluations, items, what is looked at), so much together. */
const SHARES_MAX = 1.5;

/** The tree walker as its own parts and the cmdlets reach it: handed to them, as the parts would import one another. */
export interface Evaluator {
  evaluate(runtime: Runtime, expression: Expression): Coroutine<Value>;
  runStatement(runtime: Runtime, statement: Statement, emit: Emit): Coroutine<void>;
  runBlock(runtime: Runtime, block: Block, emit: Emit): Coroutine<void>;
  readonly quietness: Quietness;
}

/** How deep the interpreter stands. */
interface Depth {
  readonly nested: number;
  readonly tryDepth: number;
}

/** The state of a running script. */
export class Runtime {
  /** the types that the script defines */
  readonly types = new ScriptTypes();
  scope = new Scope(null, this.types).ofFile();
  nowMs = 0;
  /** among what was emitted were entries of a hashtable, whose order is not known; and turns for such entries */
  unordered = false;
  readonly orders: OrderLog[] = [];
  readonly outcomes = new Outcomes(this.types, this.orders);
  /** try blocks around what runs now */
  tryDepth = 0;
  /** a command of the present statement of which nobody can tell whether it succeeds; null = there is none */
  uncertain: string | null = null;
  /** script files that call one another */
  scriptFiles = 0;
  /** where the code runs that is running, by Invoke-Command; null = where the script does */
  machine: string | null = null;
  /** the variables that `$using:` reads there */
  using: Scope | null = null;
  /** `Set-StrictMode`: 0 = off; else a variable without a value is an error. What 2 and 3 add to that is not read. */
  strict = 0;
  /** what walks over parts of the script may still cost that are perhaps not carried out */
  readonly walks: WalkBudget;
  readonly quietness: Quietness;
  private readonly told = new ToldPlaces();
  private calls = 0;
  private evaluations = 0;
  private requests = 0;
  /** requests since one took a second of virtual time */
  private sincePause = 0;
  private nested = 0;
  private items = 0;

  constructor(
    private readonly evaluator: Evaluator,
    readonly bounds: Bounds,
    /** which way it goes where it branches */
    readonly branches: BranchRecord,
  ) {
    this.walks = new WalkBudget(bounds.lookedAt);
    // what was searched before is no work of this script
    takeSteps();
    this.quietness = evaluator.quietness;
  }

  evaluate(expression: Expression): Coroutine<Value> {
    return this.evaluator.evaluate(this, expression);
  }

  runStatement(statement: Statement, emit: Emit): Coroutine<void> {
    return this.evaluator.runStatement(this, statement, emit);
  }

  runBlock(block: Block, emit: Emit): Coroutine<void> {
    return this.evaluator.runBlock(this, block, emit);
  }

  /** Runs all of a body once, up to its end or a `return`. */
  *runBody({ begin, process, statements }: Body, emit: Emit): Coroutine<void> {
    for (const block of [begin, process ?? [], statements]) yield* this.runBlock(block, emit);
  }

  /** Runs what a `return` leaves: a function, a script file, a script block. */
  *untilReturn(act: () => Coroutine<void>): Coroutine<void> {
    const depth = this.depth();
    try {
      yield* act();
    } catch (error) {
      if (!(error instanceof ControlFlow) || error.word !== 'return') throw error;
      this.unwindTo(depth);
    }
  }

  /** Runs `act` with `$_`, which has its former value afterwards. */
  *withItem(item: Value, act: () => Coroutine<void>): Coroutine<void> {
    this.evaluations += COSTS.object;
    const before = this.scope.get('_') ?? null;
    this.scope.set('_', item);
    try {
      yield* act();
    } finally {
      this.scope.set('_', before);
    }
  }

  /** Asks, and keeps the time of the answer. */
  *ask(request: Request): Coroutine<Answer> {
    this.charge(0, request);
    if (++this.requests > this.bounds.requests) {
      const what = `the script does more than ${this.bounds.requests} things`;
      throw new BoundReached(what, request.at, request.text);
    }
    // At each answer all that stands around the request is entered again: deep in calls that is what takes time.
    this.evaluations += COSTS.level * Math.max(0, this.nested - NESTED_FREE);
    this.checkPause(request);
    if (request.kind === 'sleep') this.checkTime(this.nowMs + request.ms, request);
    const answer = yield request.kind === 'command' ? { ...request, on: this.machine } : request;
    if (answer.nowMs - this.nowMs >= 1000) this.sincePause = 0;
    this.nowMs = answer.nowMs;
    if (answer.isSaid === true) this.branches.answered(answer.output);
    // Questions and commands take time, too.
    this.checkTime(this.nowMs, request);
    return answer;
  }

  /** A loop that asks the deployment again and again never ends in no time. */
  private checkPause(request: Request): void {
    if (/^(?:ignored|remark|answer|source|said)$/.test(request.kind)) return;
    const { withoutPause } = this.bounds;
    if (++this.sincePause <= withoutPause) return;
    const what = `the script does more than ${withoutPause} things without a pause`;
    throw new BoundReached(what, request.at, request.text);
  }

  private checkTime(nowMs: number, { at, text }: Request): void {
    if (nowMs <= this.bounds.pauseMs) return;
    const hours = this.bounds.pauseMs / 3_600_000;
    throw new BoundReached(`the script goes on for more than ${hours} hours of virtual time`, at, text, true);
  }

  /** Says that a piece of the script is not modelled, and with it perhaps a part that is not carried out. */
  *notModelled(
    { at, text }: Piece,
    what: string,
    part: unknown = null,
    because: Unknown | null = null,
  ): Coroutine<void> {
    const from = because?.from ?? null;
    const isNew = this.told.mayDiffer(placeText(at), this.scope);
    const passedOver = isNew ? commandsIn(part, this.scope, this.walks) : [];
    yield* this.ask({ kind: 'notModelled', what, at, text, passedOver, from });
  }

  /** What the user says that a command answers; null = nothing is said of it. */
  *answerOfUser(
    { at, text }: Piece,
    name: string,
    given: readonly ArgumentValue[],
  ): Coroutine<readonly Value[] | null> {
    const { outcome, output } = yield* this.ask({ kind: 'answer', name, arguments: given, code: [], at, text });
    return outcome === 'ok' ? output : null;
  }

  /**
   * Whether a condition holds. An unknown one is told as not modelled, and `otherwise` is taken; `part` of the script
   * is not carried out then.
   */
  *isTrue(value: Value, piece: Piece, otherwise = false, part: unknown = null): Coroutine<boolean> {
    const holds = toBoolean(value);
    if (!(holds instanceof Unknown)) return holds;
    const taken = otherwise ? 'true' : 'not true';
    yield* this.notModelled(piece, `whether this holds depends on ${holds.why}: taken as ${taken}`, part, holds);
    return otherwise;
  }

  /**
   * Takes both ways at once where what hangs on an unknown value leaves nothing but variables and output: they are
   * unknown then. False = something that matters hangs on it.
   */
  *takesBothWays(
    { why, from }: Unknown,
    parts: readonly (Block | Statement | Expression)[],
    emit: Emit,
    targets: readonly Expression[] = [],
  ): Coroutine<boolean> {
    const effects = possibleEffects(parts, targets, this, this.quietness);
    if (effects === null) return false;
    for (const { scope, name } of effects.assigned) {
      if (scope !== null && !/^(?:script|global|local|private)$/.test(scope)) continue;
      this.scope.named(scope).set(name, new Unknown(why, from));
    }
    this.outcomes.afterBothWays(new Unknown(why, from), effects);
    if (effects.prints) yield* emit(new Unknown(why, from));
    return true;
  }

  /** Whether code does nothing but compute, but for `$Matches`. */
  onlyTests(parts: readonly Block[]): boolean {
    const assigned = possibleEffects(parts, [], this, this.quietness)?.assigned;
    return assigned?.every(({ name }) => name === 'Matches') === true;
  }

  /** Counts items of lists and characters of texts that are worked on. */
  charge(items: number, { at, text }: Piece): void {
    this.items += items + takeSteps() / STEPS_AN_ITEM;
    if (this.items > this.bounds.items) {
      throw new BoundReached('the script works on too many items of lists', at, text);
    }
  }

  /** Counts an evaluation; the caller says when it has ended. */
  enter(piece: Piece): void {
    const { at, text } = piece;
    this.nested++;
    this.charge(0, piece);
    if (++this.evaluations > this.bounds.evaluations) {
      throw new BoundReached(`the script takes more than ${this.bounds.evaluations} evaluations`, at, text);
    }
    const shares = this.evaluations / this.bounds.evaluations + this.items / this.bounds.items + this.walks.share;
    if (shares > SHARES_MAX) throw new BoundReached('the script takes too much work in all', at, text);
    if (this.nested > NESTED_MAX) throw new BoundReached('the script is nested too deeply', at, text);
  }

  leave(): void {
    this.nested--;
  }

  /** Counts what a command costs beside its arguments, and an error that unwinds. */
  enterCommand(): void {
    this.evaluations += COSTS.command;
  }

  /** Where an error or a `break` comes back to. */
  depth(): Depth {
    return { nested: this.nested, tryDepth: this.tryDepth };
  }

  unwindTo({ nested, tryDepth }: Depth): void {
    this.nested = nested;
    this.tryDepth = tryDepth;
  }

  /** Runs `act` in a scope of its own, as a function does. */
  inNewScope(piece: Piece, act: () => Coroutine<void>): Coroutine<void> {
    return this.inScope(this.scope.inner(), piece, act);
  }

  /** Runs `act` in a new scope that sees only that of the script, as a method does. */
  inScriptScope(piece: Piece, act: () => Coroutine<void>): Coroutine<void> {
    return this.inScope(this.scope.script.inner(), piece, act);
  }

  /** Runs `act` in a scope, which a function that takes input keeps from one object to the next. */
  *inScope(scope: Scope, { at, text }: Piece, act: () => Coroutine<void>): Coroutine<void> {
    if (this.calls >= CALLS_MAX) {
      throw new BoundReached(`more than ${CALLS_MAX} functions call one another`, at, text);
    }
    this.evaluations += COSTS.scope;
    const outer = this.scope;
    this.scope = scope;
    this.calls++;
    try {
      yield* act();
    } finally {
      this.scope = outer;
      this.calls--;
    }
  }

  /** `$ErrorActionPreference` and its like, in lower case. */
  preference(name: string): string {
    return actionNamed(this.scope.get(name) ?? null);
  }
}
