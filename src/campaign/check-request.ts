/** What a check is asked for. */
import type { Drill } from '../domain/drill.js';
import type { PartOfCheck } from './check-part.js';
import type { PlanRequest } from './check-plan.js';
import type { QueueConnection } from './queue/redis-connection.js';
import type { Broken } from './random-sequences.js';
import type { TaskCache } from './task-cache.js';

export interface CheckRequest extends PlanRequest {
  /** why it may be that there is nothing to do; null = then nothing could be tried */
  readonly ifNothing: string | null;
  /** stop at the first failure */
  readonly bail: boolean;
  /** threads; null = one a core, where there is so much to do */
  readonly workers: number | null;
  /** drills of the baseline that should have been found, and were not */
  readonly gone: readonly string[];
  /** the baseline is written anew: what is worse is taken for granted */
  readonly update: boolean;
  /** which part of the check is done here */
  readonly shard: PartOfCheck;
  /** the log of this check; null = none is written */
  readonly log: string | null;
  /** go on from that log */
  readonly resume: boolean;
  /** what tasks came to in earlier checks; null = every task is played */
  readonly cache: TaskCache | null;
  /** workers on other machines that play the tasks; null = they are played here */
  readonly queue: QueueConnection | null;
  /** told beside the progress: what somebody who waits should know */
  readonly say: (line: string) => void;
  /** keeps a counterexample; answers with its path, null = it could not be kept */
  readonly keep: (topology: string, drill: Drill, broken: Broken) => Promise<string | null>;
  /** what is tried now, and how much was before */
  readonly progress: (done: number, all: number, what: string) => void;
}
