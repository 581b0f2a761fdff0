/** I11: at most one primary replica serves. */
import type { StateInvariant } from '../../invariants/state-invariant.js';

export const onePrimary: StateInvariant = {
  id: 'I11',
  claim: 'at most one served primary per availability group',
  rules: ['D121', 'D133', 'D135'],
  check(world, p) {
    const { sql, group } = world.pool(p);
    if (group === null) return null;
    const serving = sql.filter((_, i) => world.variables.serves.get(p, 0, i) === 1);
    if (serving.length <= 1) return null;
    const names = serving.map((h) => world.layout.hosts[h].fqdn).join(' and ');
    return `${names} are both primary of the availability group of ${world.name(p)}`;
  },
};
