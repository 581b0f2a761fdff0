/** Termination, AG EF (the drill has ended): of the searches of all logs together, with a shortest counterexample. */
import type { Drill } from '../domain/drill.js';
import { linesOf, replayPath } from './counterexample/replay.js';
import type { Termination } from './exploration-report.js';
import type { SearchedLog } from './search-logs.js';

/** Whether every path can come to an end; null = nobody asked. `all` = the search of every log was begun. */
export function terminationOf(drill: Drill, searched: readonly SearchedLog[], all: boolean): Termination | null {
  let stuck = 0;
  let unknown = !all;
  let example: readonly string[] = [];
  for (const { space, result, outcome } of searched) {
    if (outcome !== null) continue;
    if (result.recoverability === null) return null;
    if (result.recoverability.verdict === 'unknown') unknown = true;
    const { unrecoverable } = result.recoverability;
    if (unrecoverable === null) continue;
    const { actions } = unrecoverable.path;
    stuck += unrecoverable.count;
    if (example.length > 0 && example.length <= actions.length) continue;
    example = linesOf(replayPath(space, drill, actions));
  }
  return { answer: stuck > 0 ? 'notAlways' : unknown ? 'unknown' : 'always', stuck, example };
}
