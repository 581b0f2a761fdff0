/** Quorum of Windows Fabric: how many of the first servers of a pool must run (D12), and how many start it (D13). */
import type { Product } from '../../deployment.js';

/** How many of the first servers of a pool must run (D12). */
export interface QuorumRule {
  /** servers needed */
  readonly needed: number;
  /** only the first so many in topology order count */
  readonly among: number;
  /** the primary SQL database is a voter: without it one server more is needed */
  readonly backEndVotes: boolean;
}

const from2019 = (product: Product): boolean => product === 'sfb2019' || product === 'sfbse';

/** D12: pool-level quorum for a pool of `servers` servers (1..12, 16 from 2019). */
export function quorumRule(servers: number, product: Product): QuorumRule {
  if (servers <= 1) return { needed: 1, among: 1, backEndVotes: false };
  if (servers === 2) return { needed: 1, among: 2, backEndVotes: true };
  if (servers <= 4) return { needed: 2, among: servers, backEndVotes: servers === 4 };
  if (servers <= 6) return { needed: 3, among: servers, backEndVotes: servers === 6 };
  if (servers <= 9) return { needed: 4, among: 7, backEndVotes: false };
  if (servers < 12 || !from2019(product)) return { needed: 5, among: 9, backEndVotes: false };
  return { needed: 7, among: 12, backEndVotes: false };
}

/**
 * Whether the pool keeps quorum. `runningFirst` counts the running servers among the first
 * `rule.among`. Two servers without their Back End still have a majority; they go down by D14, later.
 */
export function hasQuorum(rule: QuorumRule, runningFirst: number, backEndServed: boolean): boolean {
  return runningFirst >= serversNeeded(rule, backEndServed);
}

/** Running servers that `hasQuorum` wants now. */
export function serversNeeded(rule: QuorumRule, backEndServed: boolean): number {
  return rule.needed + (rule.backEndVotes && !backEndServed ? 1 : 0);
}

/** What `hasQuorum` is decided by, for an administrator. */
export function quorumInWords(rule: QuorumRule, servers: number, runningFirst: number, backEndServed: boolean): string {
  const counted = rule.among < servers ? `the first ${rule.among}` : `${servers}`;
  const needed = serversNeeded(rule, backEndServed);
  const without = needed > rule.needed ? ' without the Back End' : '';
  return `${runningFirst} of ${counted} FE servers run, ${needed} needed${without}`;
}

const STARTS_AT = [0, 1, 1, 3, 3, 4, 5, 5, 6, 7, 8, 9, 10];
const STARTS_AT_MOST = 12;

/** D13: servers that a start of the whole pool wants (the table of the documents; 85 % where it has a gap). */
export function serversToStart(servers: number): number {
  return STARTS_AT[servers] ?? Math.min(Math.floor((servers * 85) / 100), STARTS_AT_MOST);
}
