/**
 * Drills as tests of vitest (an optional peer): `describeDrills` makes a test of each drill file, the matchers say what a
 * drill must do. Importing this module adds the matchers to `expect`.
 *
 * @packageDocumentation
 */
import { describe, expect, type TestContext, test } from 'vitest';
import type { InvariantId } from '../domain/drill.js';
import type { RunResult } from '../domain/result.js';
import { type RecoveryClaim, toHold, toLoseNothing, toPass, toRecoverWithin, toRefuse } from './matchers.js';
import { rehearsalsOf, type SuiteOptions } from './rehearsals.js';
import { renderRun } from './render.js';

export type { RecoveryClaim } from './matchers.js';
export type { SuiteOptions } from './rehearsals.js';
export type { Rehearsed } from './rehearsed.js';

/** The matchers of a drill or of what its simulation came to; each is about every seed that was played. */
export interface DrillMatchers<R = unknown> {
  /** The drill passes; `{ strict: true }`: without a warning. */
  toPass(options?: { readonly strict?: boolean }): R;
  /** No acknowledged change is lost, and none is left behind out of service. */
  toLoseNothing(): R;
  /** What is failed over has regular service within this time: `30m`, or milliseconds. */
  toRecoverWithin(limit: string | number, claim?: RecoveryClaim): R;
  /** A step is refused, by this rule where one is named: `D41`. */
  toRefuse(rule?: string): R;
  /** An invariant holds: `I3`. */
  toHold(invariant: InvariantId): R;
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the declaration that is merged with has it so
  interface Matchers<T = any> extends DrillMatchers<T> {}
}

expect.extend({ toPass, toLoseNothing, toRecoverWithin, toRefuse, toHold });

/** A long drill takes longer than the five seconds that a test usually has. */
const TIMEOUT_MS = 600_000;

/**
 * A test for each drill that the patterns find (`sims/*.yaml`): it passes where `drydrill run` passes. The report of one that
 * fails is in its message, and whole in an attachment. A pattern that finds no drill throws; what is found and no drill, nor
 * a topology, is a skipped test.
 */
export function describeDrills(patterns: string | readonly string[], options: SuiteOptions = {}): void {
  const rehearsals = rehearsalsOf(patterns, options);
  describe([patterns].flat().join(', '), () => {
    for (const { path, skipped, play } of rehearsals) {
      const name = skipped === null ? path : `${path} (${skipped})`;
      const settings = { skip: skipped !== null, timeout: TIMEOUT_MS };
      test(name, settings, async (context) => {
        const result = await play();
        try {
          expect(result).toPass({ strict: options.strict === true });
          if (result.ok) await options.each?.(result.value, path);
        } catch (error) {
          if (result.ok) await attachReport(context, result.value);
          throw error;
        }
      });
    }
  });
}

/** Attaches the whole report of a result to a test, as Markdown. */
export async function attachReport(context: Pick<TestContext, 'annotate'>, result: RunResult): Promise<void> {
  const body = new TextEncoder().encode(renderRun(result, 'markdown'));
  await context.annotate(`report of ${result.drill}`, 'drydrill', { contentType: 'text/markdown', body });
}
