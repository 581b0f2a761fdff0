/**
 * The half of a product state that is its script, memoised: which moves a script calls for and where each leads is
 * found once a distinct script, however many deployments it comes with.
 */
import type { InternedRecords } from '../../core/intern-table.js';
import { EFFECT_RESULTS } from './effects.js';
import { type EndState, endStateOf } from './end-state.js';
import { MemoTable } from './memo-table.js';
import type { StateSpaceContext } from './state-space-context.js';

/** Moves that a script calls for, but for the ends of pending work, which it always does. */
export interface CalledFor {
  /** three numbers each: the move, its effect, and its guard (GUARDS) */
  readonly moves: Int16Array;
  /** index of the step that the guards are about */
  readonly step: number;
}

/** Ends of a deployment, and none. */
const ENDS = 10;

/** The script parts of states, by number, and where each move leads from them. */
export class ScriptPart {
  private readonly memo: MemoTable;
  private readonly scratch: Uint32Array;
  private readonly calledFor: CalledFor[] = [];
  /** of each script what `live` answers, where it was asked */
  private readonly lives: number[] = [];
  /** of each script what `isForeign` answers, where it was asked */
  private readonly foreign: boolean[] = [];
  /** first numbers of the questions that are not about a move */
  private readonly endStateQuestion: number;
  private readonly overQuestion: number;

  constructor(private readonly context: StateSpaceContext) {
    const { moves, working, scriptPacking, fields, partsMax } = context;
    this.endStateQuestion = 2 * EFFECT_RESULTS * (moves.length + 1 - working.world.pendingWork.count);
    this.overQuestion = this.endStateQuestion + ENDS;
    this.memo = new MemoTable(fields.part(scriptPacking.first, fields.size), this.overQuestion + 1, partsMax);
    this.scratch = new Uint32Array(fields.words);
  }

  /** Whether the scripts that follow from one might find no room. */
  get isFull(): boolean {
    return this.memo.isFull(this.context.moves.length + 1);
  }

  /** Forgets all: numbers given before become invalid. */
  forget(): void {
    this.memo.forget();
    this.calledFor.length = 0;
    this.lives.length = 0;
    this.foreign.length = 0;
  }

  /** Whether what comes with script `s` is another search's to count, as that is for its faults. */
  isForeign(s: number): boolean {
    if (this.context.share === null) return false;
    this.foreign[s] ??= this.findForeign(s);
    return this.foreign[s];
  }

  private findForeign(s: number): boolean {
    this.load(s);
    return !this.context.share!.counts(this.context.working.script);
  }

  /** The steps that are done by script `s`, or the further faults that are left. */
  only(what: 'step' | 'extraFaults', s: number): number {
    return this.context.scriptPacking.only(what, this.memo.words, this.memo.at(s));
  }

  /** The number of the script in the state at `words[at ..]`. */
  number(words: Uint32Array, at: number): number {
    return this.memo.number(words, at);
  }

  /** Adds script `s` to a state without one. */
  add(s: number, to: Uint32Array, at: number): void {
    this.memo.add(s, to, at);
  }

  /** What script `s` calls for; `busy` = a command is running. */
  calledForAt(s: number, busy: boolean): CalledFor {
    const at = 2 * s + (busy ? 1 : 0);
    this.calledFor[at] ??= this.findCalledFor(s, busy);
    return this.calledFor[at];
  }

  private findCalledFor(s: number, busy: boolean): CalledFor {
    this.load(s);
    const { working, moves, enabled, effects } = this.context;
    const { script, world } = working;
    const found: number[] = [];
    for (let i = world.pendingWork.count; i < moves.length; i++) {
      if (enabled.isCalledFor(moves[i], busy)) found.push(i, effects.of(i, script), enabled.guardOf(moves[i]));
    }
    return { moves: Int16Array.from(found), step: script.order === 1 ? script.step + 1 : script.step };
  }

  /** The script after a move from `s`, whose effect had this result (8 × the hazard + how a command ended). */
  after(s: number, move: number, result: number, busy: boolean): number {
    const { working, moves, progress, scriptPacking } = this.context;
    const kind = Math.max(0, move + 1 - working.world.pendingWork.count);
    // Pending work is nothing to a script but where it ends a command.
    if (kind === 0 && (result === 0 || !busy)) return s;
    const question = (kind * EFFECT_RESULTS + result) * 2 + (busy ? 1 : 0);
    const known = this.memo.answer(s, question);
    if (known >= 0) return known;
    this.load(s);
    progress.after(moves[move], { taken: true, ended: result & 7, hazard: result >> 3 }, busy);
    this.scratch.fill(0);
    scriptPacking.pack(working.script, this.scratch, 0);
    return this.memo.remember(s, question, this.memo.number(this.scratch, 0));
  }

  /** Whether the last step has ended, and all faults of the drill have come. */
  isOver(s: number): boolean {
    return this.answer(s, this.overQuestion, () => (this.context.enabled.isOver(false) ? 1 : 0)) === 1;
  }

  /** The number of the end state with this end of the deployment (not 0). */
  endState(s: number, end: number, endStates: InternedRecords<EndState>): number {
    const { working, breakables } = this.context;
    return this.answer(s, this.endStateQuestion + end, () =>
      endStates.number(endStateOf(end, working.script, breakables)),
    );
  }

  /** The number of the variables that are live for the rest of the script (`DeadVariables.liveAt`). */
  live(s: number): number {
    this.lives[s] ??= this.findLive(s);
    return this.lives[s];
  }

  private findLive(s: number): number {
    this.load(s);
    return this.context.dead.liveAt(this.context.working.script);
  }

  /** Bits of the HAZARDS taken so far. */
  hazards(s: number): number {
    this.load(s);
    return this.context.working.script.hazards;
  }

  private answer(s: number, question: number, find: () => number): number {
    const known = this.memo.answer(s, question);
    if (known >= 0) return known;
    this.load(s);
    return this.memo.remember(s, question, find());
  }

  /** Unpacks script `s` into the working state. */
  private load(s: number): void {
    this.context.scriptPacking.unpack(this.memo.words, this.memo.at(s), this.context.working.script);
  }
}
