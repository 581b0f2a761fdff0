import type { ArgumentValue, Coroutine, Emit, Runtime } from '../interpreter/runtime.js';
import type { Command } from '../parser/syntax.js';

/** One part of a running pipeline: takes objects, and is told when no more come. */
export interface Stage {
  item: Emit;
  end(): Coroutine<void>;
}

/** A command that is about to run: its name, its arguments with their values, and what takes its output. */
export interface Call {
  readonly name: string;
  readonly given: readonly ArgumentValue[];
  readonly command: Command;
  /** objects come from a pipeline */
  readonly piped: boolean;
  readonly out: Emit;
}

/** Makes the stage of one of PowerShell's own cmdlets; it may evaluate nothing yet. */
export type Builtin = (runtime: Runtime, call: Call) => Stage;

/** A stage that does something once, at its end, and takes no objects. */
export function atEnd(end: () => Coroutine<void>): Stage {
  return { item: function* () {}, end };
}
