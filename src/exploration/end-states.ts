import type { Drill } from '../domain/drill.js';
import { replayPath } from './counterexample/replay.js';
import type { Importance, ToldOutcome } from './exploration-report.js';
import type { SearchedLog } from './part.js';
import type { DrillStateSpace } from './state-space/drill-state-space.js';
import { type EndState, kindOf } from './state-space/end-state.js';

/** Outcomes of one kind, and the shortest path to one of them so far. */
interface Line {
  readonly o: EndState;
  readonly exploration: DrillStateSpace;
  readonly path: readonly number[] | null;
  readonly states: number;
}

/**
 * How the drill ends in all parts together, the most frequent end first; whose loss takes part in bad ends; and the
 * steps, by index, that ended as not modelled, the first of each future.
 */
export function endStatesOf(
  drill: Drill,
  searched: readonly SearchedLog[],
): { table: ToldOutcome[]; importance: Importance[]; unmodelled: number[] } {
  const table = new Map<string, Line>();
  const parts = new Map<string, { ends: number; bad: number }>();
  const unmodelled = new Set<number>();
  for (const { exploration, found } of searched) {
    for (const shown of found.endStates) {
      const o = shown.record;
      if (o.unmodelled !== null) unmodelled.add(o.unmodelled);
      const bad = o.end === 'unserved' || o.loss !== 'none' || o.objection !== null;
      for (const component of o.broken) {
        const known = parts.get(component) ?? { ends: 0, bad: 0 };
        parts.set(component, { ends: known.ends + shown.count, bad: known.bad + (bad ? shown.count : 0) });
      }
      const key = kindOf(o);
      const known = table.get(key);
      const states = (known?.states ?? 0) + shown.count;
      const path = shown.path?.actions ?? null;
      const knownPath = known?.path ?? null;
      const best = path !== null && (knownPath === null || path.length < knownPath.length);
      table.set(
        key,
        best ? { o, exploration, path, states } : { o, exploration, path: null, ...known, states },
      );
    }
  }
  return {
    table: [...table.values()].map((line) => told(drill, line)).sort((a, b) => b.states - a.states),
    importance: [...parts]
      .map(([component, { ends, bad }]) => ({ component, ends, bad }))
      .sort((a, b) => b.bad - a.bad || (a.component < b.component ? -1 : 1)),
    unmodelled: [...unmodelled],
  };
}

function told(drill: Drill, { o, exploration, path, states }: Line): ToldOutcome {
  const { objection, end, loss } = o;
  const step =
    objection === null
      ? null
      : { index: objection.step, line: drill.steps[objection.step].position.line, what: objection.what };
  const example = replayPath(exploration, drill, path ?? []).steps.map((s) => `${s.actor}: ${s.action}`);
  return { end, step, loss, states, example };
}
