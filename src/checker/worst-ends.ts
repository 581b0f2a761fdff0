/**
 * The worst end that each action can lead to: the severity of end states is carried backwards over a complete search, as
 * the maximum over successors, until a whole sweep changes none. Each state is expanded once more, to note its
 * transitions as numbers; the sweeps go over these alone.
 */
import { Successors } from '../core/packed-model.js';
import type { Budget } from './budget.js';
import { levelCount, levelRange, numberOf, numbersOfShards } from './finished-search.js';
import type { CheckedModel } from './shortest-path.js';
import { SHARDS } from './state-store.js';

/** States that are looked at between two looks at the clock. */
const SLICE = 1024;

/**
 * The severity of the worst end that can follow each cell of the model, by cell; null where it was not asked for, the
 * search has more than `most` states or is not complete, the model rates no ends, or the budget ended.
 */
export async function findWorstEnds(
  checked: CheckedModel,
  most: number,
  states: number,
  isComplete: boolean,
  budget: Budget,
): Promise<readonly number[] | null> {
  if (states > most || !isComplete || checked.model.ratedEnds === undefined) return null;
  const sweeps = worstByCell(checked, states);
  for (;;) {
    const { done, value } = sweeps.next();
    if (done === true) return value;
    if (!budget.sliceIsOver) continue;
    await budget.yieldToEventLoop();
    if (budget.exceeded() !== null) return null;
  }
}

/** The transitions of a finished search, states in the order of its levels. */
interface Graph {
  /** of each state in that order, its number */
  readonly numbers: Int32Array;
  /** of each in that order, where its transitions begin; and the end of the last */
  readonly starts: Int32Array;
  /** by transition: the number of the state that it leads to, and its cell (-1 = none) */
  readonly targets: Int32Array;
  readonly cells: Int32Array;
  /** by the number of a state: its severity as an end, 0 = it is none */
  readonly severities: Uint8Array;
}

function* worstByCell(checked: CheckedModel, states: number): Generator<void, number[]> {
  const { numbers, starts, targets, cells, severities: worst } = yield* graphOf(checked, states);
  for (let changed = true; changed; ) {
    changed = false;
    for (let n = states - 1; n >= 0; n--) {
      if (n % SLICE === 0) yield;
      const known = worst[numbers[n]];
      let found = known;
      for (let t = starts[n]; t < starts[n + 1]; t++) if (worst[targets[t]] > found) found = worst[targets[t]];
      if (found === known) continue;
      worst[numbers[n]] = found;
      changed = true;
    }
  }
  const byCell = Array.from({ length: checked.model.ratedEnds!.cells }, () => 0);
  for (let t = 0; t < starts[states]; t++) {
    if (cells[t] >= 0) byCell[cells[t]] = Math.max(byCell[cells[t]], worst[targets[t]]);
  }
  return byCell;
}

function* graphOf({ model, search, canonicalize }: CheckedModel, states: number): Generator<void, Graph> {
  const rated = model.ratedEnds!;
  const { store } = search;
  const { words, shards } = store;
  const first = numbersOfShards(search);
  const numbers = new Int32Array(states);
  const starts = new Int32Array(states + 1);
  const severities = new Uint8Array(first[SHARDS]);
  const next = new Successors(words, 256);
  let targets = new Int32Array(8 * states);
  let cells = new Int32Array(8 * states);
  let [n, t] = [0, 0];
  for (let part = 0; part < levelCount(search) * SHARDS; part++) {
    const shard = part % SHARDS;
    const all = shards[shard].states;
    const [from, to] = levelRange(search, Math.floor(part / SHARDS), shard);
    for (let index = from; index < to; index++) {
      if (n % SLICE === 0) yield;
      const at = index * words;
      numbers[n] = first[shard] + index;
      severities[numbers[n]] = rated.severityOf(all, at);
      next.clear();
      model.expand(all, at, next);
      if (t + next.count > targets.length) {
        targets = longer(targets, next.count);
        cells = longer(cells, next.count);
      }
      const hasCells = rated.hasCells(all, at);
      for (let i = 0; i < next.count; i++, t++) {
        if (canonicalize) model.canonicalize?.(next.buffer, i * words);
        targets[t] = numberOf(search, first, next.buffer, i * words);
        cells[t] = hasCells ? rated.cellOf(all, at, next.actions[i]) : -1;
      }
      starts[++n] = t;
    }
  }
  return { numbers, starts, targets, cells, severities };
}

function longer(from: Int32Array<ArrayBuffer>, more: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(2 * from.length + more);
  to.set(from);
  return to;
}
