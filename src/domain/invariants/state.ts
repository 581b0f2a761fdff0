import type { UserState } from '../result.js';
import type { World } from '../state/world.js';

/** One claim about a single state: the text of what is wrong, or null where it holds. */
export interface StateInvariant {
  readonly id: string;
  readonly claim: string;
  readonly rules: readonly string[];
  /** what is wrong for pool `p` */
  check(w: World, p: number): string | null;
}

const paired = (w: World, p: number): boolean => w.partner(p) > p;

/**
 * Users are in regular mode (domain.md 6), and rightly so: a registrar is open to them (none is in read-only
 * mode), the services of the pool that serves them run, and its User database has not been gone for longer than
 * D27 allows.
 */
export function mayAcknowledge(w: World, p: number, state: UserState): boolean {
  if (state !== 'regularHome' && state !== 'regularPartner') return false;
  const serving = state === 'regularHome' ? p : w.partner(p);
  const open = w.c[w.s.homeOpen + p] === 1 || w.c[w.s.partnerOpen + p] === 1;
  return open && w.frontEndRuns(serving) && w.c[w.s.backEndGone + serving] === 0;
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
    check(w, p) {
      const state = w.feel(p);
      // The registrar that is open, or the one on which users are regular whatever the registrars think (M47).
      const home = w.c[w.s.homeOpen + p] === 1 || state === 'regularHome';
      const partner = w.c[w.s.partnerOpen + p] === 1;
      return home && partner
        ? `${w.name(p)} and ${w.name(w.partner(p))} both accept changes of the users of ${w.name(p)}`
        : null;
    },
  },
  {
    id: 'I4',
    claim: 'at most one active Central Management master',
    rules: ['D64'],
    check: (w, p) =>
      p === w.layout.cmsHome && w.c[w.s.cmsActive] + w.c[w.s.cmsActive + 1] > 1
        ? `${w.name(w.layout.cmsHome)} and ${w.name(w.layout.cmsStandby)} both are the active master`
        : null,
  },
  {
    id: 'I5',
    claim: 'at most one served principal per mirror session',
    rules: ['D21', 'D23'],
    check(w, p) {
      for (const db of w.pool(p).databases) {
        const at = w.s.serves + (p * 3 + db) * 2;
        if (w.c[at] + w.c[at + 1] > 1)
          return `both SQL servers of ${w.name(p)} serve the ${w.databaseName(db)} database`;
      }
      return null;
    },
  },
  {
    id: 'I6',
    claim: 'a pool is not failed over while its partner is failed over to it',
    rules: ['S7', 'S8'],
    check: (w, p) =>
      paired(w, p) && !w.isNormal(p) && !w.isNormal(w.partner(p))
        ? `${w.name(p)} and ${w.name(w.partner(p))} are failed over to each other`
        : null,
  },
  {
    id: 'I7',
    claim: 'no user is served in regular mode away from home without a commanded failover',
    rules: ['S4'],
    check: (w, p) =>
      w.feel(p) === 'regularPartner' && w.c[w.s.commanded + p] === 0
        ? `users of ${w.name(p)} are regular on ${w.name(w.partner(p))}, but nobody commanded it`
        : null,
  },
  {
    id: 'I8',
    claim: 'nothing persistent is acknowledged in resiliency or read-only mode',
    rules: ['D43', 'D70'],
    check(w, p) {
      const state = w.feel(p);
      if (mayAcknowledge(w, p, state)) return null;
      for (const m of [0, 1]) {
        const log = w.log(p, m);
        if (log !== null && log.weight > 0) {
          return `changes of ${w.name(p)} (${log.module}) are acknowledged while ${limitOf(state)}`;
        }
      }
      return null;
    },
  },
];
