/**
 * The state space of a plan with states of two words, the number of the deployment and that of the script: nothing is
 * packed, copied or compared but numbers. The search is the same as by the words of the states.
 */
import { type InternedModel, NumbersUsedUp, type RatedEnds, type Successors } from '../../core/packed-model.js';
import type { EndState } from './end-state.js';
import type { PairListener, ProductStates } from './product-states.js';
import type { Violation, ViolationTable } from './violation.js';

/** What it has in common with the state space by words. */
export interface WordStates {
  readonly words: number;
  readonly violations: ViolationTable;
  initial(out: Uint32Array, at: number): void;
  endStateKinds(endState: EndState): string[];
  ratedEndsOf(
    endStateOf: RatedEnds['severityOf'],
    only: (what: 'step' | 'extraFaults', states: Uint32Array, at: number) => number,
  ): RatedEnds | undefined;
}

/** The state space of a plan by numbers, made of the one by words. */
export class InternedStates implements InternedModel<Violation, EndState>, PairListener {
  readonly words = 2;
  readonly meaningWords: number;
  readonly violations: ViolationTable;
  private next: Successors | null = null;

  constructor(
    private readonly byWords: WordStates,
    private readonly product: ProductStates,
  ) {
    this.meaningWords = byWords.words;
    this.violations = byWords.violations;
  }

  get endStates(): ProductStates['endStates'] {
    return this.product.endStates;
  }

  get ratedEnds(): RatedEnds | undefined {
    const { scripts } = this.product;
    return this.byWords.ratedEndsOf(
      (states, at) => this.endStateOf(states, at),
      (what, states, at) => scripts.only(what, states[at + 1]),
    );
  }

  initial(out: Uint32Array, at: number): void {
    const start = new Uint32Array(this.meaningWords);
    this.byWords.initial(start, 0);
    this.needRoom();
    out[at] = this.product.deployments.number(start, 0);
    out[at + 1] = this.product.scripts.number(start, 0);
  }

  meaningOf(states: Uint32Array, at: number, to: Uint32Array): void {
    const { deployments, scripts } = this.product;
    to.fill(0);
    deployments.write(states[at], to, 0);
    scripts.add(states[at + 1], to, 0);
  }

  expand(states: Uint32Array, at: number, next: Successors): void {
    this.needRoom();
    this.next = next;
    this.product.expand(states[at], states[at + 1], this);
  }

  onSuccessor(d: number, s: number, move: number, violation: number): void {
    const next = this.next!;
    next.buffer[next.at] = d;
    next.buffer[next.at + 1] = s;
    if (this.product.scripts.isForeign(s)) next.foreign++;
    next.emit(move, violation);
  }

  isForeign(states: Uint32Array, at: number): boolean {
    return this.product.scripts.isForeign(states[at + 1]);
  }

  violationOf(states: Uint32Array, at: number): number {
    return this.product.violationOf(states[at], states[at + 1]);
  }

  endStateOf(states: Uint32Array, at: number): number {
    return this.product.endStateOf(states[at], states[at + 1]);
  }

  isGoal(states: Uint32Array, at: number): boolean {
    return this.endStateOf(states, at) !== 0;
  }

  endStateKinds(endState: EndState): string[] {
    return this.byWords.endStateKinds(endState);
  }

  /** What has a number keeps it: a part that was forgotten would get another one. */
  private needRoom(): void {
    if (this.product.isFull) throw new NumbersUsedUp('more parts of states than have room');
  }
}
