import { CONFIG, CONTENT, RGS_DATA, RGS_FILES, USER_DATA, type World } from './world.js';

/** Logs that a failover of pool `p` is about: all that goes with its users, and the CMS where `p` is its master. */
function logsOf(w: World, p: number): number[] {
  const found = [USER_DATA, CONTENT, RGS_DATA, RGS_FILES].map((m) => w.logIndex[p][m]).filter((i) => i >= 0);
  if (w.cmsMaster() === p) found.push(w.logIndex[w.layout.cmsHome][CONFIG]);
  return found;
}

/**
 * Notes that pool `p` stopped serving now, and what its logs served until now. `before` = the positions
 * served before the event that stopped it, by log; they are copied.
 */
export function recordOutage(w: World, p: number, before?: readonly (readonly number[])[]): void {
  const served = new Map<number, readonly number[]>();
  for (const i of logsOf(w, p)) {
    const log = w.state.logs[i];
    const held = before?.[i].slice() ?? log.served(w.now, w.servingStore(log, w.moduleOfLog[i]));
    served.set(i, held);
    countAgesFromNow(w, i, held);
  }
  for (const i of logsOfGuests(w, p)) {
    const log = w.state.logs[i];
    countAgesFromNow(w, i, before?.[i] ?? log.served(w.now, w.servingStore(log, w.moduleOfLog[i])));
  }
  w.state.outages[p] = { atMs: w.now, served };
}

/** Pool `p` serves again: what left nothing behind has no outage that its ages would count from. */
export function endOutage(w: World, p: number): void {
  for (const i of logsOf(w, p)) forgetOutage(w, i);
  w.state.outages[p] = null;
}

/** The Central Management Store stops taking changes, or takes them again; `i` is its log. */
export function configOutage(w: World, i: number, takes: boolean): void {
  const log = w.state.logs[i];
  if (takes) forgetOutage(w, i);
  else countAgesFromNow(w, i, log.served(w.now, w.servingStore(log, CONFIG)));
}

/** What leaves the serving branch of a log without an outage is as old as it is now. */
export function countAgesOfDeparture(w: World, i: number): void {
  if (w.state.lastOutageMs[i] < 0) w.state.lastOutageMs[i] = w.now;
}

function forgetOutage(w: World, i: number): void {
  const log = w.state.logs[i];
  if (isWhole(w, i, log.served(w.now, w.servingStore(log, w.moduleOfLog[i])))) w.state.lastOutageMs[i] = -1;
}

/** Nothing that was acknowledged is missing in `held`. */
function isWhole(w: World, i: number, held: readonly number[]): boolean {
  return w.state.logs[i].segments.every((s, k) => s.count(held[k] ?? s.endMs) === s.count(s.endMs));
}

/** Logs of the partner's users while `p` serves them: this outage is theirs, too. */
function logsOfGuests(w: World, p: number): number[] {
  const q = w.partner(p);
  if (q < 0) return [];
  return [w.logIndex[q][USER_DATA], w.logIndex[q][CONTENT]].filter((i) => w.state.logs[i].side === 1);
}

/** What an earlier outage cost keeps that outage as its reference. */
function countAgesFromNow(w: World, i: number, held: readonly number[]): void {
  if (isWhole(w, i, held) || w.state.lastOutageMs[i] < 0) w.state.lastOutageMs[i] = w.now;
}

/** Age at the outage of the oldest change that was served then and is not now; 0 = there is none (D46). */
export function rpoSince(w: World, p: number): number {
  const outage = w.state.outages[p];
  if (outage === null) return 0;
  let rpoMs = 0;
  for (const [i, before] of outage.served) {
    const log = w.state.logs[i];
    const gone = log.departed(before, log.served(w.now, w.servingStore(log, w.moduleOfLog[i])));
    if (gone !== null) rpoMs = Math.max(rpoMs, outage.atMs - gone.oldestMs);
  }
  return rpoMs;
}
