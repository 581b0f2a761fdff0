/** The first set of drills for a deployment: what can be lost in it, and what can be planned. */
import type { Deployment } from '../domain/deployment.js';
import { backEndPatching } from './back-end-patching.js';
import { disastersOf } from './disaster.js';
import { disasterDrill } from './disaster-drill.js';
import { drillFile, nameOfRehearsal, rehearsalFile, titleOfRehearsal } from './drill-file.js';
import type { DrillOutline } from './drill-outline.js';
import { edgeDrill } from './edge-drill.js';
import { groupLossDrills } from './group-loss.js';
import { mistakeDrills } from './mistakes.js';
import { type FailoverPair, failoverPairsOf } from './pair.js';
import { backupServiceDrill, fileStoreDrills, linkDrills } from './part-drills.js';
import { patchDrill } from './patching.js';
import { plannedDrill, twoInARow } from './planned.js';
import { runbookFile } from './runbook-file.js';
import { sqlDrill } from './sql-drill.js';
import { storeDrill } from './store-move.js';

/** A file of the first set of drills. */
export interface DrillFile {
  readonly name: string;
  readonly kind: 'drill' | 'runbook';
  readonly title: string;
  readonly text: string;
}

/** The drills of a deployment as files, the worst disasters first; empty where nothing is paired. */
export function firstDrills(deployment: Deployment, topology: string): DrillFile[] {
  const pairs = failoverPairsOf(deployment);
  if (pairs.length === 0) return [];
  return distinct(outlines(deployment, pairs)).flatMap((outline): DrillFile[] => {
    const { name, title, night } = outline;
    const drill = { name: `${name}.yaml`, kind: 'drill', title, text: drillFile(outline, topology) } as const;
    if (!outline.runbook) return [drill];
    const runbook = {
      name: `${name}.ps1`,
      kind: 'runbook',
      title,
      text: asNotepad(runbookFile(outline, topology)),
    } as const;
    if (night === null) return [drill, runbook];
    const text = rehearsalFile(outline, night, topology);
    return [drill, runbook, { name: nameOfRehearsal(name), kind: 'drill', title: titleOfRehearsal(title), text }];
  });
}

/**
 * A script as Windows saves it: lines end with CR LF, and where it holds more than ASCII it begins with a byte order mark,
 * without which Windows PowerShell 5.1 takes it for Windows-1252.
 */
export function asNotepad(text: string): string {
  const lines = text.replace(/\r?\n/g, '\r\n');
  return /[^\0-\x7f]/.test(lines) ? `\ufeff${lines}` : lines;
}

function outlines(deployment: Deployment, pairs: readonly FailoverPair[]): DrillOutline[] {
  const paired = pairs.map(({ home }) => home);
  return [
    ...disastersOf(deployment).map(disasterDrill),
    ...pairs.map(plannedDrill),
    ...pairs.flatMap((first, i) => {
      const second = pairs.slice(i + 1).find(({ home }) => home === first.partner);
      return second === undefined ? [] : [twoInARow(first, second)];
    }),
    storeDrill(deployment),
    ...paired.map((pool) => sqlDrill(pool, deployment)),
    ...paired.flatMap((pool) => groupLossDrills(pool, deployment)),
    ...linkDrills(deployment, pairs),
    ...fileStoreDrills(pairs),
    ...pairs.map(backupServiceDrill),
    ...deployment.edgePools.map((edge) => edgeDrill(edge, deployment)),
    ...deployment.pools.map((pool) => patchDrill(pool, deployment, pairs)),
    ...deployment.pools.map((pool) => backEndPatching(pool, deployment).drill),
    ...mistakeDrills(deployment),
  ].filter((outline) => outline !== null);
}

/** A drill that a deployment might have and that is not written, with the reason. */
export interface NotWritten {
  readonly what: string;
  readonly why: string;
}

/** What is not among the first drills of a deployment though somebody might look for it there. */
export function drillsNotWritten(deployment: Deployment): NotWritten[] {
  return deployment.pools.flatMap((pool): NotWritten[] => {
    const { fqdn, backEnd } = pool;
    const { whyNone: why } = backEndPatching(pool, deployment);
    if (why === null) return [];
    const patch = { what: `a drill in which the Back End of ${fqdn} is patched`, why };
    if (backEnd.availabilityGroup === undefined) return [patch];
    return [patch, { what: `a drill in which a replica of the Back End of ${fqdn} is lost`, why }];
  });
}

/** Names of sites become names of files, which two of them may share. */
function distinct(outlines: readonly DrillOutline[]): DrillOutline[] {
  const seen = new Map<string, number>();
  return outlines.map((outline) => {
    const times = (seen.get(outline.name.toLowerCase()) ?? 0) + 1;
    seen.set(outline.name.toLowerCase(), times);
    return times === 1 ? outline : { ...outline, name: `${outline.name}-${times}` };
  });
}
