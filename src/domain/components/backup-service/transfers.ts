import { bits } from '../../../core/state-machine.js';
import type { Way } from '../../ledger/change-log.js';
import { MODULES } from '../../state/layout.js';
import { CONFIG, CONTENT, USER_DATA, type World } from '../../state/world.js';

/** One log that a module of a direction carries, from which store to which. */
export interface Cargo {
  /** index of the log */
  readonly log: number;
  readonly way: Way;
  readonly source: number;
  readonly target: number;
  readonly follower: number;
  /** follow the exporter's branch (own data), or only add (M38, D52) */
  readonly replace: boolean;
  /** the exporter serves the owner: what its FE servers have not written counts as held by it */
  readonly serves: boolean;
}

/** What one module of a direction carries now, and whether it can: all but its own progress. */
export interface Lane {
  readonly carried: readonly Cargo[];
  /** as `carried`, with the partner's users' content that is only here, which none but a restore carries (D54) */
  readonly exposed: readonly Cargo[];
  /** D37: source, path and target are there; the first parameters of the module's events, as bits */
  readonly ends: number;
}

/** `ends` of a lane that lacks nothing. */
export const ALL_ENDS = bits(true, true, true);

const NO_MODULES: readonly number[] = [];

/** Modules that pool `p` has in the Backup Service, as indices into MODULES. */
export function modulesOf(w: World, p: number): readonly number[] {
  if (w.partner(p) < 0) return NO_MODULES;
  // Without a standby there is nothing to carry the store to (S6), also where a pair was made later.
  const { cmsHome, cmsStandby, modules, modulesWithoutCms } = w.layout;
  return cmsStandby >= 0 && (p === cmsHome || p === cmsStandby) ? modules : modulesWithoutCms;
}

/** The lane of a module of pool `p`'s direction; remembered while the world is at rest. */
export function laneOf(w: World, p: number, m: number): Lane {
  if (!w.atRest) return workOut(w, p, m);
  const at = p * MODULES.length + m;
  let lane = w.lanes[at];
  if (lane === null) {
    lane = workOut(w, p, m);
    w.lanes[at] = lane;
  }
  return lane;
}

function workOut(w: World, p: number, m: number): Lane {
  const carried = carriedBy(w, p, m);
  const q = w.partner(p);
  // D31: where the active master is not, the CMS is not exported, and its databases keep nothing waiting.
  const module = m === CONFIG && w.cmsMaster() !== p ? USER_DATA : m;
  const ends = bits(w.backupEnd(p, module), w.backupPath(p), w.backupEnd(q, module));
  const guests = m === CONTENT && q >= 0 ? w.logIndex[q][m] : -1;
  if (guests < 0 || w.c[w.s.restore + p] === 1) {
    return { carried, exposed: carried, ends };
  }
  return { carried, exposed: [...carried, cargoOf(w, p, m, guests, 1, false)], ends };
}

/** What the direction of pool `p` carries now for a module (M38, M39, D31). */
function carriedBy(w: World, p: number, m: number): Cargo[] {
  const cargo: Cargo[] = [];
  const q = w.partner(p);
  if (q < 0) return cargo;
  if (m === CONFIG) {
    const log = w.layout.cmsStandby < 0 ? -1 : w.logIndex[w.layout.cmsHome][CONFIG];
    // A pool that only thinks it is the master exports nothing (D64).
    if (log >= 0 && w.cmsMaster() === p)
      cargo.push(cargoOf(w, p, m, log, p === w.layout.cmsHome ? 0 : 1, true));
    return cargo;
  }
  const own = w.logIndex[p][m];
  if (own >= 0 && w.state.logs[own].side === 0) cargo.push(cargoOf(w, p, m, own, 0, m === USER_DATA));
  const guests = w.logIndex[q][m];
  if (guests < 0) return cargo;
  if (m === USER_DATA && w.state.logs[guests].side === 1) cargo.push(cargoOf(w, p, m, guests, 1, false));
  if (m === CONTENT && w.c[w.s.restore + p] === 1) cargo.push(cargoOf(w, p, m, guests, 1, false));
  return cargo;
}

function cargoOf(w: World, p: number, m: number, index: number, way: Way, replace: boolean): Cargo {
  const log = w.state.logs[index];
  const to = way === 0 ? 1 : 0;
  return {
    log: index,
    way,
    source: w.storeOn(log, m, way),
    target: w.storeOn(log, m, to),
    follower: w.followerOn(log, m, to),
    replace,
    serves: log.side === (log.owner === p ? 0 : 1),
  };
}
