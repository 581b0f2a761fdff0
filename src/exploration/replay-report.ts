/** A replayed counterexample as one JSON document: its shape, in the order of its keys. All reporters are made of it. */
import type { InputFile, ToolVersion, Verdict } from '../domain/result.js';
import type { ReportedStep, ReportedViolation } from './exploration-report.js';

/** A step that was taken again. */
export interface ReplayedStep extends ReportedStep {
  /** what it breaks now */
  readonly broken: readonly BrokenAgain[];
  /** subject → what it became when the trace was saved, where that differs from now; null = nothing (more) then */
  readonly wasChanged: Readonly<Record<string, string | null>>;
}

/** An invariant that breaks in a replay. */
export interface BrokenAgain extends Pick<ReportedViolation, 'invariant' | 'message' | 'hazards'> {
  /** what broke it, where causes are told apart */
  readonly cause: string | null;
  /** false = declared, after a named hazard, or by an outcome that was only reported */
  readonly fails: boolean;
}

/** Where a trace does not fit any more. */
export interface Parting {
  /** number of the step, from 1; 0 = before the first one */
  readonly step: number;
  /** what it was when the trace was saved */
  readonly action: string;
  /** what is otherwise now */
  readonly why: string;
  /** what could happen there instead */
  readonly possible: readonly string[];
}

/** The whole state of the deployment after a step. */
export interface StateAfter {
  /** number of the step; 0 = the start */
  readonly step: number;
  /** what comes next in the drill */
  readonly next: string;
  /** subject → what it is */
  readonly is: Readonly<Record<string, string>>;
  /** what is broken, cut or stopped */
  readonly down: readonly string[];
  /** what will end at some moment */
  readonly pending: readonly string[];
}

/** The result of `replay`. */
export interface ReplayReport {
  readonly drydrill: 1;
  readonly drill: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly tool: ToolVersion | null;
  /** the trace, and the files that were read in place of the drill that it has */
  readonly inputs: readonly InputFile[];
  /** what the trace was saved for */
  readonly saved: {
    readonly invariant: string;
    readonly message: string;
    readonly cause: string | null;
    /** the search that found it */
    readonly log: string;
    readonly steps: number;
    /** null = the trace does not say */
    readonly tool: ToolVersion | null;
    /** the drill file that was explored */
    readonly file: string;
    /** the files that it was explored from */
    readonly inputs: readonly InputFile[];
  };
  /** the same invariant breaks again, for the same cause, by the last step */
  readonly reproduced: boolean;
  /** what is not as it was when the trace was saved, in sentences */
  readonly remarks: readonly string[];
  readonly steps: readonly ReplayedStep[];
  /** null = all steps could be taken */
  readonly parted: Parting | null;
  /** null = nobody asked, or the trace parts before that step */
  readonly state: StateAfter | null;
}
