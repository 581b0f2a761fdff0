/** Finds the turns of a polling loop: steps of a runbook that repeat one of the last few, answer included. */
import type { RunResult, StepResult } from '../../domain/result.js';

/** Steps between two turns of the same line in a loop, at most. */
const TURN_STEPS_MAX = 12;

/** How often a step of a script came again with the same answer, and when the last of these had ended. */
export interface Repeats {
  readonly times: number;
  readonly lastEndedAtMs: number;
}

/** A script that waits asks the same again and again: what a report shows once, and what it leaves out. */
export interface Repetition {
  readonly hidden: ReadonlySet<number>;
  /** by the index of the step that is shown */
  readonly repeats: ReadonlyMap<number, Repeats>;
}

/** The steps of a runbook that only repeat one a few steps before, answer included. Of other drills none. */
export function repetitionOf({ steps, runbooks }: RunResult): Repetition {
  const hidden = new Set<number>();
  const repeats = new Map<number, Repeats>();
  const shownBy = new Map<string, { shown: number; last: number }>();
  for (const step of runbooks.length === 0 ? [] : steps) {
    // what does more than wait and ask ends a loop that waits
    if (!step.asExpected || step.message !== null) {
      shownBy.clear();
      continue;
    }
    const key = keyOf(step);
    const before = shownBy.get(key);
    if (before === undefined || step.index - before.last > TURN_STEPS_MAX) {
      shownBy.set(key, { shown: step.index, last: step.index });
      continue;
    }
    before.last = step.index;
    hidden.add(step.index);
    const times = (repeats.get(before.shown)?.times ?? 0) + 1;
    repeats.set(before.shown, { times, lastEndedAtMs: step.endedAtMs });
  }
  return { hidden, repeats };
}

function keyOf({ file, line, command, outcome, message, output }: StepResult): string {
  return JSON.stringify([file, line, command, outcome, message, output]);
}
