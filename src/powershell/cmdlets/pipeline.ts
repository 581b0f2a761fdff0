// Runs a pipeline: its stages are made from the last to the first, and then the first one pushes its objects through.
import { discarded, emitAll, pipedValue } from '../interpreter/output.js';
import type { ArgumentValue, Coroutine, Emit } from '../interpreter/protocol.js';
import type { Runtime } from '../interpreter/runtime.js';
import { StopUpstream } from '../interpreter/signals.js';
import { passedSize } from '../interpreter/size.js';
import { EntryTurns } from '../interpreter/table-order.js';
import type { Argument, Command, Expression, Redirection, StatementOf } from '../parser/syntax.js';
import { Numeral, numberIn, numberKindOf } from '../values/numerals.js';
import { isUnordered, UNKNOWN_ORDER } from '../values/unordered.js';
import { Hashtable, isList, NO_OBJECT, Unknown, type Value } from '../values/values.js';
import { PARAMETER_WORDS } from './parameters.js';
import { stageOf } from './resolve.js';
import type { Stage } from './stage.js';

/** Runs a pipeline: objects go through its stages one by one, but for stages that take all of them first. */
export function* runPipeline(
  runtime: Runtime,
  { elements, redirections }: StatementOf<'pipeline'>,
  out: Emit,
): Coroutine<void> {
  const [first, ...rest] = elements;
  const emit = goesAway(redirections) ? discarded : out;
  if (rest.length === 0 && first.kind !== 'command') {
    const value = yield* pipedValue(runtime, first);
    // `$i++` as a statement prints nothing
    if (first.kind === 'step' || value === NO_OBJECT) return;
    return yield* emitAll(runtime, value, emit, first);
  }
  const before = runtime.unordered;
  runtime.unordered = false;
  try {
    yield* runStages(runtime, elements, emit);
  } finally {
    runtime.unordered ||= before;
  }
}

function* runStages(
  runtime: Runtime,
  [first, ...rest]: StatementOf<'pipeline'>['elements'],
  emit: Emit,
): Coroutine<void> {
  const order: PipelineOrder = { turns: null };
  let next = emit;
  const stages: Stage[] = [];
  const places: object[] = [];
  const add = function* (element: Command, piped: boolean): Coroutine<void> {
    const place = {};
    const to = next;
    const out: Emit = (value) => {
      order.turns?.noteEmitted();
      return to(value);
    };
    const stage = yield* stageOfCommand(runtime, element, piped, out, place);
    stages.unshift(piped && !isSort(element) ? inTurns(runtime, element, stage, out, order) : stage);
    places.unshift(place);
    next = stages[0].item;
  };
  for (const element of rest.reverse()) {
    if (element.kind !== 'command') {
      return yield* runtime.notModelled(element, 'an expression in the middle of a pipeline');
    }
    yield* add(element, true);
  }
  let open = yield* untilStopped(places, function* () {
    if (first.kind !== 'command') {
      const value = yield* pipedValue(runtime, first);
      for (const stage of stages) yield* stage.begin?.() ?? [];
      return value === NO_OBJECT ? undefined : yield* emitAll(runtime, value, next, first);
    }
    yield* add(first, false);
    for (const stage of stages) yield* stage.begin?.() ?? [];
  });
  while (open < stages.length) {
    const stage = stages[open];
    open = Math.max(open + 1, yield* untilStopped(places, () => stage.end()));
  }
  yield* order.turns?.close(emit, true) ?? [];
}

/** Turns of a pipeline for entries in an unknown order; null = none came so far. */
interface PipelineOrder {
  turns: EntryTurns | null;
}

/** A stage that runs in turns from the first object on that comes in an unknown order. */
function inTurns(runtime: Runtime, element: Command, stage: Stage, next: Emit, order: PipelineOrder): Stage {
  let own: EntryTurns | null = null;
  return {
    ...stage,
    *item(value) {
      if (!runtime.unordered || (order.turns !== null && own === null)) return yield* stage.item(value);
      if (own === null) {
        own = new EntryTurns(runtime, element, element);
        order.turns = own;
        yield* own.tell();
      }
      yield* own.turn(() => stage.item(value));
    },
    *end() {
      yield* own?.close(next) ?? [];
      yield* stage.end();
    },
  };
}

/** Runs what a later stage of the pipeline may stop. Gives the first stage that still has its end before it. */
function* untilStopped(places: readonly object[], act: () => Coroutine<void>): Coroutine<number> {
  try {
    yield* act();
    return 0;
  } catch (error) {
    const place = error instanceof StopUpstream ? places.indexOf(error.place) : -1;
    if (place < 0) throw error;
    // what stopped the others has done all that it does, and they have no end any more
    return place + 1;
  }
}

/** The stage of a command, its name and arguments evaluated. */
function* stageOfCommand(
  runtime: Runtime,
  command: Command,
  piped: boolean,
  next: Emit,
  place: object,
): Coroutine<Stage> {
  runtime.enterCommand();
  const name = yield* runtime.evaluate(command.name);
  const given = yield* argumentValues(runtime, command.arguments);
  for (const { value } of given) runtime.charge(passedSize(value ?? null), command);
  const out = goesAway(command.redirections) ? discarded : next;
  const stage = yield* stageOf(runtime, name, { command, given, piped, out, place });
  return merges(command.redirections) ? withErrors(runtime, command, stage, out) : stage;
}

/** `2>&1`, `*>&1`: errors, warnings and what is shown go with the output. */
const merges = (redirections: readonly Redirection[]): boolean =>
  redirections.some(({ operator }) => /^[2-6*]>&1/.test(operator));

/** A stage whose errors are objects of its output: which they are is not known. */
function withErrors(runtime: Runtime, { redirections }: Command, stage: Stage, out: Emit): Stage {
  const before = runtime.outcomes.failures;
  const always = redirections.some(({ operator }) => /^[3-6*]>&1/.test(operator));
  return {
    ...stage,
    *end() {
      yield* stage.end();
      if (always || runtime.outcomes.failures !== before)
        yield* out(new Unknown('the errors and warnings of a command'));
    },
  };
}

const isSort = (element: Expression | Command): boolean =>
  element.kind === 'command' && /^sort(?:-object)?$/i.test(element.name.text);

/** `> file` and `> $null` take the output, `2>` and `2>&1` only errors. */
function goesAway(redirections: readonly Redirection[]): boolean {
  return redirections.some(({ operator }) => /^[1*]?>/.test(operator) && !/^[1*]?>&/.test(operator));
}

/** The arguments with their values; `@name` brings those of a hashtable or a list. */
function* argumentValues(runtime: Runtime, list: readonly Argument[]): Coroutine<ArgumentValue[]> {
  const given: ArgumentValue[] = [];
  for (const { parameter, value, attached, at } of list) {
    if (value?.kind === 'variable' && value.splatted && parameter === null) {
      const brought = yield* runtime.evaluate(value);
      runtime.charge(passedSize(brought), value);
      given.push(...splatted(brought, at));
    } else {
      const own = value === null ? undefined : yield* runtime.evaluate(value);
      given.push({ parameter, value: asWritten(value, own), attached, at });
    }
  }
  return given;
}

/** A number among arguments keeps how it is written: a parameter for texts takes it so. */
function asWritten(expression: Expression | null, value: Value | undefined): Value | undefined {
  if (expression?.kind !== 'literal' || typeof expression.value !== 'number') return value;
  const [number, kind, { text }] = [numberIn(value ?? null), numberKindOf(value ?? null), expression];
  if (number === null || kind === null || text === String(number)) return value;
  return new Numeral(number, kind, text);
}

/** `@args`, with the names of parameters that it holds. */
function handedOn(items: readonly Value[], words: ReadonlySet<number>, at: ArgumentValue['at']): ArgumentValue[] {
  const given: ArgumentValue[] = [];
  for (let i = 0; i < items.length; i++) {
    if (!words.has(i)) given.push({ parameter: null, value: items[i], attached: false, at });
    else {
      const word = String(items[i]);
      const hasValue = i + 1 < items.length && !words.has(i + 1);
      const parameter = word.replace(/^-|:$/g, '');
      given.push({ parameter, value: hasValue ? items[++i] : undefined, attached: word.endsWith(':'), at });
    }
  }
  return given;
}

function splatted(value: Value, at: ArgumentValue['at']): ArgumentValue[] {
  if (value instanceof Hashtable) {
    return value.named().map(([parameter, entry]) => ({ parameter, value: entry, attached: true, at }));
  }
  if (isUnordered(value)) return [{ parameter: null, value: UNKNOWN_ORDER, attached: false, at }];
  const items = isList(value) ? value : [value];
  const words = PARAMETER_WORDS.get(items);
  if (words !== undefined) return handedOn(items, words, at);
  return items.map((item) => ({ parameter: null, value: item, attached: false, at }));
}
