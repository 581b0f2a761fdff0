/** The table of components and steps of an exploration: rows that are equal as one, the worst first. */
import type { Consequence } from '../../domain/consequence.js';
import type { ConsequenceMatrix, ReportedPlace } from '../../exploration/exploration-report.js';
import { CONSEQUENCE_WORDS } from './exploration-words.js';

/** The consequences, the worst first. */
export const WORST_CONSEQUENCE_FIRST = Object.keys(CONSEQUENCE_WORDS) as Consequence[];

/** Components that come to the same whenever they are lost. */
interface MatrixRow {
  readonly names: readonly string[];
  /** one each of the columns; null = it cannot be lost there */
  readonly worst: readonly (Consequence | null)[];
}

/** The steps that are columns, and the rows. */
export interface MatrixTable {
  readonly columns: readonly ReportedPlace[];
  readonly rows: readonly MatrixRow[];
}

/** The table; what comes after the last step is no column where nothing further is lost there. */
export function matrixTable({ steps, components }: ConsequenceMatrix): MatrixTable {
  const isShown = steps.map(({ index }, i) => index !== null || components.some(({ worst }) => worst[i] !== null));
  const groups = new Map<string, { names: string[]; worst: readonly (Consequence | null)[] }>();
  for (const { component, worst } of components) {
    // What cannot be lost at all in this drill, such as the failback of a pool that stays where it is.
    if (worst.every((each) => each === null)) continue;
    const shown = worst.filter((_, i) => isShown[i]);
    const key = shown.join();
    const group = groups.get(key) ?? { names: [], worst: shown };
    group.names.push(component);
    groups.set(key, group);
  }
  const rank = (each: Consequence): number => WORST_CONSEQUENCE_FIRST.length - WORST_CONSEQUENCE_FIRST.indexOf(each);
  const severity = ({ worst }: MatrixRow): number =>
    worst.reduce((sum, each) => sum + (each === null ? 0 : 6 ** rank(each)), 0);
  return {
    columns: steps.filter((_, i) => isShown[i]),
    rows: [...groups.values()].sort((a, b) => severity(b) - severity(a)),
  };
}
