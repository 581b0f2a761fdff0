import type { Model } from '../core/model.js';
import {
  type Listener,
  type ScriptStep,
  type SimulateOptions,
  type SimulateResult,
  simulate,
} from './simulator.js';

/** Something that can be done now: a step of the script, or an action from outside that comes later. */
export type Choice<A> =
  | { readonly kind: string; readonly step: ScriptStep<A> }
  | { readonly kind: string; readonly action: A; readonly inMs: number };

/** A choice that was taken. `pauseMs` passed before it, `atMs` = when it was taken. */
export interface Taken<C> {
  readonly pauseMs: number;
  readonly atMs: number;
  readonly choice: C;
}

export interface RandomOptions<A, C extends Choice<A>>
  extends Omit<SimulateOptions<A>, 'steps' | 'scheduled'> {
  /** one number a choice: it says how long to pause, and then which of the offered choices to take */
  readonly numbers: readonly number[];
  /** pauses to choose from, the plainest first */
  readonly pausesMs: readonly number[];
  /** what can be done now, the plainest first; asked after all that is due has happened */
  offer(): readonly C[];
  /** where choices are kept as they are taken, for a caller who wants them even if the run fails */
  readonly taken?: Taken<C>[];
  /** what is done after the drawn choices, one after another; null = no more */
  ending?(): C | null;
}

/**
 * Runs a model in virtual time on choices among what is enabled. First a kind is chosen, then one of that
 * kind, so that many servers to crash do not crowd out the one pool to fail over. Smaller numbers mean
 * shorter pauses and plainer choices, which is what a shrinker tries.
 */
export function simulateRandom<S, A, O, C extends Choice<A>>(
  model: Model<S, A, O>,
  options: RandomOptions<A, C>,
  listener: Listener<O>,
): SimulateResult<S, A> & { readonly taken: readonly Taken<C>[] } {
  const taken = options.taken ?? [];
  const numbers = [...options.numbers];
  let pauseMs = 0;
  let paused = false;
  const steps = ({ nowMs, schedule }: { nowMs: number; schedule(atMs: number, action: A): void }) => {
    for (;;) {
      if (numbers.length > 0 && !paused) {
        pauseMs = options.pausesMs[numbers[0] % options.pausesMs.length];
        paused = true;
        if (pauseMs > 0) return { kind: 'wait', ms: pauseMs, atMs: null } as const;
      }
      const choice =
        numbers.length > 0
          ? pick(options.offer(), Math.floor(numbers.shift()! / options.pausesMs.length))
          : (options.ending?.() ?? null);
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

function pick<A, C extends Choice<A>>(offered: readonly C[], number: number): C {
  const kinds = [...new Set(offered.map((c) => c.kind))];
  const kind = kinds[number % kinds.length];
  const some = offered.filter((c) => c.kind === kind);
  return some[Math.floor(number / kinds.length) % some.length];
}
