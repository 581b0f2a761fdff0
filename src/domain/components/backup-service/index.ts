/** The Backup Service, module by module and direction by direction. */
import { MODULES } from '../../state/modules.js';
import { defineComponent } from '../component.js';
import { cycleDue, moduleWorkDone, reconcileDirection } from './behaviour.js';
import { clearErrors } from './dead-errors.js';
import { BACKUP_SERVICE_TABLE, GROUPS } from './state.js';

export const BACKUP_SERVICE = defineComponent({
  table: BACKUP_SERVICE_TABLE,
  work: {
    cycle: { done: cycleDue, words: () => ({ actor: 'Backup Service', action: 'a cycle begins' }) },
    module: {
      done: moduleWorkDone,
      words: (world, p, m) => ({
        actor: 'Backup Service',
        action: `${MODULES[m]} from ${world.name(p)}: batch through`,
      }),
    },
  },
  reconcile: [{ pool: reconcileDirection }],
  instances: ({ machines: { module }, layout }) =>
    layout.pools
      .filter(({ pool }) => pool.backupPool !== null)
      .flatMap(({ index }) => layout.modulesAt[index].map(() => ({ machine: module, start: module.initial }))),
  clearDead(world, work, later) {
    clearErrors(world, work, later);
    // An import writes it, and takes its file whatever it was.
    if (!later.responseGroups) world.variables.responseGroups.fill(GROUPS.atHome);
  },
});
