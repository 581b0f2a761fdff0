/** The conference content after a failback against "Restoring conference contents" (D54). */
import { counted } from '../../core/format.js';
import { CONTENT_MODULE, contentRestoreLine, getBackupStatus, invokeBackupSync } from '../cmdlets/backup-service.js';
import { poolFailback } from '../cmdlets/pool-failback.js';
import { poolFailover } from '../cmdlets/pool-failover.js';
import { failoverRefusal } from '../cmdlets/pool-failover-preconditions.js';
import { waitingContent } from '../components/backup-service/backlog.js';
import { type AdminAct, type MakeCheckGroup, poolOf } from './check-group.js';

/** What was done for the conference content of a pool since its failback; steps by index. */
interface Way {
  readonly failback: number | null;
  /** the sync could have been invoked when the failback had ended: the partner ran the Backup Service (D37) */
  readonly possible: boolean;
  /** the sync that brings it home */
  restore?: number | null;
  /** a sync in the other direction, which does not */
  wrong?: number | null;
}

export const contentRestoreChecks: MakeCheckGroup = (world, report) => {
  const ways = new Map<number, Way>();
  const restoring = (q: number): boolean => q >= 0 && world.variables.restore.get(q) === 1;

  function syncBegun({ command, step }: AdminAct): void {
    const from = poolOf(world, command!);
    const own = ways.get(from);
    const waiting = waitingContent(world, from);
    if (own === undefined || command!.parameters.BackupModule !== CONTENT_MODULE || waiting === 0) return;
    const q = world.partner(from);
    // After a swap (S8) each pool keeps content of the other: then either sync brings some of it home.
    if (restoring(q) || waitingContent(world, q) > 0) return;
    own.wrong = step;
    const [home, partner] = [world.name(from), world.name(q)];
    const runs = world.backupRuns(q);
    const first = runs ? '' : ', once the Backup Service runs there (D37)';
    report(
      'contentFromWrongPool',
      `${counted(waiting, 'conference upload')} of ${home} ${are(waiting)} on ${partner}: that is the pool whose sync brings ${them(waiting)} home${first}`,
      runs ? contentRestoreLine(partner) : null,
    );
  }

  /** One that was refused brings nothing home. */
  function synced({ command, step }: AdminAct): void {
    const module = command!.parameters.BackupModule ?? 'All';
    if (module !== 'All' && module !== CONTENT_MODULE) return;
    const home = ways.get(world.partner(poolOf(world, command!)));
    if (home !== undefined) home.restore = step;
  }

  function notAwaited(p: number, when: string): void {
    const q = world.partner(p);
    const waiting = waitingContent(world, p);
    report(
      'contentNotAwaited',
      `${when} while ${counted(waiting, 'conference upload')} of ${world.name(p)} ${are(waiting)} still only on ${world.name(q)}: wait for SteadyState after the sync`,
      getBackupStatus.line({ PoolFqdn: world.name(q) }),
      ways.get(p)?.restore ?? null,
    );
  }

  function failover({ command }: AdminAct): void {
    const pool = poolOf(world, command!);
    if (failoverRefusal(world, pool, command!.parameters.DisasterMode === true) !== null) return;
    for (const p of [pool, world.partner(pool)]) {
      const under = ways.get(p)?.restore !== undefined && restoring(world.partner(p)) && waitingContent(world, p) > 0;
      if (under) notAwaited(p, `the next failover of the pair began`);
    }
  }

  return {
    begun(act) {
      if (act.command?.cmdlet === invokeBackupSync.name) syncBegun(act);
      if (act.command?.cmdlet === poolFailover.name) failover(act);
    },
    ended(act, outcome) {
      const { command, step } = act;
      if (outcome !== 'ok') return;
      if (command?.cmdlet === poolFailback.name) {
        const p = poolOf(world, command);
        ways.set(p, { failback: step, possible: world.backupRuns(world.partner(p)) });
      }
      if (command?.cmdlet === invokeBackupSync.name) synced(act);
    },
    closed() {
      for (const { index: p } of world.layout.pools) {
        const waiting = waitingContent(world, p);
        const way = ways.get(p);
        if (waiting === 0) continue;
        const q = world.name(world.partner(p));
        if (way?.restore !== undefined) notAwaited(p, 'the drill ended');
        else if (way?.wrong === undefined) {
          // Without a failback it is the disks of the pool's own file store that were lost (M15).
          const why =
            way === undefined
              ? `the file store of ${world.name(p)} has lost ${them(waiting)}. When it is back, run the sync`
              : `the failback does not bring ${them(waiting)} home. Run the sync`;
          // A sync is refused while its pool does not run the service: then the line would only be one more refusal.
          const runs = world.backupRuns(world.partner(p));
          const possible = way === undefined ? runs : way.possible;
          const once = possible ? '' : `, once the Backup Service of ${q} runs (D37): ${contentRestoreLine(q)},`;
          report(
            'contentNotRestored',
            `${counted(waiting, 'conference upload')} of ${world.name(p)} ${are(waiting)} only on ${q}: ${why}${once} and wait for SteadyState.`,
            possible ? contentRestoreLine(q) : null,
            way?.failback ?? null,
          );
        }
      }
    },
  };
};

const are = (n: number): string => (n === 1 ? 'is' : 'are');
const them = (n: number): string => (n === 1 ? 'it' : 'them');
