/** Quorum of Windows Fabric: how many of the first servers of a pool must run (D12), and how many start it (D13). */
import { isFrom2019, type Product } from '../../deployment.js';

/** How many of the first servers of a pool must run (D12). */
export interface QuorumRule {
  /** servers needed */
  readonly needed: number;
  /** only the first so many in topology order count */
  readonly among: number;
  /** the primary SQL Server is a voter: without its vote one server more is needed */
  readonly sqlVotes: boolean;
}

/**
 * D12: pool-level quorum for a pool of `servers` servers (1..12, 16 from 2019). `sqlVotesInEveryPool`: the primary SQL
 * Server is a voter beside an odd number of servers, too, as the topic of 2013 has it.
 */
export function quorumRule(servers: number, product: Product, sqlVotesInEveryPool = false): QuorumRule {
  if (servers <= 1) return { needed: 1, among: 1, sqlVotes: false };
  const among = serversThatCount(servers, product);
  // The smallest majority of all voters, with or without one that is no server.
  const even = servers === 2 || servers === 4 || servers === 6;
  const sqlVotes = even || (sqlVotesInEveryPool && product === 'lync2013');
  return { needed: even ? among / 2 : Math.floor(among / 2) + 1, among, sqlVotes };
}

/** The first so many servers of a pool are voters. */
function serversThatCount(servers: number, product: Product): number {
  if (servers <= 6) return servers;
  if (servers <= 9) return 7;
  return servers < 12 || !isFrom2019(product) ? 9 : 12;
}

/**
 * Whether the pool keeps quorum. `runningFirst` counts the running servers among the first
 * `rule.among`. Two servers without the vote still have a majority; without a Back End they go down by D14, later.
 */
export function hasQuorum(rule: QuorumRule, runningFirst: number, sqlVote: boolean): boolean {
  return runningFirst >= serversNeeded(rule, sqlVote);
}

/** Running servers that `hasQuorum` wants now. */
export function serversNeeded(rule: QuorumRule, sqlVote: boolean): number {
  return rule.needed + (rule.sqlVotes && !sqlVote ? 1 : 0);
}

/** What `hasQuorum` is decided by, for an administrator; `noVote` = why the primary SQL Server has none, null = it has. */
export function quorumInWords(rule: QuorumRule, servers: number, runningFirst: number, noVote: string | null): string {
  const counted = rule.among < servers ? `the first ${rule.among}` : `${servers}`;
  const needed = serversNeeded(rule, noVote === null);
  const without = needed > rule.needed ? ` without the vote of the primary SQL Server, which ${noVote}` : '';
  return `${runningFirst} of ${counted} FE servers run, ${needed} needed${without}`;
}

const STARTS_AT = [0, 1, 1, 3, 3, 4, 5, 5, 6, 7, 8, 9, 10];
const STARTS_AT_MOST = 12;

/** D13: servers that a start of the whole pool wants (the table of the documents; 85 % where it has a gap). */
export function serversToStart(servers: number): number {
  return STARTS_AT[servers] ?? Math.min(Math.floor((servers * 85) / 100), STARTS_AT_MOST);
}
