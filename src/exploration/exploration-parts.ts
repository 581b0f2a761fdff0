/**
 * Partition of an exploration by log and by what fails (`FaultCell`): each part searches its share of every log, and what it
 * found is plain data, from which the report of the whole is made as if one machine had searched all of it. Logs have no
 * state in common, and no two shares of a log count the same state, so that counts add up. Where there are more parts than
 * such shares, the moment of the first fault tells them apart as well; then counts overlap.
 */
import type { Path } from '../checker/shortest-path.js';
import { joinedLog } from './joined-log.js';
import type { LogPlan } from './log-plans.js';
import { matrixStates, type Searches } from './search-logs.js';
import type { LogResult } from './search-threads.js';
import { DrillStateSpace } from './state-space/drill-state-space.js';
import { type FaultCell, faultCells } from './state-space/fault-share.js';
import type { ExplorationPlan } from './state-space/plan.js';

/** Which part of how many, from 1. */
export interface PartNumber {
  readonly index: number;
  readonly count: number;
}

/** What one part found, as plain data: JSON gives it back as it was. */
export interface ExplorationPart {
  readonly part: PartNumber;
  /** the logs of which it searched its share, in the order of the plans */
  readonly logs: readonly { readonly name: string; readonly result: LogResult }[];
  /** names of those that it did not begin, as a bound was met before */
  readonly notBegun: readonly string[];
  readonly boundMet: Searches['boundMet'];
}

/** The shares of all parts. */
export interface Partition {
  /** by plan, then by part: the plan of its share; null = it has none of this log */
  readonly plans: readonly (readonly (LogPlan | null)[])[];
  /** shares count states in common */
  readonly overlaps: boolean;
}

/** Shares out the searches: each log evenly among all parts as far as it has cells, the first of them to another part each. */
export function partitionOf(plans: readonly LogPlan[], count: number): Partition {
  const whole = plans.map(({ plan }) => cellsOf(plan, false));
  const overlaps =
    whole.reduce((sum, cells) => sum + cells.length, 0) < count && whole.some(({ length }) => length > 1);
  const byLog = overlaps ? plans.map(({ plan }) => cellsOf(plan, true)) : whole;
  return {
    overlaps,
    plans: plans.map((plan, log) => {
      const cells = byLog[log];
      return Array.from({ length: count }, (_, index) => {
        const mine = cells.filter((_, i) => (Math.floor((i * count) / cells.length) + log) % count === index);
        if (mine.length === 0) return null;
        return mine.length === cells.length ? plan : { ...plan, plan: { ...plan.plan, share: mine } };
      });
    }),
  };
}

/** Parts for one fault, for each further one so many times as many, and at most. */
const [PARTS_USUAL, PARTS_FACTOR, PARTS_MOST] = [16, 4, 256];

/**
 * Into how many parts an exploration is shared out where nobody says: enough for many machines, and few enough that what each
 * of them goes through before it comes to its own states is little. Their counts never overlap.
 */
export function usualParts(plans: readonly LogPlan[]): number {
  const { faults } = plans[0].plan.request;
  const most = Math.min(PARTS_USUAL * PARTS_FACTOR ** (faults - 1), PARTS_MOST);
  return Math.max(1, Math.min(Math.floor(most), ...plans.map(({ plan }) => cellsOf(plan, false).length)));
}

/** What a log can be shared out by, one search each at most; a search that cannot be shared out is one. */
function cellsOf(plan: ExplorationPlan, byMoment: boolean): readonly FaultCell[] {
  const { faults, repairs, ends } = plan.request;
  // A further fault of another share may lead to the end that a state has.
  if (faults === 0 || ends) return faultCells(0, [], 0);
  const most = new DrillStateSpace(plan).breakables.map(({ members }) => (repairs ? faults : members.length));
  return faultCells(faults, most, byMoment ? plan.steps.length + 1 : 0);
}

/** The plans of one part. */
export const plansOfPart = (plans: readonly LogPlan[], { index, count }: PartNumber): LogPlan[] =>
  partitionOf(plans, count).plans.flatMap((parts) => parts[index - 1] ?? []);

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
  if (parts.some(({ part }) => part.count !== count)) return 'these are parts of different wholes';
  const byIndex = new Map<number, ExplorationPart>();
  for (const one of parts) {
    const { index } = one.part;
    if (byIndex.has(index)) return `part ${index} of ${count} is there twice`;
    byIndex.set(index, one);
  }
  for (let index = 1; index <= count; index++) {
    if (!byIndex.has(index)) return `part ${index} of ${count} is missing`;
  }
  // A search that nobody made must not pass for one that ended.
  const silent = parts.find(({ notBegun, boundMet }) => notBegun.length > 0 && boundMet === null);
  if (silent !== undefined) return `part ${silent.part.index} of ${count} does not say why it is not whole`;
  const { plans: shares, overlaps } = partitionOf(plans, count);
  const boundMet = parts.find((part) => part.boundMet !== null)?.boundMet ?? null;
  const searched: Searches['searched'][number][] = [];
  const notBegun: string[] = [];
  for (const [log, plan] of plans.entries()) {
    const found: LogResult[] = [];
    let left = 0;
    for (const [i, share] of shares[log].entries()) {
      if (share === null) continue;
      const part = byIndex.get(i + 1)!;
      const result = part.logs.find(({ name }) => name === plan.name)?.result;
      if (result !== undefined) found.push(mapPaths(result, (each) => Uint32Array.from(each)));
      else if (part.notBegun.includes(plan.name)) left++;
      else return `part ${i + 1} of ${count} has not searched ${plan.name}`;
    }
    if (found.length === 0) {
      notBegun.push(plan.name);
      continue;
    }
    const space = new DrillStateSpace(plan.plan);
    const isShared = found.length + left > 1;
    const more = { notBegun: left > 0 ? boundMet : null, worstEndsMost: matrixStates(plan.plan.request) };
    searched.push({ ...plan, space, result: isShared ? joinedLog(space, { found, ...more }) : found[0] });
  }
  if (searched.length === 0) {
    // A report of no search would not even say what was to be searched.
    const [first] = plans;
    const { request } = first.plan;
    const space = new DrillStateSpace(first.plan);
    const nothing = joinedLog(space, { found: [], notBegun: boundMet, worstEndsMost: 0 });
    const recoverability = request.ends ? ({ verdict: 'unknown', unrecoverable: null } as const) : null;
    searched.push({ ...first, space, result: { ...nothing, recoverability } });
    notBegun.shift();
  }
  return {
    searched,
    notBegun,
    boundMet: notBegun.length > 0 ? boundMet : null,
    ...(overlaps ? { overlaps } : {}),
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
