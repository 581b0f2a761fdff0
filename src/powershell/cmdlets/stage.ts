// A pipeline as push-based stages: each object goes on to the next stage at once, but where a stage needs all of them
// first, as sorting does.
import type { ArgumentValue, Coroutine, Emit } from '../interpreter/protocol.js';
import type { Runtime } from '../interpreter/runtime.js';
import type { Command } from '../parser/syntax.js';
import type { Value } from '../values/values.js';

/** One part of a running pipeline: takes objects, and is told when no more come. */
export interface Stage {
  /** before the first object of the pipeline comes: all its stages begin, the first one first */
  begin?(): Coroutine<void>;
  item: Emit;
  end(): Coroutine<void>;
}

/** A command that is about to run: its arguments with their values, and what takes its output. */
export interface Invocation {
  readonly command: Command;
  readonly given: readonly ArgumentValue[];
  /** objects come from a pipeline */
  readonly piped: boolean;
  readonly out: Emit;
  /** marks its place in its pipeline */
  readonly place: object;
}

/** A command that is about to run and goes by a name. */
export interface Call extends Invocation {
  readonly name: string;
}

/** Makes the stage of one of PowerShell's own cmdlets; it may evaluate nothing yet. */
export type Builtin = (runtime: Runtime, call: Call) => Stage;

/** A stage that does something once, at its end, and takes no objects. */
export function atEnd(end: () => Coroutine<void>): Stage {
  return { item: function* () {}, end };
}

/** A stage that looks at all objects together, when the last one has come. */
export function ofAll(end: (all: readonly Value[]) => Coroutine<void>): Stage {
  const all: Value[] = [];
  return {
    *item(value) {
      all.push(value);
    },
    end: () => end(all),
  };
}

/** A stage that does something for each object that is piped in, or once for what it is given. */
export const forInput = (call: Call, given: () => Value, act: (value: Value) => Coroutine<void>): Stage => ({
  item: act,
  *end() {
    if (!call.piped) yield* act(given());
  },
});
