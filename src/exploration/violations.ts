/**
 * What the searches of all logs violate, merged: each invariant with its cause and its hazards once, with the shortest
 * of its counterexamples, replayed and, where that is possible, concretised to a timed run.
 */
import type { Discovery } from '../checker/check-result.js';
import { STATE_INVARIANTS } from '../domain/components/registry.js';
import type { Drill, InvariantId } from '../domain/drill.js';
import { breaks, findTimedRun, type TimedRun } from './counterexample/concretize.js';
import { pointOfNoReturn } from './counterexample/point-of-no-return.js';
import { linesOf, type ReplayedPath, replayPath } from './counterexample/replay.js';
import type { ReportedViolation } from './exploration-report.js';
import { countsAsFailure } from './judge-exploration.js';
import { drillWith, outcomeText } from './reported-outcomes.js';
import type { ExploreRequest } from './request.js';
import type { SearchedLog } from './search-logs.js';
import { type BrokenInvariant, type Violation, violationKey } from './state-space/violation.js';

/** A violation, and the timed drill that shows it (null = none was found). */
export interface ShownViolation {
  readonly violation: ReportedViolation;
  readonly timedRun: TimedRun | null;
}

/** One invariant, its cause and the hazards before it, as found in the searches of one or more logs. */
interface MergedViolation extends BrokenInvariant {
  readonly hazards: Violation['hazards'];
  /** the reported outcome that it needs, as reports name it; null = none */
  readonly outcome: string | null;
  /** the shortest counterexample, and the search that found it */
  readonly search: SearchedLog;
  readonly discovery: Discovery<Violation>;
  /** names of the logs in whose search it was found, for claims about changes */
  readonly logs: readonly string[];
  readonly count: number;
}

/** Claims about changes, and not only about who does what. */
const OF_CHANGES: readonly InvariantId[] = ['I1', 'I2', 'I9'];

/** The control state is the same in the searches of all logs, so that most violations are found in each of them. */
function merged(searched: readonly SearchedLog[]): MergedViolation[] {
  const byKey = new Map<string, MergedViolation>();
  for (const search of searched) {
    const outcome = search.outcome === null ? null : outcomeText(search.outcome);
    for (const discovery of search.result.violations) {
      const { broken, hazards } = discovery.record;
      for (const one of broken) {
        const key = `${violationKey({ broken: [one], hazards })}|${outcome ?? ''}`;
        const known = byKey.get(key);
        const isShorter = known === undefined || discovery.path.actions.length < known.discovery.path.actions.length;
        byKey.set(key, {
          ...(isShorter ? { search, discovery, ...one, hazards, outcome } : known),
          logs: [...(known?.logs ?? []), search.name],
          count: (known?.count ?? 0) + discovery.count,
        });
      }
    }
  }
  const all = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, violation]) => violation);
  // What goes wrong after one hazard goes wrong after that hazard and another one, too; the same of an outcome.
  return all.filter((violation) => !all.some((other) => other !== violation && subsumes(other, violation)));
}

function subsumes(a: MergedViolation, b: MergedViolation): boolean {
  const same = a.invariant === b.invariant && a.cause === b.cause;
  const fewer = a.hazards.length < b.hazards.length || (a.outcome === null && b.outcome !== null);
  const covered = a.hazards.every((h) => b.hazards.includes(h)) && (a.outcome === null || a.outcome === b.outcome);
  return same && fewer && covered;
}

/** The violations of all searches, in the order of their keys. */
export async function violationsOf(
  drill: Drill,
  searched: readonly SearchedLog[],
  request: ExploreRequest,
): Promise<ShownViolation[]> {
  const shown: ShownViolation[] = [];
  for (const violation of merged(searched)) shown.push(await show(drill, violation, request));
  return shown;
}

async function show(drill: Drill, violation: MergedViolation, request: ExploreRequest): Promise<ShownViolation> {
  const { search, discovery, invariant, cause, hazards, outcome, logs, count } = violation;
  const { space } = search;
  const moves = discovery.path.actions;
  const replayed = replayPath(space, drill, moves);
  const seen = replayed.violations.find((v) => v.invariant === invariant);
  const wanted = { invariant, message: seen?.message ?? null };
  const declared = drill.expect.violates.includes(invariant);
  const { timing, run } = findTimedRun(space, drillWith(drill, search.outcome), replayed, breaks(wanted));
  return {
    timedRun: run,
    violation: {
      invariant,
      message: violationInWords({ invariant, cause }, logs, seen?.message ?? ''),
      logs: OF_CHANGES.includes(invariant) ? logs : [],
      hazards,
      outcome,
      rules: rulesOf(seen?.rules ?? (invariant === 'I10' ? ['I10'] : []), search.outcome?.rule),
      declared,
      fails: countsAsFailure({ declared, outcome, hazards }, request),
      count,
      steps: replayed.steps,
      atStart: changedFrom(replayed),
      unavoidableFrom: await pointOfNoReturn(space, replayed.states, discovery.key),
      timing,
      trace: { moves: linesOf(replayed), log: search.name, cause, file: null, drill: null },
    },
  };
}

/** What was so at the start of whatever changes on the way. */
function changedFrom({ steps, atStart }: ReplayedPath): ReportedViolation['atStart'] {
  const changing = new Set(steps.flatMap(({ changed }) => Object.keys(changed)));
  return Object.fromEntries(Object.entries(atStart).filter(([subject]) => changing.has(subject)));
}

const rulesOf = (rules: readonly string[], reported: string | undefined): readonly string[] =>
  reported === undefined || rules.includes(reported) ? rules : [...rules, reported];

/** A violation in words without counts: an untimed state has none. `seen` = what the model says of it. */
export function violationInWords({ invariant, cause }: BrokenInvariant, logs: readonly string[], seen: string): string {
  const log = logs.join(', ');
  const because = cause === null ? '' : `: ${cause}`;
  if (invariant === 'I1') {
    const how = cause?.startsWith('destroy') ? 'are on no disk any more' : 'leave the serving branch';
    return `acknowledged changes of ${log} ${how}${because}`;
  }
  if (invariant === 'I2') return `changes of ${log} that the partner had imported are not served after the takeover`;
  if (invariant === 'I9') return `changes of ${log} are counted twice or not at all`;
  if (invariant === 'I10') return `everything is repaired, and not everything has returned${because}`;
  return seen === '' ? (STATE_INVARIANTS.find((i) => i.id === invariant)?.claim ?? invariant) : seen;
}
