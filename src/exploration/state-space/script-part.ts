import type { BitFields } from '../../core/bit-fields.js';
import type { InternedRecords } from '../../core/intern-table.js';
import type { Breakable } from './alphabet.js';
import type { DeadVariables } from './dead-variables.js';
import type { MoveEffects } from './effects.js';
import type { EnabledMoves } from './enabled-moves.js';
import { type EndState, endStateOf } from './end-state.js';
import { MemoTable } from './memo-table.js';
import type { Move } from './moves.js';
import type { ScriptProgress } from './script-progress.js';
import type { ScriptPacking } from './script-state.js';
import type { WorkingState } from './working-state.js';

/** Moves that a place of a script calls for, but for pending work, which always is: three numbers each. */
export interface Due {
  /** move, deed, and what it asks of the deployment (ASKS) */
  readonly moves: Int16Array;
  /** index of the step that is asked about */
  readonly step: number;
}

/** Numbers of what is known of a deed for a script: 8 × the hazard + how a command ended. */
const DONE = 64;
/** Ends of a deployment, and none. */
const ENDS = 10;

/** What scripts are asked by. */
interface ScriptParts {
  readonly present: WorkingState;
  readonly packing: ScriptPacking;
  readonly ready: EnabledMoves;
  readonly taking: ScriptProgress;
  readonly moves: readonly Move[];
  readonly deeds: MoveEffects;
  readonly unasked: DeadVariables;
  readonly breakables: readonly Breakable[];
  readonly fields: BitFields;
  /** parts of states that are remembered at a time */
  readonly remembered: number;
}

/** The places of scripts that states of an exploration are made of, by number, and where each leads. */
export class ScriptPart {
  private readonly memory: MemoTable;
  private readonly scratch: Uint32Array;
  private readonly due: Due[] = [];
  private readonly endStates: number;
  private readonly over: number;
  private readonly asks: number;

  constructor(private readonly by: ScriptParts) {
    const { moves, present, packing, fields } = by;
    this.endStates = 2 * DONE * (moves.length + 1 - present.world.pendingWork.count);
    this.over = this.endStates + ENDS;
    this.asks = this.over + 1;
    this.memory = new MemoTable(fields.part(packing.first, fields.size), this.asks + 1, by.remembered);
    this.scratch = new Uint32Array(fields.words);
  }

  /** See `Deployments`. */
  makeRoom(): void {
    if (!this.memory.isFull(this.by.moves.length + 1)) return;
    this.memory.forget();
    this.due.length = 0;
  }

  /** The number of the script in the state at `words[at ..]`. */
  number(words: Uint32Array, at: number): number {
    return this.memory.number(words, at);
  }

  /** Adds it to a state without one. */
  add(s: number, to: Uint32Array, at: number): void {
    this.memory.add(s, to, at);
  }

  /** What it calls for; `busy` = a command is running. */
  dueAt(s: number, busy: boolean): Due {
    const at = 2 * s + (busy ? 1 : 0);
    this.due[at] ??= this.workOut(s, busy);
    return this.due[at];
  }

  private workOut(s: number, busy: boolean): Due {
    this.load(s);
    const found: number[] = [];
    const { script, world } = this.by.present;
    for (let i = world.pendingWork.count; i < this.by.moves.length; i++) {
      const move = this.by.moves[i];
      if (this.by.ready.isCalledFor(move, busy))
        found.push(i, this.by.deeds.of(i, script), this.by.ready.asks(move));
    }
    return { moves: Int16Array.from(found), step: script.order === 1 ? script.step + 1 : script.step };
  }

  /** Where a move leads, with what was done in it (8 × the hazard + how a command ended). */
  after(s: number, move: number, done: number, busy: boolean): number {
    const kind = Math.max(0, move + 1 - this.by.present.world.pendingWork.count);
    // Pending work is nothing to a script but where it ends a command.
    if (kind === 0 && (done === 0 || !busy)) return s;
    const question = (kind * DONE + done) * 2 + (busy ? 1 : 0);
    const known = this.memory.answer(s, question);
    if (known >= 0) return known;
    this.load(s);
    this.by.taking.after(this.by.moves[move], { taken: true, ended: done & 7, hazard: done >> 3 }, busy);
    this.scratch.fill(0);
    this.by.packing.pack(this.by.present.script, this.scratch, 0);
    return this.memory.remember(s, question, this.memory.number(this.scratch, 0));
  }

  /** The last step has ended, and all faults of the drill have come. */
  isOver(s: number): boolean {
    const known = this.memory.answer(s, this.over);
    if (known >= 0) return known === 1;
    this.load(s);
    return this.memory.remember(s, this.over, this.by.ready.isOver(false) ? 1 : 0) === 1;
  }

  /** The number of the end state with this end of the deployment (not 0). */
  endState(s: number, end: number, endStates: InternedRecords<EndState>): number {
    const known = this.memory.answer(s, this.endStates + end);
    if (known >= 0) return known;
    this.load(s);
    const endState = endStateOf(end, this.by.present.script, this.by.breakables);
    return this.memory.remember(s, this.endStates + end, endStates.number(endState));
  }

  /** What it still asks of the deployment: see `Unasked`. */
  asked(s: number): number {
    const known = this.memory.answer(s, this.asks);
    if (known >= 0) return known;
    this.load(s);
    return this.memory.remember(s, this.asks, this.by.unasked.liveAt(this.by.present.script));
  }

  /** Bits of HAZARDS that were taken. */
  hazards(s: number): number {
    this.load(s);
    return this.by.present.script.hazards;
  }

  private load(s: number): void {
    this.by.packing.unpack(this.memory.words, this.memory.at(s), this.by.present.script);
  }
}
