/** The preconditions of a pool failback: what the pool and its partner lack, and the refusal that names it (D50, S7). */
import { backEndThere } from '../components/front-end-pool/conditions.js';
import { USER_DATABASE } from '../state/modules.js';
import type { World } from '../state/world.js';
import { type Ended, refuse } from './cmdlet.js';
import { stuckText } from './pool-failover-preconditions.js';
import { databaseMissing, servicesMissing } from './pool-readiness.js';

/** What pool `p` lacks to take its users back, with the remedy; null = nothing (D50). */
export function missingAtHome(world: World, p: number): string | null {
  // Services that the failover stopped are started by the failback.
  const services = world.restsAway(p) ? null : servicesMissing(world, p);
  if (services !== null || world.served(p, USER_DATABASE)) return services;
  return backEndThere(world, p) && world.settings.failbackFillsEmptyDatabase ? null : databaseMissing(world, p);
}

/** What refuses the failback of `p` (D50); null = nothing does. */
export function failbackRefusal(world: World, p: number, disaster: boolean): Ended | null {
  const q = world.partner(p);
  if (!world.is('failover', p, 'failedOver')) {
    const other = q >= 0 && world.is('failover', q, 'failedOver');
    const hint = other
      ? ` -PoolFqdn is the pool that was failed over (S7): Invoke-CsPoolFailBack -PoolFqdn ${world.name(q)}`
      : '';
    const closed = world.is('failover', p, 'stuck') ? ` ${stuckText(world, p)}` : '';
    return refuse('D50', `${world.name(p)} is not failed over.${hint}${closed}`);
  }
  const missing = missingAtHome(world, p);
  if (missing !== null) return refuse('D50', `${world.name(p)} cannot take its users back. ${missing}`);
  const lacks = disaster ? null : (servicesMissing(world, q) ?? databaseMissing(world, q));
  if (lacks !== null) {
    return refuse(
      'D50',
      `The users' data cannot be copied back from the partner ${world.name(q)}. ${lacks} Or use -DisasterMode and leave behind what users wrote there (D53).`,
    );
  }
  if (!world.cmsFunctional() && world.settings.failbackNeedsCms) {
    return refuse('D50', 'No active Central Management master can be reached.');
  }
  return null;
}
