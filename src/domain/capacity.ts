/** What a pool is sized for where nobody says (D3). */

const USERS_PER_SERVER = 6660;

/** D3: most users that each pool of a pair may home, by edition; a pool serves those of both. */
export const HOMED_MOST = { enterprise: 40_000, standard: 2500 } as const;

/** D3: users that a pool of `servers` Front End servers serves at most. */
export function defaultCapacity(edition: keyof typeof HOMED_MOST, servers: number): number {
  const most = 2 * HOMED_MOST[edition];
  return edition === 'standard' ? most : Math.min(USERS_PER_SERVER * servers, most);
}
