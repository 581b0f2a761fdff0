import type { BitFields } from '../../core/bit-fields.js';
import type { InternedRecords } from '../../core/intern-table.js';
import { BitMatrix } from './bit-matrix.js';
import type { DeadVariables } from './dead-variables.js';
import type { MoveEffects } from './effects.js';
import { type EnabledMoves, GUARDS } from './enabled-moves.js';
import { endOf } from './end-state.js';
import { MemoTable } from './memo-table.js';
import type { Move } from './moves.js';
import type { ExplorationPlan } from './plan.js';
import { notReturned } from './quiescence.js';
import type { StatePacking } from './state-packing.js';
import { canonicalizeHosts } from './symmetry.js';
import type { TransitionCompression } from './transition-compression.js';
import { type BrokenInvariant, brokenKey } from './violation.js';
import type { WorkingState } from './working-state.js';

/** What a deed led to, as one number: 0 = it was no move; else the deployment and whether there is more to know. */
const NO_MOVE = 0;

/** What deployments are asked by. */
interface DeploymentParts {
  readonly plan: ExplorationPlan;
  readonly present: WorkingState;
  readonly packing: StatePacking;
  readonly shortcuts: TransitionCompression;
  readonly unasked: DeadVariables;
  /** interchangeable machines */
  readonly folded: readonly (readonly number[])[];
  readonly ready: EnabledMoves;
  readonly moves: readonly Move[];
  readonly deeds: MoveEffects;
  /** sets of invariants that broke together */
  readonly broken: InternedRecords<readonly BrokenInvariant[]>;
  readonly fields: BitFields;
  /** parts of states that are remembered at a time */
  readonly remembered: number;
}

/**
 * The deployments that states of an exploration are made of, by number, and what can happen to each. All that is
 * asked is worked out once on the present state and remembered.
 */
export class DeploymentPart {
  private readonly memory: MemoTable;
  private readonly scratch: Uint32Array;
  /** of a deployment: a move is possible; then `busy`, then `asked` */
  private readonly flags: BitMatrix;
  private readonly busyFlag: number;
  private readonly askedFlag: number;
  private readonly returned: number;
  private readonly end: number;
  private readonly forgotten: number;
  private readonly conditions: number;
  /** the one that was unpacked last; -1 = none of them */
  private loaded = -1;
  /** the one that the present state became by the last deed; -1 = none is */
  private reached = -1;
  /** its state is still the present one */
  private untouched = false;
  /** the state invariants that are broken in it */
  private broken: ReadonlySet<string> = new Set();

  constructor(private readonly by: DeploymentParts) {
    const { deeds, plan, moves, fields, packing } = by;
    // Two questions a deed, two a step, and two about the deployment alone.
    this.conditions = 2 * deeds.all.length;
    this.returned = this.conditions + 2 * plan.steps.length;
    this.end = this.returned + 1;
    this.forgotten = this.end + 1;
    const questions = this.forgotten + by.unasked.count;
    this.memory = new MemoTable(fields.part(0, packing.size), questions, by.remembered);
    this.scratch = new Uint32Array(this.memory.part.mask.length);
    this.busyFlag = moves.length;
    this.askedFlag = moves.length + 1;
    this.flags = new BitMatrix(moves.length + 2);
  }

  /** From here on numbers are new, if there may be no room for those that follow from one state. */
  makeRoom(): void {
    // Each move may lead to one as it is and to one of which something is forgotten.
    if (!this.memory.isFull(2 * (this.by.moves.length + 1))) return;
    this.memory.forget();
    this.flags.lowerAll();
    this.loaded = -1;
    this.reached = -1;
  }

  /** The number of the deployment in the state at `words[at ..]`. */
  number(words: Uint32Array, at: number): number {
    const n = this.memory.number(words, at);
    this.flags.makeRoom(this.memory.count);
    return n;
  }

  /** Words of a deployment; a state begins with them. */
  get words(): number {
    return this.scratch.length;
  }

  write(d: number, to: Uint32Array, at: number): void {
    this.memory.write(d, to, at);
  }

  /** A command is running. */
  isBusy(d: number): boolean {
    this.ask(d);
    return this.flags.isUp(d, this.busyFlag);
  }

  /** The deployment allows the move, by its number. */
  isEnabled(d: number, move: number): boolean {
    this.ask(d);
    return this.flags.isUp(d, move);
  }

  /** The first move from `move` on that the deployment allows, before `end`; `end` = there is none. */
  nextEnabled(d: number, move: number, end: number): number {
    this.ask(d);
    return move < end ? this.flags.nextUp(d, move, end) : end;
  }

  /** What a move asks of the deployment (ASKS) about a step, by its index in the plan, is so. */
  satisfies(d: number, asked: number, step: number): boolean {
    const question = this.conditions + 2 * step;
    switch (asked) {
      case GUARDS.holds:
      case GUARDS.holdsNot: {
        const holds = this.answer(d, question, () => (this.by.ready.holds(step) ? 1 : 0)) === 1;
        return holds === (asked === GUARDS.holds);
      }
      case GUARDS.hasPartner:
        return this.answer(d, question + 1, () => (this.by.ready.hasPartner(step) ? 1 : 0)) === 1;
      default:
        return true;
    }
  }

  /** How it is at an end: see `endOf`. */
  endOf(d: number): number {
    return this.answer(d, this.end, () => {
      this.untouched = false;
      return endOf(this.by.present);
    });
  }

  /** I10: 0, or the number of what has not returned, where it is to be judged. */
  notReturned(d: number): number {
    return this.answer(d, this.returned, () => {
      this.untouched = false;
      const missing = notReturned(this.by.present);
      if (missing.length === 0) return 0;
      // Without counts: an exploration has none.
      const cause = [...new Set(missing.map((m) => m.replace(/ \(.*\)$/, '')))].join('; ');
      return this.by.broken.number([{ invariant: 'I10', cause }]);
    });
  }

  /**
   * The deployment that a deed leads to, as 2 + 2 × its number, and 1 more where `about` has something to say;
   * less than 2 = it is no move.
   */
  after(d: number, deed: number): number {
    const known = this.memory.answer(d, 2 * deed);
    return known >= 0 ? known : this.memory.remember(d, 2 * deed, this.do(d, deed));
  }

  /** 8 × the hazard + how a command ended, and 64 × the number of what it broke: see `Done`. After `after`. */
  effectOf(d: number, deed: number): number {
    return this.memory.answer(d, 2 * deed + 1);
  }

  /** The one that stands for it where a script asks no more than `asked` (`Unasked.asked`). */
  withoutDead(d: number, asked: number): number {
    const { plan, present, unasked } = this.by;
    if (!plan.reduce || asked === unasked.always) return d;
    const known = this.memory.answer(d, this.forgotten + asked);
    if (known >= 0) return known;
    if (this.reached !== d) this.load(d);
    this.untouched = false;
    this.reached = -1;
    unasked.clear(present.work, asked);
    return this.memory.remember(d, this.forgotten + asked, this.numberOfPresent());
  }

  private do(d: number, deed: number): number {
    this.load(d);
    this.untouched = false;
    const { taken, ended, hazard } = this.by.deeds.do(deed);
    if (!taken) return NO_MOVE;
    this.reached = this.numberOfPresent();
    const about = 64 * this.brokenByDeed() + 8 * hazard + ended;
    if (about !== 0) this.memory.remember(d, 2 * deed + 1, about);
    return 2 + 2 * this.reached + (about !== 0 ? 1 : 0);
  }

  /** The number of the present deployment, which came from the one that is loaded. */
  private numberOfPresent(): number {
    this.canonicalize();
    const { state, work } = this.by.present;
    this.by.packing.packChanges(state, work, this.scratch);
    return this.number(this.scratch, 0);
  }

  /** The number of what the last deed broke: invariants with their causes. */
  private brokenByDeed(): number {
    const { broken } = this.by.present;
    if (broken.length === 0) return 0;
    const each = new Map(broken.map((one) => [brokenKey(one), one]));
    return this.by.broken.number([...each].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one));
  }

  /** Packs the present deployment to words that are 0, all that is equal to it as one. */
  pack(to: Uint32Array, at: number): void {
    this.canonicalize();
    const { state, work } = this.by.present;
    this.by.packing.pack(state, work, to, at);
  }

  private canonicalize(): void {
    const { plan, present, folded, shortcuts, unasked } = this.by;
    canonicalizeHosts(present.world, folded);
    if (!plan.reduce) return;
    shortcuts.clearDue();
    // What no step asks is not even kept until it is known where the script stands.
    unasked.clear(present.work, unasked.always);
  }

  /** Makes the deployment of a state the present one. */
  unpack(words: Uint32Array, at: number): void {
    const { state, work, model, sink } = this.by.present;
    this.loaded = -1;
    this.reached = -1;
    this.untouched = false;
    this.by.packing.unpack(words, at, state, work);
    model.open(state, sink);
    this.broken = model.brokenNow();
    state.told.broken = this.broken;
  }

  /** Makes it the present one, unless it is, or once more. */
  private load(d: number): void {
    this.reached = -1;
    if (this.loaded !== d) {
      this.unpack(this.memory.words, this.memory.at(d));
      this.loaded = d;
    } else if (!this.untouched) {
      const { state, work, model, sink } = this.by.present;
      this.by.packing.unpackAgain(state, work);
      model.open(state, sink);
      state.told.broken = this.broken;
    }
    this.untouched = true;
  }

  private answer(d: number, question: number, workOut: () => number): number {
    const known = this.memory.answer(d, question);
    if (known >= 0) return known;
    this.load(d);
    return this.memory.remember(d, question, workOut());
  }

  private ask(d: number): void {
    if (this.flags.isUp(d, this.askedFlag)) return;
    this.load(d);
    this.flags.raise(d, this.askedFlag);
    if (this.by.present.busy()) this.flags.raise(d, this.busyFlag);
    for (let i = 0; i < this.by.moves.length; i++)
      if (this.by.ready.isEnabled(this.by.moves[i])) this.flags.raise(d, i);
  }
}
