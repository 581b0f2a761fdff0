import type { PackedModel } from '../core/packed-model.js';
import type { Searcher } from './bfs-worker.js';
import type { Pace } from './budget.js';
import type { Known } from './coordinator.js';
import type { Finding } from './discoveries.js';
import { findStuck } from './recoverability.js';
import type { ExploreResult, RecoveryResult, Shown, StoppedBy } from './result.js';
import { type Explored, pathTo } from './shortest-path.js';

/** What one thread found, by name: what threads tell each other. */
export interface NamedFindings {
  readonly ways: readonly (readonly [string, Finding])[];
  readonly outcomes: readonly (readonly [string, Finding])[];
}

/** The findings of one thread under their names. */
export function findingsOf(model: PackedModel, searcher: Searcher): NamedFindings {
  return {
    ways: searcher.ways.named((way) => wayName(model, way)),
    outcomes: searcher.outcomes.named((outcome) => model.outcomeName?.(outcome) ?? String(outcome)),
  };
}

/** The result, with a path for each finding. */
export function resultOf(
  explored: Explored,
  found: Known &
    NamedFindings & { readonly stoppedBy: StoppedBy | null; readonly recovery: RecoveryResult | null },
): ExploreResult {
  const shown = ([name, finding]: readonly [string, Finding]): Shown => ({
    name,
    count: finding.count,
    path: pathTo(explored, finding, (way) => wayName(explored.model, way) === name),
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
function plainest<O extends NamedFindings['outcomes'][number]>(
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
export async function recoveryOf(
  explored: Explored,
  asked: boolean,
  complete: boolean,
  pace: Pace,
): Promise<RecoveryResult | null> {
  if (!asked) return null;
  const unknown = { verdict: 'unknown', stuck: null } as const;
  if (!complete || explored.model.recovered === undefined) return unknown;
  const search = findStuck(explored.model, explored.rested, explored.fold);
  for (;;) {
    const { done, value } = search.next();
    if (done === true) {
      if (value === null) return { verdict: 'always', stuck: null };
      const path = pathTo(explored, value, () => false);
      return { verdict: 'notAlways', stuck: { name: 'stuck', count: value.count, path } };
    }
    if (!pace.tired) continue;
    await pace.rest();
    if (pace.overdue() !== null) return unknown;
  }
}

function wayName(model: PackedModel, way: number): string {
  return model.wayName?.(way) ?? String(way);
}
