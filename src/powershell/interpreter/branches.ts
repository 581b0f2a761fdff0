// Which way a script goes where it branches, and what that rests on: taint tracking of what was answered, by the names
// and the texts of variables, beside the unknown values that the interpreter has anyway.
import type { Expression, Statement } from '../parser/syntax.js';
import { toBoolean } from '../values/convert.js';
import { isList, Unknown, type Value } from '../values/values.js';
import type { Piece } from './protocol.js';
import type { Scope } from './scope.js';

/** Branches that are kept of one script; a loop goes the same way many times, and that counts once. */
const BRANCHES_MAX = 1000;

/** Where a script branches. */
export type BranchKind = 'if' | 'while' | 'until' | 'for' | 'case' | 'default' | 'catch';

/** A way that was taken. */
export interface TakenWay {
  readonly kind: BranchKind;
  /** the condition, or what was caught */
  readonly piece: Piece;
  readonly way: 'true' | 'notTrue' | 'bothWays' | 'taken';
  /** `known` = by the script and the deployment; `answered` = by what somebody answers; `guessed` = it is not known */
  readonly basis: 'known' | 'answered' | 'guessed';
  /** what is not known, or the error that was caught; null = there is nothing to say */
  readonly because: string | null;
  times: number;
}

/** The ways of one script, since somebody last asked. */
export class BranchRecord {
  /** answers of people so far: a value that was computed meanwhile hangs on them */
  answers = 0;
  private readonly names = new Set<string>();
  private readonly texts = new Set<string>();
  private pending: TakenWay[] = [];
  private kept = 0;

  /** Somebody has answered. */
  answered(output: readonly Value[]): void {
    this.answers++;
    for (const value of output) if (typeof value === 'string' && value !== '') this.texts.add(value);
  }

  /** A variable was given a value; `before` = the answers when its computing began. */
  assigned(target: Expression, value: Statement, scope: Scope, before: number): void {
    if (this.answers === 0) return;
    const hangs = this.answers > before || this.mentions(value, scope);
    for (const { name } of variablesIn(target)) {
      if (hangs) this.names.add(name.toLowerCase());
      else this.names.delete(name.toLowerCase());
    }
  }

  /** The number of answers before a part of the script that hangs on one; else that of now. */
  answersAt(part: Statement | Expression, scope: Scope): number {
    return this.answers > 0 && this.mentions(part, scope) ? this.answers - 1 : this.answers;
  }

  /** A condition was decided; `before` = the answers when its computing began. */
  decided(
    kind: BranchKind,
    piece: Piece & (Statement | Expression),
    value: Value,
    holds: boolean | null,
    scope: Scope,
    before: number,
  ): void {
    const unknown = value instanceof Unknown ? value : toBoolean(value);
    const way = holds === null ? 'bothWays' : holds ? 'true' : 'notTrue';
    if (unknown instanceof Unknown) return this.note(kind, piece, way, 'guessed', unknown.why);
    const hangs = this.answers > before || (this.answers > 0 && this.mentions(piece, scope));
    this.note(kind, piece, way, hangs ? 'answered' : 'known', null);
  }

  /** A way was taken. The same one again counts, as long as nobody has asked. */
  note(kind: BranchKind, piece: Piece, way: TakenWay['way'], basis: TakenWay['basis'], because: string | null): void {
    const same = this.pending.find((each) => each.piece === piece && each.way === way && each.basis === basis);
    if (same !== undefined) same.times++;
    else if (this.kept < BRANCHES_MAX) {
      this.kept++;
      this.pending.push({ kind, piece, way, basis, because, times: 1 });
    }
  }

  /** The ways since the last time, the first one first. */
  take(): readonly TakenWay[] {
    const { pending } = this;
    if (pending.length > 0) this.pending = [];
    return pending;
  }

  /** Whether a part of the script looks at a variable that hangs on an answer, or has its text. */
  private mentions(part: Statement | Expression, scope: Scope): boolean {
    return variablesIn(part).some(({ name }) => {
      if (this.names.has(name.toLowerCase())) return true;
      const value = scope.get(name) ?? null;
      const texts = isList(value) ? value : [value];
      return texts.some((text) => typeof text === 'string' && this.texts.has(text));
    });
  }
}

type Variable = Extract<Expression, { kind: 'variable' }>;

/** The variables in a part of the syntax tree. */
function variablesIn(part: unknown): Variable[] {
  if (typeof part !== 'object' || part === null) return [];
  const own = 'kind' in part && part.kind === 'variable' ? [part as Variable] : [];
  return [...own, ...Object.values(part).flatMap(variablesIn)];
}
