/** The night as tables: its lanes in words, the users by state at every change, and the changes at risk at the moments that count. */
import { clock, count } from '../../core/format.js';
import type { RunResult, UserState } from '../../domain/result.js';
import { USERS_WORDS } from '../text/run-words.js';
import { el, type Html, numeric, table } from './element.js';
import { faultInWords } from './fault-words.js';
import { atRiskAt } from './moment.js';
import { bandsInWords, type LaneGroup, nightOf } from './night-model.js';
import { intervalAt, shortNames } from './shown.js';

/** The id of a lane's row, by its number from 1: the pictures of a document take their words from there. */
export const laneRowId = (n: number): string => `lane-${n}`;

/** The three tables; `hasIds`: each row of the first one has the id of its lane, as at most one night of a page may. */
export function nightTables(result: RunResult, hasIds: boolean, groups = nightOf(result).groups): Html[] {
  return [lanesTable(result, hasIds, groups), usersTable(result), riskTable(result)].filter((each) => each !== null);
}

function lanesTable(result: RunResult, hasIds: boolean, groups: readonly LaneGroup[]): Html {
  let lanes = 0;
  const rows = groups.flatMap(({ title, lanes: own }) => [
    ...(title === null ? [] : [{ class: 'total', cells: [title, ''] }]),
    ...own.map((lane) => ({ id: hasIds ? laneRowId(++lanes) : undefined, cells: [lane.name, bandsInWords(lane)] })),
  ]);
  const faults = result.faults.map((fault) => `${faultInWords(fault)} at ${clock(fault.atMs)}`).join('; ');
  return table(
    'lanes-table',
    ['lane', 'what it was'],
    [{ cells: ['Faults', faults === '' ? 'none' : faults] }, ...rows],
  );
}

/** How many users were in each state, from each moment on at which that changed. */
export function stateCounts({ users }: Pick<RunResult, 'users'>): {
  readonly states: readonly UserState[];
  readonly rows: readonly { readonly fromMs: number; readonly of: readonly number[] }[];
} {
  const partsAt = (atMs: number) => users.map(({ intervals }) => intervalAt(intervals, atMs)?.parts ?? {});
  const starts = [...new Set(users.flatMap(({ intervals }) => intervals.map(({ fromMs }) => fromMs)))];
  const rows = starts
    .sort((a, b) => a - b)
    .map((fromMs) => {
      const parts = partsAt(fromMs);
      const of = STATES.map((state) => parts.reduce((sum, each) => sum + (each[state] ?? 0), 0));
      return { fromMs, of };
    });
  const seen = STATES.map((_, i) => rows.some(({ of }) => of[i] > 0));
  return {
    states: STATES.filter((_, i) => seen[i]),
    rows: rows.map(({ fromMs, of }) => ({ fromMs, of: of.filter((_, i) => seen[i]) })),
  };
}

const STATES = Object.keys(USERS_WORDS) as UserState[];

function usersTable(result: RunResult): Html {
  const { states, rows } = stateCounts(result);
  return table(
    'users-table',
    ['users from', ...states.map((state) => USERS_WORDS[state])],
    rows.map(({ fromMs, of }) => ({ cells: [clock(fromMs), ...of.map((n) => numeric(count(n)))] })),
  );
}

/** Columns that a page has room for. */
const CURVES_MOST = 6;

/** Null = no pool has a partner. */
function riskTable(result: RunResult): Html | null {
  const short = shortNames(result);
  const moments = riskMoments(result);
  const all = moments.map((atMs) => atRiskAt(result, atMs));
  const keyOf = ({ pool, module }: { readonly pool: string; readonly module: string }): string =>
    `${short(pool)} ${module.slice(module.lastIndexOf('.') + 1)}`;
  const keys = [...new Set(all.flatMap((each) => each.map(keyOf)))];
  if (keys.length === 0) return null;
  // Many curves stand below one another, of few there is one row a moment.
  if (keys.length > CURVES_MOST) {
    const rows = keys.map((key) => ({
      cells: [
        key,
        all.map((each, i) => `${clock(moments[i])} ${changesOf(each.find((e) => keyOf(e) === key))}`).join('; '),
      ],
    }));
    return table('at-risk-table', ['not yet at the partner', 'changes'], rows);
  }
  const rows = all.map((each, i) => ({
    cells: [clock(moments[i]), ...keys.map((key) => numeric(changesOf(each.find((e) => keyOf(e) === key))))],
  }));
  return el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': 'Changes at risk' },
    table('at-risk-table', ['changes at risk at', ...keys], rows),
  );
}

const changesOf = (risk: { readonly changes: number } | undefined): string =>
  risk === undefined ? '–' : count(risk.changes);

/** Faults, outages, failover commands, regular service, the end. */
function riskMoments({ faults, recovery, endedAtMs }: RunResult): number[] {
  const moments = [
    ...faults.map(({ atMs }) => atMs),
    ...recovery.flatMap(({ outageAtMs, failoverStartedAtMs, servedAtMs }) => [
      outageAtMs,
      failoverStartedAtMs,
      servedAtMs ?? endedAtMs,
    ]),
    0,
    endedAtMs,
  ];
  return [...new Set(moments)].sort((a, b) => a - b);
}
