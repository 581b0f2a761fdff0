/** Backup-CsPool: a sync of a pool now, and the wait for the state that its data is to reach (D277). */
import { exportState } from '../components/backup-service/backlog.js';
import { invokeSync } from '../components/backup-service/behaviour.js';
import { exportedModulesOf } from '../components/backup-service/transfers.js';
import type { World } from '../state/world.js';
import { CATEGORIES, pairRefusal } from './backup-service.js';
import { beyondModel, defineCmdlet, done, end, refuse } from './cmdlet.js';
import { force, poolFqdn, report, takes, unmodelled, unmodelledFlags } from './parameter-types.js';

/** Flags of the running command: it waits for FinalState, and of the modules of which category, from 1 on. */
const FINAL = 1;
const CATEGORY_BITS = 1;
const NAMES = Object.keys(CATEGORIES);

/** Backup-CsPool (D277). */
export const backupPool = defineCmdlet({
  name: 'Backup-CsPool',
  parameters: [
    poolFqdn,
    takes.category('Category'),
    takes.flag('FullBackup'),
    takes.flag('SteadyState'),
    takes.flag('FailedOverPoolOnly'),
    takes.timespan('WaitTime'),
    force,
    report,
    ...unmodelledFlags('LocalStore'),
    ...unmodelled('RetryCount'),
  ],
  does: 'Starts a sync of the pool to its partner; with `-FullBackup` it waits until all modules, or those of `-Category`, are in FinalState, with `-SteadyState` until they are in SteadyState (D277). Without `-WaitTime` it waits for `finalSyncTimeoutMinutes` (M).',
  refusedBy: {
    D35: 'the pool has no backup pool',
    D37: 'no Front End server of the pool runs the Backup Service',
    D277: '`-FullBackup` and `-SteadyState` at once, or `-FailedOverPoolOnly` without `-FullBackup`; or the state is not reached in time',
  },
  notModelled: 'What `-FailedOverPoolOnly` leaves out.',
  refusal(world, { PoolFqdn, FullBackup, SteadyState, FailedOverPoolOnly }) {
    if (FullBackup === true && SteadyState === true)
      return refuse(
        'D277',
        '-FullBackup waits for the final state, -SteadyState for the steady one: name one of the two.',
      );
    if (FailedOverPoolOnly === true && FullBackup !== true)
      return refuse('D277', '-FailedOverPoolOnly needs -FullBackup beside it.');
    const p = world.layout.pool(PoolFqdn);
    if (pairRefusal(world, p) !== null) return pairRefusal(world, p);
    return world.backupRuns(p)
      ? null
      : refuse('D37', `No FE server of ${world.name(p)} runs the Backup Service: start LYNCBACKUP first.`);
  },
  begin(world, { PoolFqdn, Category, FullBackup, SteadyState, FailedOverPoolOnly, WaitTime }) {
    if (FailedOverPoolOnly === true) return beyondModel('what -FailedOverPoolOnly leaves out is not modelled');
    const p = world.layout.pool(PoolFqdn);
    const category = Category === undefined ? 0 : 1 + NAMES.indexOf(Category);
    const wanted = modulesOf(world, p, category);
    if (wanted.length === 0) return done(`${world.name(p)} exports no such module (D31)`);
    world.state.invokedAtMs = world.now;
    invokeSync(world, p, wanted);
    if (FullBackup !== true && SteadyState !== true) return done(`sync of ${world.name(p)} started`);
    const waitMs = WaitTime ?? world.settings.finalSyncTimeoutMinutes * 60_000;
    world.effects.start(world.work.commandTimeout.at(), waitMs, waitMs);
    return { subject: p, flags: (FullBackup === true ? FINAL : 0) | (category << CATEGORY_BITS) };
  },
  phases: {
    // Nothing of it has a duration of its own.
    workDone: () => {},
    watchesBackup: () => true,
    look(world) {
      const { p, wanted, states } = runningOne(world);
      if (!wanted.every((m) => states.includes(exportState(world, p, m)))) return false;
      end(world, 'ok', null, `${world.name(p)} is backed up: ${states[0]}`);
      return true;
    },
    timedOut(world) {
      const { p, wanted, states } = runningOne(world);
      const left = wanted
        .filter((m) => !states.includes(exportState(world, p, m)))
        .map((m) => exportState(world, p, m));
      end(
        world,
        'failed',
        'D277',
        `${world.name(p)} did not reach ${states[0]} in time: ${[...new Set(left)].join(', ')}`,
      );
    },
  },
});

const modulesOf = (world: World, p: number, category: number): number[] =>
  exportedModulesOf(world, p).filter((m) => category === 0 || CATEGORIES[NAMES[category - 1]].includes(m));

function runningOne(world: World) {
  const p = world.variables.commandPool.get();
  const flags = world.variables.commandFlags.get();
  const states = (flags & FINAL) === 0 ? (['SteadyState', 'FinalState'] as const) : (['FinalState'] as const);
  return { p, wanted: modulesOf(world, p, flags >> CATEGORY_BITS), states: states as readonly string[] };
}
