/** Guards of a Front End pool: quorum (D12), start (D13, D14) and Back End, as things are now and in words. */
import type { World } from '../../state/world.js';
import { sqlServerRuns } from '../failover-cluster/sql-server-runs.js';
import { hasQuorum, quorumInWords } from './quorum.js';
import { otherInWords, waitsForOther } from './two-servers.js';

/** D12, as things are now. */
export function quorum(world: World, p: number, running: number): boolean {
  const { rule } = world.pool(p);
  return running > 0 && hasQuorum(rule, world.running(p, rule.among), sqlVote(world, p));
}

/** D12, as it would be if these servers ran, a bit for each in topology order. */
export function quorumOn(world: World, p: number, running: number): boolean {
  const { rule } = world.pool(p);
  let first = 0;
  for (let i = 0; i < rule.among; i++) first += (running >> i) & 1;
  return running !== 0 && hasQuorum(rule, first, sqlVote(world, p));
}

/** The primary SQL Server votes while it is up and is the principal, whoever serves the database (D12); of a group the served primary (M139). */
export function sqlVote(world: World, p: number): boolean {
  if (world.pool(p).group !== null && world.settings.fabricVoterFollowsListener) return world.served(p, 0);
  return world.principalSide(p, 0) === 0 && sqlServerRuns(world, p, 0);
}

/** D13, D14; and a cold start reads the users from the Back End. */
export function startable(world: World, p: number, running: number): boolean {
  return running >= world.pool(p).startsAt && backEndThere(world, p) && !waitsForOther(world, p, running);
}

/** The User database is served, or its server runs with the empty disks that a failback fills (D50, D51). */
export function backEndThere(world: World, p: number): boolean {
  const side = world.principalSide(p, 0);
  return world.served(p, 0) || (sqlServerRuns(world, p, side) && world.isBlank(p, 0, side));
}

/** D3: users that a pool is sized for while so many of its servers run. */
export function usersSizedFor(world: World, p: number, running: number): number {
  const { pool, servers } = world.pool(p);
  return Math.floor((pool.capacity * running) / servers.length);
}

/** What keeps the services of a pool in "starting", with the rule. */
export function whyNotStarted(world: World, p: number): { readonly why: string; readonly rule: string } {
  const { servers, startsAt } = world.pool(p);
  const running = world.running(p);
  if (running < startsAt) {
    return { why: `${running} of ${servers.length} FE servers run, ${startsAt} needed`, rule: 'D13' };
  }
  if (!quorum(world, p, running)) return { why: quorumText(world, p), rule: 'D12' };
  if (waitsForOther(world, p, running)) return { why: otherInWords(world, p), rule: 'D14' };
  return { why: 'the User database, from which they read the users, is not served', rule: 'D13' };
}

/** What decides the quorum of a pool now (D12). */
export function quorumText(world: World, p: number): string {
  const { servers, rule } = world.pool(p);
  const noVote = sqlVote(world, p) ? null : sqlServerRuns(world, p, 0) ? 'is not the principal' : 'is down';
  return quorumInWords(rule, servers.length, world.running(p, rule.among), noVote);
}
