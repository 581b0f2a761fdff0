/**
 * The half of a product state that is its deployment, memoised: which moves a deployment allows and where each effect
 * leads is found once a distinct deployment, however many scripts it comes with. What is not known yet is worked out
 * on the one working state.
 */
import { DeploymentMoves } from './deployment-moves.js';
import { EFFECT_RESULTS } from './effects.js';
import { GUARDS } from './enabled-moves.js';
import { endOf } from './end-state.js';
import { MemoTable } from './memo-table.js';
import { brokenAtEnd, brokenI10 } from './quiescence.js';
import type { StateSpaceContext } from './state-space-context.js';
import { canonicalizeHosts } from './symmetry.js';
import { type BrokenInvariant, brokenKey } from './violation.js';

/** What an effect led to, as one number: 0 = it was no move; else the deployment, and whether there is more to know. */
const NO_MOVE = 0;

export class DeploymentPart {
  private readonly memo: MemoTable;
  private readonly scratch: Uint32Array;
  /** which moves each of them allows */
  readonly moves: DeploymentMoves;
  /** first numbers of the questions that are not about an effect */
  private readonly guardQuestion: number;
  private readonly notReturnedQuestion: number;
  private readonly brokenAtEndQuestion: number;
  private readonly endQuestion: number;
  private readonly withoutDeadQuestion: number;
  /** of each deployment the number of variables, plus one, of which it is known that nothing else is in it; 0 = of none */
  private cleanFor = new Int32Array(1024);
  /** the deployment that was unpacked last; -1 = none of them */
  private loaded = -1;
  /** the deployment that the working state became by the last effect; -1 = none is */
  private reached = -1;
  /** the working state is still the one that was unpacked last */
  private untouched = false;
  /** the state invariants that are broken in that one */
  private broken: ReadonlySet<string> = new Set();

  constructor(private readonly context: StateSpaceContext) {
    const { effects, plan, fields, deploymentPacking, dead, partsMax } = context;
    // Two questions an effect, two a step, and three about the deployment alone.
    this.guardQuestion = 2 * effects.all.length;
    this.notReturnedQuestion = this.guardQuestion + 2 * plan.steps.length;
    this.brokenAtEndQuestion = this.notReturnedQuestion + 1;
    this.endQuestion = this.brokenAtEndQuestion + 1;
    this.withoutDeadQuestion = this.endQuestion + 1;
    const questions = this.withoutDeadQuestion + dead.count;
    this.memo = new MemoTable(fields.part(0, deploymentPacking.size), questions, partsMax);
    this.scratch = new Uint32Array(this.memo.part.mask.length);
    this.moves = new DeploymentMoves(context, this.memo, (d) => this.load(d));
  }

  /** Whether the deployments that follow from one might find no room. */
  get isFull(): boolean {
    // Each move may lead to one as it is and to one without dead variables.
    return this.memo.isFull(2 * (this.context.moves.length + 1));
  }

  /** Forgets all: numbers given before become invalid. */
  forget(): void {
    this.memo.forget();
    this.moves.forget();
    this.cleanFor.fill(0);
    this.loaded = -1;
    this.reached = -1;
  }

  /** The number of the deployment in the state at `words[at ..]`. */
  number(words: Uint32Array, at: number): number {
    const n = this.memo.number(words, at);
    this.moves.makeRoom(this.memo.count);
    if (n >= this.cleanFor.length) {
      const longer = new Int32Array(2 * this.cleanFor.length);
      longer.set(this.cleanFor);
      this.cleanFor = longer;
    }
    return n;
  }

  /** Words of the deployment part, which a state begins with. */
  get words(): number {
    return this.scratch.length;
  }

  /** The words of all deployments, one after another: those of `d` begin at `at(d)`. */
  get allWords(): Uint32Array {
    return this.memo.words;
  }

  at(d: number): number {
    return this.memo.at(d);
  }

  /** Notes that nothing is in `d` that is dead by the number `live`. */
  noteClean(d: number, live: number): void {
    if (this.cleanFor[d] === 0) this.cleanFor[d] = live + 1;
  }

  write(d: number, to: Uint32Array, at: number): void {
    this.memo.write(d, to, at);
  }

  /** Whether a deployment satisfies a guard (GUARDS) about a step, by its index in the plan. */
  satisfies(d: number, guard: number, step: number): boolean {
    const question = this.guardQuestion + 2 * step;
    switch (guard) {
      case GUARDS.holds:
      case GUARDS.holdsNot: {
        const holds = this.answer(d, question, () => (this.context.enabled.holds(step) ? 1 : 0)) === 1;
        return holds === (guard === GUARDS.holds);
      }
      case GUARDS.hasPartner:
        return this.answer(d, question + 1, () => (this.context.enabled.hasPartner(step) ? 1 : 0)) === 1;
      default:
        return true;
    }
  }

  /** How the deployment is at an end, as a number from 1; 0 = work is under way that may change it. */
  endOf(d: number): number {
    return this.answer(d, this.endQuestion, () => {
      this.untouched = false;
      return endOf(this.context.working);
    });
  }

  /** I10: 0, or the number of what has not returned, where it is to be judged. */
  notReturned(d: number): number {
    return this.answer(d, this.notReturnedQuestion, () => this.numberOf(brokenI10(this.context.working)));
  }

  /** As `notReturned` at the end of a drill, with what of I1 the end decides. */
  brokenAtEnd(d: number): number {
    return this.answer(d, this.brokenAtEndQuestion, () => this.numberOf(brokenAtEnd(this.context.working)));
  }

  private numberOf(broken: readonly BrokenInvariant[]): number {
    this.untouched = false;
    return broken.length === 0 ? 0 : this.context.violations.broken.number(broken);
  }

  /**
   * The deployment that an effect leads to, as 2 + 2 × its number, and 1 more where `resultOf` has something to say;
   * less than 2 = it is no move.
   */
  after(d: number, effect: number): number {
    const known = this.memo.answer(d, 2 * effect);
    return known >= 0 ? known : this.memo.remember(d, 2 * effect, this.apply(d, effect));
  }

  /** 8 × the hazard + how a command ended (`EffectResult`), and EFFECT_RESULTS × the number of what broke. Asked after `after`. */
  resultOf(d: number, effect: number): number {
    return this.memo.answer(d, 2 * effect + 1);
  }

  /** The deployment that represents `d` where only the variables of number `live` are live (`DeadVariables.liveAt`). */
  withoutDead(d: number, live: number): number {
    const { plan, working, dead } = this.context;
    if (!plan.request.reduce || live === dead.always || this.cleanFor[d] === live + 1) return d;
    const known = this.memo.answer(d, this.withoutDeadQuestion + live);
    if (known >= 0) return known;
    const wasReached = this.reached === d;
    if (!wasReached) this.load(d);
    this.untouched = false;
    this.reached = -1;
    dead.clear(working.work, live);
    // Mostly nothing was live of what is not: it need not be packed to see that.
    const isSame = wasReached && this.context.deploymentPacking.isAsPacked(working.state, working.work);
    const without = isSame ? d : this.numberOfWorking();
    if (without === d && this.cleanFor[d] === 0) {
      this.cleanFor[d] = live + 1;
      return d;
    }
    return this.memo.remember(d, this.withoutDeadQuestion + live, without);
  }

  private apply(d: number, effect: number): number {
    this.load(d);
    this.untouched = false;
    const { taken, ended, hazard } = this.context.effects.apply(effect);
    if (!taken) return NO_MOVE;
    this.reached = this.numberOfWorking();
    const result = EFFECT_RESULTS * this.brokenByEffect() + 8 * hazard + ended;
    if (result !== 0) this.memo.remember(d, 2 * effect + 1, result);
    return 2 + 2 * this.reached + (result !== 0 ? 1 : 0);
  }

  /** The number of the deployment of the working state, which came from the one that is loaded. */
  private numberOfWorking(): number {
    this.canonicalize();
    const { state, work } = this.context.working;
    const isOther = this.context.deploymentPacking.packChanges(state, work, this.scratch);
    return isOther || this.loaded < 0 ? this.number(this.scratch, 0) : this.loaded;
  }

  /** The number of the set of invariants that the last effect broke; 0 = none. */
  private brokenByEffect(): number {
    const { broken } = this.context.working;
    if (broken.length === 0) return 0;
    const each = new Map(broken.map((one) => [brokenKey(one), one]));
    return this.context.violations.broken.number([...each].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one));
  }

  /** Packs the deployment of the working state, or what represents it, to words that are 0. */
  pack(to: Uint32Array, at: number): void {
    this.canonicalize();
    const { state, work } = this.context.working;
    this.context.deploymentPacking.pack(state, work, to, at);
  }

  private canonicalize(): void {
    const { plan, working, interchangeable, compression, dead } = this.context;
    canonicalizeHosts(working.world, interchangeable);
    if (!plan.request.reduce) return;
    compression.clearDue();
    // What is dead wherever the script stands need not wait until that is known.
    dead.clear(working.work, dead.always);
  }

  /** Unpacks the deployment of a state into the working state. */
  unpack(words: Uint32Array, at: number): void {
    const { state, work, model, effects } = this.context.working;
    this.loaded = -1;
    this.reached = -1;
    this.untouched = false;
    this.context.deploymentPacking.unpack(words, at, state, work);
    model.open(state, effects);
    this.broken = model.brokenNow();
    state.told.broken = this.broken;
  }

  /** Unpacks deployment `d` into the working state, unless it is there untouched. */
  private load(d: number): void {
    this.reached = -1;
    if (this.loaded !== d) {
      this.unpack(this.memo.words, this.memo.at(d));
      this.loaded = d;
    } else if (!this.untouched) {
      const { state, work, model, effects } = this.context.working;
      this.context.deploymentPacking.unpackAgain(state, work);
      model.open(state, effects);
      state.told.broken = this.broken;
    }
    this.untouched = true;
  }

  private answer(d: number, question: number, find: () => number): number {
    const known = this.memo.answer(d, question);
    if (known >= 0) return known;
    this.load(d);
    return this.memo.remember(d, question, find());
  }
}
