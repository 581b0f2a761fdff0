/** A moment of a run: which moments there are to stop at, and what was so at one of them. No drawing here. */
import { clock, count } from '../../core/format.js';
import type { ReplicationPoint, RunResult, StepResult, TimelineEntry } from '../../domain/result.js';
import { USERS_WORDS } from '../text/run-words.js';
import { intervalAt, lastUntil, poolsShown, shortNames } from './shown.js';

/** When something happened, in order; start and end among them. */
export function stopsOf({ timeline, steps, users, faults, endedAtMs }: RunResult): number[] {
  return inOrder([
    0,
    ...timeline.map(({ atMs }) => atMs),
    ...steps.flatMap(({ startedAtMs, endedAtMs: endMs }) => [startedAtMs, endMs]),
    ...users.flatMap(({ intervals }) => intervals.map(({ fromMs }) => fromMs)),
    ...faults.map(({ atMs }) => atMs),
    endedAtMs,
  ]);
}

/** When a component, the users of a pool or a route became something else, in order: between two of these the deployment is as it was. */
export const changesOf = ({ components, users, routes }: RunResult): number[] =>
  inOrder([...components, ...users, ...routes].flatMap(({ intervals }) => intervals.map(({ fromMs }) => fromMs)));

/** When a step began. */
export const stepStopsOf = ({ steps }: RunResult): number[] => inOrder(steps.map(({ startedAtMs }) => startedAtMs));

/** When a recovery began: its outage, or the command of a planned failover. */
export const recoveryStopsOf = ({ recovery }: RunResult): number[] =>
  inOrder(
    recovery.map(({ mode, outageAtMs, failoverStartedAtMs }) =>
      mode === 'planned' ? failoverStartedAtMs : outageAtMs,
    ),
  );

const inOrder = (moments: readonly number[]): number[] => [...new Set(moments)].sort((a, b) => a - b);

/** The stop next to a moment, forward (1) or back (-1); the moment itself where there is none. */
export const stopBeside = (stops: readonly number[], atMs: number, way: 1 | -1): number =>
  (way === 1 ? stops.find((each) => each > atMs) : stops.findLast((each) => each < atMs)) ?? atMs;

/** The step under way; where none is, the one before. */
export const stepAt = ({ steps }: RunResult, atMs: number): StepResult | null =>
  steps.findLast(({ startedAtMs, endedAtMs }) => startedAtMs <= atMs && atMs < endedAtMs) ??
  steps.findLast(({ startedAtMs }) => startedAtMs <= atMs) ??
  null;

/** Users who do not have what they have on a quiet day, in words; what all have where nobody misses anything. */
export function usersInWords(result: RunResult, atMs: number): string {
  const short = shortNames(result);
  const others = result.users.flatMap(({ pool, intervals }) => {
    const now = intervalAt(intervals, atMs);
    if (now === undefined || now.state === 'regularHome') return [];
    return [`${count(now.affected)} users of ${short(pool)} ${USERS_WORDS[now.state]}`];
  });
  return others.length === 0 ? `all users ${USERS_WORDS.regularHome}` : others.join(', ');
}

/** What a pool had not yet brought to its partner. */
export interface AtRisk {
  readonly pool: string;
  readonly module: string;
  readonly changes: number;
  readonly exportState: string;
}

const startOfPoint = ({ atMs }: ReplicationPoint): number => atMs;

/** The same at a moment, of the pools that are shown; a pool without a partner has none. */
export function atRiskAt(result: RunResult, atMs: number): AtRisk[] {
  const shown = poolsShown(result);
  return result.replication.flatMap(({ pool, module, points }) => {
    const here = lastUntil(points, atMs, startOfPoint);
    if (here < 0 || !shown.includes(pool)) return [];
    const [point, next] = [points[here], points[here + 1]];
    return [{ pool, module, changes: between(point, next, atMs), exportState: point.exportState }];
  });
}

/** The same of one pool, all its modules together, whether it is shown or not; null = it has no partner. */
export function changesAtRisk(result: RunResult, pool: string, atMs: number): number | null {
  const amounts = result.replication.flatMap(({ pool: whose, points }) => {
    const here = whose === pool ? lastUntil(points, atMs, startOfPoint) : -1;
    return here < 0 ? [] : [between(points[here], points[here + 1], atMs)];
  });
  return amounts.length === 0 ? null : amounts.reduce((sum, each) => sum + each, 0);
}

/** On the straight line from one point to the next, whole changes. */
function between(point: ReplicationPoint, next: ReplicationPoint | undefined, atMs: number): number {
  if (next === undefined || next.atMs === point.atMs) return Math.round(point.atRisk);
  const share = (atMs - point.atMs) / (next.atMs - point.atMs);
  return Math.round(point.atRisk + (next.atRisk - point.atRisk) * share);
}

/** A line of the log, its number from 0, and whether it is still to come. */
export interface LogLine extends TimelineEntry {
  readonly index: number;
  readonly isAhead: boolean;
}

/** The log around a moment: the last lines until then, and the next. */
export function logAround({ timeline }: RunResult, atMs: number, before: number, after: number): LogLine[] {
  const ahead = timeline.findIndex((entry) => entry.atMs > atMs);
  const here = ahead < 0 ? timeline.length : ahead;
  const first = Math.max(0, here - before);
  return timeline
    .slice(first, here + after)
    .map((entry, i) => ({ ...entry, index: first + i, isAhead: entry.atMs > atMs }));
}

/** The moment in a sentence, for who cannot see it. */
export const momentInWords = (result: RunResult, atMs: number): string =>
  `At ${clock(atMs)}: ${usersInWords(result, atMs)}`;
