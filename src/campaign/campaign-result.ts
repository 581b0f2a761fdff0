/** The result of `drydrill check`: one entry a drill, one a topology with its random sequences. */
import type { RunResult, Verdict } from '../domain/result.js';
import type { SequencesReached } from './random-sequences.js';

export interface CampaignResult {
  readonly drydrill: 1;
  readonly verdict: Verdict;
  /** one sentence: why the verdict is what it is */
  readonly reason: string;
  readonly drills: readonly CheckedDrill[];
  readonly sequences: readonly CheckedSequences[];
  /** runbooks that no drill names, and for which there is no topology, or not one alone */
  readonly notRehearsed: readonly string[];
  /** YAML files that are neither drills nor topologies */
  readonly passedOver: readonly string[];
  /** left out by `--bail` after a failure: drills and topologies that were not tried */
  readonly notTried: readonly string[];
}

/** A drill, a runbook, or a counterexample that an earlier check kept. */
export interface CheckedDrill {
  readonly path: string;
  readonly kind: 'drill' | 'runbook' | 'example';
  readonly result: DrillSummary;
  /** the first line of it that did not end as expected; 0 = no particular line */
  readonly line: number;
  /** the command line that shows it */
  readonly again: string;
}

/** The random sequences of one topology. */
export interface CheckedSequences {
  readonly topology: string;
  readonly runs: number;
  readonly seed: number;
  /** of how many sequences it is true: a property that holds of nothing is seen here */
  readonly reached: SequencesReached;
  readonly failure: {
    readonly invariant: string;
    readonly message: string;
    /** the shortest drill that was found, written to this file; null = it could not be kept */
    readonly example: string | null;
    readonly steps: number;
    readonly faults: number;
  } | null;
}

/** What is kept of a run: verdict and numbers, no timeline. */
export type DrillSummary = Pick<
  RunResult,
  'drill' | 'seed' | 'verdict' | 'reason' | 'endedAtMs' | 'recovery' | 'loss' | 'findings' | 'seeds'
>;
