/** What the flags of `drydrill explore` ask for, and what speaks against it. */
import { nearest } from '../core/nearest.js';
import { type Drill, FAULT_KINDS } from '../domain/drill.js';
import { breakableNames } from '../exploration/breakable-names.js';
import type { ExploreRequest } from '../exploration/request.js';
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
export function requestProblem(drill: Drill, flags: ExploreFlags, request: ExploreRequest): string | null {
  return unsearchable(drill, flags) ?? contradiction(flags, request) ?? wrongChoice(drill, request);
}

/** A script among the steps; null = there is none, or no step is taken. */
function unsearchable(drill: Drill, { free }: ExploreFlags): string | null {
  const script = drill.steps.find((step) => step.work.kind === 'script');
  if (script === undefined || free !== undefined) return null;
  return `line ${script.position.line}: a script decides what it does while it runs, so its futures cannot be searched; write its commands as steps`;
}

/** Flags that exclude each other, or say nothing; null = none do. */
function contradiction(flags: ExploreFlags, request: ExploreRequest): string | null {
  if (flags.human !== undefined && flags.free !== undefined) {
    return '--human is for the steps of the drill, and --free leaves them out; give one of the two';
  }
  for (const flag of ['only', 'without'] as const) {
    if (flags[flag] !== undefined && request[flag].length === 0) {
      return `--${flag} names nothing; kinds are ${FAULT_KINDS.join(', ')}`;
    }
  }
  return null;
}

/** Names in `--only` and `--without` that there are not, or that leave nothing to search; null = all is well. */
function wrongChoice(drill: Drill, request: ExploreRequest): string | null {
  const chosen = [...request.only, ...request.without];
  if (chosen.length === 0) return null;
  const components = breakableNames(drill, request);
  const kinds: readonly string[] = FAULT_KINDS;
  for (const name of chosen) {
    if (components.has(name) || kinds.some((k) => k.toLowerCase() === name.toLowerCase())) continue;
    const close = nearest(name, [...kinds, ...components.names]);
    const hint = close === null ? `kinds are ${kinds.join(', ')}` : `did you mean "${close}"?`;
    return `"${name}" is neither a kind of fault nor a component of the topology; ${hint}`;
  }
  if (request.faults === 0 || components.count > 0) return null;
  return 'nothing is left that --only and --without let break; take other kinds, or --faults 0';
}
