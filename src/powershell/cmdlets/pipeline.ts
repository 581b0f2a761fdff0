import { evaluate } from '../interpreter/evaluate.js';
import type { ArgumentValue, Coroutine, Emit, Runtime } from '../interpreter/runtime.js';
import { StopUpstream } from '../interpreter/signals.js';
import { emitAll } from '../interpreter/statements.js';
import type { Argument, Command, Statement } from '../parser/syntax.js';
import { Hashtable, isList, type Value } from '../values/values.js';
import { stageOf } from './resolve.js';
import type { Stage } from './stage.js';

/** Runs a pipeline: each object goes through all its stages before the next one comes. */
export function* runPipeline(
  runtime: Runtime,
  { stages }: Extract<Statement, { kind: 'pipeline' }>,
  emit: Emit,
): Coroutine<void> {
  const [first, ...rest] = stages;
  if (rest.length === 0 && first.kind !== 'command') {
    const value = yield* evaluate(runtime, first);
    // `$i++` as a statement prints nothing, and neither does a value that is none
    if (first.kind === 'step' || (value === null && first.kind !== 'literal')) return;
    return yield* emitAll(value, emit);
  }
  const key = {};
  let sink: Stage = { item: emit, end: function* () {} };
  const links: Stage[] = [];
  for (const stage of rest.reverse()) {
    if (stage.kind !== 'command') {
      yield* runtime.ask({
        kind: 'notModelled',
        what: 'an expression in the middle of a pipeline',
        ...place(stage),
      });
      return;
    }
    sink = yield* made(runtime, stage, true, sink.item, key);
    links.unshift(sink);
  }
  try {
    if (first.kind === 'command') {
      const source = yield* made(runtime, first, false, sink.item, key);
      yield* source.end();
    } else yield* emitAll(yield* evaluate(runtime, first), sink.item);
  } catch (error) {
    if (!(error instanceof StopUpstream) || error.pipeline !== key) throw error;
  }
  for (const link of links) yield* endOf(link, key);
}

function* endOf(link: Stage, key: object): Coroutine<void> {
  try {
    yield* link.end();
  } catch (error) {
    if (!(error instanceof StopUpstream) || error.pipeline !== key) throw error;
  }
}

function place({ at, text: words }: { at: Command['at']; text: string }) {
  return { at, text: words };
}

/** The stage of a command, its name and arguments evaluated. */
function* made(runtime: Runtime, command: Command, piped: boolean, out: Emit, key: object): Coroutine<Stage> {
  const named = yield* evaluate(runtime, command.name);
  const given = yield* argumentsOf(runtime, command.arguments);
  // `> file` and `> $null` take the output, `2>` and `2>&1` only errors
  const away = command.redirections.some(
    ({ operator }) => /^[1*]?>/.test(operator) && !/^[1*]?>&/.test(operator),
  );
  const target: Emit = away ? function* () {} : out;
  return yield* stageOf(runtime, { command, named, given, piped, out: target, pipeline: key });
}

/** The arguments with their values; `@name` brings those of a hashtable or a list. */
export function* argumentsOf(runtime: Runtime, list: readonly Argument[]): Coroutine<ArgumentValue[]> {
  const given: ArgumentValue[] = [];
  for (const { parameter, value, attached, at } of list) {
    if (value?.kind === 'variable' && value.splatted && parameter === null) {
      given.push(...splatted(yield* evaluate(runtime, value), at));
    } else {
      given.push({
        parameter,
        value: value === null ? undefined : yield* evaluate(runtime, value),
        attached,
        at,
      });
    }
  }
  return given;
}

function splatted(value: Value, at: ArgumentValue['at']): ArgumentValue[] {
  if (value instanceof Hashtable) {
    return value.entries.all().map(([parameter, entry]) => ({ parameter, value: entry, attached: true, at }));
  }
  const items = isList(value) ? value : [value];
  return items.map((item) => ({ parameter: null, value: item, attached: false, at }));
}
