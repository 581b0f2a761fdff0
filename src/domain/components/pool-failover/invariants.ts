/** I3, I6 and I7: who accepts changes, and whose failovers exclude each other. */
import type { StateInvariant } from '../../invariants/state-invariant.js';

/** I3. */
export const oneWriter: StateInvariant = {
  id: 'I3',
  claim: 'at any time at most one pool accepts persistent changes for a cohort',
  rules: ['D43', 'D45', 'D51', 'D70'],
  check(world, p) {
    const { homeOpen, partnerOpen } = world.variables;
    // The registrar that is open, or the one on which users are regular whatever the registrars think (M47).
    const home = homeOpen.get(p) === 1 || world.serviceStateOf(p) === 'regularHome';
    return home && partnerOpen.get(p) === 1
      ? `${world.name(p)} and ${world.name(world.partner(p))} both accept changes of the users of ${world.name(p)}`
      : null;
  },
};

/** I6. */
export const notBothWays: StateInvariant = {
  id: 'I6',
  claim: 'a pool is not failed over while its partner is failed over to it',
  rules: ['S7', 'S8'],
  check: (world, p) =>
    world.partner(p) > p && !world.isNormal(p) && !world.isNormal(world.partner(p))
      ? `${world.name(p)} and ${world.name(world.partner(p))} are failed over to each other`
      : null,
};

/** I7. */
export const onlyCommanded: StateInvariant = {
  id: 'I7',
  claim: 'no user is served in regular mode away from home without a commanded failover',
  rules: ['S4'],
  check: (world, p) =>
    world.serviceStateOf(p) === 'regularPartner' && world.variables.commanded.get(p) === 0
      ? `users of ${world.name(p)} are regular on ${world.name(world.partner(p))}, but nobody commanded it`
      : null,
};
