import { bits } from '../../../core/state-machine.js';
import type { Direction } from '../../ledger/change-log.js';
import { CONFIG, CONTENT, MODULES, USER_DATA } from '../../state/modules.js';
import type { World } from '../../state/world.js';
import type { Stream, Transfer } from '../../state/world-state.js';

/** `ends` of a lane that lacks nothing. */
export const ALL_ENDS = bits(true, true, true);

const NO_MODULES: readonly number[] = [];

/** Modules that pool `p` has in the Backup Service, as indices into MODULES. */
export function modulesOf(world: World, p: number): readonly number[] {
  if (world.partner(p) < 0) return NO_MODULES;
  // Without a standby there is nothing to carry the store to (S6), also where a pair was made later.
  const { cmsHome, cmsStandby, modules, modulesWithoutCms } = world.layout;
  return cmsStandby >= 0 && (p === cmsHome || p === cmsStandby) ? modules : modulesWithoutCms;
}

/** The lane of a module of pool `p`'s direction; remembered while the world is at rest. */
export function streamOf(world: World, p: number, m: number): Stream {
  if (!world.cachingAllowed) return workOut(world, p, m);
  const at = p * MODULES.length + m;
  let lane = world.streams[at];
  if (lane === null) {
    lane = workOut(world, p, m);
    world.streams[at] = lane;
  }
  return lane;
}

function workOut(world: World, p: number, m: number): Stream {
  const carried = carriedBy(world, p, m);
  const q = world.partner(p);
  // D31: where the active master is not, the CMS is not exported, and its databases keep nothing waiting.
  const module = m === CONFIG && world.cmsMaster() !== p ? USER_DATA : m;
  const reachable = bits(world.backupEnd(p, module), world.backupPath(p), world.backupEnd(q, module));
  const guests = m === CONTENT && q >= 0 ? world.logIndex[q][m] : -1;
  if (guests < 0 || world.variables.restore.get(p) === 1) {
    return { carried, exposed: carried, reachable };
  }
  return { carried, exposed: [...carried, cargoOf(world, p, m, guests, 1, false)], reachable };
}

/** What the direction of pool `p` carries now for a module (M38, M39, D31). */
function carriedBy(world: World, p: number, m: number): Transfer[] {
  const cargo: Transfer[] = [];
  const q = world.partner(p);
  if (q < 0) return cargo;
  if (m === CONFIG) {
    const log = world.layout.cmsStandby < 0 ? -1 : world.logIndex[world.layout.cmsHome][CONFIG];
    // A pool that only thinks it is the master exports nothing (D64).
    if (log >= 0 && world.cmsMaster() === p)
      cargo.push(cargoOf(world, p, m, log, p === world.layout.cmsHome ? 0 : 1, true));
    return cargo;
  }
  const own = world.logIndex[p][m];
  if (own >= 0 && world.state.logs[own].side === 0) cargo.push(cargoOf(world, p, m, own, 0, m === USER_DATA));
  const guests = world.logIndex[q][m];
  if (guests < 0) return cargo;
  if (m === USER_DATA && world.state.logs[guests].side === 1)
    cargo.push(cargoOf(world, p, m, guests, 1, false));
  if (m === CONTENT && world.variables.restore.get(p) === 1)
    cargo.push(cargoOf(world, p, m, guests, 1, false));
  return cargo;
}

function cargoOf(
  world: World,
  p: number,
  m: number,
  index: number,
  way: Direction,
  replace: boolean,
): Transfer {
  const log = world.state.logs[index];
  const to = way === 0 ? 1 : 0;
  return {
    log: index,
    way,
    source: world.storeOn(log, m, way),
    target: world.storeOn(log, m, to),
    follower: world.followerOn(log, m, to),
    replace,
    serves: log.side === (log.owner === p ? 0 : 1),
  };
}
