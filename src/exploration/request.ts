/** What a search of a drill is asked for, whoever asks. Plan, report and command line are made of this one record. */
import type { FaultChoice } from './state-space/alphabet.js';

/** Plain data: worker threads get a copy. */
export interface ExploreRequest extends FaultChoice {
  /** further faults at most */
  readonly faults: number;
  /** further faults may be repaired at any later moment */
  readonly repairs: boolean;
  /** administrator commands at most, instead of the steps and faults of the drill; 0 = the drill */
  readonly free: number;
  /** mistakes of the administrator with the steps, at most */
  readonly mistakes: number;
  /** also break what belongs to none of the pairs that the drill is about */
  readonly everywhere: boolean;
  /** the named hazards are offered, and count as failures */
  readonly hazards: boolean;
  /** symmetry reduction: interchangeable servers are one */
  readonly symmetry: boolean;
  /** all other reductions of the state space */
  readonly reduce: boolean;
  /** work out what is worst after each fault in each step, however large the search */
  readonly matrix: boolean;
  /** also find out whether every path can come to an end */
  readonly ends: boolean;
  /** follow the changes of all modules in one search instead of one search a log */
  readonly together: boolean;
}

/** The drill as it is, with nothing that goes wrong besides. */
export const PLAIN_REQUEST: ExploreRequest = {
  faults: 0,
  repairs: false,
  free: 0,
  mistakes: 0,
  everywhere: false,
  hazards: false,
  only: [],
  without: [],
  symmetry: true,
  reduce: true,
  matrix: false,
  ends: false,
  together: false,
};
