// Loops of a script that only wait and look, found by the lines that come again: in a drill they are one pause.
import { counted } from '../../core/format.js';
import { type Position, placeText } from '../../core/input-error.js';
import { onlyLooks } from '../../domain/cmdlets/known-cmdlets.js';
import type { Step } from '../../domain/drill.js';
import type { StepResult } from '../../domain/result.js';

/** A loop that waits: its last step, how long it took, and how it reads. */
export interface WaitingLoop {
  readonly last: number;
  readonly ms: number;
  readonly words: string;
}

/** The loops by their first step; `placeOf` = a place in a script, in words. */
export function waitingLoops(
  steps: readonly Step[],
  results: readonly StepResult[],
  placeOf: (position: Position) => string,
): Map<number, WaitingLoop> {
  const found = new Map<number, WaitingLoop>();
  let first = 0;
  for (let i = 0; i <= steps.length; i++) {
    if (i < steps.length && isIdle(steps[i], results[i])) continue;
    for (const [from, to] of comingAgain(steps, first, i - 1)) {
      found.set(from, { last: to, ...told(steps.slice(from, to + 1), results.slice(from, to + 1), placeOf) });
    }
    first = i + 1;
  }
  return found;
}

/** A step that passes the time, or looks and finds what it looks for. */
function isIdle({ work, atMs }: Step, { outcome }: StepResult): boolean {
  if (atMs !== null || outcome !== 'ok') return false;
  if (work.kind === 'run') return onlyLooks(work.command.cmdlet);
  return work.kind === 'wait' || work.kind === 'noted';
}

/** Among idle steps, those next to each other whose lines all come again. */
function comingAgain(steps: readonly Step[], from: number, to: number): [from: number, to: number][] {
  const times = new Map<string, number>();
  const key = ({ position }: Step): string => placeText(position);
  for (let i = from; i <= to; i++) times.set(key(steps[i]), (times.get(key(steps[i])) ?? 0) + 1);
  const found: [number, number][] = [];
  for (let i = from; i <= to; i++) {
    if (times.get(key(steps[i])) === 1) continue;
    const last = found.at(-1);
    if (last?.[1] === i - 1) last[1] = i;
    else found.push([i, i]);
  }
  return found.filter(([first, last]) => last > first);
}

function told(
  steps: readonly Step[],
  results: readonly StepResult[],
  placeOf: (position: Position) => string,
): Pick<WaitingLoop, 'ms' | 'words'> {
  const ms = results.at(-1)!.endedAtMs - results[0].startedAtMs;
  const texts = [...new Set(steps.map(({ text }) => text))];
  const words = `${placeOf(steps[0].position)}: a loop that waits, ${counted(steps.length, 'step')}: ${texts.join('; ')}`;
  return { ms, words };
}
