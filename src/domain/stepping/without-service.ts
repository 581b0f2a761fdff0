/** Users without regular service at the end of a run: how many, what their pool lacks, and the ways back with their cost. */
import { count, counted } from '../../core/format.js';
import { poolFailover } from '../cmdlets/pool-failover.js';
import { failoverRefusal } from '../cmdlets/pool-failover-preconditions.js';
import { databaseMissing, servicesMissing } from '../cmdlets/pool-readiness.js';
import { atRisk } from '../components/backup-service/backlog.js';
import { firstExportLeft } from '../components/backup-service/earlier-store.js';
import { modulesOf } from '../components/backup-service/transfers.js';
import { isOutOfReach } from '../components/pool-failover/behaviour.js';
import { isServedRegular, STATE_IN_WORDS, usersOf } from '../components/users/behaviour.js';
import type { UserState } from '../result.js';
import { CONFIG } from '../state/modules.js';
import type { World } from '../state/world.js';

/** A drill that ends in an outage has not shown the way out of it, though every step may have gone well. */
export function leftWithoutService(world: World, p: number): void {
  const { state, affected, regular } = usersOf(world, p);
  if (affected === 0 || isServedRegular(world, p)) return;
  const { users } = world.pool(p).pool;
  const part = affected < users;
  const others = users - regular - affected;
  const more = others === 0 ? '' : `, ${count(others)} more without regular service`;
  const rule = part ? 'D11' : state === 'resiliencyHome' ? 'D27' : 'D70';
  const what = `${counted(affected, 'user')} of ${world.name(p)} ${affected === 1 ? 'is' : 'are'} still ${STATE_IN_WORDS[state]}${more} at the end of the drill.`;
  // Of routing groups without quorum the offer of QuorumLossRecovery says more (D11).
  const { says, line } = part ? { says: '', line: null } : wayBack(world, p, state);
  world.finding('warning', rule, what + says, line);
}

const WITHOUT: readonly UserState[] = ['signedOut', 'resiliencyPartner', 'resiliencyHome'];

/** What brings back the users of a pool that does not serve them, and what it costs. */
function wayBack(world: World, p: number, state: UserState): { readonly says: string; readonly line: string | null } {
  const none = { says: '', line: null };
  // While a failover or a failback is under way there is nothing to begin.
  if (!world.isNormal(p) || !WITHOUT.includes(state)) return none;
  const missing = servicesMissing(world, p) ?? databaseMissing(world, p);
  if (missing === null) return none;
  const says = ` ${missing}`;
  // Over a cut link no form of a failover is advised (D45).
  if (world.partner(p) < 0 || isOutOfReach(world, p)) return { says, line: null };
  if (firstExportLeft(world, p) !== null) {
    const lacks =
      'Its partner never had what its users saved before the pair was made, and a failover would leave all of it behind (M281).';
    return { says: `${says} ${lacks}`, line: null };
  }
  const refusal = failoverRefusal(world, p, true);
  if (refusal !== null)
    return { says: `${says} A failover to its partner is refused now: ${refusal.message}`, line: null };
  return {
    says: `${says} Or fail the pool over to its partner, which leaves ${cost(world, p)} behind.`,
    line: poolFailover.line({ PoolFqdn: world.name(p), DisasterMode: true }),
  };
}

/** What a disaster failover would leave behind now (D45). */
function cost(world: World, p: number): string {
  const behind = modulesOf(world, p).reduce((sum, m) => sum + (m === CONFIG ? 0 : atRisk(world, p, m)), 0);
  return behind === 0
    ? 'nothing'
    : counted(behind, 'change that it has not imported', 'changes that it has not imported');
}
