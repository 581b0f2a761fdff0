import { bits } from '../../../core/state-machine.js';
import { configOutage } from '../../ledger/outages.js';
import type { UserState } from '../../result.js';
import { CONFIG, CONTENT, RGS_DATA, RGS_FILES, USER_DATA, type World } from '../../state/world.js';
import { usersWithoutQuorum } from '../front-end-pool/behaviour.js';

/** What is known of the users of a pool. */
export interface UsersShown {
  readonly state: UserState;
  /** how many of them are in it */
  readonly affected: number;
}

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
export function lookAtUsers(w: World, p: number): void {
  const { c, s } = w;
  const q = w.partner(p);
  const voice = w.deployment.voiceResiliency.automatic && q >= 0;
  // D27 holds for the partner's Back End as well.
  const partnerOpen = c[s.partnerOpen + p] === 1 && c[s.backEndGone + Math.max(q, 0)] === 0;
  const homeOpen = c[s.homeOpen + p] === 1;
  const backEndGone = c[s.backEndGone + p] === 1;
  const outlook = bits(w.frontEndRuns(p), homeOpen, backEndGone, w.frontEndRuns(q), voice, partnerOpen);
  send(w, p, w.known.users.look + outlook);
}

/** `detected`, `handBack`, `readOnly`, `takeOver`, `moveHome`. */
export function tellUsers(w: World, p: number, type: string): void {
  send(w, p, w.machines.users.event(type));
}

function send(w: World, p: number, event: number): void {
  const { failureDetectionMs, failbackDetectionMs } = w.deployment.voiceResiliency;
  for (const signal of w.send(w.machines.users, w.s.users + p, event)) {
    switch (signal.type) {
      case 'detect':
        w.sink.start(w.work.failureDetection + p, failureDetectionMs, failureDetectionMs);
        break;
      case 'cancelDetect':
        w.sink.cancel(w.work.failureDetection + p);
        break;
      case 'awaitReturn':
        w.sink.start(w.work.failbackDetection + p, failbackDetectionMs, failbackDetectionMs);
        break;
      case 'cancelReturn':
        w.sink.cancel(w.work.failbackDetection + p);
        break;
    }
  }
}

/** What the users of a pool feel: the worst state any part is in, and how many are in it. */
export function usersOf(w: World, p: number): UsersShown {
  const { users } = w.pool(p).pool;
  const state = w.feel(p);
  const registrar = registrarOf(w, p, state);
  if (registrar < 0) return { state, affected: users };
  // Signed out is the worst of all, also for those whom the rest of the pool serves in another mode.
  const share = usersWithoutQuorum(w, registrar);
  const without = Math.floor((users * share[0]) / share[1]);
  return without > 0 ? { state: 'signedOut', affected: without } : { state, affected: users };
}

/** The pool whose routing groups the users are in; -1 = none. */
function registrarOf(w: World, p: number, state: UserState): number {
  if (state === 'signedOut') return -1;
  return state === 'regularPartner' || state === 'resiliencyPartner' ? w.partner(p) : p;
}

/** The pool that takes persistent changes of `p`'s users now; -1 = none (I8). */
export function servingPool(w: World, p: number): number {
  const state = w.feel(p);
  return state === 'regularHome' ? p : state === 'regularPartner' ? w.partner(p) : -1;
}

/** All users of the pool have regular service, wherever they are served. */
export function isServedRegular(w: World, p: number): boolean {
  const { state, affected } = usersOf(w, p);
  return (state === 'regularHome' || state === 'regularPartner') && affected === w.pool(p).pool.users;
}

/** All users of the pool are regular at home (I10). */
export function isServedRegularAtHome(w: World, p: number): boolean {
  const { state, affected } = usersOf(w, p);
  return state === 'regularHome' && affected === w.pool(p).pool.users;
}

/** Brings the ledger in line: whose changes are acknowledged, and which stores take them. */
export function lookAtLedger(w: World, p: number): void {
  const serving = servingPool(w, p);
  const { users } = w.pool(p).pool;
  const share = serving < 0 ? ([0, 1] as const) : usersWithoutQuorum(w, serving);
  const weight = serving < 0 ? 0 : users - Math.floor((users * share[0]) / share[1]);
  w.c[w.s.usersAcknowledge + p] = weight > 0 ? 1 : 0;

  const userLog = w.log(p, USER_DATA)!;
  const holder = w.poolOnSide(p, userLog.side);
  const writes = holder >= 0 && w.canServe(holder);
  userLog.setWriter(
    w.now,
    writes ? w.servingStore(userLog, USER_DATA) : -1,
    writes ? w.followerOn(userLog, USER_DATA, userLog.side) : -1,
  );
  userLog.setWeight(w.now, weight);

  const content = w.log(p, CONTENT)!;
  const share1 = holder >= 0 && w.shareUp(w.poolOnSide(p, content.side));
  content.setWriter(w.now, share1 ? content.side : -1, -1);
  content.setWeight(w.now, share1 && weight > 0 ? weight : 0);

  if (!w.layout.rgsInBackup) return;
  for (const m of [RGS_DATA, RGS_FILES]) {
    const log = w.log(p, m)!;
    const takes = serving === p && w.served(p, 1) && w.shareUp(p);
    log.setWriter(w.now, takes ? w.storeOn(log, m, 0) : -1, takes ? w.followerOn(log, m, 0) : -1);
    log.setWeight(w.now, takes ? 1 : 0);
  }
}

/** The Central Management Store takes changes at its active master. */
export function lookAtConfigLedger(w: World): void {
  const home = w.layout.cmsHome;
  if (home < 0) return;
  const log = w.log(home, CONFIG)!;
  const takes = w.cmsFunctional();
  if (!w.quiet && takes === log.writer < 0) configOutage(w, takes);
  log.setWriter(
    w.now,
    takes ? w.servingStore(log, CONFIG) : -1,
    takes ? w.followerOn(log, CONFIG, log.side) : -1,
  );
  log.setWeight(w.now, takes ? 1 : 0);
}
