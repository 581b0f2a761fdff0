/** Documented RTO and RPO targets of a pool failover (D46), in ms. */
import type { Product } from '../../deployment.js';

export function failoverTargets(product: Product): { rtoMs: number; rpoMs: number } {
  const min = 60_000;
  return product === 'lync2013' ? { rtoMs: 30 * min, rpoMs: 30 * min } : { rtoMs: 20 * min, rpoMs: 5 * min };
}
