/** The report of a search as one JSON document: its shape, in the order of its keys. All reporters are made of it. */

import type { Consequence } from '../domain/consequence.js';
import type { InvariantId } from '../domain/drill.js';
import type { InputFile, ToolVersion, Verdict } from '../domain/result.js';
import type { ExploreRequest } from './request.js';

/** One step of a counterexample. */
export interface ReportedStep {
  readonly actor: string;
  readonly action: string;
  /** subject → what it is now; only what this step changed */
  readonly changed: Readonly<Record<string, string>>;
  /** line in the drill file of the step taken; 0 = none */
  readonly line: number;
  /** the move by the name that a replay finds it by; `action` is for people */
  readonly move: string;
  /** what a command came to where that is not `ok`, such as `refused (D40)`; null = ok, or no command ended */
  readonly answer: string | null;
}

/** Whether a counterexample can happen with the durations of today's facts. */
export interface Timing {
  /** `possible` = a timed run with the same faults and commands broke the same; `other` = not with these durations */
  readonly kind: 'possible' | 'other' | 'notFound';
  /** which order the durations would have to allow; null where it is possible or not known */
  readonly needs: string | null;
  /** timed runs tried */
  readonly tried: number;
}

/** A counterexample as `replay` takes it, together with its steps and with what was explored. */
export interface ReportedTrace {
  /** its steps in one line each */
  readonly moves: readonly string[];
  /** the search that found it, by its name */
  readonly log: string;
  /** what broke the invariant, where causes are told apart */
  readonly cause: string | null;
  /** the file that has it for `replay`; null = none was written */
  readonly file: string | null;
  /** the drill file that shows it in a timed run; null = none was written */
  readonly drill: string | null;
}

/** One distinct violation of an invariant, with a shortest counterexample. */
export interface ReportedViolation {
  readonly invariant: string;
  readonly message: string;
  /** owner pools and modules whose changes it concerns; empty = it is not about changes */
  readonly logs: readonly string[];
  /** named hazards (domain.md 8) taken before: then it fails nothing unless asked for */
  readonly hazards: readonly string[];
  /** an outcome that was only reported (D64), without which it does not break: then it fails nothing; null = none */
  readonly outcome: string | null;
  readonly rules: readonly string[];
  /** declared under `expect.violates` */
  readonly declared: boolean;
  /** it fails the exploration: not declared, not only reported, and after no named hazard that was left out */
  readonly fails: boolean;
  /** transitions that break it */
  readonly count: number;
  readonly steps: readonly ReportedStep[];
  /** subject → what it was before the first step; of those that some step changes */
  readonly atStart: Readonly<Record<string, string>>;
  /**
   * how many of `steps` have been taken when no order of what is left avoids it any more: 0 = before the first of
   * them, as the drill itself always breaks it; null = not known
   */
  readonly unavoidableFrom: number | null;
  readonly timing: Timing;
  readonly trace: ReportedTrace;
}

/** One way in which the drill can end. */
export interface ReportedEnd {
  readonly end: 'recovered' | 'served' | 'unserved';
  /** the first step that did not go as the drill expects */
  readonly step: { readonly index: number; readonly line: number; readonly what: string } | null;
  readonly loss: 'none' | 'stranded' | 'lost';
  /** an outcome that was only reported (D64), without which no end is like this one; null = none */
  readonly outcome: string | null;
  /** distinct states; one that the searches of several logs reach counts in each */
  readonly states: number;
  readonly example: readonly string[];
}

/** A step of the drill as a place in time; index null = after the last one. */
export interface ReportedPlace {
  readonly index: number | null;
  readonly line: number;
  readonly command: string;
}

/** The ends that mean the same to those who wait for them. */
export interface ReportedConsequence {
  readonly consequence: Consequence;
  /** distinct end states of all searches */
  readonly futures: number;
  /**
   * what was broken in most of them, and the steps during which this is the worst that its loss leads to; null = some
   * end so without a further fault
   */
  readonly cause: { readonly component: string; readonly during: readonly ReportedPlace[] } | null;
  /** after which step of `example` something is stranded or lost, from 1; null = nothing is */
  readonly lossAt: number | null;
  /** one of the shortest ways there by that cause */
  readonly example: readonly string[];
  /** the drill file that shows it; null = none was written */
  readonly drill: string | null;
}

/** The worst consequence of losing each component during each step; null = it cannot be lost there. */
export interface ConsequenceMatrix {
  readonly steps: readonly ReportedPlace[];
  readonly components: readonly { readonly component: string; readonly worst: readonly (Consequence | null)[] }[];
}

/** A step that the model does not know, or the first one on some path whose command answered so. */
export interface Unmodelled {
  /** in `steps` of the drill */
  readonly index: number;
  readonly line: number;
  readonly command: string;
}

/** How much one component has to do with bad ends. */
export interface Importance {
  readonly component: string;
  /** distinct end states in which it was broken, and those among them that are bad */
  readonly ends: number;
  readonly bad: number;
}

/** The search of one log. */
export interface LogSearch {
  readonly log: string;
  /** false = a bound was met before its turn came */
  readonly begun: boolean;
  readonly complete: boolean;
  readonly stoppedBy: string | null;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** states found and not looked at; where states or memory were the bound, others were not even stored */
  readonly frontier: number;
}

/** Whether every path can come to an end. */
export interface Termination {
  readonly answer: 'always' | 'notAlways' | 'unknown';
  /** states from which the drill never ends */
  readonly stuck: number;
  /** a shortest path to one of them; empty = there is none */
  readonly example: readonly string[];
}

/** The drill that was explored, whole: its topology is inside. */
export interface ExploredDrill {
  /** the file that it was read from, as the user named it */
  readonly file: string;
  /** of each of its steps, the line in that file */
  readonly lines: readonly number[];
  /** its content as a drill file has it, plain data */
  readonly content: Readonly<Record<string, unknown>>;
  /** the SHA-256 of the content as JSON without spaces, so that a later change of it is seen */
  readonly sha256: string;
}

/** The result of `explore`. */
export interface ExploreReport {
  readonly drydrill: 1;
  readonly drill: string;
  /** of the timed runs; the search itself has no durations */
  readonly seed: number;
  readonly verdict: Verdict;
  readonly reason: string;
  /** what made the report; null = a library, which does not say */
  readonly tool: ToolVersion | null;
  /** the files that the drill was read from */
  readonly inputs: readonly InputFile[];
  /** one sentence: what holds on which paths; null where the search was not complete */
  readonly proved: string | null;
  readonly complete: boolean;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly bounds: Pick<ExploreRequest, 'faults' | 'repairs' | 'free' | 'mistakes' | 'hazards'> & {
    readonly breakable: readonly string[];
    /** components of other pairs, which were left out */
    readonly leftOut: readonly string[];
    readonly maxStates: number | null;
    readonly timeLimitMs: number | null;
    readonly stoppedBy: string | null;
    /** outcomes that were only reported, each of which was searched, too (D64) */
    readonly outcomes: readonly string[];
    readonly folded: boolean;
    readonly reduced: boolean;
    /** counts are of parts that have states in common: a state may count more than once (`explore --parts`) */
    readonly overlaps: boolean;
  };
  readonly parts: readonly LogSearch[];
  readonly violations: readonly ReportedViolation[];
  readonly outcomes: readonly ReportedEnd[];
  /** the same by what they mean, the worst first */
  readonly consequences: readonly ReportedConsequence[];
  /** invariants that break and fail the exploration */
  readonly breaks: readonly InvariantId[];
  /** those that break only as declared, by a named hazard or with an outcome that was only reported */
  readonly breaksApart: readonly InvariantId[];
  /** those that nothing broke */
  readonly holds: readonly InvariantId[];
  /** distinct end states of all searches, those in which users have no regular service, and those in which data is lost */
  readonly futures: { readonly ends: number; readonly unserved: number; readonly losing: number };
  /** null = not worked out: there are no further faults, or a search was too large or not complete */
  readonly matrix: ConsequenceMatrix | null;
  readonly importance: readonly Importance[];
  /** then nothing is proved of what comes after them; empty also where `--free` leaves the steps out */
  readonly notModelled: readonly Unmodelled[];
  /** from every state the drill can come to an end, with fair pending work; null = not asked */
  readonly ends: Termination | null;
  /** what was asked for: with the drill and a counterexample it is all that a replay needs */
  readonly request: ExploreRequest;
  /** null = nobody says */
  readonly explored: ExploredDrill | null;
}
