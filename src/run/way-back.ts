/** What a drill that ends in an outage would have had to wait for: the same run with a longer end. */
import { clock, displayDuration } from '../core/format.js';
import type { Drill, Step } from '../domain/drill.js';
import type { RunResult } from '../domain/result.js';
import { isExcused } from './expectations.js';
import { runDrill } from './run-drill.js';
import { unservedAtEnd } from './users-served.js';

/** Nothing that is under way takes longer. */
const LONGEST_WAIT_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;

/**
 * What the reason of a drill that left users without regular service leaves open: whether they are on their way back
 * at its end, and the wait to add where they are. Empty = all that were expected to be served are.
 */
export function wayBackInWords(drill: Drill, result: Pick<RunResult, 'expectations' | 'users' | 'endedAtMs'>): string {
  if (drill.invariantsOnly === true) return '';
  if (!result.expectations.some(({ what, holds }) => what === 'served' && !holds)) return '';
  const pools = unservedAtEnd(result).filter(({ pool }) => !isExcused(drill, pool));
  const waits = pools.map(({ pool }) => [pool, wayBackMs(drill, pool, result.endedAtMs)] as const);
  const back = waits.filter((wait): wait is readonly [string, number] => wait[1] !== null);
  const never = waits.filter(([, ms]) => ms === null).map(([pool]) => pool);
  const said = [
    ...(back.length > 0 ? [onTheirWay(back)] : []),
    ...(never.length > 0
      ? [`Nothing in this drill brings ${back.length === 0 ? 'them back' : `back those of ${never.join(', ')}`}.`]
      : []),
  ];
  return ` ${said.join(' ')}`;
}

function onTheirWay(waits: readonly (readonly [string, number])[]): string {
  const who = waits.map(([pool, ms]) => `those of ${pool} have regular service ${displayDuration(ms)} later`);
  const minutes = Math.ceil(Math.max(...waits.map(([, ms]) => ms)) / MINUTE_MS);
  return `Users are on their way back when the drill ends: ${who.join(', ')}. Add a last step: wait: ${minutes}m.`;
}

/** How long after the end of a drill the users of a pool have regular service, if nobody does anything more; null = never. */
function wayBackMs(drill: Drill, pool: string, endedAtMs: number): number | null {
  const step = { position: { file: drill.file, line: 0, column: 0 }, expectRefused: false, rule: null };
  const rest: Step = { ...step, atMs: endedAtMs, work: { kind: 'note', text: '' }, text: '' };
  const work = { kind: 'waitUntil', condition: 'regular', pool, timeoutMs: LONGEST_WAIT_MS } as const;
  const longer = { ...drill, steps: [...drill.steps, rest, { ...step, atMs: null, work, text: clock(endedAtMs) }] };
  const { steps, endedAtMs: laterMs } = runDrill(longer).result;
  return steps.at(-1)?.outcome === 'ok' ? laterMs - endedAtMs : null;
}
