/** I5: at most one principal serves. */
import type { StateInvariant } from '../../invariants/state-invariant.js';

export const onePrincipal: StateInvariant = {
  id: 'I5',
  claim: 'at most one served principal per mirror session or availability group',
  rules: ['D21', 'D23'],
  check(world, p) {
    const { serves } = world.variables;
    for (const db of world.pool(p).databases) {
      let serving = 0;
      for (let store = 0; store < world.layout.storesPerSide; store++) serving += serves.get(p, db, store);
      if (serving > 1) return `two SQL servers of ${world.name(p)} serve the ${world.databaseName(db)} database`;
    }
    return null;
  },
};
