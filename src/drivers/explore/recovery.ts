import { type PackedModel, Successors } from '../../core/packed.js';
import { compareWords, type Finding } from './findings.js';
import { hashWords } from './hash.js';
import { isHole, type Store } from './store.js';

/** States that are looked at between two looks at the clock. */
const SLICE = 1024;

/** What a search has at its end: its store, the slots in use, and where in the store each level starts. */
export interface Rested {
  readonly store: Store;
  readonly slots: number;
  /** First index of level 0, 1, ...; then the index behind the last state. */
  readonly levels: readonly number[];
}

/**
 * Of all states of a complete search, those that cannot find their way to one that is `recovered`; null = there
 * are none, and then every state recovers sooner or later, provided that no action which is possible again and
 * again is put off for ever. The others are marked, backwards from the recovered ones: what is not marked is
 * expanded again, from the last level to the first and back, until a whole sweep marks none. That takes one
 * byte a state, and no transition is stored. Yields every now and then.
 */
export function* findStuck(
  model: PackedModel,
  rested: Rested,
  fold: boolean,
): Generator<void, Finding | null> {
  const { words } = model;
  const { states } = rested.store;
  const last = rested.levels[rested.levels.length - 1] - 1;
  const marked = new Uint8Array(last + 1);
  for (let i = 1; i <= last; i++) if (isHole(rested.store, i)) marked[i] = 1;
  const next = new Successors(words, 256);
  let looked = 0;

  const leadsOut = (at: number): boolean => {
    next.clear();
    model.expand(states, at, next);
    for (let i = 0; i < next.count; i++) {
      if (fold) model.fold?.(next.buffer, i * words);
      if (marked[indexOf(rested, next.buffer, i * words)] === 1) return true;
    }
    return false;
  };

  for (let sweep = 0, changed = true; changed; sweep++) {
    changed = false;
    for (let n = 1; n <= last; n++) {
      const index = sweep % 2 === 0 ? last + 1 - n : n;
      if (marked[index] === 1) continue;
      if (++looked % SLICE === 0) yield;
      const recovered = sweep === 0 && model.recovered!(states, index * words);
      if (!recovered && !leadsOut(index * words)) continue;
      marked[index] = 1;
      changed = true;
    }
  }
  return plainest(rested, marked, words);
}

/** Of the states that are not marked the one with the fewest steps, then with the smallest words; and their number. */
function plainest({ store, levels }: Rested, marked: Uint8Array, words: number): Finding | null {
  let found: Finding | null = null;
  let count = 0;
  for (let steps = 0; steps < levels.length - 1; steps++) {
    for (let index = levels[steps]; index < levels[steps + 1]; index++) {
      if (marked[index] === 1) continue;
      count++;
      const order: number =
        found === null
          ? -1
          : steps - found.steps || compareWords(store.states, index * words, found.words, 0, words);
      if (order >= 0) continue;
      const state = store.states.slice(index * words, (index + 1) * words);
      found = { steps, ordinal: -1, words: state, index, count: 0 };
    }
  }
  return found === null ? null : { ...found, count };
}

/** Where a state that was found is. */
function indexOf({ store, slots }: Rested, states: Uint32Array, at: number): number {
  const { table, words } = store;
  const mask = slots - 1;
  for (let slot = hashWords(states, at, words) & mask; ; slot = (slot + 1) & mask) {
    const index = table[slot] & mask;
    if (index === 0) throw new Error('the model gave other successors than before');
    if (compareWords(store.states, index * words, states, at, words) === 0) return index;
  }
}
