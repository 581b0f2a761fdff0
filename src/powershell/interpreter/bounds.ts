// Bounds on what a script may cost, so that any script ends.
import { LONGEST_MS } from '../../core/duration.js';

/** Bounds on what a script may cost; what reaches one stays without an answer. */
export interface Bounds {
  /** turns of one loop */
  readonly turns: number;
  /** virtual time that one loop may take */
  readonly loopMs: number;
  /** virtual time from the start to the end of one pause */
  readonly pauseMs: number;
  /** statements and expressions in all; commands, calls and errors count as several */
  readonly evaluations: number;
  /** statements and expressions that are looked at without being carried out, in all */
  readonly lookedAt: number;
  /** items of lists and characters of texts, weighed by what is done to them: an item that is copied counts as four, one that is piped as a hundred */
  readonly items: number;
  /** requests for commands, pauses and answers in all */
  readonly requests: number;
  /** commands, pauses, questions and errors in a row of which none takes a second of virtual time */
  readonly withoutPause: number;
}

/** The bounds of a runbook. */
export const BOUNDS: Bounds = {
  turns: 10_000,
  loopMs: 24 * 3_600_000,
  pauseMs: LONGEST_MS,
  evaluations: 200_000,
  lookedAt: 2_000_000,
  items: 100_000_000,
  requests: 30_000,
  withoutPause: 2000,
};

/**
 * Evaluations that more than an expression is worth: a command, a scope of its own, an object that code is run for, and
 * going once more through one more level of what stands around, of which several generators are resumed.
 */
export const COSTS = { command: 10, scope: 10, object: 3, level: 3 } as const;
