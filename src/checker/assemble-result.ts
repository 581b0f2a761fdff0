import type { PackedModel } from '../core/packed-model.js';
import type { BfsWorker } from './bfs-worker.js';
import type { Budget } from './budget.js';
import type { Known } from './coordinator.js';
import type { Discovery } from './discoveries.js';
import { findUnrecoverable } from './recoverability.js';
import type { CheckResult, RecoveryResult, Shown, StoppedBy } from './result.js';
import { type CheckedModel, shortestPathTo } from './shortest-path.js';

/** What one thread found, by name: what threads tell each other. */
export interface NamedDiscoveries {
  readonly ways: readonly (readonly [string, Discovery])[];
  readonly outcomes: readonly (readonly [string, Discovery])[];
}

/** The findings of one thread under their names. */
export function discoveriesOf(model: PackedModel, searcher: BfsWorker): NamedDiscoveries {
  return {
    ways: searcher.ways.named((way) => wayName(model, way)),
    outcomes: searcher.outcomes.named((outcome) => model.outcomeName?.(outcome) ?? String(outcome)),
  };
}

/** The result, with a path for each finding. */
export function assembleResult(
  explored: CheckedModel,
  found: Known &
    NamedDiscoveries & { readonly stoppedBy: StoppedBy | null; readonly recovery: RecoveryResult | null },
): CheckResult {
  const shown = ([name, finding]: readonly [string, Discovery]): Shown => ({
    name,
    count: finding.count,
    path: shortestPathTo(explored, finding, (way) => wayName(explored.model, way) === name),
  });
  const examples = plainest(explored.model, found.outcomes);
  return {
    complete: found.stoppedBy === null,
    stoppedBy: found.stoppedBy,
    states: found.states,
    transitions: found.transitions,
    depth: found.depth,
    frontier: found.frontier,
    violations: found.ways.map(shown),
    outcomes: found.outcomes.map((o) =>
      examples.has(o) ? shown(o) : { name: o[0], count: o[1].count, path: null },
    ),
    recovery: found.recovery,
  };
}

/** Of the outcomes of each kind the first of those with the fewest steps. */
function plainest<O extends NamedDiscoveries['outcomes'][number]>(
  model: PackedModel,
  outcomes: readonly O[],
): ReadonlySet<O> {
  const best = new Map<string, O>();
  for (const o of outcomes) {
    const kind = model.outcomeKind?.(o[0]) ?? o[0];
    const known = best.get(kind);
    if (known === undefined || o[1].steps < known[1].steps) best.set(kind, o);
  }
  return new Set(best.values());
}

/** Whether every state can recover; null where it is not asked. The bounds of the search hold for this too. */
export async function recoverabilityOf(
  explored: CheckedModel,
  asked: boolean,
  complete: boolean,
  pace: Budget,
): Promise<RecoveryResult | null> {
  if (!asked) return null;
  const unknown = { verdict: 'unknown', stuck: null } as const;
  if (!complete || explored.model.isGoal === undefined) return unknown;
  const search = findUnrecoverable(explored.model, explored.rested, explored.fold);
  for (;;) {
    const { done, value } = search.next();
    if (done === true) {
      if (value === null) return { verdict: 'always', stuck: null };
      const path = shortestPathTo(explored, value, () => false);
      return { verdict: 'notAlways', stuck: { name: 'stuck', count: value.count, path } };
    }
    if (!pace.tired) continue;
    await pace.rest();
    if (pace.overdue() !== null) return unknown;
  }
}

function wayName(model: PackedModel, way: number): string {
  return model.violationKey?.(way) ?? String(way);
}
