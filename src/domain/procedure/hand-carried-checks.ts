/** What the Backup Service does not carry, and the administrator has to: Response Groups (D34, D31), location data (D65). */
import { cmsFailover } from '../cmdlets/cms-failover.js';
import { isDisasterForm } from '../cmdlets/cms-failover-preconditions.js';
import {
  exportLis,
  exportRgs,
  importLis,
  importRgs,
  LIS_EXPORT_LINE,
  LIS_IMPORT_LINE,
  publishLis,
  rgsExportLine,
  rgsImportLine,
} from '../cmdlets/exports-and-imports.js';
import { poolFailback } from '../cmdlets/pool-failback.js';
import { poolFailover } from '../cmdlets/pool-failover.js';
import { failoverRefusal } from '../cmdlets/pool-failover-preconditions.js';
import type { World } from '../state/world.js';
import { type MakeCheckGroup, poolOf, type Report } from './check-group.js';

/** A move whose data has to follow by hand. */
interface Move {
  readonly step: number | null;
  /** an export before it was possible, and was not made */
  readonly exportMissing: boolean;
}

/** Response Groups follow a failover only by hand, unless the Backup Service has them (D34, D31). */
export const responseGroupChecks: MakeCheckGroup = (world, report) => {
  const exported = new Set<number>();
  /** pools that have those of their partner; an import holds until the next export */
  const imported = new Set<number>();
  const away = new Map<number, Move>();
  return {
    begun({ command, step }) {
      if (world.layout.rgsInBackup || command?.cmdlet !== poolFailover.name) return;
      const p = poolOf(world, command);
      const disaster = command.parameters.DisasterMode === true;
      if (failoverRefusal(world, p, disaster) !== null || imported.has(world.partner(p))) return;
      away.set(p, { step, exportMissing: !disaster && !exported.has(p) });
    },
    ended({ command }, outcome) {
      switch (command?.cmdlet) {
        case exportRgs.name: {
          if (outcome !== 'ok') return;
          const p = poolOf(world, command, 'Source');
          exported.add(p);
          imported.delete(world.partner(p));
          break;
        }
        case importRgs.name: {
          if (outcome !== 'ok') return;
          const q = poolOf(world, command, 'Destination');
          imported.add(q);
          away.delete(world.partner(q));
          break;
        }
        case poolFailover.name: {
          const p = poolOf(world, command);
          if (outcome !== 'ok' && world.is('failover', p, 'normal')) away.delete(p);
          break;
        }
        case poolFailback.name:
          if (outcome === 'ok') left(world, report, away, poolOf(world, command));
      }
    },
    closed() {
      for (const p of [...away.keys()]) left(world, report, away, p);
    },
  };
};

function left(world: World, report: Report, away: Map<number, Move>, p: number): void {
  const move = away.get(p);
  if (move === undefined) return;
  away.delete(p);
  const [home, partner] = [world.name(p), world.name(world.partner(p))];
  const others =
    'Location data (LIS), Call Park settings and Persistent Chat are not replicated by the Backup Service either.';
  if (move.exportMissing) {
    report(
      'responseGroupsNotExported',
      `Response Groups of ${home} answer on ${partner} only if they are exported before the failover and imported after it: ${rgsImportLine(home, partner)}. ${others}`,
      rgsExportLine(home),
      move.step,
    );
  } else {
    report(
      'responseGroupsNotImported',
      `Response Groups of ${home} answer on ${partner} only after they are imported there, from the last export. ${others}`,
      rgsImportLine(home, partner),
      move.step,
    );
  }
}

/** Location data lies beside the Central Management Store and follows it only by hand (D34, D65). */
export const locationDataChecks: MakeCheckGroup = (world, report) => {
  let exported = false;
  let move: Move | null = null;
  /** the import that nobody has published yet */
  let imported: Move | null = null;
  return {
    ended({ command, step }, outcome) {
      if (outcome !== 'ok') return;
      switch (command?.cmdlet) {
        case exportLis.name:
          exported = true;
          break;
        case importLis.name:
          imported = { step, exportMissing: false };
          move = null;
          break;
        case publishLis.name:
          imported = null;
          break;
        case cmsFailover.name: {
          if (command.parameters.Restore === true) break;
          move = { step, exportMissing: !isDisasterForm(command.parameters) && !exported };
        }
      }
    },
    closed() {
      if (imported !== null) {
        report(
          'locationDataNotPublished',
          'location data (LIS) was imported and not published: clients do not see it yet',
          publishLis.line({}),
          imported.step,
        );
      }
      if (move === null) return;
      const to = world.name(world.cmsMaster());
      if (move.exportMissing) {
        report(
          'locationDataNotExported',
          `location data (LIS) lies beside the Central Management Store and is not replicated to ${to}: export it before, then ${LIS_IMPORT_LINE} and ${publishLis.name}`,
          LIS_EXPORT_LINE,
          move.step,
        );
      } else {
        report(
          'locationDataNotImported',
          `location data (LIS) is not replicated to ${to}: import the last export, then ${publishLis.name}`,
          LIS_IMPORT_LINE,
          move.step,
        );
      }
    },
  };
};
