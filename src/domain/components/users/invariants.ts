/** I8: nothing is acknowledged that could not be kept. */
import type { StateInvariant } from '../../invariants/state-invariant.js';
import type { UserState } from '../../result.js';
import { CONTENT, USER_DATA } from '../../state/modules.js';
import type { World } from '../../state/world.js';

/**
 * Users are in regular mode (domain.md 6), and rightly so: a registrar is open to them (none is in read-only
 * mode), the services of the pool that serves them run, and its User database has not been gone for longer than
 * D27 allows.
 */
export function mayAcknowledge(world: World, p: number, state: UserState): boolean {
  if (state !== 'regularHome' && state !== 'regularPartner') return false;
  const serving = state === 'regularHome' ? p : world.partner(p);
  const { homeOpen, partnerOpen, backEndGone } = world.variables;
  const open = homeOpen.get(p) === 1 || partnerOpen.get(p) === 1;
  return open && world.frontEndRuns(serving) && backEndGone.get(serving) === 0;
}

const limitOf = (state: UserState): string =>
  state.startsWith('regular') ? 'its users can only be in read-only or resiliency mode' : `its users are in ${state}`;

/** I8. */
export const nothingUnkept: StateInvariant = {
  id: 'I8',
  claim: 'nothing persistent is acknowledged in resiliency or read-only mode',
  rules: ['D43', 'D70'],
  check(world, p) {
    const state = world.serviceStateOf(p);
    if (mayAcknowledge(world, p, state)) return null;
    for (const m of [USER_DATA, CONTENT]) {
      const log = world.log(p, m);
      if (log !== null && log.acknowledging > 0) {
        return `changes of ${world.name(p)} (${log.module}) are acknowledged while ${limitOf(state)}`;
      }
    }
    return null;
  },
};
