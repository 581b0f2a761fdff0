/** The result of `drydrill check`: one entry a drill, one a topology with its random sequences. */
import type { InputFile, RunResult, ToolVersion, Verdict } from '../domain/result.js';
import type { CheckCoverage } from './check-coverage.js';
import type { KeptTargets } from './kept-targets.js';
import type { SequencesReached } from './random-sequences.js';

export interface CampaignResult {
  readonly drydrill: 1;
  readonly verdict: Verdict;
  /** one sentence: why the verdict is what it is */
  readonly reason: string;
  readonly tool: ToolVersion;
  /** the files of the drills, runbooks and topologies, each once */
  readonly inputs: readonly InputFile[];
  readonly drills: readonly CheckedDrill[];
  readonly sequences: readonly CheckedSequences[];
  /** runbooks that no drill names, and for which there is no topology, or not one alone */
  readonly notRehearsed: readonly string[];
  /** scripts that another one names: rehearsed only if that one runs them, and not by themselves */
  readonly partsOfScripts: readonly string[];
  /** YAML files that are neither drills nor topologies */
  readonly passedOver: readonly string[];
  /** left out by `--bail` after a failure: drills and topologies that were not tried */
  readonly notTried: readonly string[];
  /** null = there is no baseline */
  readonly baseline: SinceBaseline | null;
  /** what of the model was reached; null = nobody asked */
  readonly coverage: CheckCoverage | null;
}

/** How a check stands to its baseline. */
export interface SinceBaseline {
  readonly path: string;
  /** this check writes it anew, and takes what is worse for granted */
  readonly updated: boolean;
  /** drills of the baseline that lie under the paths no more, or are no longer rehearsed */
  readonly gone: readonly string[];
  /** of those that are gone, what lies there all the same, and stands among what was left out */
  readonly stillThere: readonly string[];
  /** drills that the baseline does not have */
  readonly added: readonly string[];
}

/** One thing in which a drill differs from the baseline, in words. */
export interface Change {
  /** `unknown`: higher but of more seeds than the baseline has, or better but of fewer, so that the seeds may be why */
  readonly direction: 'worse' | 'better' | 'different' | 'unknown';
  readonly words: string;
  /** how many seeds are played beside the baseline, where that is what changed or what leaves it open */
  readonly seeds?: 'more' | 'fewer';
}

/** A drill, a runbook, or a counterexample that an earlier check kept. */
export interface CheckedDrill {
  readonly path: string;
  readonly kind: 'drill' | 'runbook' | 'example';
  readonly result: DrillSummary;
  /** RTO and RPO against what was promised */
  readonly targets: KeptTargets;
  /** the files that it was read from, and its scripts */
  readonly inputs: readonly InputFile[];
  /** the first line of it that did not end as expected; 0 = no particular line */
  readonly line: number;
  /** the command line that shows it */
  readonly again: string;
  /** in what it differs from the baseline; null = it is not in it */
  readonly since: readonly Change[] | null;
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
    /** the number of the sequence among those of its seed */
    readonly index: number;
  } | null;
}

/** What is kept of a run: verdict and numbers, no timeline. */
export type DrillSummary = Pick<
  RunResult,
  | 'drill'
  | 'seed'
  | 'verdict'
  | 'readiness'
  | 'reason'
  | 'endedAtMs'
  | 'recovery'
  | 'loss'
  | 'findings'
  | 'seeds'
  | 'glance'
  | 'userMinutes'
  | 'faults'
  | 'violations'
  | 'expectations'
>;
