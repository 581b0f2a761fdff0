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

/** A choice that was taken. `pauseMs` passed before it, `atMs` = when it was taken. */
export interface Taken<K> {
  readonly pauseMs: number;
  readonly atMs: number;
  readonly choice: K;
}

export interface RandomWalkOptions<S, A, C, Snapshot, K extends Choice<A, C>>
  extends Omit<SimulateOptions<S, A, C, Snapshot>, 'steps' | 'scheduled'> {
  /** one number a choice: it says how long to pause, and then which of the enabled choices to take */
  readonly numbers: readonly number[];
  /** pauses to choose from, the plainest first */
  readonly pausesMs: readonly number[];
  /** what could be tried now, the plainest first; asked after all that is due has happened */
  choices(present: Present<A>): readonly K[];
  /** where choices are kept as they are taken, for a caller who wants them even if the run fails */
  readonly taken?: Taken<K>[];
  /** how often a kind is drawn beside the others: a whole number from 1; default 1 each */
  weightOf?(kind: string): number;
  /** what is done after the drawn choices, one after another; null = no more */
  ending?(present: Present<A>): K | null;
}

/** Runs a model in virtual time on choices among what is enabled. */
export function walkRandomly<S, A, E, C, Snapshot, K extends Choice<A, C>>(
  model: Model<S, A, E, C>,
  options: RandomWalkOptions<S, A, C, Snapshot, K>,
  listener: Listener<E, C>,
): SimulateResult<S, A> & { readonly taken: readonly Taken<K>[] } {
  const taken = options.taken ?? [];
  const numbers = [...options.numbers];
  let pauseMs = 0;
  let paused = false;
  const steps = (present: Present<A>): ScriptStep<A, C> | null => {
    const { nowMs, schedule } = present;
    for (;;) {
      if (numbers.length > 0 && !paused) {
        pauseMs = options.pausesMs[numbers[0] % options.pausesMs.length];
        paused = true;
        if (pauseMs > 0) return { kind: 'wait', ms: pauseMs, atMs: null };
      }
      const choice =
        numbers.length > 0
          ? pick(
              enabledAmong(options.choices(present), present),
              Math.floor(numbers.shift()! / options.pausesMs.length),
              options.weightOf,
            )
          : (options.ending?.(present) ?? null);
      if (choice === null) return null;
      taken.push({ pauseMs: paused ? pauseMs : 0, atMs: nowMs, choice });
      paused = false;
      if ('step' in choice) return choice.step;
      schedule(nowMs + choice.inMs, choice.action);
    }
  };
  const result = simulate(model, { ...options, steps, scheduled: [] }, listener);
  return { ...result, taken };
}

/** Waits are always enabled; of actions the model decides. */
function enabledAmong<A, C, K extends Choice<A, C>>(choices: readonly K[], { enabled }: Present<A>): K[] {
  const actionOf = (choice: Choice<A, C>): A | null => {
    if ('action' in choice) return choice.action;
    return choice.step.kind === 'action' ? choice.step.action : null;
  };
  const actions = new Set(enabled(choices.map(actionOf).filter((action) => action !== null)));
  return choices.filter((choice) => {
    const action = actionOf(choice);
    return action === null || actions.has(action);
  });
}

function pick<A, C, K extends Choice<A, C>>(
  choices: readonly K[],
  number: number,
  weightOf: (kind: string) => number = () => 1,
): K {
  const kinds = [...new Set(choices.map((c) => c.kind))].flatMap((kind) =>
    new Array<string>(weightOf(kind)).fill(kind),
  );
  const kind = kinds[number % kinds.length];
  const some = choices.filter((c) => c.kind === kind);
  return some[Math.floor(number / kinds.length) % some.length];
}
