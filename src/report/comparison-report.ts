/** What a comparison found, as reports take it: two runs beside each other, or the drills of two baselines or checks. */
import type { Change } from '../campaign/campaign-result.js';
import type { RunResult } from '../domain/result.js';
import type { Comparison, Measured } from '../run/measures.js';
import { reportComparison, reportDrillChanges } from './terminal/report-comparison.js';
import type { DrillChanges } from './text/comparison-words.js';
import type { ReportOptions } from './text/page.js';

/** The first run is what the second is held against. */
export interface RunComparison {
  readonly kind: 'runs';
  readonly first: RunResult;
  readonly second: RunResult;
  readonly a: Measured;
  readonly b: Measured;
  readonly comparison: Comparison;
  /** what differs over all seeds */
  readonly since: readonly Change[];
  /** the files that they were read from, as the user named them */
  readonly paths: readonly [string, string];
  /** what `--json` prints of it */
  readonly document: object;
}

/** Drills that both sides have. */
export interface ChecksComparison {
  readonly kind: 'checks';
  readonly changes: DrillChanges;
  /** the files that they were read from, as the user named them */
  readonly paths: readonly [string, string];
  /** what `--json` prints of it */
  readonly document: object;
}

export type ComparisonReport = RunComparison | ChecksComparison;

/** A comparison in the terminal. */
export function comparisonInTerminal(compared: ComparisonReport, options: ReportOptions): string {
  if (compared.kind === 'checks') return reportDrillChanges(compared.changes, options);
  const { a, b, comparison, since } = compared;
  return reportComparison(a, b, comparison, since, options);
}
