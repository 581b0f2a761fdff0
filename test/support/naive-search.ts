import { type PackedModel, Successors } from '../../src/core/packed-model.js';

export interface Naive {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** Fewest actions to each violation and end state, by key, and how many states or transitions have it. */
  readonly violations: Record<string, { steps: number; count: number }>;
  readonly endStates: Record<string, { steps: number; count: number }>;
  /** Fewest actions to a state, by its words. */
  readonly depths: ReadonlyMap<string, number>;
}

/** The plainest breadth-first search there is: a map from text to depth. */
export function searchNaively(model: PackedModel<unknown, unknown>): Naive {
  const first = new Uint32Array(model.words);
  model.initial(first, 0);
  const depths = new Map([[first.join(), 0]]);
  const queue = [first];
  const next = new Successors(model.words, 1);
  const found: Naive = { states: 0, transitions: 0, depth: 0, violations: {}, endStates: {}, depths };
  const note = (list: Naive['violations'], name: string, steps: number): void => {
    list[name] ??= { steps, count: 0 };
    list[name].count++;
    list[name].steps = Math.min(list[name].steps, steps);
  };
  let transitions = 0;
  for (const state of queue) {
    const depth = depths.get(state.join())!;
    const violation = model.violationOf?.(state, 0) ?? 0;
    if (violation !== 0) note(found.violations, model.violations!.key(violation), depth);
    next.clear();
    model.expand(state, 0, next);
    const end = model.endStateOf?.(state, 0, next.count) ?? 0;
    if (end !== 0) note(found.endStates, model.endStates!.key(end), depth);
    for (let i = 0; i < next.count; i++) {
      transitions++;
      const broken = next.violations[i];
      if (broken !== 0) note(found.violations, model.violations!.key(broken), depth + 1);
      const to = next.buffer.slice(i * model.words, (i + 1) * model.words);
      if (depths.has(to.join())) continue;
      depths.set(to.join(), depth + 1);
      queue.push(to);
    }
  }
  return { ...found, states: depths.size, transitions, depth: Math.max(...depths.values()) };
}
