/** What the flags of `drydrill explore` ask for, and what speaks against it. */
import { type Drill, FAULT_KINDS } from '../domain/drill.js';
import type { PartNumber } from '../exploration/exploration-parts.js';
import type { ExploreRequest } from '../exploration/request.js';
import { requestProblem } from '../exploration/request-problem.js';
import type { ReporterFlags } from './reporter-flags.js';

/** The flags as the command line gives them: most are those of the request. */
export interface ExploreFlags extends ReporterFlags, Partial<Omit<ExploreRequest, 'mistakes' | 'symmetry' | 'reduce'>> {
  readonly fold: boolean;
  readonly reduce: boolean;
  readonly human?: number | true;
  readonly maxStates?: number;
  readonly timeLimit?: number;
  readonly threads?: number;
  readonly seed?: number;
  readonly topology?: string;
  readonly overlay?: string;
  readonly shard?: PartNumber;
  readonly parts?: readonly string[];
  readonly queue?: string;
  readonly resume?: true;
}

/** The search that the flags ask for. */
export function requestOf(flags: ExploreFlags): ExploreRequest {
  const { human = 0, free = 0, faults = free === 0 ? 1 : 0, fold: symmetry, reduce } = flags;
  const { repairs = false, hazards = false, only = [], without = [], ends = false, together = false } = flags;
  const { everywhere = false, matrix = false } = flags;
  const mistakes = human === true ? 1 : human;
  return {
    faults,
    repairs,
    free,
    mistakes,
    hazards,
    only,
    without,
    symmetry,
    reduce,
    ends,
    together,
    everywhere,
    matrix,
  };
}

/** Why that search cannot be made of the drill, as an error of usage; null = it can. */
export function usageProblem(drill: Drill, flags: ExploreFlags, request: ExploreRequest): string | null {
  return contradiction(flags, request) ?? requestProblem(drill, request);
}

/** Flags that exclude each other, or say nothing; null = none do. */
function contradiction(flags: ExploreFlags, request: ExploreRequest): string | null {
  if (flags.human !== undefined && flags.free !== undefined) {
    return '--human is for the steps of the drill, and --free leaves them out; give one of the two';
  }
  if (flags.shard !== undefined && flags.parts !== undefined)
    return '--shard searches a part, and --parts joins those that were searched; give one of the two';
  if (flags.shard !== undefined && flags.out === undefined)
    return '--shard leaves its part in the directory of --out; add --out DIR';
  if (flags.queue !== undefined) {
    if (flags.shard !== undefined)
      return 'the workers of a queue share out what there is among them; leave out --shard';
    if (flags.parts !== undefined)
      return '--parts searches nothing that a queue could have searched; leave out --queue';
    if (flags.threads !== undefined) return 'a worker says itself how many threads it has; leave out --threads';
  }
  if (flags.resume && (flags.queue === undefined || flags.out === undefined))
    return '--resume goes on with what an exploration over a queue left in the directory of --out; add --queue URL and --out DIR';
  if (flags.parts?.length === 0) return '--parts names no directory';
  for (const flag of ['only', 'without'] as const) {
    if (flags[flag] !== undefined && request[flag].length === 0) {
      return `--${flag} names nothing; kinds are ${FAULT_KINDS.join(', ')}`;
    }
  }
  return null;
}
