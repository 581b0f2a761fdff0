// The protocol between a script and the world around it: the interpreter is a coroutine that yields requests, and is
// resumed with their answers. So it runs in virtual time, and does nothing to anything by itself.
import type { Position } from '../../core/input-error.js';
import type { ParsedScript } from '../parser/syntax.js';
import type { Unanswered, Value } from '../values/values.js';
import type { NamedCommand } from './passed-over.js';

/** A piece of the script: where it stands, and how. */
export interface Piece {
  readonly at: Position;
  /** the statement or command as it stands in the script */
  readonly text: string;
}

/** What a script asks of the world around it while it runs. Only `command`, `sleep` and `decide` take time. */
export type Request =
  /** a command that is none of PowerShell's own */
  | (Piece & {
      readonly kind: 'command';
      readonly name: string;
      readonly arguments: readonly ArgumentValue[];
      /** the machine that it is typed on; absent or null = where the script runs */
      readonly on?: string | null;
      /** commands in the script blocks among its arguments */
      readonly code: readonly NamedCommand[];
    })
  | (Piece & { readonly kind: 'sleep'; readonly ms: number })
  /** an administrator is asked; null = the question is not known */
  | (Piece & {
      readonly kind: 'decide';
      readonly command: 'Read-Host' | 'PromptForChoice';
      readonly prompt: string | null;
    })
  /** `passedOver`: commands that were not carried out with it, though they might be; of a place that was told before, none */
  | (Piece & {
      readonly kind: 'notModelled';
      readonly what: string;
      readonly passedOver: readonly NamedCommand[];
      /** the command whose answer would have told; null = there is none */
      readonly from: Unanswered | null;
      /** commands that are carried out, but perhaps otherwise: it counts only where they change the deployment */
      readonly carriedOut?: readonly NamedCommand[];
    })
  /** what the user says that a command answers which nobody else can answer; outcome `notModelled` = nothing is said */
  | (Piece & {
      readonly kind: 'answer';
      readonly name: string;
      readonly arguments: readonly ArgumentValue[];
      /** commands in the script blocks among its arguments */
      readonly code: readonly NamedCommand[];
    })
  /** the script itself raises an error that nothing in it catches */
  | (Piece & { readonly kind: 'failed'; readonly message: string })
  /** the script shows a text to who runs it */
  | (Piece & { readonly kind: 'said'; readonly says: string })
  /** a command without effect on the deployment */
  | (Piece & { readonly kind: 'ignored'; readonly name: string })
  /** worth a word: what PowerShell takes silently */
  | (Piece & { readonly kind: 'remark'; readonly message: string })
  /** another script, by the path as the script has it; `isPlace` = it begins where the script that names it lies */
  | (Piece & { readonly kind: 'source'; readonly path: string; readonly isPlace: boolean });

/** What the world answers. */
export interface Answer {
  /** virtual time now, in ms from the start */
  readonly nowMs: number;
  readonly outcome: 'ok' | 'refused' | 'failed' | 'notModelled';
  readonly message: string | null;
  /** what a command printed; of `decide` the answer typed */
  readonly output: readonly Value[];
  /** the line could not even begin: PowerShell ends the statement, whatever the error action is */
  readonly endsStatement?: boolean;
  /** somebody has said it: the user beforehand, or an administrator at a question */
  readonly isSaid?: boolean;
  /** the command that was asked after may change the deployment: what it gives is no word on that */
  readonly acts?: boolean;
  /** the command that was asked after only looks, and the model does not know it */
  readonly looks?: boolean;
  /** the parameter that the command takes counted objects of a pipeline by; null = it takes none */
  readonly takes?: string | null;
  /** of `source` */
  readonly script?: ParsedScript;
}

/** An argument of a command with its value. */
export interface ArgumentValue {
  /** without the dash, as typed; null = by position */
  readonly parameter: string | null;
  /** undefined = a parameter with nothing after it */
  readonly value: Value | undefined;
  readonly attached: boolean;
  readonly at: Position;
  /** it stands for the objects that come from a pipeline */
  readonly piped?: boolean;
}

/** Code that may ask: it yields requests and goes on with their answers. */
export type Coroutine<T> = Generator<Request, T, Answer>;

/** Takes the objects of a pipeline one by one. */
export type Emit = (value: Value) => Coroutine<void>;
