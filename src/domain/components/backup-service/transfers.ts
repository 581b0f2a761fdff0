/** What each module of a direction carries, from which store to which; worked out once until something changes it. */
import { bits } from '../../../core/state-machine.js';
import { ARRIVES_AT, type Direction, HOME_SIDE, PARTNER_SIDE, TO_HOME, TO_PARTNER } from '../../ledger/change-log.js';
import { CONFIG, CONTENT, MODULES, USER_DATA } from '../../state/modules.js';
import type { World } from '../../state/world.js';
import type { Stream, Transfer } from '../../state/world-state.js';
import { SETUP } from './state.js';

/** `reachable` of a stream that lacks nothing. */
export const ALL_ENDS = bits(true, true, true);

const NO_MODULES: readonly number[] = [];

/** Modules that pool `p` has in the Backup Service, as indices into MODULES. */
export function modulesOf(world: World, p: number): readonly number[] {
  return world.partner(p) < 0 ? NO_MODULES : world.layout.modulesAt[p];
}

/** D31: the Central Management Store is exported where its active master is, and is NotInitialized elsewhere. */
export const isExported = (world: World, p: number, m: number): boolean => m !== CONFIG || world.cmsMaster() === p;

/** Modules that pool `p` exports now. */
export const exportedModulesOf = (world: World, p: number): number[] =>
  modulesOf(world, p).filter((m) => isExported(world, p, m));

/** What a module of the direction of pool `p` carries; remembered while caching is allowed. */
export function streamOf(world: World, p: number, m: number): Stream {
  if (!world.cachingAllowed) return workOutStream(world, p, m);
  const at = p * MODULES.length + m;
  let stream = world.streams[at];
  if (stream === null) {
    stream = workOutStream(world, p, m);
    world.streams[at] = stream;
  }
  return stream;
}

function workOutStream(world: World, p: number, m: number): Stream {
  const carried = carriedBy(world, p, m);
  const q = world.partner(p);
  // D31: where the active master is not, the CMS is not exported, and its databases keep nothing waiting.
  const module = isExported(world, p, m) ? m : USER_DATA;
  const source = world.backupEnd(p, module) && world.variables.moduleCrashed.get(p, m) === 0;
  // The batch is copied into the partner's file store.
  const path = q >= 0 && world.backupPath(p) && world.variables.shareClosed.get(world.pool(q).share) === 0;
  const reachable = bits(source, path, world.backupEnd(q, module));
  const exposed = [...carried];
  const guests = m === CONTENT && q >= 0 ? world.logIndex[q][m] : -1;
  if (guests >= 0 && world.variables.restore.get(p) === 0) {
    exposed.push(transferOf(world, p, m, guests, TO_HOME, false));
  }
  // D45: what it takes apart from its partner is nowhere else.
  if (m !== CONFIG && world.log(p, m)?.second) {
    exposed.push(transferOf(world, p, m, world.logIndex[p][m], TO_PARTNER, false));
  }
  return { carried, exposed, reachable };
}

/** What the direction of pool `p` carries now for a module (M38, M39, D31). */
function carriedBy(world: World, p: number, m: number): Transfer[] {
  const transfers: Transfer[] = [];
  const q = world.partner(p);
  if (q < 0) return transfers;
  if (m === CONFIG) {
    const log = world.layout.cmsStandby < 0 ? -1 : world.logIndex[world.layout.cmsHome][CONFIG];
    // Of two active masters only the one that Active Directory names exports (D64).
    if (log >= 0 && world.cmsMaster() === p)
      transfers.push(transferOf(world, p, m, log, p === world.layout.cmsHome ? TO_PARTNER : TO_HOME, true));
    return transfers;
  }
  const own = world.logIndex[p][m];
  if (own >= 0 && world.state.logs[own].side === HOME_SIDE)
    transfers.push(transferOf(world, p, m, own, TO_PARTNER, m === USER_DATA));
  const guests = world.logIndex[q][m];
  if (guests < 0) return transfers;
  if (m === USER_DATA && world.state.logs[guests].side === PARTNER_SIDE)
    transfers.push(transferOf(world, p, m, guests, TO_HOME, false));
  if (m === CONTENT && world.variables.restore.get(p) === 1)
    transfers.push(transferOf(world, p, m, guests, TO_HOME, false));
  return transfers;
}

function transferOf(
  world: World,
  p: number,
  m: number,
  index: number,
  direction: Direction,
  replace: boolean,
): Transfer {
  const log = world.state.logs[index];
  const to = ARRIVES_AT[direction];
  return {
    log: index,
    direction,
    source: world.storeOn(log, m, direction),
    target: world.storeOn(log, m, to),
    followers: world.followersOn(log, m, to),
    replace,
    serves: log.side === (log.owner === p ? 0 : 1),
  };
}

/** D270, D271: a pool of a new pair takes part once its service is installed and runs, and it had three FE servers up. */
export const isSetUp = (world: World, p: number): boolean =>
  world.variables.initialised.get(p) === 1 && world.variables.bootstrapped.get(p) === SETUP.done && world.backupRuns(p);
