import type { PackedModel } from '../core/packed.js';
import type { Finding } from '../drivers/explore/findings.js';
import { type Explored, pathTo } from '../drivers/explore/path.js';
import type { Known, Shard } from '../drivers/explore/shard.js';
import type { ExploreResult, Shown, StoppedBy } from './result.js';

/** What shards found, by name: what threads tell each other. */
export interface NamedFindings {
  readonly ways: readonly (readonly [string, Finding])[];
  readonly outcomes: readonly (readonly [string, Finding])[];
}

/** The findings of one shard under their names. */
export function findingsOf(model: PackedModel, shard: Shard): NamedFindings {
  return {
    ways: shard.ways.named((way) => wayName(model, way)),
    outcomes: shard.outcomes.named((outcome) => model.outcomeName?.(outcome) ?? String(outcome)),
  };
}

/** The result, with a path for each finding. */
export function resultOf(
  explored: Explored,
  found: Known & NamedFindings & { readonly stoppedBy: StoppedBy | null },
): ExploreResult {
  const shown = ([name, finding]: readonly [string, Finding]): Shown => ({
    name,
    count: finding.count,
    path: pathTo(explored, finding, (way) => wayName(explored.model, way) === name),
  });
  return {
    complete: found.stoppedBy === null,
    stoppedBy: found.stoppedBy,
    states: found.states,
    transitions: found.transitions,
    depth: found.depth,
    frontier: found.frontier,
    violations: found.ways.map(shown),
    outcomes: found.outcomes.map(shown),
  };
}

function wayName(model: PackedModel, way: number): string {
  return model.wayName?.(way) ?? String(way);
}
