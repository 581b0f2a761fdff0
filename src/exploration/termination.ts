import type { Drill } from '../domain/drill.js';
import { replayPath } from './counterexample/replay.js';
import type { Termination } from './exploration-report.js';
import type { SearchedLog } from './part.js';

/** Whether every future of all parts can come to an end; null = nobody asked. `all` = every part was begun. */
export function terminationOf(
  drill: Drill,
  searched: readonly SearchedLog[],
  all: boolean,
): Termination | null {
  let stuck = 0;
  let unknown = !all;
  let example: readonly string[] = [];
  for (const { exploration, found } of searched) {
    if (found.recovery === null) return null;
    if (found.recovery.verdict === 'unknown') unknown = true;
    const shown = found.recovery.stuck;
    if (shown === null) continue;
    stuck += shown.count;
    if (example.length > 0 && example.length <= shown.path.actions.length) continue;
    example = replayPath(exploration, drill, shown.path.actions).steps.map((s) => `${s.actor}: ${s.action}`);
  }
  return { answer: stuck > 0 ? 'notAlways' : unknown ? 'unknown' : 'always', stuck, example };
}
