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
  /** statements and expressions in all */
  readonly evaluations: number;
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
  evaluations: 1_000_000,
  requests: 30_000,
  withoutPause: 2000,
};
