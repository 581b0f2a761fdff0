/**
 * The cmdlets of the Backup Service: syncs out of turn (D35), the interval (D32), and the export and import states as
 * the management shell shows them (D33).
 */
import { exportState } from '../components/backup-service/backlog.js';
import { importState, invokeSync } from '../components/backup-service/behaviour.js';
import { exportedModulesOf, isExported, modulesOf } from '../components/backup-service/transfers.js';
import type { ExportState } from '../result.js';
import { CONFIG, CONTENT, MODULES, RGS_DATA, RGS_FILES, USER_DATA } from '../state/modules.js';
import type { World } from '../state/world.js';
import type { CmdletObject } from '../step-answer.js';
import { defineCmdlet, done, type Ended, offer, refuse } from './cmdlet.js';
import { force, parameter, poolFqdn, takes } from './parameter-types.js';

/** D31: the full names are canonical; D35: the documents also use the short ones. */
const backupModule = parameter({
  kind: 'enum',
  values: [...MODULES, 'All'],
  aliases: Object.fromEntries(MODULES.map((name) => [name.toLowerCase().replace(/.*\./, ''), name])),
});

/** The module of conference content, which a failback leaves on the partner (D54). */
export const CONTENT_MODULE = 'ConfServices.DataConf';

/** Invoke-CsBackupServiceSync (D35). */
export const invokeBackupSync = defineCmdlet({
  name: 'Invoke-CsBackupServiceSync',
  parameters: [poolFqdn, backupModule('BackupModule'), force],
  does: 'Starts a sync of the Backup Service from the pool to its partner now (D35).',
  refusedBy: {
    D31: 'the module exports nothing on this pool',
    D35: 'the pool has no backup pool',
    D37: 'no Front End server of the pool runs the Backup Service',
  },
  begin(world, { PoolFqdn, BackupModule = 'All' }) {
    const p = world.layout.pool(PoolFqdn);
    const no = pairRefusal(world, p);
    if (no !== null) return no;
    if (!world.backupRuns(p)) {
      return refuse('D37', `No FE server of ${world.name(p)} runs the Backup Service: start LYNCBACKUP first.`);
    }
    const has = exportedModulesOf(world, p);
    const wanted = BackupModule === 'All' ? has : has.filter((m) => MODULES[m] === BackupModule);
    if (wanted.length === 0) {
      return refuse(
        'D31',
        `${BackupModule} exports nothing on ${world.name(p)} (the CMS only where its active master is; Response Groups only from 2019 with EnableRgsBackupService).`,
      );
    }
    world.state.invokedAtMs = world.now;
    invokeSync(world, p, wanted);
    const able = world.backupPath(p) && world.backupEnd(p, wanted[0]) && world.backupEnd(world.partner(p), wanted[0]);
    return done(
      able
        ? `sync of ${wanted.map((m) => MODULES[m]).join(', ')} started`
        : 'sync started, but the direction is in ErrorState',
    );
  },
  reads: ({ BackupModule = 'All' }) => ({ syncs: BackupModule }),
  freely: {
    each: 'pairedPool',
    lines: (world, p) => [{ PoolFqdn: world.name(p) }],
    offers(world, p) {
      const PoolFqdn = world.name(p);
      return [
        offer('sync', 'Invoke-CsBackupServiceSync', { PoolFqdn }),
        offer('sync', 'Invoke-CsBackupServiceSync', { PoolFqdn, BackupModule: CONTENT_MODULE }),
      ];
    },
  },
});

/** The sync that brings home what `partner` keeps of the conference content. */
export const contentRestoreLine = (partner: string): string =>
  invokeBackupSync.line({ PoolFqdn: partner, BackupModule: CONTENT_MODULE });

/** The pool has nobody who backs it up. */
export const pairRefusal = (world: World, p: number): Ended | null =>
  world.partner(p) < 0 ? refuse('D35', `${world.name(p)} has no backup pool.`) : null;

const WORST: readonly ExportState[] = ['ErrorState', 'NotInitialized', 'NonSteadyState', 'SteadyState', 'FinalState'];

/** Get-CsBackupServiceStatus: per module the export state to the partner and the import state from it (D33). */
export const getBackupStatus = defineCmdlet({
  name: 'Get-CsBackupServiceStatus',
  parameters: [poolFqdn, takes.category('Category'), backupModule('BackupModule'), force],
  does: 'Shows the export and import state of each module, or of those that -Category and -BackupModule name (D33).',
  refusedBy: {
    D35: 'the pool has no backup pool',
    D273: 'the drill is run as a role that is in none of the groups that may ask',
  },
  refusal: roleRefusal,
  begin(world, { PoolFqdn, BackupModule = 'All', Category }) {
    const p = world.layout.pool(PoolFqdn);
    const no = pairRefusal(world, p);
    if (no !== null) return no;
    const own = modulesOf(world, p);
    // D31: the module of the Central Management Store is there, too, where a pair has none of it.
    const { cmsHome, modules } = world.layout;
    const asked = modules
      .filter((m) => own.includes(m) || (m === CONFIG && cmsHome >= 0))
      // D33: the topic has -BackupModule, the reference -Category; each filters.
      .filter((m) => BackupModule === 'All' || MODULES[m] === BackupModule)
      .filter((m) => Category === undefined || CATEGORIES[Category].includes(m));
    if (asked.length === 0) return done(`${world.name(p)} has no such module (D31)`, []);
    return done(null, statusOf(world, p, own, asked));
  },
});

/** D273: only members of these groups may ask, and a drill may be run as somebody else. */
function roleRefusal(world: World): Ended | null {
  const { asRole } = world.deployment;
  const groups = world.state.backupSettings?.groups ?? [SERVER_ADMINS.toLowerCase()];
  if (asRole === undefined || groups.includes(asRole.toLowerCase())) return null;
  return refuse(
    'D273',
    `${asRole} may not ask the Backup Service: by default only members of ${SERVER_ADMINS} may. Run it as one of them, or add the group: Set-CsBackupServiceConfiguration -AuthorizedUniversalGroups`,
  );
}

/** D273: the group that may ask where nobody has set another. */
export const SERVER_ADMINS = 'RTCUniversalServerAdmins';

/** Modules by the category that the reference names (D33). */
export const CATEGORIES: Readonly<Record<string, readonly number[]>> = {
  CMS: [CONFIG],
  UserData: [USER_DATA, CONTENT],
  RGS: [RGS_DATA, RGS_FILES],
};

function statusOf(world: World, p: number, own: readonly number[], asked: readonly number[]): readonly CmdletObject[] {
  const modules = asked.map((m) => ({
    ModuleName: MODULES[m],
    ExportStatus: own.includes(m) ? exportState(world, p, m) : 'NotInitialized',
    ImportStatus: own.includes(m) ? importState(world, p, m) : 'NormalState',
  }));
  // The Central Management Store is NotInitialized where its master is not, which is normal (D31).
  const exported = asked.filter((m) => own.includes(m) && isExported(world, p, m)).map((m) => exportState(world, p, m));
  const overall = {
    OverallExportStatus: WORST.find((state) => exported.includes(state)) ?? 'NotInitialized',
    OverallImportStatus: modules.some((m) => m.ImportStatus === 'ErrorState') ? 'ErrorState' : 'NormalState',
    BackupModules: modules.map((m) => `${m.ModuleName}:[${m.ExportStatus},${m.ImportStatus}]`).join(', '),
  };
  return [overall, ...modules];
}

/** Get-CsPoolBackupRelationship (D1). */
export const getBackupRelationship = defineCmdlet({
  name: 'Get-CsPoolBackupRelationship',
  parameters: [poolFqdn, takes.flag('LocalStore'), force],
  does: 'Shows the partner of a pool (D1).',
  refusedBy: { D40: 'the pool has no backup pool' },
  begin(world, { PoolFqdn }) {
    const p = world.layout.pool(PoolFqdn);
    const q = world.partner(p);
    if (q < 0) return refuse('D40', `${world.name(p)} has no backup pool.`);
    return done(null, [{ PoolFqdn: world.name(p), BackupPoolFqdn: world.name(q) }]);
  },
});
