/**
 * Drills as tests of Node's own runner: `describeDrills` makes a test of each drill file, `assertDrill` says what a drill must
 * do.
 *
 * @packageDocumentation
 */
import { AssertionError } from 'node:assert';
import { describe, test } from 'node:test';
import type { InvariantId } from '../domain/drill.js';
import * as matchers from './matchers.js';
import { rehearsalsOf, type SuiteOptions } from './rehearsals.js';
import type { Rehearsed } from './rehearsed.js';
import { renderRun } from './render.js';

export type { RecoveryClaim } from './matchers.js';
export type { SuiteOptions } from './rehearsals.js';
export type { Rehearsed } from './rehearsed.js';

type Received = Rehearsed;

function demand({ pass, message }: matchers.Claim): void {
  if (!pass) throw new AssertionError({ message: message() });
}

/** What a drill, or what its simulation came to, must do; each throws an AssertionError where it does not. */
export const assertDrill = {
  /** The drill passes; `{ strict: true }`: without a warning. */
  toPass: (received: Received, options?: { readonly strict?: boolean }): void =>
    demand(matchers.toPass(received, options)),
  /** No acknowledged change is lost, and none is left behind out of service. */
  toLoseNothing: (received: Received): void => demand(matchers.toLoseNothing(received)),
  /** What is failed over has regular service within this time: `30m`, or milliseconds. */
  toRecoverWithin: (received: Received, limit: string | number, claim?: matchers.RecoveryClaim): void =>
    demand(matchers.toRecoverWithin(received, limit, claim)),
  /** A step is refused, by this rule where one is named: `D41`. */
  toRefuse: (received: Received, rule?: string): void => demand(matchers.toRefuse(received, rule)),
  /** An invariant holds: `I3`. */
  toHold: (received: Received, invariant: InvariantId): void => demand(matchers.toHold(received, invariant)),
};

/**
 * A test for each drill that the patterns find (`sims/*.yaml`): it passes where `drydrill run` passes. The report of one that
 * fails is in its message, and whole in a diagnostic. A pattern that finds no drill throws; what is found and no drill, nor a
 * topology, is a skipped test.
 */
function describeInNode(patterns: string | readonly string[], options: SuiteOptions = {}): void {
  const rehearsals = rehearsalsOf(patterns, options);
  describe([patterns].flat().join(', '), () => {
    for (const { path, skipped, play } of rehearsals) {
      test(path, { skip: skipped ?? false }, async (context) => {
        const result = await play();
        try {
          assertDrill.toPass(result, { strict: options.strict === true });
          if (result.ok) await options.each?.(result.value, path);
        } catch (error) {
          if (result.ok) context.diagnostic(renderRun(result.value));
          throw error;
        }
      });
    }
  });
}

export { describeInNode as describeDrills };
