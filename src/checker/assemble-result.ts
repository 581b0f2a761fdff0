import type { PackedModel } from '../core/packed-model.js';
import type { BfsWorker } from './bfs-worker.js';
import type { Budget } from './budget.js';
import type { Known } from './coordinator.js';
import type { CountedWitness } from './discoveries.js';
import { findUnrecoverable } from './recoverability.js';
import type { CheckResult, RecoveryResult, StoppedBy } from './result.js';
import { type CheckedModel, type Path, shortestPathTo } from './shortest-path.js';

/** What one thread found, as records: what threads tell each other. */
export interface SearchDiscoveries<V, E> {
  readonly violations: readonly CountedWitness<V>[];
  readonly endStates: readonly CountedWitness<E>[];
}

/** What one thread found. */
export function discoveriesOf<V, E>(model: PackedModel<V, E>, searcher: BfsWorker): SearchDiscoveries<V, E> {
  return {
    violations: searcher.violations.asRecords(model.violations),
    endStates: searcher.endStates.asRecords(model.endStates),
  };
}

/** The result, with a path for each discovery. */
export function assembleResult<V, E>(
  explored: CheckedModel<V, E>,
  found: Known &
    SearchDiscoveries<V, E> & {
      readonly stoppedBy: StoppedBy | null;
      readonly recovery: RecoveryResult | null;
    },
): CheckResult<V, E> {
  const { model } = explored;
  const pathTo = ({ key, witness }: CountedWitness<unknown>): Path =>
    shortestPathTo(explored, witness, (violation) => model.violations?.key(violation) === key);
  const examples = plainestEndStates(model, found.endStates);
  return {
    complete: found.stoppedBy === null,
    stoppedBy: found.stoppedBy,
    states: found.states,
    transitions: found.transitions,
    depth: found.depth,
    frontier: found.frontier,
    violations: found.violations.map((v) => ({ ...discoveryOf(v), path: pathTo(v) })),
    endStates: found.endStates.map((e) => ({ ...discoveryOf(e), path: examples.has(e) ? pathTo(e) : null })),
    recovery: found.recovery,
  };
}

const discoveryOf = <R>({ key, record, count }: CountedWitness<R>) => ({ key, record, count });

/** Of the end states of each kind the first of those with the fewest steps. */
function plainestEndStates<V, E>(
  model: PackedModel<V, E>,
  endStates: readonly CountedWitness<E>[],
): ReadonlySet<CountedWitness<E>> {
  const best = new Map<string, CountedWitness<E>>();
  for (const e of endStates) {
    const kind = model.endStateKind?.(e.record) ?? e.key;
    const known = best.get(kind);
    if (known === undefined || e.witness.steps < known.witness.steps) best.set(kind, e);
  }
  return new Set(best.values());
}

/** Whether every state can recover; null where it is not asked. The bounds of the search hold for this too. */
export async function recoverabilityOf<V, E>(
  explored: CheckedModel<V, E>,
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
      const { count, witness } = value;
      return { verdict: 'notAlways', stuck: { count, path: shortestPathTo(explored, witness, () => false) } };
    }
    if (!pace.tired) continue;
    await pace.rest();
    if (pace.overdue() !== null) return unknown;
  }
}
