/** Pairs of a large deployment, each opened, folded to what its users had at worst, or only named: a partition of its pools. */
import { machinesOfBackEnd } from '../../domain/back-end.js';
import type { RunResult, UserState, UsersResult } from '../../domain/result.js';
import { USERS_WORDS } from '../text/run-words.js';
import { intervalAt, onceEach, POOLS_UNFOLDED, poolsShown, shortNames } from './shown.js';

/** A pair, or a pool without a partner. */
export interface PoolPair {
  /** the short names of its pools */
  readonly name: string;
  readonly pools: readonly string[];
}

/** The pairs of a deployment in its order; none where it is so small that nothing is folded. */
export const pairsOf = onceEach((result: RunResult): readonly PoolPair[] => {
  const { users, input } = result;
  if (users.length <= POOLS_UNFOLDED) return [];
  const short = shortNames(result);
  const partnerOf = new Map(input.deployment.pools.map(({ fqdn, backupPool }) => [fqdn, backupPool]));
  const all = users.map(({ pool }) => pool);
  return all.flatMap((pool) => {
    const partner = partnerOf.get(pool) ?? null;
    const isPair = partner !== null && partnerOf.get(partner) === pool && all.includes(partner);
    if (isPair && all.indexOf(partner) < all.indexOf(pool)) return [];
    const pools = isPair ? [pool, partner] : [pool];
    return [{ name: pools.map(short).join(', '), pools }];
  });
});

/** The names of the pairs that are opened at first: those with a failover, a fault of their own or a violation. */
export const pairsOpenedFirst = onceEach((result: RunResult): ReadonlySet<string> => {
  const { recovery, faults, violations, input } = result;
  const named = new Set(
    faults.flatMap(({ target }) => Object.values(target).filter((value) => typeof value === 'string')),
  );
  const isTold = (fqdn: string): boolean => {
    const pool = input.deployment.pools.find((each) => each.fqdn === fqdn);
    const own = pool === undefined ? [] : [...pool.servers, ...machinesOfBackEnd(pool.backEnd), pool.fileStore];
    return (
      recovery.some((entry) => entry.pool === fqdn) ||
      [fqdn, ...own].some((name) => named.has(name)) ||
      violations.some(({ message }) => message.includes(fqdn))
    );
  };
  return new Set(pairsOf(result).flatMap(({ name, pools }) => (pools.some(isTold) ? [name] : [])));
});

/** How the pools of a night are drawn. */
interface DrawnPools {
  /** with all their lanes */
  readonly opened: readonly string[];
  /** one lane each: something happens to them */
  readonly folded: readonly PoolPair[];
  /** only named: nothing happens to them */
  readonly quiet: readonly PoolPair[];
}

/** All pools of a small deployment are opened; of a large one the pairs that are `opened`. */
export function poolsAsDrawn(result: RunResult, opened: ReadonlySet<string>): DrawnPools {
  const pairs = pairsOf(result);
  if (pairs.length === 0) return { opened: result.users.map(({ pool }) => pool), folded: [], quiet: [] };
  const touched = poolsShown(result);
  const closed = pairs.filter(({ name }) => !opened.has(name));
  const isTouched = ({ pools }: PoolPair): boolean => pools.some((pool) => touched.includes(pool));
  return {
    opened: pairs.filter(({ name }) => opened.has(name)).flatMap(({ pools }) => pools),
    folded: closed.filter(isTouched),
    quiet: closed.filter((pair) => !isTouched(pair)),
  };
}

/** What the worst served of some pools had for a while, and how many of their users. */
interface WorstService {
  readonly fromMs: number;
  readonly toMs: number;
  readonly state: UserState;
  readonly affected: number;
}

const STATES = Object.keys(USERS_WORDS) as UserState[];

/** The same from the start to the end, equal neighbours as one. */
export function worstServiceOf(users: readonly UsersResult[], endMs: number): WorstService[] {
  const moments = users.flatMap(({ intervals }) => intervals.map(({ fromMs }) => fromMs));
  const starts = [...new Set(moments)].sort((a, b) => a - b);
  const found: WorstService[] = [];
  starts.forEach((fromMs, i) => {
    const now = users.flatMap(({ intervals }) => intervalAt(intervals, fromMs) ?? []);
    const state = STATES.findLast((each) => now.some((interval) => interval.state === each)) ?? 'regularHome';
    const affected = now.reduce((sum, interval) => sum + (interval.state === state ? interval.affected : 0), 0);
    const toMs = starts[i + 1] ?? endMs;
    const last = found.at(-1);
    if (last?.state === state && last.affected === affected) found[found.length - 1] = { ...last, toMs };
    else found.push({ fromMs, toMs, state, affected });
  });
  return found;
}
