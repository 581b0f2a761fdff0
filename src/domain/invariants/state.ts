import type { InvariantId } from '../drill.js';
import type { UserState } from '../result.js';
import type { World } from '../state/world.js';

/** One claim about a single state: the text of what is wrong, or null where it holds. */
export interface StateInvariant {
  readonly id: InvariantId;
  readonly claim: string;
  readonly rules: readonly string[];
  /** what is wrong for pool `p` */
  check(world: World, p: number): string | null;
}

const paired = (world: World, p: number): boolean => world.partner(p) > p;

/**
 * Users are in regular mode (domain.md 6), and rightly so: a registrar is open to them (none is in read-only
 * mode), the services of the pool that serves them run, and its User database has not been gone for longer than
 * D27 allows.
 */
export function mayAcknowledge(world: World, p: number, state: UserState): boolean {
  if (state !== 'regularHome' && state !== 'regularPartner') return false;
  const serving = state === 'regularHome' ? p : world.partner(p);
  const open =
    world.control[world.variables.homeOpen + p] === 1 || world.control[world.variables.partnerOpen + p] === 1;
  return open && world.frontEndRuns(serving) && world.control[world.variables.backEndGone + serving] === 0;
}

const limitOf = (state: UserState): string =>
  state.startsWith('regular')
    ? 'its users can only be in read-only or resiliency mode'
    : `its users are in ${state}`;

/** I3-I8: judged after every event, for every pool. */
export const STATE_INVARIANTS: readonly StateInvariant[] = [
  {
    id: 'I3',
    claim: 'at any time at most one pool accepts persistent changes for a cohort',
    rules: ['D43', 'D51', 'D70'],
    check(world, p) {
      const state = world.serviceStateOf(p);
      // The registrar that is open, or the one on which users are regular whatever the registrars think (M47).
      const home = world.control[world.variables.homeOpen + p] === 1 || state === 'regularHome';
      const partner = world.control[world.variables.partnerOpen + p] === 1;
      return home && partner
        ? `${world.name(p)} and ${world.name(world.partner(p))} both accept changes of the users of ${world.name(p)}`
        : null;
    },
  },
  {
    id: 'I4',
    claim: 'at most one active Central Management master',
    rules: ['D64'],
    check: (world, p) =>
      p === world.layout.cmsHome &&
      world.control[world.variables.cmsActive] + world.control[world.variables.cmsActive + 1] > 1
        ? `${world.name(world.layout.cmsHome)} and ${world.name(world.layout.cmsStandby)} both are the active master`
        : null,
  },
  {
    id: 'I5',
    claim: 'at most one served principal per mirror session',
    rules: ['D21', 'D23'],
    check(world, p) {
      for (const db of world.pool(p).databases) {
        const at = world.variables.serves + (p * 3 + db) * 2;
        if (world.control[at] + world.control[at + 1] > 1)
          return `both SQL servers of ${world.name(p)} serve the ${world.databaseName(db)} database`;
      }
      return null;
    },
  },
  {
    id: 'I6',
    claim: 'a pool is not failed over while its partner is failed over to it',
    rules: ['S7', 'S8'],
    check: (world, p) =>
      paired(world, p) && !world.isNormal(p) && !world.isNormal(world.partner(p))
        ? `${world.name(p)} and ${world.name(world.partner(p))} are failed over to each other`
        : null,
  },
  {
    id: 'I7',
    claim: 'no user is served in regular mode away from home without a commanded failover',
    rules: ['S4'],
    check: (world, p) =>
      world.serviceStateOf(p) === 'regularPartner' && world.control[world.variables.commanded + p] === 0
        ? `users of ${world.name(p)} are regular on ${world.name(world.partner(p))}, but nobody commanded it`
        : null,
  },
  {
    id: 'I8',
    claim: 'nothing persistent is acknowledged in resiliency or read-only mode',
    rules: ['D43', 'D70'],
    check(world, p) {
      const state = world.serviceStateOf(p);
      if (mayAcknowledge(world, p, state)) return null;
      for (const m of [0, 1]) {
        const log = world.log(p, m);
        if (log !== null && log.weight > 0) {
          return `changes of ${world.name(p)} (${log.module}) are acknowledged while ${limitOf(state)}`;
        }
      }
      return null;
    },
  },
];
