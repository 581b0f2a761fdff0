/** What the replicas of an availability group have now: which follow its primary, and which has most (D111, D112). */
import type { CONTROL_VARIABLES, MachineIds } from '../components/tables.js';
import { NO_FOLLOWERS, onlyStore } from '../ledger/stored-changes.js';
import type { Variables } from './control-state.js';
import type { Layout } from './layout.js';

/** What of a world is asked: its control state, and the numbers of the states of its machines. */
interface GroupsNow {
  readonly layout: Layout;
  readonly variables: Pick<
    Variables<typeof CONTROL_VARIABLES>,
    'session' | 'secondary' | 'principalSide' | 'serves' | 'reached' | 'blank'
  >;
  readonly ids: MachineIds;
}

/** The stores of pool `p` that take every commit of a database with its principal or primary, as a bit set (D20, D112). */
export function followersAt(now: GroupsNow, p: number, db: number): number {
  const { layout, variables, ids } = now;
  if (layout.pools[p].group !== null) return replicasInStep(now, p);
  if (!ids.session.inStep[variables.session.get(p, db)]) return NO_FOLLOWERS;
  const mirror = 1 - variables.principalSide.get(p, db);
  // Disks that were just lost take nothing, whatever the session knows of it.
  return variables.blank.get(p, db, mirror) === 1 ? NO_FOLLOWERS : onlyStore(mirror);
}

/** The primary of the group of pool `p` serves a database, and the Front End servers can use it (D107, M125). */
export const isPrimaryUsed = (
  { variables: { serves, reached, principalSide } }: GroupsNow,
  p: number,
  db: number,
): boolean => serves.get(p, db, principalSide.get(p, db)) === 1 && reached.get(p) === 1;

/** The secondaries of the group of pool `p` that take every commit with its primary, as a bit set (D112). */
function replicasInStep({ layout, variables, ids }: GroupsNow, p: number): number {
  const { secondary, principalSide, blank } = variables;
  const { length } = layout.pools[p].sql;
  const primary = principalSide.get(p, 0);
  let set = 0;
  for (let i = 0; i < length; i++)
    if (i !== primary && ids.secondary.inStep[secondary.get(p, i)] && blank.get(p, 0, i) === 0) set |= 1 << i;
  return set;
}

/** All secondaries of the group of pool `p` are in step. */
export function areInStep(now: GroupsNow, p: number): boolean {
  const all = 2 ** now.layout.pools[p].sql.length - 1;
  return replicasInStep(now, p) === (all & ~(1 << now.variables.principalSide.get(p, 0)));
}

/** Every secondary of the group of pool `p` has what it can have: in step, or behind as asynchronous ones are for ever (D113). */
export function areAsTheyShould(now: GroupsNow, p: number): boolean {
  const { variables, ids, layout } = now;
  const { sql } = layout.pools[p];
  const primary = variables.principalSide.get(p, 0);
  const follows = (i: number): boolean => {
    const state = variables.secondary.get(p, i);
    return isAsynchronous(now, p, i) ? ids.secondary.synchronizing[state] : ids.secondary.inStep[state];
  };
  return sql.every((_, i) => i === primary || (follows(i) && variables.blank.get(p, 0, i) === 0));
}

/** Secondary `i` of the group of pool `p` is behind for ever: it commits asynchronously, or the primary does, and then towards all (D113). */
export function isAsynchronous(
  {
    layout,
    variables,
  }: Pick<GroupsNow, 'layout'> & { readonly variables: Pick<GroupsNow['variables'], 'principalSide'> },
  p: number,
  i: number,
): boolean {
  const { replicas } = layout.pools[p].group!.group;
  return [replicas[i], replicas[variables.principalSide.get(p, 0)]].some(({ commit }) => commit === 'asynchronous');
}

/** Commits of pool `p` are through at once: no secondary is silent that the primary of its group waits for (D112). */
export function commitsAtOnce({ layout, variables, ids }: GroupsNow, p: number): boolean {
  const { group, sql } = layout.pools[p];
  return group === null || !sql.some((_, i) => ids.secondary.silent[variables.secondary.get(p, i)]);
}

/** Of a Back End whose principal's disks are lost the store that has most; the principal's own where it has no other. */
export function storeBeside({ layout, variables, ids }: GroupsNow, p: number, db: number, principal: number): number {
  const { group, sql } = layout.pools[p];
  if (group === null) return sql[1] >= 0 ? 1 - principal : principal;
  const kept = sql.map((_, i) => i).filter((i) => variables.blank.get(p, db, i) === 0);
  return kept.find((i) => ids.secondary.hasAll[variables.secondary.get(p, i)]) ?? kept[0] ?? principal;
}
