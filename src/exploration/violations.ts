import type { Discovery } from '../checker/result.js';
import { STATE_INVARIANTS } from '../domain/components/registry.js';
import type { Drill, InvariantId } from '../domain/drill.js';
import { findTimedRun, type TimedFuture } from './counterexample/concretize.js';
import { pointOfNoReturn } from './counterexample/point-of-no-return.js';
import { replayPath } from './counterexample/replay.js';
import type { ToldViolation } from './exploration-report.js';
import type { SearchedLog } from './part.js';
import { type BrokenInvariant, type Violation, violationKey } from './state-space/violation.js';

/** A way in which something breaks, and the timed drill that shows it (null = none was found). */
export interface ReportedViolation {
  readonly violation: ToldViolation;
  readonly future: TimedFuture | null;
}

/** One distinct way: an invariant, its cause, the hazards before it. */
interface Way extends BrokenInvariant {
  readonly part: SearchedLog;
  readonly shown: Discovery<Violation>;
  readonly hazards: Violation['hazards'];
  /** parts in which it was found, for claims about changes */
  readonly logs: readonly string[];
  readonly count: number;
}

/** Claims about changes, and not only about who does what. */
const OF_CHANGES: readonly InvariantId[] = ['I1', 'I2', 'I9'];

/** Each distinct way once, with the shortest of its futures; the control state is the same in all parts. */
function waysOf(searched: readonly SearchedLog[]): Way[] {
  const ways = new Map<string, Way>();
  for (const part of searched) {
    for (const shown of part.found.violations) {
      const { broken, hazards } = shown.record;
      for (const one of broken) {
        const fresh = { part, shown, ...one, hazards };
        const key = violationKey({ broken: [one], hazards });
        const known = ways.get(key);
        const shorter = known === undefined || shown.path.actions.length < known.shown.path.actions.length;
        ways.set(key, {
          ...(shorter ? fresh : known),
          logs: [...(known?.logs ?? []), part.name],
          count: (known?.count ?? 0) + shown.count,
        });
      }
    }
  }
  const all = [...ways].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, way]) => way);
  // What goes wrong after one hazard goes wrong after that hazard and another one, too.
  return all.filter((way) => !all.some((other) => other !== way && isPlainer(other, way)));
}

function isPlainer(a: Way, b: Way): boolean {
  const same = a.invariant === b.invariant && a.cause === b.cause;
  return same && a.hazards.length < b.hazards.length && a.hazards.every((h) => b.hazards.includes(h));
}

/** What broke in any part, told. */
export async function violationsOf(
  drill: Drill,
  searched: readonly SearchedLog[],
): Promise<ReportedViolation[]> {
  const told: ReportedViolation[] = [];
  for (const way of waysOf(searched)) told.push(await tellWay(drill, way));
  return told;
}

async function tellWay(drill: Drill, way: Way): Promise<ReportedViolation> {
  const { part, shown, invariant, cause, hazards, logs, count } = way;
  const { exploration } = part;
  const moves = shown.path.actions;
  const retaken = replayPath(exploration, drill, moves);
  const seen = retaken.violations.find((v) => v.invariant === invariant);
  const broken = { invariant, message: seen?.message ?? null };
  const { timing, future } = findTimedRun(exploration, drill, moves, retaken, broken);
  return {
    future,
    violation: {
      invariant,
      message: messageOf(invariant, logs, cause, seen?.message ?? ''),
      logs: OF_CHANGES.includes(invariant) ? logs : [],
      hazards,
      rules: seen?.rules ?? (invariant === 'I10' ? ['I10'] : []),
      declared: drill.expect.violates.includes(invariant),
      count,
      steps: retaken.steps,
      unavoidableFrom: await pointOfNoReturn(exploration, retaken.states, shown.key),
      timing,
      trace: { moves: retaken.steps.map((s) => `${s.actor}: ${s.action}`), drill: null },
    },
  };
}

/** In words without counts: an exploration has none. */
function messageOf(
  invariant: InvariantId,
  logs: readonly string[],
  cause: string | null,
  seen: string,
): string {
  const log = logs.join(', ');
  const because = cause === null ? '' : `: ${cause}`;
  if (invariant === 'I1') {
    const how = cause?.startsWith('destroy') ? 'are on no disk any more' : 'leave the serving branch';
    return `acknowledged changes of ${log} ${how}${because}`;
  }
  if (invariant === 'I2')
    return `changes of ${log} that the partner had imported are not served after the takeover`;
  if (invariant === 'I9') return `changes of ${log} are counted twice or not at all`;
  if (invariant === 'I10') return `everything is repaired, and not everything has returned${because}`;
  return seen === '' ? (STATE_INVARIANTS.find((i) => i.id === invariant)?.claim ?? invariant) : seen;
}
