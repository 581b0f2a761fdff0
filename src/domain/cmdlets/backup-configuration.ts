/** The global settings of the Backup Service: interval, limits of a cycle, and who may ask (D32, D273, D274). */
import { restartCycles } from '../components/backup-service/behaviour.js';
import { batchesPerSync, packageKB } from '../components/backup-service/cycle-limits.js';
import { SYNC_INTERVAL_MS } from '../components/backup-service/facts.js';
import { overloadOf, timespan } from '../components/backup-service/overload.js';
import { exportedModulesOf } from '../components/backup-service/transfers.js';
import { CONFIG, USER_DATA } from '../state/modules.js';
import type { World } from '../state/world.js';
import type { BackupSettings } from '../state/world-state.js';
import { beyondModel, defineCmdlet, done, type Ended, offer, refuse } from './cmdlet.js';
import { MASTER_NEEDED, masterRefusal, NO_MASTER } from './management-store.js';
import { FROM_2019, force, parameter, takes, unmodelled } from './parameter-types.js';

/** Get-CsBackupServiceConfiguration. */
export const getBackupConfiguration = defineCmdlet({
  name: 'Get-CsBackupServiceConfiguration',
  parameters: [takes.text('Identity', { position: 0 }), takes.flag('LocalStore'), ...unmodelled('Filter')],
  does: 'Shows the sync interval, and the most batches and conference content of a cycle (D32).',
  refusedBy: {},
  begin: (world) =>
    done(null, [
      {
        Identity: 'Global',
        SyncInterval: timespan(world.variables.syncIntervalSeconds.get()),
        MaxBatchesPerCmsSync: batchesPerSync(world, CONFIG),
        MaxBatchesPerUserStoreSync: batchesPerSync(world, USER_DATA),
        MaxDataConfPackageSizeKB: packageKB(world),
      },
    ]),
});

/** Set-CsBackupServiceConfiguration (D32). */
export const setBackupConfiguration = defineCmdlet({
  name: 'Set-CsBackupServiceConfiguration',
  parameters: [
    takes.text('Identity', { position: 0 }),
    takes.timespan('SyncInterval'),
    takes.int32('MaxBatchesPerCmsSync'),
    takes.int32('MaxBatchesPerUserStoreSync'),
    takes.int32('MaxDataConfPackageSizeKB'),
    takes.text('AuthorizedUniversalGroups', { list: true }),
    parameter({ kind: 'boolean' })('EnableRgsBackupService', { products: FROM_2019 }),
    force,
    ...unmodelled(
      'AuthorizedLocalAccounts',
      'Instance',
      'MaxConcurrentCalls',
      'MaxHighPriQueuePercentagePerUserStoreSync',
    ),
  ],
  does: 'Changes the sync interval, the most batches and conference content of a cycle (D32, D274), and which groups may ask for the status (D273).',
  refusedBy: {
    ...MASTER_NEEDED,
    D32: 'the interval is below 5 seconds or above 3 hours (D274; a bare number counts ticks of 100 ns)',
  },
  refusal: (world) => masterRefusal(world, `${NO_MASTER}: no configuration change.`),
  begin(world, { SyncInterval: ms, EnableRgsBackupService: carriesRgs, ...given }) {
    if (carriesRgs !== undefined && carriesRgs !== world.deployment.backupService.enableRgsBackupService) {
      return beyondModel(
        'whether the Backup Service carries Response Groups is said by enableRgsBackupService of the topology',
      );
    }
    const others = othersOf(world, given);
    if (others === 'unknown') return beyondModel('what a limit of 0 does is not documented');
    if (ms === undefined && others === world.state.backupSettings) return done('nothing to change');
    if (ms !== undefined && (ms < SYNC_INTERVAL_MS.min || ms > SYNC_INTERVAL_MS.max)) return intervalRefusal(ms);
    const before = overloads(world);
    // Sizes decide nothing in a search.
    if (!world.quiet) world.state.backupSettings = others;
    if (ms !== undefined) {
      world.variables.syncIntervalSeconds.set(Math.round(ms / 1000));
      restartCycles(world, ms);
    }
    // D32: told at the line that does it, not only at the end.
    for (const [direction, told] of overloads(world)) if (!before.has(direction)) world.finding('warning', 'D32', told);
    return done(
      ms === undefined
        ? 'the settings of the Backup Service are changed'
        : `SyncInterval is ${Math.round(ms / 1000)} s now`,
    );
  },
  freely: {
    each: 'deployment',
    offers: () =>
      [2, 1, 5].map((n) => offer('configuration', 'Set-CsBackupServiceConfiguration', { SyncInterval: n * 60_000 })),
  },
});

/** D274: shorter than the shortest interval, or longer than the longest. */
function intervalRefusal(ms: number): Ended {
  const ticks = ms < 1000 ? ' (a bare number counts ticks of 100 ns: write hh:mm:ss)' : '';
  return refuse(
    'D32',
    `-SyncInterval may be 00:00:05 to 03:00:00, not ${timespan(Math.floor(ms / 1000))}${ticks}. The default: Set-CsBackupServiceConfiguration -SyncInterval 00:02:00`,
  );
}

interface Given {
  readonly MaxBatchesPerCmsSync?: number;
  readonly MaxBatchesPerUserStoreSync?: number;
  readonly MaxDataConfPackageSizeKB?: number;
  readonly AuthorizedUniversalGroups?: string;
}

/** The settings with what a line gives of them; `unknown` = one of them is 0. */
function othersOf(world: World, given: Given): BackupSettings | null | 'unknown' {
  const now = world.state.backupSettings;
  const { MaxBatchesPerCmsSync, MaxBatchesPerUserStoreSync, MaxDataConfPackageSizeKB, AuthorizedUniversalGroups } =
    given;
  const limits = [MaxBatchesPerCmsSync, MaxBatchesPerUserStoreSync, MaxDataConfPackageSizeKB];
  if (limits.includes(0)) return 'unknown';
  if (limits.every((each) => each === undefined) && AuthorizedUniversalGroups === undefined) return now;
  return {
    cmsBatches: MaxBatchesPerCmsSync ?? now?.cmsBatches ?? null,
    userBatches: MaxBatchesPerUserStoreSync ?? now?.userBatches ?? null,
    packageKB: MaxDataConfPackageSizeKB ?? now?.packageKB ?? null,
    groups: AuthorizedUniversalGroups?.split(',').map((group) => group.trim().toLowerCase()) ?? now?.groups ?? null,
  };
}

/** Directions to which more comes than a cycle carries, by pool and module, each in words (D32). */
function overloads(world: World): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { index: p } of world.layout.pools) {
    for (const m of exportedModulesOf(world, p)) {
      const told = overloadOf(world, p, m, 'now');
      if (told !== null) found.set(`${p}/${m}`, told);
    }
  }
  return found;
}
