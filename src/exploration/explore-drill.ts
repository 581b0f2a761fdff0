/**
 * Model-checks a drill: explores every reachable state of each log, replays what was violated and how the drill can
 * end, and reports it with a verdict.
 */
import { type Drill, INVARIANT_IDS } from '../domain/drill.js';
import { invariantsOf } from '../domain/invariants/invariants-of.js';
import { type Consequences, consequencesOf, type LookedFor } from './consequences.js';
import type { TimedRun } from './counterexample/concretize.js';
import { endStatesOf } from './end-states.js';
import type { ExploreReport, LogSearch, ReportedViolation, Unmodelled } from './exploration-report.js';
import {
  type Judgement,
  judgeExploration,
  judgementOfTheDrillItself,
  proof,
  withTheDrillItself,
} from './judge-exploration.js';
import { plansOf } from './log-plans.js';
import { outcomeText } from './reported-outcomes.js';
import type { ExploreRequest } from './request.js';
import { type ExploreBounds, type Searches, searchLogs } from './search-logs.js';
import { terminationOf } from './termination.js';
import { violationsOf } from './violations.js';

/** The report, and for each violation of it a timed drill that shows it (null = none was found). */
export interface ExplorationResult {
  readonly report: ExploreReport;
  readonly timedRuns: readonly (TimedRun | null)[];
  /** what was looked for of each consequence of it; nothing is tried where no examples were asked for */
  readonly examples: readonly LookedFor[];
}

/** What is said of counts that are no numbers of distinct states. */
const COUNTED_AGAIN =
  'It was searched in parts by the moment of the first fault, so that states that several moments lead to are counted by each of them.';

/** Explores every path of a drill within the bounds, log by log. */
export async function exploreDrill(
  drill: Drill,
  request: ExploreRequest,
  bounds: ExploreBounds,
  withExamples = false,
): Promise<ExplorationResult> {
  return explorationOf(
    drill,
    request,
    bounds,
    await searchLogs(plansOf(drill, request), request, bounds),
    withExamples,
  );
}

/** The result of an exploration whose searches are made, wherever that was. */
export async function explorationOf(
  drill: Drill,
  request: ExploreRequest,
  bounds: Pick<ExploreBounds, 'maxStates' | 'timeLimitMs'>,
  searches: Searches,
  withExamples = false,
): Promise<ExplorationResult> {
  // What the drill does not survive by itself needs no further fault.
  const itself = request.free > 0 ? null : judgementOfTheDrillItself(drill);
  const shown = await violationsOf(drill, searches.searched, request);
  const violations = shown.map((s) => s.violation);
  const consequences = consequencesOf(drill, searches.searched, withExamples);
  return {
    report: reportOf(drill, request, bounds, searches, violations, consequences, itself),
    timedRuns: shown.map((s) => s.timedRun),
    examples: consequences.looked,
  };
}

function reportOf(
  drill: Drill,
  request: ExploreRequest,
  bounds: Pick<ExploreBounds, 'maxStates' | 'timeLimitMs'>,
  { searched, notBegun, boundMet, overlaps = false }: Searches,
  violations: readonly ReportedViolation[],
  { consequences, matrix, futures }: Consequences,
  itself: Judgement | null,
): ExploreReport {
  const begun = searched.map(({ name, result }): LogSearch => {
    const { complete, stoppedBy, states, transitions, depth, frontier } = result;
    return { log: name, begun: true, complete, stoppedBy, states, transitions, depth, frontier };
  });
  const outcomes = [...new Set(searched.flatMap((p) => (p.outcome === null ? [] : [outcomeText(p.outcome)])))];
  const nothing = { complete: false, stoppedBy: boundMet, states: 0, transitions: 0, depth: 0, frontier: 0 };
  const parts = [...begun, ...notBegun.map((log): LogSearch => ({ log, begun: false, ...nothing }))];
  const complete = parts.every((p) => p.complete);
  const sum = (of: (p: LogSearch) => number): number => parts.reduce((n, p) => n + of(p), 0);
  const breakables = searched[0]?.space.breakables ?? [];
  const breakable = breakables.map((b) => b.name);
  const endStates = endStatesOf(drill, searched);
  const states = sum((p) => p.states);
  const stoppedBy = searched.find((p) => p.result.stoppedBy !== null)?.result.stoppedBy ?? boundMet;
  const ends = terminationOf(drill, searched, notBegun.length === 0);
  const notModelled = request.free > 0 ? [] : unmodelledIn(drill, endStates.unmodelled);
  const { faults, repairs, free, mistakes, hazards, symmetry, reduce } = request;
  const { maxStates, timeLimitMs } = bounds;
  const searchedSo = judgeExploration(violations, notModelled, complete, stoppedBy, ends);
  const failing = violations.filter((v) => v.fails).map((v) => v.invariant);
  const breaks = INVARIANT_IDS.filter((id) => failing.includes(id));
  const seen = new Set<string>(violations.map((v) => v.invariant));
  const judgement = withTheDrillItself(searchedSo, itself);
  const judged = invariantsOf(drill.deployment);
  const leftOut = (searched[0]?.leftOut ?? []).filter((name) => !request.without.includes(name));
  // What breaks only by an outcome that was reported is told apart, and the proof says so.
  const isProved = judgement.verdict === 'passed' && violations.every((v) => v.outcome !== null);
  return {
    drydrill: 1,
    drill: drill.name,
    seed: drill.seed,
    ...judgement,
    reason: overlaps ? `${judgement.reason} ${COUNTED_AGAIN}` : judgement.reason,
    tool: null,
    inputs: [],
    proved: isProved ? proof(request, { states, overlaps, breakables, outcomes, leftOut, judged }) : null,
    complete,
    states,
    transitions: sum((p) => p.transitions),
    depth: Math.max(0, ...parts.map((p) => p.depth)),
    bounds: {
      ...{ faults, repairs, free, mistakes, hazards, breakable, maxStates, timeLimitMs, stoppedBy },
      ...{ outcomes, leftOut },
      folded: symmetry,
      reduced: reduce,
      overlaps,
    },
    parts,
    violations,
    outcomes: endStates.table,
    ...{ consequences, matrix },
    breaks,
    breaksApart: INVARIANT_IDS.filter((id) => seen.has(id) && !breaks.includes(id)),
    holds: judged.filter((id) => !seen.has(id)),
    futures,
    importance: endStates.importance,
    notModelled,
    ends,
    request,
    explored: null,
  };
}

/** Steps that could not be bound, and those that ended as not modelled on some path, in the order of the drill. */
function unmodelledIn(drill: Drill, ended: readonly number[]): Unmodelled[] {
  return drill.steps.flatMap(({ work, position, text }, index) =>
    work.kind === 'notModelled' || ended.includes(index) ? [{ index, line: position.line, command: text }] : [],
  );
}
