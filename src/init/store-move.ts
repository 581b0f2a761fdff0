/** The planned move of the Central Management Store to its standby: what goes with it by file, and the drill of it alone. */
import { cmsFailover } from '../domain/cmdlets/cms-failover.js';
import {
  EXPORT_FOLDER,
  exportConfiguration,
  exportLis,
  importLis,
  publishLis,
} from '../domain/cmdlets/exports-and-imports.js';
import { getReplicationStatus } from '../domain/cmdlets/management-store.js';
import type { Deployment, Pool } from '../domain/deployment.js';
import { cmdlet, type DrillOutline, type OutlineSection } from './drill-outline.js';
import { poolNamed } from './pair.js';

/** The move of the active master; `again` tells the files of a second move in a drill from those of the first. */
export function storeMove(from: Pool, to: Pool, again = ''): OutlineSection {
  const standard = from.edition === 'standard' && to.edition === 'standard';
  const file = (what: string): string => `${EXPORT_FOLDER}\\${what}${again}.zip`;
  const FileName = file('Lis');
  return {
    title: `The Central Management Store moves to ${to.fqdn}`,
    why: `Its active master is on ${from.fqdn}: it moves first, else a failover of that pool is refused (D41, D60). Location data lies beside it and goes by file (D34). Go on when every server knows the new master (D63). It need not be moved back (D55).${standard ? ' Of Standard Edition pairs it is reported that both, or neither, were active afterwards: the export of the configuration is the way out (D64).' : ''}`,
    entries: [
      ...(standard ? [cmdlet(exportConfiguration.line({ FileName: file('Configuration') }))] : []),
      cmdlet(exportLis.line({ FileName })),
      cmdlet(cmsFailover.line({})),
      cmdlet(importLis.line({ FileName })),
      cmdlet(publishLis.line({})),
      { do: 'replicated' },
    ],
  };
}

/** The store moves to its standby and, an hour later, back; null = it has none. */
export function storeDrill(deployment: Deployment): DrillOutline | null {
  const master = poolNamed(deployment, deployment.centralManagement.active);
  const standby = poolNamed(deployment, master?.backupPool ?? null);
  if (master === null || standby === null) return null;
  return {
    name: 'central-management-store',
    title: `Move the Central Management Store to ${standby.fqdn} and back`,
    about: `The store alone: it moves from ${master.fqdn} to its standby ${standby.fqdn} while both are up, and back an hour later. No user notices, and nothing may be lost.`,
    loss: null,
    files: [],
    sections: [
      {
        title: 'Before it moves',
        why: 'Which pool is the active master, and whether every server is up to date (D60).',
        entries: [
          { do: 'watch', minutes: 10 },
          cmdlet(getReplicationStatus.line({ CentralManagementStoreStatus: true })),
          { do: 'replicated' },
        ],
      },
      storeMove(master, standby),
      {
        title: 'An hour later',
        why: 'Time to publish, to look, and to be sure.',
        entries: [{ do: 'pause', minutes: 60 }],
      },
      storeMove(standby, master, '-back'),
    ],
    expect: { lost: { max: 0 } },
    runbook: true,
    night: null,
  };
}
