/**
 * Random walk over what is enabled: a model runs in virtual time while numbers choose, one after another, how long to
 * pause and which of the enabled choices to take. First a kind is chosen, then one of that kind, so that many servers
 * to crash do not crowd out the one pool to fail over. Smaller numbers mean shorter pauses and plainer choices, which
 * is what a shrinker tries.
 */
import type { Model } from '../core/model.js';
import {
  type Listener,
  type Present,
  type ScriptStep,
  type SimulateOptions,
  type SimulateResult,
  simulate,
} from './simulator.js';

/** Something to try: a step of the script now, or an external event that comes later. */
export type Choice<A, C> =
  | { readonly kind: string; readonly step: ScriptStep<A, C> }
  | { readonly kind: string; readonly action: A; readonly inMs: number };

/** All of one kind that could be tried: how many, and the one at a place. */
export interface Kind<O> {
  readonly count: number;
  at(index: number): O;
}

/** A choice that was taken. `pauseMs` passed before it, `atMs` = when it was taken. */
export interface Taken<K> {
  readonly pauseMs: number;
  readonly atMs: number;
  readonly choice: K;
}

export interface RandomWalkOptions<S, A, C, Snapshot, O, K extends Choice<A, C>>
  extends Omit<SimulateOptions<S, A, C, Snapshot>, 'steps' | 'scheduled'> {
  /** one number a choice: it says how long to pause, and then which of the enabled choices to take */
  readonly numbers: readonly number[];
  /** pauses to choose from, the plainest first */
  readonly pausesMs: readonly number[];
  /** what is enabled now by its kind, the plainest first; asked after all that is due has happened */
  choices(present: Present<A>): ReadonlyMap<string, Kind<O>>;
  /** what taking one of them is: one choice after another, of which at most the last is a step */
  take(offered: O): readonly K[];
  /** where choices are kept as they are taken, for a caller who wants them even if the run fails */
  readonly taken?: Taken<K>[];
  /** how often a kind is drawn beside the others: a whole number from 1; default 1 each */
  weightOf?(kind: string): number;
  /** what is done after the drawn choices, one after another; null = no more */
  ending?(present: Present<A>): readonly K[] | null;
}

/** Runs a model in virtual time on choices among what is enabled. */
export function walkRandomly<S, A, E, C, Snapshot, O, K extends Choice<A, C>>(
  model: Model<S, A, E, C>,
  options: RandomWalkOptions<S, A, C, Snapshot, O, K>,
  listener: Listener<E, C>,
): SimulateResult<S, A> & { readonly taken: readonly Taken<K>[] } {
  const taken = options.taken ?? [];
  const numbers = [...options.numbers];
  let pauseMs = 0;
  let paused = false;
  const drawn = (present: Present<A>, number: number): readonly K[] => {
    const offered = options.choices(present);
    return options.take(pick(offered, Math.floor(number / options.pausesMs.length), options.weightOf));
  };
  const steps = (present: Present<A>): ScriptStep<A, C> | null => {
    const { nowMs, schedule } = present;
    for (;;) {
      if (numbers.length > 0 && !paused) {
        pauseMs = options.pausesMs[numbers[0] % options.pausesMs.length];
        paused = true;
        if (pauseMs > 0) return { kind: 'wait', ms: pauseMs, atMs: null };
      }
      const choices = numbers.length > 0 ? drawn(present, numbers.shift()!) : (options.ending?.(present) ?? null);
      if (choices === null) return null;
      for (const choice of choices) {
        taken.push({ pauseMs: paused ? pauseMs : 0, atMs: nowMs, choice });
        paused = false;
        if ('step' in choice) return choice.step;
        schedule(nowMs + choice.inMs, choice.action);
      }
    }
  };
  const result = simulate(model, { ...options, steps, scheduled: [] }, listener);
  return { ...result, taken };
}

function pick<O>(
  offered: ReadonlyMap<string, Kind<O>>,
  number: number,
  weightOf: (kind: string) => number = () => 1,
): O {
  let weights = 0;
  for (const kind of offered.keys()) weights += weightOf(kind);
  let place = number % weights;
  for (const [kind, some] of offered) {
    place -= weightOf(kind);
    if (place < 0) return some.at(Math.floor(number / weights) % some.count);
  }
  throw new RangeError('nothing is offered');
}
