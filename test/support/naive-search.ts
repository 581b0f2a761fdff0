import { type PackedModel, Successors } from '../../src/core/packed-model.js';

export interface Naive {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** Fewest actions to each way and outcome, and how many states or transitions there are of it. */
  readonly ways: Record<string, { steps: number; count: number }>;
  readonly outcomes: Record<string, { steps: number; count: number }>;
  /** Fewest actions to a state, by its words. */
  readonly depths: ReadonlyMap<string, number>;
}

/** The plainest breadth-first search there is: a map from text to depth. */
export function searchNaively(model: PackedModel): Naive {
  const first = new Uint32Array(model.words);
  model.initial(first, 0);
  const depths = new Map([[first.join(), 0]]);
  const queue = [first];
  const next = new Successors(model.words, 1);
  const found: Naive = { states: 0, transitions: 0, depth: 0, ways: {}, outcomes: {}, depths };
  const note = (list: Naive['ways'], name: string, steps: number): void => {
    list[name] ??= { steps, count: 0 };
    list[name].count++;
    list[name].steps = Math.min(list[name].steps, steps);
  };
  let transitions = 0;
  for (const state of queue) {
    const depth = depths.get(state.join())!;
    const way = model.violationOf?.(state, 0) ?? 0;
    if (way !== 0) note(found.ways, model.violationKey!(way), depth);
    next.clear();
    model.expand(state, 0, next);
    const outcome = model.outcome?.(state, 0, next.count) ?? 0;
    if (outcome !== 0) note(found.outcomes, model.outcomeName!(outcome), depth);
    for (let i = 0; i < next.count; i++) {
      transitions++;
      if (next.violations[i] !== 0) note(found.ways, model.violationKey!(next.violations[i]), depth + 1);
      const to = next.buffer.slice(i * model.words, (i + 1) * model.words);
      if (depths.has(to.join())) continue;
      depths.set(to.join(), depth + 1);
      queue.push(to);
    }
  }
  return { ...found, states: depths.size, transitions, depth: Math.max(...depths.values()) };
}
