/**
 * How the drill can end, by what it means to those who wait for it: each consequence with its most frequent cause, one way to
 * it and where on that way data is lost; and a table of what the loss of each component during each step leads to.
 */
import { CONSEQUENCES, type Consequence, isBadEnd } from '../domain/consequence.js';
import type { Drill } from '../domain/drill.js';
import type { RunResult } from '../domain/result.js';
import { unservedAtEnd } from '../run/users-served.js';
import { findTimedRun, type TimedRun } from './counterexample/concretize.js';
import { linesOf, type ReplayedPath, replayPath } from './counterexample/replay.js';
import type { ConsequenceMatrix, ExploreReport, ReportedConsequence, ReportedPlace } from './exploration-report.js';
import type { SearchedLog } from './search-logs.js';
import type { DrillStateSpace } from './state-space/drill-state-space.js';
import { causeOf, lossOf } from './state-space/end-state.js';
import { consequenceAt, consequenceOf } from './state-space/severity.js';

/** Timed runs that are tried for one example. */
const RUNS_MAX = 80;

/** What ends mean, as the report has it, and the timed run that was looked for of each of them. */
export interface Consequences {
  readonly consequences: readonly ReportedConsequence[];
  readonly looked: readonly LookedFor[];
  readonly futures: ExploreReport['futures'];
  /** null = it is not known: a search was too large for it, or not complete */
  readonly matrix: ConsequenceMatrix | null;
}

/** The timed run that shows something, null = none was found, and how many were tried. */
export interface LookedFor {
  readonly run: TimedRun | null;
  readonly tried: number;
}

const NOTHING_TRIED: LookedFor = { run: null, tried: 0 };

/** The ends with one consequence. */
interface Ends {
  futures: number;
  /** by what the search broke; empty = nothing */
  readonly byCause: Map<string, EndsByCause>;
}

/** The ends with one consequence and one cause. */
interface EndsByCause {
  futures: number;
  /** a shortest way to one of them */
  example: { readonly space: DrillStateSpace; readonly moves: readonly number[] } | null;
}

/** Everything about the ends of the searches but what was only reported, which is told apart. */
export function consequencesOf(drill: Drill, all: readonly SearchedLog[], withRuns: boolean): Consequences {
  const searched = all.filter(({ outcome }) => outcome === null);
  const byConsequence = new Map<Consequence, Ends>();
  let [futures, unserved, losing] = [0, 0, 0];
  for (const { space, result } of searched) {
    for (const { record, count, path } of result.endStates) {
      futures += count;
      if (record.end === 'unserved') unserved += count;
      if (record.loss === 'lost') losing += count;
      const consequence = consequenceOf(record);
      const ends = byConsequence.get(consequence) ?? { futures: 0, byCause: new Map() };
      byConsequence.set(consequence, ends);
      ends.futures += count;
      const cause = causeOf(record);
      const byIt: EndsByCause = ends.byCause.get(cause) ?? { futures: 0, example: null };
      ends.byCause.set(cause, byIt);
      byIt.futures += count;
      const moves = path?.actions;
      if (moves !== undefined && (byIt.example === null || moves.length < byIt.example.moves.length)) {
        byIt.example = { space, moves };
      }
    }
  }
  const matrix = matrixOf(drill, searched);
  const told = [...CONSEQUENCES].reverse().flatMap((consequence) => {
    const ends = byConsequence.get(consequence);
    return ends === undefined ? [] : [tell(drill, consequence, ends, matrix, withRuns)];
  });
  return {
    consequences: told.map(({ reported }) => reported),
    looked: told.map(({ looked }) => looked),
    futures: { ends: futures, unserved, losing },
    matrix,
  };
}

function tell(
  drill: Drill,
  consequence: Consequence,
  { futures, byCause }: Ends,
  matrix: ConsequenceMatrix | null,
  withRuns: boolean,
): { readonly reported: ReportedConsequence; readonly looked: LookedFor } {
  // Where some end so without a further fault, no fault has to be the cause.
  const fewest = byCause.get('');
  const [cause, { example }] =
    fewest !== undefined ? (['', fewest] as const) : [...byCause].sort(([, a], [, b]) => b.futures - a.futures)[0];
  const replayed = example === null ? null : replayPath(example.space, drill, example.moves);
  const isBad = isBadEnd(consequence);
  const looked =
    withRuns && isBad && example !== null ? timedRunOf(drill, consequence, example.space, replayed!) : NOTHING_TRIED;
  return {
    looked,
    reported: {
      consequence,
      futures,
      cause: cause === '' ? null : { component: cause, during: placesOf(matrix, cause, consequence) },
      lossAt: replayed === null || !isBad ? null : lossAt(example!.space, replayed),
      example: replayed === null ? [] : linesOf(replayed),
      drill: null,
    },
  };
}

function timedRunOf(drill: Drill, consequence: Consequence, space: DrillStateSpace, replayed: ReplayedPath): LookedFor {
  const shows = (result: RunResult): boolean => endsSo(result, consequence);
  const { run, timing } = findTimedRun(space, drill, replayed, shows, RUNS_MAX);
  return { run, tried: timing.tried };
}

/** Whether a timed run ends with that consequence. */
function endsSo(result: RunResult, consequence: Consequence): boolean {
  if (consequence === 'lost') return result.loss.lost > 0;
  if (consequence === 'stranded') return result.loss.stranded > 0;
  return unservedAtEnd(result).length > 0;
}

/** The first step of the way after which something is stranded or lost, from 1; null = nothing is. */
function lossAt(space: DrillStateSpace, replayed: ReplayedPath): number | null {
  const at = replayed.states.findIndex((state) => {
    space.load(state, 0);
    return lossOf(space.world) !== 'none';
  });
  return at <= 0 ? null : at;
}

/** The steps during which that consequence is the worst that the loss of a component leads to. */
function placesOf(matrix: ConsequenceMatrix | null, component: string, consequence: Consequence): ReportedPlace[] {
  const row = matrix?.components.find((each) => each.component === component);
  return (row?.worst ?? []).flatMap((worst, i) => (worst === consequence ? [matrix!.steps[i]] : []));
}

function matrixOf(drill: Drill, searched: readonly SearchedLog[]): ConsequenceMatrix | null {
  const [first] = searched;
  if (first === undefined || searched.some(({ result }) => result.worstEnds === null)) return null;
  const { plan, breakables } = first.space;
  const columns = plan.steps.length + 1;
  const worst = breakables.map(() => Array.from({ length: columns }, () => 0));
  for (const { space, result } of searched) {
    space.breakables.forEach(({ name }, b) => {
      const row = worst[breakables.findIndex((each) => each.name === name)];
      row?.forEach((known, step) => {
        row[step] = Math.max(known, result.worstEnds![b * columns + step]);
      });
    });
  }
  return {
    steps: [
      ...plan.steps.map(({ step }) => {
        const { position, text } = drill.steps[step];
        return { index: step, line: position.line, command: text };
      }),
      { index: null, line: 0, command: 'after the last step' },
    ],
    components: breakables.map(({ name }, b) => ({ component: name, worst: worst[b].map(consequenceAt) })),
  };
}
