import { evaluate } from '../interpreter/evaluate.js';
import type { Emit, Given, Runtime, Steps } from '../interpreter/runtime.js';
import { PipelineDone } from '../interpreter/signals.js';
import { emitAll } from '../interpreter/statements.js';
import type { Argument, Command, Statement } from '../parser/syntax.js';
import { Hashtable, isList, type Value } from '../values/values.js';
import { stageOf } from './resolve.js';
import type { Stage } from './stage.js';

/** Runs a pipeline: each object goes through all its stages before the next one comes. */
export function* runPipeline(
  rt: Runtime,
  { stages }: Extract<Statement, { kind: 'pipeline' }>,
  emit: Emit,
): Steps<void> {
  const [first, ...rest] = stages;
  if (rest.length === 0 && first.kind !== 'command') {
    const value = yield* evaluate(rt, first);
    // `$i++` as a statement prints nothing, and neither does a value that is none
    if (first.kind === 'step' || (value === null && first.kind !== 'literal')) return;
    return yield* emitAll(value, emit);
  }
  const key = {};
  let sink: Stage = { item: emit, end: function* () {} };
  const links: Stage[] = [];
  for (const stage of rest.reverse()) {
    if (stage.kind !== 'command') {
      yield* rt.ask({
        kind: 'notModelled',
        what: 'an expression in the middle of a pipeline',
        ...place(stage),
      });
      return;
    }
    sink = yield* made(rt, stage, true, sink.item, key);
    links.unshift(sink);
  }
  try {
    if (first.kind === 'command') {
      const source = yield* made(rt, first, false, sink.item, key);
      yield* source.end();
    } else yield* emitAll(yield* evaluate(rt, first), sink.item);
  } catch (error) {
    if (!(error instanceof PipelineDone) || error.pipeline !== key) throw error;
  }
  for (const link of links) yield* endOf(link, key);
}

function* endOf(link: Stage, key: object): Steps<void> {
  try {
    yield* link.end();
  } catch (error) {
    if (!(error instanceof PipelineDone) || error.pipeline !== key) throw error;
  }
}

function place({ at, text: words }: { at: Command['at']; text: string }) {
  return { at, text: words };
}

/** The stage of a command, its name and arguments evaluated. */
function* made(rt: Runtime, command: Command, piped: boolean, out: Emit, key: object): Steps<Stage> {
  const named = yield* evaluate(rt, command.name);
  const given = yield* argumentsOf(rt, command.arguments);
  // `> file` and `> $null` take the output, `2>` and `2>&1` only errors
  const away = command.redirections.some(
    ({ operator }) => /^[1*]?>/.test(operator) && !/^[1*]?>&/.test(operator),
  );
  const target: Emit = away ? function* () {} : out;
  return yield* stageOf(rt, { command, named, given, piped, out: target, pipeline: key });
}

/** The arguments with their values; `@name` brings those of a hashtable or a list. */
export function* argumentsOf(rt: Runtime, list: readonly Argument[]): Steps<Given[]> {
  const given: Given[] = [];
  for (const { parameter, value, attached, at } of list) {
    if (value?.kind === 'variable' && value.splatted && parameter === null) {
      given.push(...splatted(yield* evaluate(rt, value), at));
    } else {
      given.push({ parameter, value: value === null ? undefined : yield* evaluate(rt, value), attached, at });
    }
  }
  return given;
}

function splatted(value: Value, at: Given['at']): Given[] {
  if (value instanceof Hashtable) {
    return value.entries.all().map(([parameter, entry]) => ({ parameter, value: entry, attached: true, at }));
  }
  const items = isList(value) ? value : [value];
  return items.map((item) => ({ parameter: null, value: item, attached: false, at }));
}
