/** Numbers of a pool failover: the documented targets (D46), and what a difference of updates between its pools is worth (M262). */
import { assumedOneOf } from '../../../core/fact.js';
import type { Product } from '../../deployment.js';

/** What a pool failover assumes. */
export const POOL_FAILOVER_FACTS = {
  cuMismatch: assumedOneOf(['warning', 'error'], {
    source: 'M262',
    why: 'severity of a disaster failover between pools of different cumulative updates: no document has a rule for it, between products it is unsupported (D2)',
  }),
};

/** The documented RTO and RPO of the failover of a pool of this product, in ms (D46). */
export function failoverTargets(product: Product): { rtoMs: number; rpoMs: number } {
  const min = 60_000;
  return product === 'lync2013' ? { rtoMs: 30 * min, rpoMs: 30 * min } : { rtoMs: 20 * min, rpoMs: 5 * min };
}
