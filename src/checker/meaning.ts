/**
 * States as every thread and process knows them: those that the states of an `InternedModel` stand for; of any other
 * model the states themselves. Where of several shortest paths one is chosen, it is by their order and their hashes.
 */
import { hashWords } from '../core/hash.js';
import type { InternedModel, PackedModel } from '../core/packed-model.js';

export class Meaning {
  private readonly interned: InternedModel<unknown, unknown> | null;
  private readonly scratch: Uint32Array;

  constructor(private readonly model: PackedModel<unknown, unknown>) {
    this.interned = isInterned(model) ? model : null;
    this.scratch = new Uint32Array(this.interned?.meaningWords ?? 0);
  }

  /** Words of a state as every thread knows it. */
  get words(): number {
    return this.interned?.meaningWords ?? this.model.words;
  }

  /** Whether states stand for others. */
  get isInterned(): boolean {
    return this.interned !== null;
  }

  /** The state that `states[at ..]` stands for, as an array of its own. */
  of(states: Uint32Array, at: number): Uint32Array {
    const { interned, model } = this;
    if (interned === null) return states.slice(at, at + model.words);
    const meaning = new Uint32Array(interned.meaningWords);
    interned.meaningOf(states, at, meaning);
    return meaning;
  }

  /** The hash of that state (`hashWords`). */
  hash(states: Uint32Array, at: number): number {
    const { interned, model, scratch } = this;
    if (interned === null) return hashWords(states, at, model.words);
    interned.meaningOf(states, at, scratch);
    return hashWords(scratch, 0, scratch.length);
  }
}

const isInterned = (model: PackedModel<unknown, unknown>): model is InternedModel<unknown, unknown> =>
  'meaningOf' in model;
