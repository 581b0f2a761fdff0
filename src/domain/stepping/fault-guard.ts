/**
 * Guards of faults: a crash needs something of its target that is up, a repair or a mend something that is broken. A
 * link can be cut again, at another place or the other way. Names are looked up once a guard, not once a state: a
 * search asks in every state that it expands.
 */
import { isHydrating } from '../cmdlets/pool-failback.js';
import type { FaultAction } from '../drill.js';
import { MODULES } from '../state/modules.js';
import type { World } from '../state/world.js';
import { hostsOf, shareOf } from './faults.js';

/** Whether the fault is possible in the present state of the world, whenever it is asked. */
export function faultGuard(world: World, { verb, target, destroy }: FaultAction): () => boolean {
  // Disks can be lost of what is down already.
  if (destroy || verb === 'cut') return () => true;
  if (target.kind === 'link') {
    const [a, b] = target.link.map((site) => world.layout.site(site));
    const link = world.layout.linkOf[a][b];
    return () => world.variables.link.get(link) !== world.machines.wan.initial;
  }
  if (target.kind === 'hydration') {
    const pool = world.layout.pool(target.hydration);
    return () => verb === 'crash' && isHydrating(world, pool);
  }
  const parts = partsOf(world, target);
  return verb === 'crash' ? () => parts.some((isUp) => isUp()) : () => !parts.every((isUp) => isUp());
}

/** Of each part of a target whether it is up. */
function partsOf(world: World, target: Exclude<FaultAction['target'], { kind: 'link' }>): (() => boolean)[] {
  const { layout, variables } = world;
  if (target.kind === 'service') {
    const pool = layout.pool(target.pool);
    return [() => variables.backupCrashed.get(pool) === 0];
  }
  if (target.kind === 'module') {
    const [pool, m] = [layout.pool(target.module.pool), MODULES.indexOf(target.module.name)];
    return [() => variables.moduleCrashed.get(pool, m) === 0];
  }
  if (target.kind === 'share') {
    const share = shareOf(world, target.share);
    return [() => variables.shareClosed.get(share) === 0];
  }
  if (target.kind === 'replicator') return [() => variables.replicatorCrashed.get() === 0];
  const hosts = hostsOf(world, target);
  if (target.kind !== 'fileStore') return hosts.map((h) => () => world.up(h));
  return layout.shares.flatMap((h, i) => (hosts.includes(h) ? [() => variables.shareUp.get(i) === 1] : []));
}
