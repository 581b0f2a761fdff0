/** What the Backup Service does not carry, and the administrator has to: Response Groups (D34, D31), location data (D65). */
import { counted, displayDuration } from '../../core/format.js';
import { cmsFailover } from '../cmdlets/cms-failover.js';
import { isDisasterForm } from '../cmdlets/cms-failover-preconditions.js';
import { importLis, LIS_EXPORT_LINE, LIS_IMPORT_LINE, publishLis } from '../cmdlets/exports-and-imports.js';
import { poolFailback } from '../cmdlets/pool-failback.js';
import { poolFailover } from '../cmdlets/pool-failover.js';
import { failoverRefusal } from '../cmdlets/pool-failover-preconditions.js';
import {
  exportRgs,
  groupsAtPartner,
  importRgs,
  rgsExportLine,
  rgsImportLine,
  rgsReturnLines,
} from '../cmdlets/response-groups.js';
import { moveManagementServer } from '../cmdlets/store-restore.js';
import { fileAt, latestFile, wasExported } from '../state/exported-files.js';
import type { World } from '../state/world.js';
import type { ExportedFile } from '../state/world-state.js';
import { type MakeCheckGroup, poolOf, type Report } from './check-group.js';

/** A move whose data has to follow by hand. */
interface Move {
  readonly step: number | null;
  /** an export before it was possible, and was not made */
  readonly exportMissing: boolean;
}

/** Response Groups follow a failover only by hand, unless the Backup Service has them (D34, D31). */
export const responseGroupChecks: MakeCheckGroup = (world, report) => {
  /** an import holds until the next export */
  const exportedSince = new Set<number>();
  const away = new Map<number, Move>();
  /** pools whose users came home, with the step that brought them */
  const home = new Map<number, number | null>();
  return {
    begun({ command, step }) {
      if (command?.cmdlet !== poolFailover.name) return;
      const p = poolOf(world, command);
      if (world.layout.rgsInBackup(p)) return;
      const disaster = command.parameters.DisasterMode === true;
      if (failoverRefusal(world, p, disaster) !== null) return;
      if (groupsAtPartner(world, p) && !exportedSince.has(p)) return;
      away.set(p, { step, exportMissing: !disaster && !wasExported(world, 'responseGroups', p) });
    },
    ended({ command, step }, outcome) {
      switch (command?.cmdlet) {
        case exportRgs.name: {
          if (outcome !== 'ok') return;
          const p = poolOf(world, command, 'Source');
          if (command.parameters.Owner === undefined) exportedSince.add(p);
          break;
        }
        case importRgs.name: {
          if (outcome !== 'ok') return;
          const file = fileAt(world, String(command.parameters.FileName), 'responseGroups');
          if (file === null) return;
          tellAge(world, report, file, step);
          if (poolOf(world, command, 'Destination') !== world.partner(file.of)) return;
          exportedSince.delete(file.of);
          away.delete(file.of);
          break;
        }
        case poolFailover.name: {
          const p = poolOf(world, command);
          if (outcome !== 'ok' && world.is('failover', p, 'normal')) away.delete(p);
          break;
        }
        case poolFailback.name:
          if (outcome !== 'ok') return;
          home.set(poolOf(world, command), step);
          left(world, report, away, poolOf(world, command));
      }
    },
    closed() {
      for (const p of [...away.keys()]) left(world, report, away, p);
      for (const [p, step] of home) if (world.isNormal(p)) leftBehind(world, report, p, step);
    },
  };
};

/** What was changed since an export is not in it, up to the loss of its pool (D34). */
function tellAge(world: World, report: Report, { of, madeAtMs }: ExportedFile, step: number | null): void {
  const untilMs = world.state.outages[of]?.atMs ?? world.now;
  const changes = Math.floor(((untilMs - madeAtMs) * world.load.responseGroupChangesPerHour) / 3_600_000);
  if (changes < 1) return;
  const age = displayDuration(world.now - madeAtMs);
  const name = world.name(of);
  const message = `the export of the Response Groups of ${name} is ${age} old: ${counted(changes, 'change')} made since ${changes === 1 ? 'is' : 'are'} not in it`;
  report('responseGroupsOld', message, rgsExportLine(name), step);
}

/** Where the users are home again, what was imported for them at the partner is still there (D34). */
function leftBehind(world: World, report: Report, p: number, step: number | null): void {
  if (!groupsAtPartner(world, p)) return;
  const [home, partner] = [world.name(p), world.name(world.partner(p))];
  const [out, back] = rgsReturnLines(home, partner);
  report(
    'responseGroupsLeftBehind',
    `Response Groups of ${home} are still on ${partner}; what was changed there comes home by an export that removes them, and an import: ${back}`,
    out,
    step,
  );
}

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
    return;
  }
  const file = latestFile(world, 'responseGroups', p);
  const from = !wasExported(world, 'responseGroups', p)
    ? `, and there is no export of them, neither in this drill nor under "files:". Export them regularly while ${home} runs (${rgsExportLine(home)}).`
    : ', from the last export.';
  report(
    'responseGroupsNotImported',
    `Response Groups of ${home} answer on ${partner} only after they are imported there${from} ${others}`,
    file === null ? null : rgsImportLine(home, partner, file.path),
    move.step,
  );
}

/** Location data lies beside the Central Management Store and follows it only by hand (D34, D65). */
export const locationDataChecks: MakeCheckGroup = (world, report) => {
  let move: Move | null = null;
  /** the import that nobody has published yet */
  let imported: Move | null = null;
  return {
    ended({ command, step }, outcome) {
      if (outcome !== 'ok') return;
      switch (command?.cmdlet) {
        case importLis.name:
          imported = { step, exportMissing: false };
          move = null;
          break;
        case publishLis.name:
          imported = null;
          break;
        // D65: it restores the location data from its own file.
        case moveManagementServer.name:
          move = null;
          break;
        case cmsFailover.name: {
          if (command.parameters.Restore === true) break;
          move = { step, exportMissing: !isDisasterForm(command.parameters) && !wasExported(world, 'lis') };
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
        return;
      }
      const file = latestFile(world, 'lis');
      report(
        'locationDataNotImported',
        !wasExported(world, 'lis')
          ? `location data (LIS) is not replicated to ${to}, and there is no export of it, neither in this drill nor under "files:". Export it regularly while the store can be reached: ${LIS_EXPORT_LINE}`
          : `location data (LIS) is not replicated to ${to}: import the last export, then ${publishLis.name}`,
        file === null ? null : importLis.line({ FileName: file.path }),
        move.step,
      );
    },
  };
};
