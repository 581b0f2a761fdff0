/** What a pool is sized for where nobody says (D3, D278). */
import { isFrom2019, type Product } from './deployment.js';

const USERS_PER_SERVER = 6660;

/** D3: most users that each pool of a pair may home, by edition; a pool serves those of both. */
export const HOMED_MOST = { enterprise: 40_000, standard: 2500 } as const;

/** Of sixteen Front End servers, which a pool may have from 2019 on (D278). */
const MOST_FROM_2019 = 106_000;

/** D3, D278: users that a pool of `servers` Front End servers serves at most. */
export function defaultCapacity(edition: keyof typeof HOMED_MOST, servers: number, product: Product): number {
  const most = 2 * HOMED_MOST[edition];
  if (edition === 'standard') return most;
  return Math.min(USERS_PER_SERVER * servers, isFrom2019(product) ? MOST_FROM_2019 : most);
}
