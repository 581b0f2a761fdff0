/** The one line of progress of an exploration, on a terminal that somebody looks at. */
import type { Stopwatch } from '../checker/budget.js';
import { displayDuration } from '../core/format.js';
import type { ExploreProgress } from '../exploration/search-logs.js';
import type { Io } from './cli-command.js';
import type { ExploreFlags } from './explore-request.js';

/** Whether there is a line of progress. */
export const isWatched = ({ quiet }: Pick<ExploreFlags, 'quiet'>, { stderrIsTTY }: Io): boolean =>
  stderrIsTTY === true && !quiet;

/** Writes it anew, never wider than the terminal: what does not fit is cut off. */
export function showProgress(line: string, { stderr, columns = 80 }: Io): void {
  stderr.write(`\r\u001b[K${line.slice(0, columns - 1)}`);
}

/** Takes it away, and says how long the search took: not in the report, which is the same on every machine. */
export function endProgress(flags: ExploreFlags, watch: Stopwatch | null, io: Io): void {
  if (!isWatched(flags, io)) return;
  const took = watch === null ? '' : `Searched for ${displayDuration(watch.elapsedMs)}.\n`;
  io.stderr.write(`\r\u001b[K${took}`);
}

/** The line of a search in this process. */
export function progressOf({ log, check, share }: ExploreProgress): string {
  const states = check.states.toLocaleString('en-US');
  const speed = check.statesPerSecond.toLocaleString('en-US');
  return `${Math.floor(share * 100)} % searched  ${log}: ${states} states, ${speed}/s, depth ${check.depth}`;
}
