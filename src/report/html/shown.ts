/** What of a run is shown, and by which names: short ones where they are unique, of a large deployment what was touched. */

import { clock } from '../../core/format.js';
import { machinesOfBackEnd } from '../../domain/back-end.js';
import type { ComponentInterval, ComponentResult } from '../../domain/component-result.js';
import type { RunResult, StepResult } from '../../domain/result.js';

/** More pools than these: those to which nothing happens are only named. */
export const POOLS_UNFOLDED = 6;

/** What names are known of; a summary of a run has none, and then they are told whole. */
export interface NamedResult {
  readonly input: { readonly deployment: Pick<RunResult['input']['deployment'], 'pools' | 'edgePools'> };
}

/** What was worked out of a result stays known as long as it is there: a page asks the same at every move of its cursor. */
export function onceEach<K extends object, V>(workOut: (of: K) => V): (of: K) => V {
  const known = new WeakMap<K, V>();
  return (of) => {
    const before = known.get(of);
    if (before !== undefined) return before;
    const value = workOut(of);
    known.set(of, value);
    return value;
  };
}

/** Names by their host label where that is unique in the deployment. */
export const shortNames = ({ input: { deployment } }: NamedResult): ((name: string) => string) => labelsOf(deployment);

const labelsOf = onceEach((deployment: NamedResult['input']['deployment']) => {
  const { pools, edgePools } = deployment;
  const machines = pools.flatMap(({ fqdn, servers, backEnd, fileStore }) => [
    ...[fqdn, ...servers, backEnd.primary, fileStore],
    ...machinesOfBackEnd(backEnd),
  ]);
  const all = new Set([...machines, ...edgePools.flatMap(({ fqdn, servers }) => [fqdn, ...servers])]);
  const times = new Map<string, number>();
  const label = (name: string): string => name.split('.')[0];
  for (const name of all) times.set(label(name), (times.get(label(name)) ?? 0) + 1);
  return (name: string): string => (times.get(label(name)) === 1 ? label(name) : name);
});

/** All pools of a small deployment; of a large one those to which something happened, from its first moment on. */
export const poolsShown = onceEach(({ users, recovery, components, routes }: RunResult): readonly string[] => {
  if (users.length <= POOLS_UNFOLDED) return users.map(({ pool }) => pool);
  const touched = new Set([
    ...users.filter(({ intervals }) => intervals.some(({ state }) => state !== 'regularHome')).map(({ pool }) => pool),
    ...recovery.map(({ pool }) => pool),
    ...components.filter(isTouched).map(({ subject }) => subject),
    ...routes.filter(({ intervals }) => intervals.some(({ up }) => !up)).flatMap(({ pool }) => pool ?? []),
  ]);
  return users.map(({ pool }) => pool).filter((pool) => touched.has(pool));
});

/** A part of a pool is not, or was not always, as it is on a quiet day. */
function isTouched({ kind, intervals }: ComponentResult): boolean {
  const isQuiet = QUIET[kind];
  if (isQuiet === undefined) return false;
  return intervals.some((interval) => !isQuiet(interval)) || (kind === 'database' && intervals.length > 1);
}

const QUIET: { readonly [K in ComponentResult['kind']]?: (interval: ComponentInterval) => boolean } = {
  frontEnd: ({ state }) => state === 'running',
  failover: ({ state }) => state === 'normal',
  database: ({ on }) => on !== null,
};

/** The runbook only waits. */
export const isPause = (command: string): boolean => /^(?:wait\b|Start-Sleep\b)/i.test(command);

/** A command by its name and what it is about, for narrow places. */
export function shortCommand(command: string): string {
  const [name, ...rest] = command.split(/\s+/);
  if (!/^[A-Z][a-z]+-/.test(name)) return command;
  const pool = /-(?:PoolFqdn|Identity)\s+"?([^\s".]+)/i.exec(command)?.[1] ?? '';
  const disaster = rest.some((word) => /^-(?:DisasterMode|Force)$/i.test(word)) ? ' (disaster)' : '';
  return `${name}${pool === '' ? '' : ` ${pool}`}${disaster}`;
}

/** The same for the head of a column: of a wait not how long at most. */
export const commandInHead = (command: string): string => shortCommand(command).replace(/ \(timeout [^)]*\)$/, '');

/** The number of the last of some moments, in order, that is not after a moment, by halves; -1 = all are after it. */
export function lastUntil<T>(items: readonly T[], atMs: number, of: (item: T) => number = Number): number {
  let [from, to] = [0, items.length];
  while (from < to) {
    const half = (from + to) >> 1;
    if (of(items[half]) <= atMs) from = half + 1;
    else to = half;
  }
  return from - 1;
}

/** The interval at a moment; at an edge the one that begins. */
export const intervalAt = <T extends { readonly fromMs: number; readonly toMs: number }>(
  intervals: readonly T[],
  atMs: number,
): T | undefined => intervals.findLast(({ fromMs }) => fromMs <= atMs);

/** A step, and how often the same line came to the same in all: a loop says it once. */
export interface RepeatedStep {
  readonly step: StepResult;
  readonly times: number;
  /** when it ended last */
  readonly lastMs: number;
}

/** Steps in their order; lines that a loop runs again and that come to the same stand where they came first. */
export function repeatedSteps(steps: readonly StepResult[]): RepeatedStep[] {
  const found = new Map<string, { step: StepResult; times: number; lastMs: number }>();
  for (const step of steps) {
    const { file, line, command, outcome, rule, message, asExpected, endedAtMs } = step;
    const key = JSON.stringify(line === 0 ? step.index : [file, line, command, outcome, rule, message, asExpected]);
    const before = found.get(key);
    if (before === undefined) found.set(key, { step, times: 1, lastMs: endedAtMs });
    else {
      before.times++;
      before.lastMs = endedAtMs;
    }
  }
  return [...found.values()];
}

/** `12 times, until 01:10:27`; nothing where it came once. */
export const timesInWords = ({ times, lastMs }: RepeatedStep): string =>
  times === 1 ? '' : `${times} times, until ${clock(lastMs)}`;

/** A number where there is little room: `2.2 k`, `1.3 M`. */
export function roundedCount(n: number): string {
  if (n >= 1_000_000) return `${Math.round(n / 100_000) / 10} M`;
  return n >= 1000 ? `${Math.round(n / 100) / 10} k` : String(Math.round(n));
}
