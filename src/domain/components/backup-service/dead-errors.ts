/** Dead-variable reduction: whether the last cycle of a module failed, where nothing reads it any more. */
import type { MachineTable } from '../../../core/state-machine.js';
import { USER_DATA } from '../../state/modules.js';
import type { World } from '../../state/world.js';
import type { LaterReads } from '../component.js';
import { modulesOf } from './transfers.js';

/** What a cycle can find, as bits: see `BACKUP_MODULE`. */
const ALL_CYCLES = 16;

const RETRIES = new WeakMap<MachineTable, boolean>();

/** A cycle goes the same way after one that failed. */
function retries({ ids, machines: { module } }: World): boolean {
  let known = RETRIES.get(module);
  if (known === undefined) {
    const { idle, error, cycle } = ids.module;
    const same = (event: number): boolean =>
      module.to(idle, event) === module.to(error, event) &&
      JSON.stringify(module.out(idle, event)) === JSON.stringify(module.out(error, event));
    known = Array.from({ length: ALL_CYCLES }, (_, i) => cycle + i).every(same);
    RETRIES.set(module, known);
  }
  return known;
}

/**
 * The next cycle of a module does the same whether the last one failed or not. It is read as the export state, of all
 * modules of a pool together, by a wait for the Backup Service; by the final sync of a planned failover (D43) and the
 * queue of a failback (D51), which begin with cycles of their own; ends and I10 are judged after cycles of their own.
 * Without a wait to come it is no matter. With one it is no matter which modules are in error, as long as nothing but a
 * cycle of all can change that.
 */
export function clearErrors(world: World, _work: Uint8Array, later: LaterReads): void {
  if (retries(world)) for (const { index } of world.layout.pools) clearErrorsOf(world, index, later);
}

function clearErrorsOf(world: World, p: number, later: LaterReads): void {
  const { syncing, queueing } = world.ids.failover;
  const { error, idle } = world.ids.module;
  const { failover, module } = world.variables;
  if (failover.get(p) === syncing) return;
  const q = world.partner(p);
  const queues = q >= 0 && failover.get(q) === queueing;
  const modules = modulesOf(world, p);
  let worst = idle;
  // This runs after every move of a search: it makes no lists.
  for (const m of modules) {
    if (later.exports[p] && module.get(p, m) === error && !isRead(later, p, m, queues)) worst = error;
  }
  for (const m of modules) {
    const state = module.get(p, m);
    if ((state === idle || state === error) && !isRead(later, p, m, queues)) module.set(p, m, worst);
  }
}

const isRead = (later: LaterReads, p: number, m: number, queues: boolean): boolean =>
  (queues && m === USER_DATA) || (later.exports[p] && later.synced[m]);
