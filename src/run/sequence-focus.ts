/**
 * Swarm testing: a sequence that may do anything everywhere seldom does the same thing twice in one place, so that what
 * takes two faults of one Back End, or a way there and back between two faults, is hardly ever met. Half of the sequences
 * leave things out: they break what one pool stands on, or its Back End alone.
 */

import type { FreelyTyped } from '../domain/cmdlets/cmdlet.js';
import type { FaultTarget } from '../domain/drill.js';
import { backEndHosts } from '../domain/state/back-end-layout.js';
import type { World } from '../domain/state/world.js';
import { TWO_MACHINES } from './fault-offers.js';

/** What a sequence is about. */
export interface Focus {
  /** whether something is broken in it */
  breaks(target: FaultTarget): boolean;
  /** whether a cmdlet that is typed for each of these is typed for the one with this index */
  types(each: FreelyTyped<unknown>['each'], index: number): boolean;
  /** how many times as often as elsewhere a kind is drawn */
  timesAsOften(kind: string): number;
}

/** Of four draws two leave nothing out, one all but a pool, one all but its Back End. */
const DRAWS = 4;
const ON_POOL = 2;

/** What a sequence about a Back End does more often, and one about a pool. */
const ON_BACK_END: readonly string[] = ['database', 'repair', 'crash server', TWO_MACHINES];
const ON_WHOLE_POOL: readonly string[] = ['database', 'failback'];
const TIMES = 4;

/** The focus that a number stands for; null = all of the deployment, as for 0. */
export function focusOf(world: World, draw: number): Focus | null {
  const way = draw % DRAWS;
  if (way < ON_POOL) return null;
  const { layout } = world;
  const paired = layout.pools.filter(({ index }) => world.partner(index) >= 0);
  const pools = paired.length > 0 ? paired : layout.pools;
  const pool = pools[Math.floor(draw / DRAWS) % pools.length];
  const { index, sql, instance } = pool;
  const name = world.name(index);
  const share = layout.hosts[layout.shares[pool.share]].fqdn;
  const ofBackEnd = way > ON_POOL && (sql[1] >= 0 || instance !== null);
  const hosts = new Set(ofBackEnd ? backEndHosts(pool) : layout.machinesOf(pool));
  return {
    breaks(target) {
      if (target.kind === 'server') return hosts.has(layout.host(target.server));
      if (ofBackEnd) return false;
      if (target.kind === 'fileStore') return target.fileStore === share;
      if (target.kind === 'share') return target.share === share;
      if (target.kind === 'module') return target.module.pool === name;
      return (target.kind === 'pool' || target.kind === 'service') && target.pool === name;
    },
    timesAsOften: (kind) => ((ofBackEnd ? ON_BACK_END : ON_WHOLE_POOL).includes(kind) ? TIMES : 1),
    types: (each, i) => each === 'deployment' || i === index || (each === 'pairedPool' && i === world.partner(index)),
  };
}
