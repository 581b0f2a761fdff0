/**
 * What a run is expected to keep, entry by entry: what the drill says, else what the policy of its topology promises,
 * and by default that every user has regular service at the end.
 */
import { clock, count, counted, displayDuration } from '../core/format.js';
import { STATE_IN_WORDS } from '../domain/components/users/behaviour.js';
import { sameName } from '../domain/deployment.js';
import type { Drill } from '../domain/drill.js';
import type { RecoveryResult } from '../domain/recovery-results.js';
import type { ExpectationResult, LossResult, RouteResult, UsersResult, ViolationResult } from '../domain/result.js';
import { ROUTE_NAMES, routesDown } from './routes-down.js';
import { type UnservedAtEnd, unservedAtEnd } from './users-served.js';

/** What of a run expectations are about. */
export interface Outcome {
  readonly loss: LossResult;
  /** pools whose users lost all that they had saved before the drill, which no count has (M281) */
  readonly wholeStoresLost: readonly string[];
  readonly recovery: readonly RecoveryResult[];
  readonly users: readonly UsersResult[];
  readonly routes: readonly RouteResult[];
  readonly violations: readonly Pick<ViolationResult, 'invariant'>[];
}

/** `expect:` of a drill with its defaults, and the policy of its topology where the drill says nothing. */
export function expectationsOf(drill: Drill, outcome: Outcome): ExpectationResult[] {
  return [
    ...served(drill, outcome),
    ...lost(drill, outcome),
    ...recoveryTimes(drill, outcome),
    ...lossesInTime(drill, outcome),
    ...routes(drill, outcome),
    ...violated(drill, outcome),
  ];
}

/** The drill says that users of that pool may be left without regular service. */
export const isExcused = ({ expect: { mayBeUnserved } }: Drill, pool: string): boolean =>
  mayBeUnserved === 'all' || mayBeUnserved.some((other) => sameName(pool, other));

function served(drill: Drill, { users }: Outcome): ExpectationResult[] {
  const { mayBeUnserved } = drill.expect;
  if (mayBeUnserved === 'all') return [];
  const judged = unservedAtEnd({ users }).filter(({ pool }) => !isExcused(drill, pool));
  const others = mayBeUnserved.length === 0 ? '' : ` but those of ${mayBeUnserved.join(', ')}`;
  return [
    {
      what: 'served',
      expected: `every user${others} with regular service at the end`,
      actual: judged.length === 0 ? 'all have it' : judged.map(unservedInWords).join('; '),
      holds: judged.length === 0,
      from: mayBeUnserved.length === 0 ? 'default' : 'drill',
    },
  ];
}

/** `18,500 users of pool3 are signed out`; where only a part of a pool is without, of how many. */
export function unservedInWords({ pool, count: all, without, state }: UnservedAtEnd): string {
  const who = without === all ? counted(without, 'user') : `${count(without)} of the ${counted(all, 'user')}`;
  return `${who} of ${pool} ${without === 1 ? 'is' : 'are'} ${STATE_IN_WORDS[state]}`;
}

function lost({ expect: { lostMax } }: Drill, { loss, wholeStoresLost }: Outcome): ExpectationResult[] {
  if (lostMax === null) return [];
  const actual = [count(loss.lost), ...wholeStoresLost.map((pool) => `the whole store of ${pool}`)].join(' and ');
  const holds = loss.lost <= lostMax && wholeStoresLost.length === 0;
  return [{ what: 'lost', expected: `at most ${count(lostMax)}`, actual, holds, from: 'drill' }];
}

/** RTO of each pool that somebody promised one for; that of a policy counts for pools that are failed over. */
function recoveryTimes(drill: Drill, { recovery, users }: Outcome): ExpectationResult[] {
  const { policy } = drill.deployment;
  const own = Object.entries(drill.expect.rtoMs);
  const promised = users.flatMap(({ pool }): [string, number][] => {
    const limit = policy?.pools[pool]?.rtoMs ?? policy?.rtoMs ?? null;
    const isOwn = own.some(([name]) => sameName(name, pool));
    return limit === null || isOwn || !recovery.some((r) => r.pool === pool) ? [] : [[pool, limit]];
  });
  const judge =
    (from: 'drill' | 'policy') =>
    ([pool, limit]: [string, number]): ExpectationResult => {
      const all = failoversOf(recovery, pool);
      const worst = judgingFailover(recovery, pool);
      const holds = worst?.rtoMs != null && worst.rtoMs <= limit;
      const expected = `at most ${displayDuration(limit)}`;
      return { what: `rto of ${pool}`, expected, actual: rtoText(all, worst), holds, from };
    };
  return [...own.map(judge('drill')), ...promised.map(judge('policy'))];
}

const failoversOf = (recovery: readonly RecoveryResult[], pool: string): readonly RecoveryResult[] =>
  recovery.filter((r) => sameName(r.pool, pool));

/**
 * The failover of a pool that its RTO is judged by: the slowest of those that led to regular service. One that did not
 * counts where no later one did. Null = the pool was not failed over.
 */
export function judgingFailover(recovery: readonly RecoveryResult[], pool: string): RecoveryResult | null {
  const all = failoversOf(recovery, pool);
  const last = all.at(-1) ?? null;
  if (last === null || last.rtoMs === null) return last;
  return all.reduce((worst, r) => ((r.rtoMs ?? 0) > (worst.rtoMs ?? 0) ? r : worst), last);
}

function rtoText(all: readonly RecoveryResult[], worst: RecoveryResult | null): string {
  if (worst === null) return 'no failover';
  const which = all.length > 1 ? ` by the failover of ${clock(worst.failoverStartedAtMs)}` : '';
  return worst.rtoMs === null ? `regular service was never reached${which}` : `${displayDuration(worst.rtoMs)}${which}`;
}

/** The drill's RPO holds for all pools; that of a policy, or a pool's own, for each pool that is failed over. */
function lossesInTime({ expect: { rpoMs }, deployment: { policy } }: Drill, outcome: Outcome): ExpectationResult[] {
  if (rpoMs !== null) return [lossInTime('rpo', rpoMs, 'drill', outcome)];
  return outcome.users.flatMap(({ pool }) => {
    const limit = policy?.pools[pool]?.rpoMs ?? policy?.rpoMs ?? null;
    if (limit === null || !outcome.recovery.some((r) => r.pool === pool)) return [];
    return [lossInTime(`rpo of ${pool}`, limit, 'policy', ofPool(outcome, pool))];
  });
}

const ofPool = (outcome: Outcome, pool: string): Outcome => ({
  ...outcome,
  recovery: outcome.recovery.filter((r) => r.pool === pool),
  loss: { ...outcome.loss, byModule: outcome.loss.byModule.filter((m) => m.pool === pool) },
});

function lossInTime(
  what: string,
  limit: number,
  from: 'drill' | 'policy',
  { recovery, loss }: Outcome,
): ExpectationResult {
  // What is lost without a failover of its pool, as by forced service or with a disk, has an age all the same.
  const ages = [...recovery.map((r) => r.rpoMs), ...loss.byModule.map(({ oldestLostAgeMs }) => oldestLostAgeMs)];
  const known = ages.filter((age) => age !== null);
  const worst = Math.max(0, ...known);
  const actual = known.length === 0 ? 'no failover' : displayDuration(worst);
  return { what, expected: `at most ${displayDuration(limit)}`, actual, holds: worst <= limit, from };
}

const WHAT_ROUTES: Readonly<Record<(typeof ROUTE_NAMES)[number], string>> = {
  federation: 'federation',
  xmpp: 'XMPP federation',
  remoteAccess: 'remote access',
  remoteMedia: 'remote media',
};

/** The longest single time down of each route that somebody promised one for. */
function routes({ expect: { routesMs }, deployment: { policy } }: Drill, outcome: Outcome): ExpectationResult[] {
  const down = routesDown(outcome.routes);
  return ROUTE_NAMES.flatMap((route): ExpectationResult[] => {
    const limit = routesMs[route] ?? policy?.routesMs[route];
    if (limit === undefined) return [];
    const longest = down[route];
    const expected = limit === 0 ? 'never down' : `down ${displayDuration(limit)} at a time at most`;
    const actual = longest === null ? 'not used' : longest === 0 ? 'never down' : `down ${displayDuration(longest)}`;
    const from = routesMs[route] === undefined ? 'policy' : 'drill';
    return [{ what: WHAT_ROUTES[route], expected, actual, holds: longest === null || longest <= limit, from }];
  });
}

const violated = (drill: Drill, { violations }: Outcome): ExpectationResult[] =>
  violatesExpectations(drill, (id) => Number(violations.some(({ invariant }) => invariant === id)), 1);

/** `expect: violates`: each of them is to break in at least one of the seeds played. */
export function violatesExpectations(
  { expect }: Drill,
  brokenIn: (invariant: string) => number,
  played: number,
): ExpectationResult[] {
  return expect.violates.map((id) => {
    const n = brokenIn(id);
    const actual = n === 0 ? 'held' : n === played ? 'broken' : `broken in ${n} of ${played} seeds`;
    return { what: `violates ${id}`, expected: 'broken', actual, holds: n > 0, from: 'drill' };
  });
}

/** Those of a run's expectations that must hold in each seed: all but `violates`, which come last. */
export const expectedOfEachSeed = (
  { expect }: Drill,
  expectations: readonly ExpectationResult[],
): readonly ExpectationResult[] => expectations.slice(0, expectations.length - expect.violates.length);
