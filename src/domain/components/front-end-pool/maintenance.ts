/** I16: whether a commanded stop of servers takes quorum from users whom their pools serve (D11, D12, D252). */
import { counted } from '../../../core/format.js';
import { isFrom2019 } from '../../deployment.js';
import type { World } from '../../state/world.js';
import { shareServedOn, usersServedOn } from '../users/behaviour.js';
import { quorumOn } from './conditions.js';
import { groupsOf } from './groups-of-pool.js';
import { newly, type RoutingGroups, type Share, serversLost, stuckShare } from './routing-groups.js';
import { type DomainOut, domainsOut } from './upgrade-domains.js';

/** What a stop takes: the quorum of the pool, or that of a share of its routing groups. */
interface Taken {
  readonly whole: boolean;
  readonly share: Share;
  readonly building: number;
}

/** Whether stopping these machines, or only their services, takes quorum from anybody. */
export function takesQuorum(world: World, hosts: readonly number[], machines: boolean): boolean {
  return world.layout.pools.some(({ index: p, servers }) => {
    const stopped = servers.reduce((set, h, i) => (hosts.includes(h) && world.serverRuns(h) ? set | (1 << i) : set), 0);
    if (stopped === 0) return false;
    const was = groupsOf(world, p);
    const now = { ...was, running: was.running & ~stopped, up: machines ? was.up & ~stopped : was.up };
    serversLost(now);
    return takenBy(world, p, was, now) !== null;
  });
}

/** I16: servers of pool `p` were stopped by a command; `was` = its groups before that. */
export function judgeStop(world: World, p: number, was: RoutingGroups): void {
  const now = groupsOf(world, p);
  const taken = takenBy(world, p, was, now);
  const out = world.quiet || !servesUsers(world, p) || (was.running & ~now.running) === 0 ? [] : domainsOut(world, p);
  if (taken === null) return warnOfDomains(world, p, out);
  const names = world
    .pool(p)
    .servers.filter((_, i) => ((was.running & ~now.running) >> i) & 1)
    .map((h) => world.layout.hosts[h].fqdn);
  const stopped = names.join(', ');
  world.effects.observe({
    kind: 'violation',
    invariant: 'I16',
    message: `the stop of ${stopped} takes ${lossOf(world, p, taken)}`,
    rules: [taken.whole ? 'D12' : 'D252'],
    departure: null,
  });
  const name = world.name(p);
  if (taken.whole)
    world.finding(
      'warning',
      'D12',
      `The last servers that ${name} needs for its quorum were stopped while it served users: bring others back first, or fail the pool over.`,
      world.partner(p) < 0 ? null : `Invoke-CsPoolFailOver -PoolFqdn ${name}`,
    );
  else {
    const domains = out.length === 0 ? '' : ` One upgrade domain at a time: ${outInWords(out)} (D250).`;
    world.finding(
      'warning',
      'D252',
      names.length > 1
        ? `${stopped} were stopped at once: stop one after the other, and wait until the replicas of ${name} are built.${domains}`
        : `${stopped} was stopped before all routing groups of ${name} had their replicas again: wait until its servers run and the replicas are built.${domains}`,
      readinessQuery(world, p),
    );
  }
}

/** Asks before each upgrade domain whether the pool is ready for it (D251). */
const readinessQuery = (world: World, p: number): string =>
  isFrom2019(world.pool(p).pool.product) ? 'Get-CsUpgradeDomainInfo' : 'Get-CsPoolUpgradeReadinessState';

/** D250: a stop took no quorum, but servers of several upgrade domains are out now. */
function warnOfDomains(world: World, p: number, out: readonly DomainOut[]): void {
  if (out.length === 0) return;
  const { pool } = world.pool(p);
  const dealt =
    pool.upgradeDomains === null ? ' The topology does not say the domains; they are dealt out (M250).' : '';
  world.finding(
    'warning',
    'D250',
    `Servers of ${out.length} upgrade domains of ${world.name(p)} are out of service at once: ${outInWords(out)}. Start all servers of one domain before you stop one of the next.${dealt}`,
    readinessQuery(world, p),
  );
}

/** `fe1a, fe1d (domain 1) and fe1b (domain 2)` */
const outInWords = (out: readonly DomainOut[]): string =>
  out.map(({ domain, servers }) => `${servers.join(', ')} (domain ${domain})`).join(' and ');

/** Pools of one server have no quorum to keep, and a pool that serves nobody has none to lose. */
const servesUsers = (world: World, p: number): boolean =>
  world.pool(p).servers.length > 1 && world.frontEndRuns(p) && usersServedOn(world, p) > 0;

function takenBy(world: World, p: number, was: RoutingGroups, now: RoutingGroups): Taken | null {
  if (!servesUsers(world, p)) return null;
  const whole = quorumOn(world, p, was.running) && !quorumOn(world, p, now.running);
  const share = newly(stuckShare(was), stuckShare(now));
  return whole || share[0] > 0 ? { whole, share, building: now.building } : null;
}

/** Where nobody reads what users feel, how many they are is not followed: an exploration has as many in every pool. */
const usersOf = (world: World, amount: number): string => (world.quiet ? 'users' : counted(amount, 'user'));

function lossOf(world: World, p: number, { whole, share, building }: Taken): string {
  const name = world.name(p);
  if (whole)
    return `${name} below its quorum, with ${usersOf(world, usersServedOn(world, p))} on it: all its services stop`;
  const why =
    building === 0
      ? 'two of three replicas are on servers that do not run, and are not rebuilt'
      : 'the replicas of the server that came back before it are still being built';
  return `routing-group quorum from ${usersOf(world, shareServedOn(world, p, share))} of ${name}: ${why}`;
}
