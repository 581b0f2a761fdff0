/** What a rehearsal of a script comes to beside the steps that it made. */
import type { Position } from '../core/input-error.js';

/** What a rehearsal of a script did beside its steps. */
export interface RunbookResult {
  readonly file: string;
  /** all script files that were read for it, its own first */
  readonly scripts: readonly string[];
  /** `bound`: it was stopped, so the run has no answer */
  readonly ending: 'done' | 'error' | 'bound';
  /** which bound was reached and where; null = none */
  readonly bound: string | null;
  /** commands without effect on the deployment, each once */
  readonly ignored: readonly { readonly name: string; readonly times: number }[];
  /** answers that were taken at Read-Host */
  readonly decisions: readonly (Position & {
    readonly prompt: string | null;
    readonly answer: string | null;
  })[];
  /** the user's answers for commands outside of the model, and how often each was taken */
  readonly answers: readonly (Position & { readonly command: string; readonly times: number })[];
  /** how many steps of the run it made */
  readonly steps: number;
  /** which way it went where it branches, in their order */
  readonly branches: readonly ScriptBranch[];
  /** what PowerShell takes silently and an administrator may want to know */
  readonly remarks: readonly (Position & { readonly message: string })[];
}

/** Which way a script went in one place. */
export interface ScriptBranch extends Position {
  readonly kind: 'if' | 'while' | 'until' | 'for' | 'case' | 'default' | 'catch';
  /** the condition; of `catch` and `default` the statement */
  readonly what: string;
  readonly way: 'true' | 'notTrue' | 'bothWays' | 'taken';
  /** `known` = by the script and the deployment; `answered` = by what somebody answers; `guessed` = it is not known */
  readonly basis: 'known' | 'answered' | 'guessed';
  /** what is not known, or the error that was caught; null = there is nothing to say */
  readonly because: string | null;
  /** how often in a row */
  readonly times: number;
  /** number of the step of the script that it came before, from 0; null = it came after the last one */
  readonly before: number | null;
}
