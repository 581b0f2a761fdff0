/**
 * Shortest counterexamples by parent hash: each state keeps the hash of the state from which it was first reached, so a
 * path is found backwards level by level, and then replayed forwards through the model for its actions. Of several
 * shortest paths it is always the same one, whichever thread found what first.
 */
import { type PackedModel, Successors } from '../core/packed-model.js';
import type { Witness } from './discoveries.js';
import { type FinishedSearch, levelRange, locationOf, stateAt } from './finished-search.js';
import type { Meaning } from './meaning.js';
import { locationsOfHash } from './meaning-index.js';
import { compareWords } from './state-store.js';

/** A shortest path from the initial state. */
export interface Path {
  /** Numbers of the model's actions, in order. */
  readonly actions: readonly number[];
  /** The states on the path: the initial one, then one after each action. */
  readonly states: readonly Uint32Array[];
}

/** A model with the search of its states, and whether that search stored representatives. */
export interface CheckedModel<V = unknown, E = unknown> {
  readonly model: PackedModel<V, E>;
  readonly search: FinishedSearch;
  readonly canonicalize: boolean;
  readonly meaning: Meaning;
}

/**
 * A shortest path to a witness, through states as they are, not their representatives. `isViolation`: of the numbers
 * that transitions of the model have, those that the witness is of.
 */
export function shortestPathTo(
  checked: CheckedModel,
  witness: Witness,
  isViolation: (violation: number) => boolean,
): Path {
  const { model } = checked;
  const next = new Successors(model.words);
  const goals = ancestors(checked, witness, next);
  const replay = new PathReplay(checked, next);
  for (const goal of goals.slice(1)) replay.to(goal);
  if (witness.ordinal !== -1) {
    // The last step is a transition: of a representative, one that is symmetrical to the one found.
    if (!checked.canonicalize || model.canonicalize === undefined) replay.take(witness.ordinal);
    else replay.takeFirst(isViolation);
  }
  // Not the replay itself: it would keep all that the search has stored.
  return { actions: replay.actions, states: replay.states.map((state) => checked.meaning.of(state, 0)) };
}

/** From the initial state to `witness.words`, as stored. */
function ancestors(checked: CheckedModel, witness: Witness, next: Successors): Uint32Array[] {
  const found = [witness.words];
  let steps = witness.ordinal === -1 ? witness.steps : witness.steps - 1;
  for (; steps > 0; steps--) found.push(parentOf(checked, found[found.length - 1], steps, next));
  return found.reverse();
}

/** The parent of a state that is `steps` from the initial one: of several with its hash the one with the smallest words. */
function parentOf(checked: CheckedModel, state: Uint32Array, steps: number, next: Successors): Uint32Array {
  const { model, search, canonicalize, meaning } = checked;
  const { shards, words } = search.store;
  const { shard, index } = locationOf(search, state, 0);
  const leadsHere = (candidate: Uint32Array): boolean => {
    next.clear();
    model.expand(candidate, 0, next);
    if (canonicalize) for (let i = 0; i < next.count; i++) model.canonicalize?.(next.buffer, i * words);
    for (let i = 0; i < next.count; i++) {
      if (compareWords(next.buffer, i * words, state, 0, words) === 0) return true;
    }
    return false;
  };
  let best: Uint32Array | null = null;
  for (const location of locationsOfHash(search, meaning, shards[shard].parents[index])) {
    const [from, to] = levelRange(search, steps - 1, location.shard);
    if (location.index < from || location.index >= to) continue;
    const candidate = stateAt(search, location);
    if (best !== null && compareWords(meaning.of(candidate, 0), 0, meaning.of(best, 0), 0, meaning.words) > 0) continue;
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
    private readonly checked: CheckedModel,
    private readonly next: Successors,
  ) {
    const { model } = checked;
    this.states = [new Uint32Array(model.words)];
    model.initial(this.states[0], 0);
  }

  /** Takes the first action that leads to this state, or to one that it represents. */
  to(goal: Uint32Array): void {
    const { model, canonicalize } = this.checked;
    const { words } = model;
    this.expand();
    for (let i = 0; i < this.next.count; i++) {
      const state = this.next.buffer.subarray(i * words, (i + 1) * words);
      const stored = canonicalize ? state.slice() : state;
      if (canonicalize) model.canonicalize?.(stored, 0);
      if (compareWords(stored, 0, goal, 0, words) === 0) return this.append(i);
    }
    throw new Error('the model gave other successors than before, or its canonicalization is no symmetry');
  }

  take(ordinal: number): void {
    this.expand();
    this.append(ordinal);
  }

  /** Takes the first action with such a violation. */
  takeFirst(isViolation: (violation: number) => boolean): void {
    this.expand();
    for (let i = 0; i < this.next.count; i++) {
      if (this.next.violations[i] !== 0 && isViolation(this.next.violations[i])) return this.append(i);
    }
    throw new Error('the canonicalization of the model is no symmetry: a violation is not found again');
  }

  private expand(): void {
    this.next.clear();
    this.checked.model.expand(this.states[this.states.length - 1], 0, this.next);
  }

  private append(i: number): void {
    const { words } = this.checked.model;
    this.actions.push(this.next.actions[i]);
    this.states.push(this.next.buffer.slice(i * words, (i + 1) * words));
  }
}
