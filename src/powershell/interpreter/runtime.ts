import { LONGEST_MS } from '../../core/duration.js';
import type { Position } from '../../core/input-error.js';
import type { ParsedScript } from '../parser/syntax.js';
import { listOf, PSObject, type Value } from '../values/values.js';
import { Scope } from './scope.js';
import { BoundReached } from './signals.js';

interface Piece {
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
    })
  | (Piece & { readonly kind: 'sleep'; readonly ms: number })
  /** an administrator is asked; null = the question is not known */
  | (Piece & { readonly kind: 'decide'; readonly prompt: string | null })
  | (Piece & { readonly kind: 'notModelled'; readonly what: string })
  /** the script itself raises an error that nothing in it catches */
  | (Piece & { readonly kind: 'failed'; readonly message: string })
  /** a command without effect on the deployment */
  | (Piece & { readonly kind: 'ignored'; readonly name: string })
  /** worth a word: what PowerShell takes silently */
  | (Piece & { readonly kind: 'remark'; readonly message: string })
  /** another script, by the path as the script has it */
  | (Piece & { readonly kind: 'source'; readonly path: string });

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
}

/** Code that may ask. */
export type Coroutine<T> = Generator<Request, T, Answer>;

/** Takes the objects of a pipeline one by one. */
export type Emit = (value: Value) => Coroutine<void>;

/** Bounds on what a script may cost; what reaches one stays without an answer. */
export interface Bounds {
  /** turns of one loop */
  readonly turns: number;
  /** virtual time that one loop may take */
  readonly loopMs: number;
  /** virtual time from the start to the end of one pause */
  readonly pauseMs: number;
  /** statements and expressions in all */
  readonly evaluations: number;
  /** requests for commands, pauses and answers in all */
  readonly requests: number;
}

/** The bounds of a runbook. */
export const BOUNDS: Bounds = {
  turns: 10_000,
  loopMs: 24 * 3_600_000,
  pauseMs: LONGEST_MS,
  evaluations: 1_000_000,
  requests: 30_000,
};

const NESTED_MAX = 1000;
const CALLS_MAX = 100;

/** The state of a running script. */
export class Runtime {
  scope: Scope;
  nowMs = 0;
  /** try blocks around what runs now */
  tryDepth = 0;
  calls = 0;
  /** script files that call one another */
  sources = 0;
  /** of the command before: `$?` */
  succeeded = true;
  readonly errors: Value[] = [];
  private evaluations = 0;
  private requests = 0;
  private nested = 0;

  constructor(readonly bounds: Bounds = BOUNDS) {
    this.scope = new Scope(null);
  }

  /** Asks, and keeps the time of the answer. */
  *ask(request: Request): Coroutine<Answer> {
    if (++this.requests > this.bounds.requests) {
      throw new BoundReached(
        `the script does more than ${this.bounds.requests} things`,
        request.at,
        request.text,
      );
    }
    if (request.kind === 'sleep') this.checkTime(this.nowMs + request.ms, request);
    const answer = yield request;
    this.nowMs = answer.nowMs;
    // Questions and commands take time, too.
    this.checkTime(this.nowMs, request);
    return answer;
  }

  private checkTime(nowMs: number, { at, text }: Request): void {
    if (nowMs <= this.bounds.pauseMs) return;
    const hours = this.bounds.pauseMs / 3_600_000;
    throw new BoundReached(`the script goes on for more than ${hours} hours of virtual time`, at, text);
  }

  /** Counts an evaluation; the caller says when it has ended. */
  enter(piece: Piece): void {
    this.nested++;
    if (++this.evaluations > this.bounds.evaluations) {
      const what = `the script takes more than ${this.bounds.evaluations} evaluations`;
      throw new BoundReached(what, piece.at, piece.text);
    }
    if (this.nested > NESTED_MAX)
      throw new BoundReached('the script is nested too deeply', piece.at, piece.text);
  }

  leave(): void {
    this.nested--;
  }

  /** Where an error or a `break` comes back to. */
  depth(): Depth {
    return { nested: this.nested, tryDepth: this.tryDepth };
  }

  unwindTo(mark: Depth): void {
    this.nested = mark.nested;
    this.tryDepth = mark.tryDepth;
  }

  /** Runs `act` in a scope of its own, as a function does. */
  *inNewScope<T>(piece: Piece, act: () => Coroutine<T>): Coroutine<T> {
    if (this.calls >= CALLS_MAX) {
      throw new BoundReached(`more than ${CALLS_MAX} functions call one another`, piece.at, piece.text);
    }
    const outer = this.scope;
    this.scope = new Scope(outer);
    this.calls++;
    try {
      return yield* act();
    } finally {
      this.scope = outer;
      this.calls--;
    }
  }

  /** `$MyInvocation`, as far as a script takes its own folder from it. */
  invocation(name: string): Value {
    const command = new PSObject('CommandInfo', true);
    for (const key of ['Path', 'Definition']) command.properties.set(key, name);
    command.properties.set('Name', name.replace(/^.*[\\/]/, ''));
    const invocation = new PSObject('InvocationInfo', true);
    invocation.properties.set('MyCommand', command);
    return invocation;
  }

  /** `$ErrorActionPreference` and its like, in lower case. */
  preference(name: string): string {
    const value = listOf(this.scope.get(name) ?? null)[0];
    return typeof value === 'string' ? value.toLowerCase() : value === true ? 'true' : '';
  }
}

/** How deep the interpreter stands. */
export interface Depth {
  readonly nested: number;
  readonly tryDepth: number;
}
