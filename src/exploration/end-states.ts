/**
 * How the drill can end, merged over the searches of all logs: a frequency table of the kinds of end states, and by
 * component how many of the ends in which it was broken are bad.
 */
import type { Drill } from '../domain/drill.js';
import { linesOf, replayPath } from './counterexample/replay.js';
import type { Importance, ReportedEnd } from './exploration-report.js';
import { outcomeText } from './reported-outcomes.js';
import type { SearchedLog } from './search-logs.js';
import type { DrillStateSpace } from './state-space/drill-state-space.js';
import { type EndState, kindOf } from './state-space/end-state.js';

/** End states of one kind, and the shortest path to one of them so far; null = none is known. */
interface Row {
  readonly endState: EndState;
  readonly space: DrillStateSpace;
  readonly path: readonly number[] | null;
  readonly states: number;
  /** the reported outcome without which no end is like this one; null = none */
  readonly outcome: string | null;
}

/**
 * The table, the most frequent end first; the importance of components, the worst first; and the steps, by index,
 * that ended as not modelled, the first of each path.
 */
export function endStatesOf(
  drill: Drill,
  searched: readonly SearchedLog[],
): { table: ReportedEnd[]; importance: Importance[]; unmodelled: number[] } {
  const rows = new Map<string, Row>();
  const components = new Map<string, { ends: number; bad: number }>();
  const unmodelled = new Set<number>();
  for (const { space, result, outcome: reported } of searched) {
    const outcome = reported === null ? null : outcomeText(reported);
    for (const { record: endState, count, path } of result.endStates) {
      if (outcome !== null) {
        note(rows, { endState, space, path: path?.actions ?? null, states: count, outcome });
        continue;
      }
      if (endState.unmodelled !== null) unmodelled.add(endState.unmodelled);
      const bad = endState.end === 'unserved' || endState.loss !== 'none' || endState.objection !== null;
      for (const component of endState.broken) {
        const known = components.get(component) ?? { ends: 0, bad: 0 };
        components.set(component, { ends: known.ends + count, bad: known.bad + (bad ? count : 0) });
      }
      note(rows, { endState, space, path: path?.actions ?? null, states: count, outcome });
    }
  }
  return {
    table: [...rows.values()].map((row) => report(drill, row)).sort((a, b) => b.states - a.states),
    importance: [...components]
      .map(([component, { ends, bad }]) => ({ component, ends, bad }))
      .sort((a, b) => b.bad - a.bad || (a.component < b.component ? -1 : 1)),
    unmodelled: [...unmodelled],
  };
}

/** One more kind of end, or more of a kind that is known; the shortest path of each is kept. */
function note(rows: Map<string, Row>, row: Row): void {
  const kind = kindOf(row.endState);
  // The searches of reported outcomes come last: an end that needs none of them is there already.
  if (row.outcome !== null && rows.has(kind)) return;
  const key = row.outcome === null ? kind : `${kind}|${row.outcome}`;
  const known = rows.get(key);
  const states = (known?.states ?? 0) + row.states;
  const knownPath = known?.path ?? null;
  const isShorter = row.path !== null && (knownPath === null || row.path.length < knownPath.length);
  rows.set(key, isShorter ? { ...row, states } : { ...row, path: null, ...known, states });
}

function report(drill: Drill, { endState, space, path, states, outcome }: Row): ReportedEnd {
  const { objection, end, loss } = endState;
  const step =
    objection === null
      ? null
      : { index: objection.step, line: drill.steps[objection.step].position.line, what: objection.what };
  return { end, step, loss, outcome, states, example: linesOf(replayPath(space, drill, path ?? [])) };
}
