// What unwinds the tree walker: errors of the script, control flow, the end of a pipeline, a bound. What is no error has
// no trace, which costs more than all else that a `return` does.
import type { Position } from '../../core/input-error.js';
import type { Value } from '../values/values.js';

/**
 * An error of the script, as PowerShell would raise it: caught by the script's own try, or told with its line.
 * `endsScript`: also where nothing catches it the script does not go on (`throw`, `-ErrorAction Stop`).
 */
export class ScriptError extends Error {
  constructor(
    message: string,
    readonly at: Position,
    readonly text: string,
    readonly endsScript: boolean,
    /** it has been told already: a step of the run that was refused or failed */
    readonly told: boolean,
    /** what `$_` is in a catch block */
    readonly record: Value,
  ) {
    super(message);
  }
}

/** `return`, `break`, `continue`, `exit`: leaves what is around it; with a label the loop that has it. */
export class ControlFlow {
  constructor(
    readonly word: 'return' | 'break' | 'continue' | 'exit',
    readonly value: Value,
    readonly at: Position,
    readonly text: string,
    readonly label: string | null = null,
  ) {}
}

/** `Select-Object -First`: what stands before it in the pipeline has no more to do. */
export class StopUpstream {
  constructor(readonly place: object) {}
}

/** A bound of the interpreter was reached: the run stays without an answer. */
export class BoundReached extends Error {
  constructor(
    readonly what: string,
    readonly at: Position,
    readonly text: string,
    /** it is one of virtual time: the play itself cost little */
    readonly isOfTime = false,
  ) {
    super(what);
  }
}
