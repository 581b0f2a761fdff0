/** Behaviour of the users of a pool: who serves them, and which stores take their changes (domain.md 6, D70). */

import { bits } from '../../../core/state-machine.js';
import { configOutage } from '../../ledger/outages.js';
import { NO_FOLLOWERS } from '../../ledger/stored-changes.js';
import type { UserState, UsersByState } from '../../result.js';
import { CONFIG, CONTENT, RGS_DATA, RGS_FILES, USER_DATA } from '../../state/modules.js';
import { commitsAtOnce } from '../../state/replicas-now.js';
import type { World } from '../../state/world.js';
import type { UserService } from '../../state/world-state.js';
import { usersWithoutQuorum, usersWithPrimaryLeft } from '../front-end-pool/groups-of-pool.js';
import { isOpenToAll, reconcileApart, usersApart } from './served-apart.js';

/** `users: 20,000 of pool1: ...` */
export const STATE_IN_WORDS: Readonly<Record<UserState, string>> = {
  regularHome: 'regular at home',
  regularPartner: 'regular on the partner',
  resiliencyHome: 'in resiliency mode at home',
  resiliencyPartner: 'in resiliency mode on the partner',
  readOnlyHome: 'read-only at home',
  signedOut: 'signed out',
};

/** Brings the users of a pool in line with who serves them (domain.md 6, D70). */
export function reconcileUsers(world: World, p: number): void {
  const { variables } = world;
  const q = world.partner(p);
  const voice = world.deployment.voiceResiliency.automatic && q >= 0;
  // D27 holds for the partner's Back End as well.
  const partnerOpen = variables.partnerOpen.get(p) === 1 && variables.backEndGone.get(Math.max(q, 0)) === 0;
  const homeOpen = isOpenToAll(world, p);
  const backEndGone = variables.backEndGone.get(p) === 1;
  const outlook = bits(world.frontEndRuns(p), homeOpen, backEndGone, world.frontEndRuns(q), voice, partnerOpen);
  send(world, p, world.ids.users.look + outlook);
}

/** `detected`, `handBack`, `readOnly`, `takeOver`, `moveHome`. */
export function tellUsers(world: World, p: number, type: string): void {
  send(world, p, world.machines.users.event(type));
}

function send(world: World, p: number, event: number): void {
  const { failureDetectionMs, failbackDetectionMs } = world.deployment.voiceResiliency;
  for (const signal of world.send(world.machines.users, world.variables.users.at(p), event)) {
    switch (signal.type) {
      case 'detect':
        world.effects.start(world.work.failureDetection.at(p), failureDetectionMs, failureDetectionMs);
        break;
      case 'cancelDetect':
        world.effects.cancel(world.work.failureDetection.at(p));
        break;
      case 'awaitReturn':
        world.effects.start(world.work.failbackDetection.at(p), failbackDetectionMs, failbackDetectionMs);
        break;
      case 'cancelReturn':
        world.effects.cancel(world.work.failbackDetection.at(p));
        break;
    }
  }
}

/** What the users of a pool feel: the worst state any part is in, how many are in it, and how many are served regularly. */
export function usersOf(world: World, p: number): UserService {
  const { users } = world.pool(p).pool;
  const apart = usersApart(world, p);
  const state = world.serviceStateOf(p);
  if (apart === 0) return partOf(world, users, state, registrarOf(world, p, state));
  const home = partOf(world, apart, world.variables.backEndGone.get(p) === 1 ? 'resiliencyHome' : 'regularHome', p);
  if (apart === users) return home;
  const others = partOf(world, users - apart, state, registrarOf(world, p, state));
  const worst = WORST_FIRST.indexOf(home.state) < WORST_FIRST.indexOf(others.state) ? home : others;
  return { ...worst, regular: home.regular + others.regular };
}

/** What users can feel, the worst first. */
export const WORST_FIRST: readonly UserState[] = [
  'signedOut',
  'resiliencyHome',
  'resiliencyPartner',
  'readOnlyHome',
  'regularPartner',
  'regularHome',
];

/** The same of `users` of a pool that are in one state, in the routing groups of `registrar` (-1 = of none). */
function partOf(world: World, users: number, state: UserState, registrar: number): UserService {
  if (registrar < 0) return { state, affected: users, regular: 0 };
  const without = shareOf(users, usersWithoutQuorum(world, registrar));
  const regular = state === 'regularHome' || state === 'regularPartner' ? users - without : 0;
  if (without === 0) return { state, affected: users, regular };
  // Signed out is the worst of all, also for those whom the rest of the pool serves in another mode.
  const limited = shareOf(users, usersWithPrimaryLeft(world, registrar));
  if (limited < without) return { state: 'signedOut', affected: without - limited, regular };
  return { state: resiliencyBeside(state), affected: limited, regular };
}

/** The one state that all users of a pool are in; null = they are in several, or that is not told so quickly. */
export function stateOfAllUsers(world: World, p: number): UserState | null {
  if (usersApart(world, p) > 0) return null;
  const state = world.serviceStateOf(p);
  const registrar = registrarOf(world, p, state);
  return registrar < 0 || world.variables.groupsStuckBase.get(registrar) === 0 ? state : null;
}

/** The users of a pool by the state that each is in, the worst first. */
export function usersByState(world: World, p: number): UsersByState {
  const { users } = world.pool(p).pool;
  const apart = usersApart(world, p);
  const state = world.serviceStateOf(p);
  const parts: Partial<Record<UserState, number>> = {};
  if (apart > 0)
    addParts(parts, world, apart, world.variables.backEndGone.get(p) === 1 ? 'resiliencyHome' : 'regularHome', p);
  if (apart < users) addParts(parts, world, users - apart, state, registrarOf(world, p, state));
  return Object.fromEntries(WORST_FIRST.flatMap((each) => (parts[each] ? [[each, parts[each]]] : [])));
}

/** Adds `users` of a pool who are in one state, in the routing groups of `registrar` (-1 = of none; D11). */
function addParts(
  parts: Partial<Record<UserState, number>>,
  world: World,
  users: number,
  state: UserState,
  registrar: number,
): void {
  const add = (to: UserState, n: number): void => {
    parts[to] = (parts[to] ?? 0) + n;
  };
  const without = registrar < 0 ? 0 : shareOf(users, usersWithoutQuorum(world, registrar));
  const limited = without === 0 ? 0 : shareOf(users, usersWithPrimaryLeft(world, registrar));
  add(state, users - without);
  add(resiliencyBeside(state), limited);
  add('signedOut', without - limited);
}

/** The mode of those whose one replica left was the primary, beside others whom their pool serves in `state`. */
const resiliencyBeside = (state: UserState): UserState =>
  state === 'regularHome' || state === 'resiliencyHome' || state === 'readOnlyHome'
    ? 'resiliencyHome'
    : 'resiliencyPartner';

const shareOf = (users: number, [part, whole]: readonly [number, number]): number => Math.floor((users * part) / whole);

/** Nothing of it is news. */
export const isSameService = (a: UserService, b: UserService): boolean =>
  a.state === b.state && a.affected === b.affected && a.regular === b.regular;

/** The pool whose routing groups the users are in; -1 = none. */
function registrarOf(world: World, p: number, state: UserState): number {
  if (state === 'signedOut') return -1;
  return state === 'regularPartner' || state === 'resiliencyPartner' ? world.partner(p) : p;
}

/** The pool that serves the users of pool `p`, in whatever mode, or did last. */
export function poolServing(world: World, p: number): number {
  const state = world.serviceStateOf(p);
  return state === 'regularPartner' || state === 'resiliencyPartner' ? world.partner(p) : p;
}

/** Users whom pool `p` serves, its partner's too where they are on it. */
export function usersServedOn(world: World, p: number): number {
  let users = 0;
  for (const { index, pool } of world.layout.pools) if (poolServing(world, index) === p) users += pool.users;
  return users;
}

/** A share of the users whom pool `p` serves, its partner's too where they are on it; whole users of each pool. */
export function shareServedOn(world: World, p: number, share: readonly [number, number]): number {
  let users = 0;
  for (const { index, pool } of world.layout.pools) {
    if (poolServing(world, index) === p && world.serviceStateOf(index) !== 'signedOut')
      users += shareOf(pool.users, share);
  }
  return users;
}

/** The pool that takes persistent changes of `p`'s users now; -1 = none (I8). */
export function servingPool(world: World, p: number): number {
  const state = world.serviceStateOf(p);
  return state === 'regularHome' ? p : state === 'regularPartner' ? world.partner(p) : -1;
}

/** All users of the pool have regular service, wherever they are served. */
export function isServedRegular(world: World, p: number): boolean {
  const { state, regular } = usersOf(world, p);
  return (state === 'regularHome' || state === 'regularPartner') && regular === world.pool(p).pool.users;
}

/** All users of the pool are regular at home (I10). */
export function isServedRegularAtHome(world: World, p: number): boolean {
  const { state, affected } = usersOf(world, p);
  return state === 'regularHome' && affected === world.pool(p).pool.users;
}

/** Brings the ledger in line: whose changes are acknowledged, and which stores take them. */
export function reconcileLedger(world: World, p: number): void {
  const serving = servingPool(world, p);
  const apart = usersApart(world, p);
  const users = world.pool(p).pool.users - apart;
  const weight = serving < 0 ? 0 : users - shareOf(users, usersWithoutQuorum(world, serving));
  world.variables.usersAcknowledge.set(p, weight > 0 ? 1 : 0);

  const userLog = world.log(p, USER_DATA)!;
  const holder = world.poolOnSide(p, userLog.side);
  const writes = holder >= 0 && world.canServe(holder) && commitsAtOnce(world, holder);
  userLog.setWriter(
    world.now,
    writes ? world.servingStore(userLog, USER_DATA) : -1,
    writes ? world.followersOn(userLog, USER_DATA, userLog.side) : NO_FOLLOWERS,
  );
  userLog.setAcknowledging(world.now, weight);

  const content = world.log(p, CONTENT)!;
  const share1 = holder >= 0 && world.shareUp(world.poolOnSide(p, content.side));
  content.setWriter(world.now, share1 ? content.side : -1, NO_FOLLOWERS);
  content.setAcknowledging(world.now, share1 && weight > 0 ? weight : 0);

  const atHome = world.variables.backEndGone.get(p) === 1 ? 0 : apart - shareOf(apart, usersWithoutQuorum(world, p));
  reconcileApart(world, p, atHome);

  for (const m of RGS_MODULES) {
    const log = world.log(p, m);
    if (log === null) return;
    const takes = serving === p && world.served(p, 1) && world.shareUp(p) && commitsAtOnce(world, p);
    log.setWriter(
      world.now,
      takes ? world.storeOn(log, m, 0) : -1,
      takes ? world.followersOn(log, m, 0) : NO_FOLLOWERS,
    );
    log.setAcknowledging(world.now, takes ? 1 : 0);
  }
}

const RGS_MODULES = [RGS_DATA, RGS_FILES];

/** The Central Management Store takes changes at its active master. */
export function reconcileConfigLedger(world: World): void {
  const home = world.layout.cmsHome;
  if (home < 0) return;
  const log = world.log(home, CONFIG)!;
  const takes = world.cmsFunctional() && commitsAtOnce(world, world.cmsMaster());
  if (!world.quiet && takes === log.writer < 0) configOutage(world, takes);
  log.setWriter(
    world.now,
    takes ? world.servingStore(log, CONFIG) : -1,
    takes ? world.followersOn(log, CONFIG, log.side) : NO_FOLLOWERS,
  );
  log.setAcknowledging(world.now, takes ? 1 : 0);
}
