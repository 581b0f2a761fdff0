/** I5: at most one principal serves. */
import type { StateInvariant } from '../../invariants/state-invariant.js';

export const onePrincipal: StateInvariant = {
  id: 'I5',
  claim: 'at most one served principal per mirror session',
  rules: ['D21', 'D23'],
  check(world, p) {
    const { serves } = world.variables;
    for (const db of world.pool(p).databases) {
      if (serves.get(p, db, 0) + serves.get(p, db, 1) > 1)
        return `both SQL servers of ${world.name(p)} serve the ${world.databaseName(db)} database`;
    }
    return null;
  },
};
