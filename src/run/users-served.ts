/** Users without regular service: at the end of a run, and over all of it, as a sweep over the intervals of all pools. */
import { WORST_FIRST } from '../domain/components/users/behaviour.js';
import type { UsersWithout } from '../domain/glance-result.js';
import type { RunResult, UserState, UsersByState, UsersResult } from '../domain/result.js';

const MINUTE_MS = 60_000;

/** Users of one pool who have no regular service at the end of a run. */
export interface UnservedAtEnd {
  readonly pool: string;
  /** users of the pool in all */
  readonly count: number;
  readonly without: number;
  /** the worst that any of them is in */
  readonly state: UserState;
}

/** Pools with users who have no regular service at the end of a run, in the order of the topology. */
export function unservedAtEnd({ users }: Pick<RunResult, 'users'>): UnservedAtEnd[] {
  return users.flatMap(({ pool, count, intervals }) => {
    const last = intervals.at(-1);
    if (last === undefined || last.regular >= count) return [];
    return [{ pool, count, without: count - last.regular, state: last.state }];
  });
}

/** Users without regular service: most at one moment, user-minutes, and at the end; read-only and resiliency count. */
export function usersWithoutRegularService(users: readonly UsersResult[]): UsersWithout {
  const changes = users.flatMap(({ count, intervals }) =>
    intervals.flatMap(({ fromMs, toMs, regular }) => [
      { atMs: fromMs, by: count - regular },
      { atMs: toMs, by: regular - count },
    ]),
  );
  changes.sort((a, b) => a.atMs - b.atMs || a.by - b.by);
  let [now, most, atMs, userMs] = [0, 0, 0, 0];
  for (const change of changes) {
    userMs += now * (change.atMs - atMs);
    atMs = change.atMs;
    now += change.by;
    most = Math.max(most, now);
  }
  const atEnd = unservedAtEnd({ users }).reduce((sum, { without }) => sum + without, 0);
  // A run that takes no time has a state all the same.
  return { most: Math.max(most, atEnd), userMinutes: Math.round(userMs / MINUTE_MS), atEnd };
}

/**
 * User-minutes of all pools by the state that they were spent in, the worst first. Running sums are rounded, so that those
 * without regular service add up to `userMinutes` of the glance.
 */
export function minutesByState(users: readonly UsersResult[]): UsersByState {
  const userMs: Partial<Record<UserState, number>> = {};
  for (const { intervals } of users) {
    for (const { fromMs, toMs, parts = {} } of intervals) {
      for (const [state, n] of Object.entries(parts) as [UserState, number][])
        userMs[state] = (userMs[state] ?? 0) + n * (toMs - fromMs);
    }
  }
  let [sumMs, told] = [0, 0];
  const minutes: Partial<Record<UserState, number>> = {};
  for (const state of WORST_FIRST) {
    if (!userMs[state]) continue;
    sumMs += userMs[state];
    minutes[state] = Math.round(sumMs / MINUTE_MS) - told;
    told += minutes[state];
  }
  return minutes;
}
