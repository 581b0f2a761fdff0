// The result of an abstract interpretation: what a part of a script that may or may not be carried out leaves at most.
import type { Expression } from '../parser/syntax.js';

/** A variable that a part of a script may give a value. */
export type AssignedVariable = Pick<Extract<Expression, { kind: 'variable' }>, 'scope' | 'name'>;

/** What a command, or a part of a script, may leave that has no effect on the deployment. */
export interface LeftBehind {
  /** it may print something */
  readonly prints: boolean;
  /** `$?` and `$Error` may tell that it failed */
  readonly mayFail: boolean;
  /** it sets `$LASTEXITCODE` */
  readonly isProgram: boolean;
}

/** What a part of a script may leave, with the variables that it may give a value. */
export interface PossibleEffects extends LeftBehind {
  readonly assigned: readonly AssignedVariable[];
}

/** What a command leaves, by its name in lower case; null = it may have an effect on the deployment. */
export type Quietness = (name: string) => LeftBehind | null;
