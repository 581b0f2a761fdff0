/** Assembles the result of a check: what all threads have found, each discovery with a shortest path to it. */
import type { PackedModel } from '../core/packed-model.js';
import type { BfsWorker } from './bfs-worker.js';
import type { CheckResult, Recoverability, StoppedBy } from './check-result.js';
import type { SearchCounts } from './coordinator.js';
import type { CountedWitness } from './discoveries.js';
import { type CheckedModel, type Path, shortestPathTo } from './shortest-path.js';
import { COUNT } from './state-store.js';

/** What threads have found, as records: what they tell each other. */
export interface SearchDiscoveries<V, E> {
  readonly violations: readonly CountedWitness<V>[];
  readonly endStates: readonly CountedWitness<E>[];
}

/** What one thread found. */
export function discoveriesOf<V, E>(model: PackedModel<V, E>, worker: BfsWorker): SearchDiscoveries<V, E> {
  return {
    violations: worker.violations.asRecords(model.violations),
    endStates: worker.endStates.asRecords(model.endStates),
  };
}

/** The result, with a path for each discovery. */
export function assembleResult<V, E>(
  checked: CheckedModel<V, E>,
  found: SearchCounts &
    SearchDiscoveries<V, E> & {
      readonly stoppedBy: StoppedBy | null;
      readonly recoverability: Recoverability | null;
      readonly worstEnds: readonly number[] | null;
    },
): CheckResult<V, E> {
  const { model } = checked;
  const foreign = foreignStates(checked);
  const pathTo = ({ key, witness }: CountedWitness<unknown>): Path =>
    shortestPathTo(checked, witness, (violation) => model.violations?.key(violation) === key);
  const examples = plainestEndStates(model, found.endStates);
  return {
    complete: found.stoppedBy === null,
    stoppedBy: found.stoppedBy,
    states: found.states - foreign,
    foreign,
    transitions: found.transitions,
    depth: found.depth,
    frontier: found.frontier,
    violations: found.violations.map((v) => ({ ...discoveryOf(v), path: pathTo(v) })),
    endStates: found.endStates.map((e) => ({ ...discoveryOf(e), path: examples.has(e) ? pathTo(e) : null })),
    recoverability: found.recoverability,
    worstEnds: found.worstEnds,
  };
}

const discoveryOf = <R>({ key, record, count, witness }: CountedWitness<R>) => ({
  key,
  record,
  count,
  of: witness.ordinal === -1 ? ('state' as const) : ('transition' as const),
});

/** How many of the states that were found another search counts. */
function foreignStates({ model, search }: CheckedModel): number {
  if (model.isForeign === undefined) return 0;
  const { words, shards } = search.store;
  let count = 0;
  for (const { states, cells } of shards) {
    for (let index = 1; index < cells[COUNT]; index++) if (model.isForeign(states, index * words)) count++;
  }
  return count;
}

/** Of the end states of each kind the first of those with the fewest steps. */
function plainestEndStates<V, E>(
  model: PackedModel<V, E>,
  endStates: readonly CountedWitness<E>[],
): ReadonlySet<CountedWitness<E>> {
  const best = new Map<string, CountedWitness<E>>();
  for (const e of endStates) {
    for (const kind of model.endStateKinds?.(e.record) ?? [e.key]) {
      const known = best.get(kind);
      if (known === undefined || e.witness.steps < known.witness.steps) best.set(kind, e);
    }
  }
  return new Set(best.values());
}
