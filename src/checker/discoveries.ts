/**
 * What a search has found: of each violation and each end state its count and one witness. The witness does not depend
 * on the order of finding, so that any number of threads finds the same one.
 */
import type { NumberedRecords } from '../core/packed-model.js';
import type { Meaning } from './meaning.js';
import { compareWords } from './state-store.js';

/** The plainest example of something found. */
export interface Witness {
  /** Actions from the initial state. */
  readonly steps: number;
  /**
   * The state itself; where `ordinal` is not -1, the state before the last action, and the number of that
   * action among those that it has.
   */
  readonly words: Uint32Array;
  readonly ordinal: number;
  /** What `words` stands for, as every thread knows it: the same where the model is not an interned one. */
  readonly meaning: Uint32Array;
}

/** A record of the model with its key, how often it was found (distinct states, or transitions), and an example. */
export interface CountedWitness<R> {
  readonly key: string;
  readonly record: R;
  readonly count: number;
  readonly witness: Witness;
}

/**
 * What one thread found, by the numbers of its model. Of several witnesses the one with the fewest steps stays; then a
 * state before a transition, then the one with the smallest words, then the first action.
 */
export class Discoveries {
  private readonly found = new Map<number, { count: number; witness: Witness }>();

  constructor(private readonly meaning: Meaning) {}

  /** Counts one more; `states[at ..]` and `place` are its witness. */
  add(number: number, states: Uint32Array, at: number, place: Pick<Witness, 'steps' | 'ordinal'>, words: number): void {
    const known = this.found.get(number);
    if (known !== undefined) {
      known.count++;
      if (place.steps > known.witness.steps) return;
    }
    const own = states.slice(at, at + words);
    const fresh = { ...place, words: own, meaning: this.meaning.isInterned ? this.meaning.of(own, 0) : own };
    if (known === undefined) this.found.set(number, { count: 1, witness: fresh });
    else if (compareWitnesses(fresh, known.witness) < 0) known.witness = fresh;
  }

  get size(): number {
    return this.found.size;
  }

  /** What was found as records, which other threads understand. Throws where the model has no record of a number. */
  asRecords<R>(records: NumberedRecords<R> | undefined): CountedWitness<R>[] {
    return mergedByKey(
      [...this.found].map(([number, found]) => {
        if (records === undefined) throw new Error(`the model has no record of the number ${number}`);
        return { ...found, key: records.key(number), record: records.record(number) };
      }),
    );
  }
}

/** One entry a key, sorted by key: of several the plainest witness, and all counts together. */
export function mergedByKey<R>(list: readonly CountedWitness<R>[]): CountedWitness<R>[] {
  const all = new Map<string, CountedWitness<R>>();
  for (const one of list) {
    const known = all.get(one.key);
    const isPlainer = known === undefined || compareWitnesses(one.witness, known.witness) < 0;
    all.set(one.key, { ...(isPlainer ? one : known), count: one.count + (known?.count ?? 0) });
  }
  return [...all.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function compareWitnesses(a: Witness, b: Witness): number {
  return (
    a.steps - b.steps ||
    Math.sign(a.ordinal + 1) - Math.sign(b.ordinal + 1) ||
    compareWords(a.meaning, 0, b.meaning, 0, a.meaning.length) ||
    a.ordinal - b.ordinal
  );
}
