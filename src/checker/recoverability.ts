/**
 * Recoverability, AG EF goal: from every reachable state a goal can be reached, so every run reaches one sooner or later
 * if no action that is enabled again and again is put off for ever. States that reach a goal are marked backwards from
 * the goals: what is not marked is expanded again, from the last level to the first and back, until a whole sweep marks
 * none. That takes one byte a state, and no transition is stored.
 */
import { Successors } from '../core/packed-model.js';
import type { Budget } from './budget.js';
import type { Recoverability } from './check-result.js';
import type { Witness } from './discoveries.js';
import { type FinishedSearch, levelCount, levelRange, locationOf, stateAt } from './finished-search.js';
import type { Meaning } from './meaning.js';
import { type CheckedModel, shortestPathTo } from './shortest-path.js';
import { COUNT, compareWords, SHARDS } from './state-store.js';

/** States that are looked at between two looks at the clock. */
const SLICE = 1024;

/** Checks it within what is left of the budget; null where it is not asked for. Only a complete search can tell. */
export async function checkRecoverability(
  checked: CheckedModel,
  isAsked: boolean,
  isComplete: boolean,
  budget: Budget,
): Promise<Recoverability | null> {
  if (!isAsked) return null;
  const unknown = { verdict: 'unknown', unrecoverable: null } as const;
  if (!isComplete || checked.model.isGoal === undefined) return unknown;
  const sweeps = findUnrecoverable(checked);
  for (;;) {
    const { done, value } = sweeps.next();
    if (done === true) {
      if (value === null) return { verdict: 'always', unrecoverable: null };
      const path = shortestPathTo(checked, value.witness, () => false);
      return { verdict: 'notAlways', unrecoverable: { count: value.count, path } };
    }
    if (!budget.sliceIsOver) continue;
    await budget.yieldToEventLoop();
    if (budget.exceeded() !== null) return unknown;
  }
}

/** States from which no goal can be reached: how many, and one of them. */
interface Unrecoverable {
  readonly count: number;
  readonly witness: Witness;
}

/** Of all states of a complete search those that reach no goal; null = there are none. Yields every now and then. */
function* findUnrecoverable({
  model,
  search,
  canonicalize,
  meaning,
}: CheckedModel): Generator<void, Unrecoverable | null> {
  const { shards, words } = search.store;
  const marked = shards.map(({ cells }) => new Uint8Array(cells[COUNT]));
  const parts = levelCount(search) * SHARDS;
  const next = new Successors(words, 256);
  let visited = 0;

  const leadsToMarked = (states: Uint32Array, at: number): boolean => {
    next.clear();
    model.expand(states, at, next);
    for (let i = 0; i < next.count; i++) {
      if (canonicalize) model.canonicalize?.(next.buffer, i * words);
      const { shard, index } = locationOf(search, next.buffer, i * words);
      if (marked[shard][index] === 1) return true;
    }
    return false;
  };

  for (let sweep = 0, changed = true; changed; sweep++) {
    changed = false;
    for (let n = 0; n < parts; n++) {
      const part = sweep % 2 === 0 ? parts - 1 - n : n;
      const shard = part % SHARDS;
      const { states } = shards[shard];
      const [from, to] = levelRange(search, Math.floor(part / SHARDS), shard);
      for (let index = from; index < to; index++) {
        if (marked[shard][index] === 1) continue;
        if (++visited % SLICE === 0) yield;
        const isGoal = sweep === 0 && model.isGoal!(states, index * words);
        if (!isGoal && !leadsToMarked(states, index * words)) continue;
        marked[shard][index] = 1;
        changed = true;
      }
    }
  }
  return plainestUnmarked(search, marked, meaning);
}

/** Of the states that are not marked the one with the fewest steps, then with the smallest words; and their number. */
function plainestUnmarked(search: FinishedSearch, marked: readonly Uint8Array[], of: Meaning): Unrecoverable | null {
  let witness: Witness | null = null;
  let count = 0;
  for (let steps = 0; steps < levelCount(search); steps++) {
    for (let shard = 0; shard < SHARDS; shard++) {
      const [from, to] = levelRange(search, steps, shard);
      for (let index = from; index < to; index++) {
        if (marked[shard][index] === 1) continue;
        count++;
        const state = stateAt(search, { shard, index });
        const order: number =
          witness === null
            ? -1
            : steps - witness.steps || compareWords(of.of(state, 0), 0, witness.meaning, 0, of.words);
        if (order < 0) witness = { steps, ordinal: -1, words: state.slice(), meaning: of.of(state, 0) };
      }
    }
  }
  return witness === null ? null : { count, witness };
}
