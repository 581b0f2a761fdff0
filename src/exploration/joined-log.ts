/**
 * Join of the searches of the shares of one log: what each has found by itself is what the search of all of it would have
 * found, with the same counts, the same plainest example of each discovery and the same table of worst ends.
 */
import type { Discovery } from '../checker/check-result.js';
import type { Path } from '../checker/shortest-path.js';
import type { LogResult } from './search-threads.js';
import type { DrillStateSpace } from './state-space/drill-state-space.js';

/** The searches of the shares, and what of them there is not. */
export interface ShareResults {
  readonly found: readonly LogResult[];
  /** the bound that kept shares from being begun; null = all were */
  readonly notBegun: LogResult['stoppedBy'];
  /** states of a log up to which its worst ends are told */
  readonly worstEndsMost: number;
}

/** The result of a log whose shares were searched apart, at least one of them. */
export function joinedLog(space: DrillStateSpace, { found, notBegun, worstEndsMost }: ShareResults): LogResult {
  const sum = (of: (result: LogResult) => number): number => found.reduce((all, result) => all + of(result), 0);
  const stopped = found.filter(({ complete }) => !complete);
  const stoppedBy = stopped[0]?.stoppedBy ?? notBegun;
  const states = sum((result) => result.states);
  return {
    complete: stoppedBy === null,
    stoppedBy,
    states,
    foreign: 0,
    transitions: sum((result) => result.transitions),
    depth: depthOf(found, stopped, notBegun !== null),
    frontier: sum((result) => result.frontier),
    violations: plainest(found.flatMap((result) => result.violations)),
    endStates: withExamples(space, plainest(found.flatMap((result) => result.endStates))),
    // Whether a further fault of another share leads to an end is not known to a share: that is asked of whole logs.
    recoverability: null,
    worstEnds: stoppedBy === null && states <= worstEndsMost ? worstEnds(found) : null,
  };
}

/** Up to so many actions everything is known: what the least far of those knows that were stopped. */
function depthOf(all: readonly LogResult[], stopped: readonly LogResult[], isMissing: boolean): number {
  if (isMissing) return 0;
  if (stopped.length > 0) return Math.min(...stopped.map(({ depth }) => depth));
  return Math.max(...all.map(({ depth }) => depth));
}

/** One discovery a key, in the order of the keys: the counts together, and the plainest example. */
function plainest<R, P extends Path | null>(all: readonly Discovery<R, P>[]): Discovery<R, P>[] {
  const byKey = new Map<string, Discovery<R, P>>();
  for (const one of all) {
    const known = byKey.get(one.key);
    const count = one.count + (known?.count ?? 0);
    byKey.set(one.key, { ...(known === undefined || comparePlainness(one, known) < 0 ? one : known), count });
  }
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

type Example = Pick<Discovery<unknown, Path | null>, 'of' | 'path'>;

/** As the checker orders the witnesses of one search; one that has no path is plainest for nothing, and comes last. */
function comparePlainness(a: Example, b: Example): number {
  if (a.path === null || b.path === null) return (a.path === null ? 1 : 0) - (b.path === null ? 1 : 0);
  return (
    a.path.actions.length - b.path.actions.length ||
    (a.of === 'state' ? 0 : 1) - (b.of === 'state' ? 0 : 1) ||
    compareStates(witnessOf(a.of, a.path), witnessOf(b.of, b.path)) ||
    // The actions of a state stand in the order of their numbers.
    a.path.actions[a.path.actions.length - 1] - b.path.actions[b.path.actions.length - 1]
  );
}

/** The state itself, or the one before the last action. */
const witnessOf = (of: Example['of'], { states }: Path): Uint32Array =>
  states[states.length - (of === 'state' ? 1 : 2)];

function compareStates(a: Uint32Array, b: Uint32Array): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return 0;
}

/**
 * End states of which each has the example of one of the shares where it is the plainest of a kind in one: which of them
 * stays one for the whole. What is plainest of all is the plainest of its share, so that it has its example.
 */
function withExamples(space: DrillStateSpace, all: LogResult['endStates']): LogResult['endStates'] {
  const best = new Map<string, LogResult['endStates'][number]>();
  for (const one of all) {
    if (one.path === null) continue;
    for (const kind of space.endStateKinds(one.record)) {
      const known = best.get(kind);
      if (known === undefined || one.path.actions.length < known.path!.actions.length) best.set(kind, one);
    }
  }
  const examples = new Set(best.values());
  return all.map((one) => (examples.has(one) ? one : { ...one, path: null }));
}

/** By cell the worst of all shares: each end is followed back by the share that it is of. */
function worstEnds(found: readonly LogResult[]): readonly number[] | null {
  const tables = found.map((result) => result.worstEnds);
  if (tables.some((table) => table === null)) return null;
  return tables[0]!.map((_, cell) => Math.max(...tables.map((table) => table![cell])));
}
