import type { Drill } from '../domain/drill.js';
import type { Outcome } from '../domain/exploration/outcome.js';
import { retake } from './narrate.js';
import type { Importance, ToldOutcome } from './result.js';
import type { SearchedPart } from './searched.js';

/**
 * How the drill ends in all parts together, the most frequent end first; whose loss takes part in bad ends; and the
 * steps, by index, that ended as not modelled, the first of each future.
 */
export function outcomesOf(
  drill: Drill,
  searched: readonly SearchedPart[],
): { table: ToldOutcome[]; importance: Importance[]; unmodelled: number[] } {
  const table = new Map<string, { outcome: ToldOutcome; length: number }>();
  const parts = new Map<string, { ends: number; bad: number }>();
  const unmodelled = new Set<number>();
  for (const { exploration, found } of searched) {
    for (const shown of found.outcomes) {
      const o = JSON.parse(shown.name) as Outcome;
      if (o.unmodelled !== null) unmodelled.add(o.unmodelled);
      const bad = o.end === 'unserved' || o.loss !== 'none' || o.objection !== null;
      for (const component of o.broken) {
        const known = parts.get(component) ?? { ends: 0, bad: 0 };
        parts.set(component, { ends: known.ends + shown.count, bad: known.bad + (bad ? shown.count : 0) });
      }
      const key = JSON.stringify([o.end, o.objection, o.loss]);
      const known = table.get(key);
      const length = shown.path.actions.length;
      const states = (known?.outcome.states ?? 0) + shown.count;
      if (known !== undefined && known.length <= length) {
        table.set(key, { ...known, outcome: { ...known.outcome, states } });
        continue;
      }
      const step = o.objection === null ? null : drill.steps[o.objection.step];
      const example = retake(exploration, drill, shown.path.actions).steps.map(
        (s) => `${s.actor}: ${s.action}`,
      );
      table.set(key, {
        length,
        outcome: {
          end: o.end,
          step:
            step === null
              ? null
              : { index: o.objection!.step, line: step.position.line, what: o.objection!.what },
          loss: o.loss,
          states,
          example,
        },
      });
    }
  }
  return {
    table: [...table.values()].map((t) => t.outcome).sort((a, b) => b.states - a.states),
    importance: [...parts]
      .map(([component, { ends, bad }]) => ({ component, ends, bad }))
      .sort((a, b) => b.bad - a.bad || (a.component < b.component ? -1 : 1)),
    unmodelled: [...unmodelled],
  };
}
