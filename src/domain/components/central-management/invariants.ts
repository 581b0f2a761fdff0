/** I4: one served Central Management master; a mark that stayed is none (D64). */
import type { StateInvariant } from '../../invariants/state-invariant.js';

export const oneMaster: StateInvariant = {
  id: 'I4',
  claim: 'at most one active Central Management master',
  rules: ['D64'],
  check(world, p) {
    const { cmsHome, cmsStandby } = world.layout;
    const { cmsActive } = world.variables;
    return p === cmsHome && cmsActive.get(0) + cmsActive.get(1) > 1
      ? `${world.name(cmsHome)} and ${world.name(cmsStandby)} both are the active master`
      : null;
  },
};
