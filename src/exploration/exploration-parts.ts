/**
 * Partition of an exploration by log: each part searches every N-th log, and what it found is plain data, from which the report
 * of the whole is made as if one machine had searched all of them. Logs have no state in common, so that counts add up.
 */
import type { Path } from '../checker/shortest-path.js';
import type { LogPlan } from './log-plans.js';
import type { Searches } from './search-logs.js';
import type { LogResult } from './search-threads.js';
import { DrillStateSpace } from './state-space/drill-state-space.js';

/** Which part of how many, from 1. */
export interface PartNumber {
  readonly index: number;
  readonly count: number;
}

/** What one part found, as plain data: JSON gives it back as it was. */
export interface ExplorationPart {
  readonly part: PartNumber;
  /** the logs that it searched, in the order of the plans */
  readonly logs: readonly { readonly name: string; readonly result: LogResult }[];
  /** names of those that it did not begin, as a bound was met before */
  readonly notBegun: readonly string[];
  readonly boundMet: Searches['boundMet'];
}

/** The plans of one part: large logs follow each other, so that every N-th is taken. */
export const plansOfPart = (plans: readonly LogPlan[], { index, count }: PartNumber): LogPlan[] =>
  plans.filter((_, i) => i % count === index - 1);

/** What a part found. */
export const partOf = (part: PartNumber, { searched, notBegun, boundMet }: Searches): ExplorationPart => ({
  part,
  logs: searched.map(({ name, result }) => ({ name, result: mapPaths(result, (words) => [...words]) })),
  notBegun,
  boundMet,
});

/** The searches of all parts, as one machine would have made them; a string says why they are not one whole exploration. */
export function joinedSearches(plans: readonly LogPlan[], parts: readonly ExplorationPart[]): Searches | string {
  const count = parts[0].part.count;
  const indices = parts.map(({ part }) => part.index);
  if (parts.some(({ part }) => part.count !== count)) return 'these are parts of different wholes';
  for (let index = 1; index <= count; index++) {
    const times = indices.filter((each) => each === index).length;
    if (times !== 1) return `part ${index} of ${count} is ${times === 0 ? 'missing' : 'there twice'}`;
  }
  const results = new Map(parts.flatMap(({ logs }) => logs.map(({ name, result }) => [name, result])));
  const notBegun = new Set(parts.flatMap((part) => part.notBegun));
  const lost = plans.find(({ name }) => !results.has(name) && !notBegun.has(name));
  if (lost !== undefined) return `no part has searched ${lost.name}`;
  return {
    searched: plans.flatMap((plan) => {
      const result = results.get(plan.name);
      if (result === undefined) return [];
      const words = mapPaths(result, (each) => Uint32Array.from(each));
      return [{ ...plan, space: new DrillStateSpace(plan.plan), result: words }];
    }),
    notBegun: plans.flatMap(({ name }) => (results.has(name) ? [] : [name])),
    boundMet: parts.find(({ boundMet }) => boundMet !== null)?.boundMet ?? null,
  };
}

/** A result whose states are lists of numbers of another kind; JSON knows one kind. */
function mapPaths(result: LogResult, words: (state: Uint32Array) => ArrayLike<number>): LogResult {
  const pathOf = ({ actions, states }: Path): Path => ({
    actions,
    states: states.map((each) => words(each) as Uint32Array),
  });
  const { violations, endStates, recoverability } = result;
  const unrecoverable = recoverability?.unrecoverable ?? null;
  return {
    ...result,
    violations: violations.map((each) => ({ ...each, path: pathOf(each.path) })),
    endStates: endStates.map((each) => ({ ...each, path: each.path && pathOf(each.path) })),
    recoverability: recoverability && {
      ...recoverability,
      unrecoverable: unrecoverable && { ...unrecoverable, path: pathOf(unrecoverable.path) },
    },
  };
}
