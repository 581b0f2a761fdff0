import { type PackedModel, Successors } from '../core/packed-model.js';
import { compareWords, type Witness } from './discoveries.js';
import { type FinishedSearch, levelIn, placeOf, placesOf, stateAt } from './finished-search.js';

/** A shortest way from the initial state. */
export interface Path {
  /** Numbers of the model's actions, in order. */
  readonly actions: readonly number[];
  /** The states on the way: the initial one, then one after each action. */
  readonly states: readonly Uint32Array[];
}

/** What is needed to find the way to a state. */
export interface CheckedModel<V = unknown, E = unknown> {
  readonly model: PackedModel<V, E>;
  readonly rested: FinishedSearch;
  readonly fold: boolean;
}

/** A shortest way to a witness. With symmetry reduction: of states as they are, not of their representatives. */
export function shortestPathTo(
  explored: CheckedModel,
  witness: Witness,
  isViolation: (violation: number) => boolean,
): Path {
  const { model } = explored;
  const next = new Successors(model.words);
  const goals = ancestors(explored, witness, next);
  const walk = new PathReplay(explored, next);
  for (const goal of goals.slice(1)) walk.to(goal);
  if (witness.ordinal !== -1) {
    // The last step is a transition: with folding, one that is symmetrical to the one found.
    if (!explored.fold || model.canonicalize === undefined) walk.take(witness.ordinal);
    else walk.firstWhere(isViolation);
  }
  // Not the walk itself: it would keep all that was explored.
  return { actions: walk.actions, states: walk.states };
}

/** From the initial state to `witness.words`, as stored. */
function ancestors(explored: CheckedModel, witness: Witness, next: Successors): Uint32Array[] {
  const found = [witness.words];
  let steps = witness.ordinal === -1 ? witness.steps : witness.steps - 1;
  for (; steps > 0; steps--) found.push(parentOf(explored, found[found.length - 1], steps, next));
  return found.reverse();
}

/**
 * The state from which this one, `steps` from the initial state, was first reached. Its hash is known, so it is where
 * that hash leads to; of several of one hash it is the one with the smallest words.
 */
function parentOf(
  { model, rested, fold }: CheckedModel,
  state: Uint32Array,
  steps: number,
  next: Successors,
): Uint32Array {
  const { shards, words } = rested.store;
  const { shard, index } = placeOf(rested, state, 0);
  const leadsHere = (candidate: Uint32Array): boolean => {
    next.clear();
    model.expand(candidate, 0, next);
    if (fold) for (let i = 0; i < next.count; i++) model.canonicalize?.(next.buffer, i * words);
    for (let i = 0; i < next.count; i++) {
      if (compareWords(next.buffer, i * words, state, 0, words) === 0) return true;
    }
    return false;
  };
  let best: Uint32Array | null = null;
  for (const place of placesOf(rested, shards[shard].parents[index])) {
    const [from, to] = levelIn(rested, steps - 1, place.shard);
    if (place.index < from || place.index >= to) continue;
    const candidate = stateAt(rested, place);
    if (best !== null && compareWords(candidate, 0, best, 0, words) > 0) continue;
    if (leadsHere(candidate)) best = candidate;
  }
  if (best === null) throw new Error('the model gave other successors than before');
  return best;
}

/** Steps through the model, one action after another. */
class PathReplay {
  readonly actions: number[] = [];
  readonly states: Uint32Array[];

  constructor(
    private readonly explored: CheckedModel,
    private readonly next: Successors,
  ) {
    const { model } = explored;
    this.states = [new Uint32Array(model.words)];
    model.initial(this.states[0], 0);
  }

  /** By the first action that leads to this state, or to one that it stands for. */
  to(goal: Uint32Array): void {
    const { model, fold } = this.explored;
    const { words } = model;
    this.expand();
    for (let i = 0; i < this.next.count; i++) {
      const state = this.next.buffer.subarray(i * words, (i + 1) * words);
      const seen = fold ? state.slice() : state;
      if (fold) model.canonicalize?.(seen, 0);
      if (compareWords(seen, 0, goal, 0, words) === 0) return this.choose(i);
    }
    throw new Error('the model gave other successors than before, or its canonicalization is no symmetry');
  }

  take(ordinal: number): void {
    this.expand();
    this.choose(ordinal);
  }

  firstWhere(isViolation: (violation: number) => boolean): void {
    this.expand();
    for (let i = 0; i < this.next.count; i++) {
      if (this.next.violations[i] !== 0 && isViolation(this.next.violations[i])) return this.choose(i);
    }
    throw new Error('the canonicalization of the model is no symmetry: a violation is not found again');
  }

  private expand(): void {
    this.next.clear();
    this.explored.model.expand(this.states[this.states.length - 1], 0, this.next);
  }

  private choose(i: number): void {
    const { words } = this.explored.model;
    this.actions.push(this.next.actions[i]);
    this.states.push(this.next.buffer.slice(i * words, (i + 1) * words));
  }
}
