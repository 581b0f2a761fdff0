import { type PackedModel, Successors } from '../../core/packed.js';
import { compareWords, type Finding } from './findings.js';
import { hashWords, ownerOf } from './hash.js';
import type { Store } from './store.js';

/** States that are looked at between two looks at the clock. */
const SLICE = 1024;

/** What a shard has at its end: its store, the slots in use, and where in the store each level starts. */
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
  shards: readonly Rested[],
  fold: boolean,
): Generator<void, Finding | null> {
  const { words } = model;
  const marked = shards.map((shard) => new Uint8Array(behind(shard)));
  const next = new Successors(words, 256);
  let looked = 0;

  const leadsOut = (states: Uint32Array, at: number): boolean => {
    next.clear();
    model.expand(states, at, next);
    for (let i = 0; i < next.count; i++) {
      if (fold) model.fold?.(next.buffer, i * words);
      const owner = ownerOf(hashWords(next.buffer, i * words, words), shards.length);
      if (marked[owner][indexOf(shards[owner], next.buffer, i * words)] === 1) return true;
    }
    return false;
  };

  for (let sweep = 0, changed = true; changed; sweep++) {
    changed = false;
    for (let s = 0; s < shards.length; s++) {
      const { states } = shards[s].store;
      const last = behind(shards[s]) - 1;
      for (let n = 1; n <= last; n++) {
        const index = sweep % 2 === 0 ? last + 1 - n : n;
        if (marked[s][index] === 1) continue;
        if (++looked % SLICE === 0) yield;
        const recovered = sweep === 0 && model.recovered!(states, index * words);
        if (!recovered && !leadsOut(states, index * words)) continue;
        marked[s][index] = 1;
        changed = true;
      }
    }
  }
  return plainest(shards, marked, words);
}

/** Of the states that are not marked the one with the fewest steps, then with the smallest words; and their number. */
function plainest(shards: readonly Rested[], marked: readonly Uint8Array[], words: number): Finding | null {
  let found: Finding | null = null;
  let count = 0;
  for (const [s, { store, levels }] of shards.entries()) {
    for (let steps = 0; steps < levels.length - 1; steps++) {
      for (let index = levels[steps]; index < levels[steps + 1]; index++) {
        if (marked[s][index] === 1) continue;
        count++;
        const order: number =
          found === null
            ? -1
            : steps - found.steps || compareWords(store.states, index * words, found.words, 0, words);
        if (order >= 0) continue;
        const state = store.states.slice(index * words, (index + 1) * words);
        found = { steps, ordinal: -1, words: state, reference: index * shards.length + s, count: 0 };
      }
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

function behind(shard: Rested): number {
  return shard.levels[shard.levels.length - 1];
}
