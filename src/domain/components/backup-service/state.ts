/** The Backup Service: one machine for each module of each direction, and what was asked of it. */
import type { MachineTable } from '../../../core/state-machine.js';
import type { Deployment } from '../../deployment.js';
import { declareVariable, FLAG, upTo } from '../../state/control-state.js';
import type { Layout } from '../../state/layout.js';
import { declareWork } from '../../state/pending-work.js';
import { BACKUP_SERVICE_FACTS, LAN_BITS_PER_SECOND, SYNC_INTERVAL_MS } from './facts.js';
import { BACKUP_MODULE } from './machine.js';

/** The longest interval, in seconds (D32). */
const LONGEST = SYNC_INTERVAL_MS.max / 1000;

/**
 * Where what the users of a pool saved before the drill is: on the pool alone, at its partner too, left behind on the
 * pool by a takeover, or on no disk.
 */
export const EARLIER_STORE = { alone: 0, copied: 1, behind: 2, gone: 3 } as const;

/** Where the Response Groups of a pool are, as bits of `responseGroups` (D34). */
export const GROUPS = { atHome: 1, atPartner: 2 } as const;

/**
 * The Backup Service on the servers of a pool: not installed; as it should be; in its first version, in which it crashes
 * until the installed cumulative update is applied again (D263).
 */
export const SETUP = { none: 0, done: 1, firstVersion: 2 } as const;

const contentOf = (layout: Layout, p: number) => upTo(layout.pools[p].pool.storedContentKB ?? 0);

/** M281: whether the first export of a pair of the topology is through at the start: one interval, and its way over the link. */
function isAtPartner({ pools, linkOf, deployment }: Layout, p: number): boolean {
  const { pool, site } = pools[p];
  const { pairedMs, syncIntervalMs } = deployment.backupService;
  const partner = pools.find(({ pool: other }) => other.fqdn === pool.backupPool);
  if (partner === undefined || pairedMs === null) return partner !== undefined;
  const link = linkOf[site][partner.site];
  const bandwidth = link < 0 ? LAN_BITS_PER_SECOND : deployment.links[link].bandwidthBitsPerSecond;
  const bytes = pool.users * numberOf(deployment, 'bootstrapBytesPerUser');
  return pairedMs >= syncIntervalMs + (bytes * 8 * 1000) / bandwidth;
}

/** M280: one package an interval has left since the pair was made (D275). */
function contentLeft({ pools, deployment }: Layout, p: number): number {
  const { storedContentKB, backupPool } = pools[p].pool;
  const { pairedMs, syncIntervalMs } = deployment.backupService;
  if (storedContentKB === null || (backupPool !== null && pairedMs === null)) return 0;
  const packages = backupPool === null ? 0 : Math.floor((pairedMs ?? 0) / syncIntervalMs);
  return Math.max(0, storedContentKB - packages * numberOf(deployment, 'maxDataConfPackageSizeKB'));
}

const numberOf = ({ assumptions }: Deployment, name: 'bootstrapBytesPerUser' | 'maxDataConfPackageSizeKB'): number =>
  Number(assumptions[name] ?? BACKUP_SERVICE_FACTS[name].value);

/** What the Backup Service declares: its machine, its numbers, its variables and its pending work. */
export const BACKUP_SERVICE_TABLE = {
  machines: { module: BACKUP_MODULE },
  facts: BACKUP_SERVICE_FACTS,
  ids: ({ module }: { module: MachineTable }) => ({
    module: {
      notInitialized: module.id('notInitialized'),
      idle: module.id('idle'),
      error: module.id('error'),
      exporting: module.id('exporting'),
      copying: module.id('copying'),
      importing: module.id('importing'),
      cycle: module.first('cycle'),
      look: module.first('look'),
      exported: module.first('exported'),
      copied: module.first('copied'),
      imported: module.first('imported'),
    },
  }),
  state: {
    // A batch under way looks at its ends itself when it goes on; else only what its ends depend on matters.
    module: declareVariable(['pool', 'module'], BACKUP_MODULE, { wakes: 'nobody' }),
    /** a cycle came due while one was running */
    due: declareVariable(['pool', 'module'], FLAG, { wakes: 'nobody' }),
    /** an invoked sync (D35) that is not through: asked for, or carried by a cycle that began after it */
    invoked: declareVariable(['pool', 'module'], upTo(2), { wakes: 'nobody' }),
    /** LYNCBACKUP was stopped by an administrator on this machine, or has crashed on this pool */
    backupStopped: declareVariable(['host'], FLAG),
    backupCrashed: declareVariable(['pool'], FLAG),
    /** a module of the direction of a pool makes no progress (D37) */
    moduleCrashed: declareVariable(['pool', 'module'], FLAG),
    /** what Bootstrapper.exe has installed on the servers of the pool since it was paired (D263, D270): a SETUP */
    bootstrapped: declareVariable(['pool'], upTo(SETUP.firstVersion), { start: SETUP.done }),
    /** M281: a pair of the topology was made long ago, a pool without a partner has nobody who has it */
    earlierStore: declareVariable(['pool'], upTo(EARLIER_STORE.gone), {
      start: (layout, p) => (isAtPartner(layout, p) ? EARLIER_STORE.copied : EARLIER_STORE.alone),
      wakes: 'nobody',
    }),
    /** KB of conference content from before the drill that the partner has not, and of it what is under way (M280, D275) */
    earlierContent: declareVariable(['pool'], contentOf, { start: contentLeft, wakes: 'nobody' }),
    earlierPackage: declareVariable(['pool'], contentOf, { wakes: 'nobody' }),
    /** a file store may not be written by the partners of its pools (D37) */
    shareClosed: declareVariable(['share'], FLAG),
    /** content of the partner's users is to be carried too (restore, D54) */
    restore: declareVariable(['pool'], FLAG),
    /** where the Response Groups of each pool are, which go by file: bits of GROUPS */
    responseGroups: declareVariable(['pool'], upTo(3), { start: GROUPS.atHome, wakes: 'nobody' }),
    /** it decides only how long something takes */
    syncIntervalSeconds: declareVariable([], upTo(LONGEST), {
      start: ({ deployment }) => Math.round(deployment.backupService.syncIntervalMs / 1000),
      wakes: 'everybody',
    }),
  },
  work: { cycle: declareWork('phase', 'backup-cycle'), module: declareWork('module', 'module') },
};
