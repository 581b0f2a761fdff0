/** What the timeline says of a direction of the Backup Service that stops, and works again (D37). */
import { bits } from '../../../core/state-machine.js';
import { MODULES } from '../../state/modules.js';
import type { World } from '../../state/world.js';
import { point } from './backlog.js';
import { modulesOf, streamOf } from './transfers.js';

/**
 * The modules of a direction that lack the same mostly go together: told once, by name where the others go on. They
 * work again together, too, when the last of those that can has had its cycle; one that lacks an end does not, though
 * it is in no error before its own next cycle.
 */
export function tellError(world: World, p: number, m: number, error: boolean): void {
  point(world, p, m);
  if (world.unheard) return;
  const all = modulesOf(world, p);
  const { reachable } = streamOf(world, p, m);
  const like = all.filter((x) => streamOf(world, p, x).reachable === reachable);
  if (like.some((x) => x !== m && world.variables.module.get(p, x) === world.ids.module.error)) return;
  const names = like.length === all.length ? '' : ` (${like.map((x) => MODULES[x]).join(', ')})`;
  const way = `${world.name(p)} → ${world.name(world.partner(p))}${names}`;
  world.tell(
    'Backup Service',
    error ? `${way}: ErrorState, no progress (${why(world, p, m)}, D37)` : `${way}: works again`,
  );
}

function why(world: World, p: number, m: number): string {
  const { reachable } = streamOf(world, p, m);
  const q = world.partner(p);
  if (!world.backupPath(p)) return 'the WAN link is down';
  if (world.variables.moduleCrashed.get(p, m) === 1) return 'the module makes no progress';
  if (world.variables.shareClosed.get(world.pool(q).share) === 1) {
    return `the file store of ${world.name(q)} may not be written`;
  }
  return (reachable & bits(true)) === 0 ? `${world.name(p)} cannot export` : `${world.name(q)} cannot import`;
}
