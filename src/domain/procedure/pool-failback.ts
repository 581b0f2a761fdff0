import { counted } from '../../core/format.js';
import { refusal, takesData } from '../cmdlets/pool-failback.js';
import { backlog, exportState } from '../components/backup-service/backlog.js';
import { USER_DATA, type World } from '../state/world.js';
import { type MakeFamily, poolOf, type Report } from './check-group.js';
import { backupStatusLine, fabricLine, failbackLine } from './cmdlet-lines.js';

/** Invoke-CsPoolFailBack against "Failing back a pool": which pool, when, and in which form (D50-D53, S7). */
export const poolFailback: MakeFamily = (w, report) => ({
  begun({ command }) {
    if (command?.cmdlet !== 'Invoke-CsPoolFailBack') return;
    const p = poolOf(w, command);
    const disaster = command.parameters.DisasterMode === true;
    if (refusal(w, p, disaster) !== null) return refused(w, report, p, disaster);
    const q = w.partner(p);
    if (!disaster) return steady(w, report, p);
    if (!w.canServe(q)) return;
    report(
      'failbackWithoutPartner',
      `-DisasterMode with the partner ${w.name(q)} up: what users wrote there and ${w.name(p)} has not is lost. Leave -DisasterMode out.`,
      failbackLine(w.name(p)),
    );
  },
});

function refused(w: World, report: Report, p: number, disaster: boolean): void {
  if (w.is('failover', p, 'failedOver')) return tooEarly(w, report, p, disaster);
  const q = w.partner(p);
  if (q < 0 || !w.is('failover', q, 'failedOver')) return;
  report(
    'failbackOfPartner',
    `-PoolFqdn is the pool that was failed over, in the failback too: ${w.name(q)}, not ${w.name(p)} where its users are now`,
    refusal(w, q, false) === null ? failbackLine(w.name(q)) : null,
  );
  tooEarly(w, report, q, false);
}

/** D50: what has to be up before the users of `p` come home. */
function tooEarly(w: World, report: Report, p: number, disaster: boolean): void {
  const pool = w.name(p);
  if (!w.frontEndRuns(p) || !takesData(w, p)) {
    report(
      'failbackTooEarly',
      `${pool} is not up with quorum and its Back End yet: wait until it is`,
      fabricLine(pool),
    );
  }
  const q = w.partner(p);
  if (disaster || w.canServe(q)) return;
  const partner = w.name(q);
  report(
    'failbackTooEarly',
    `the partner ${partner} is not up with quorum and its Back End: repair it first, ${pool} can be failed back once it is up. With -DisasterMode what users wrote on ${partner} would be lost (D53).`,
    fabricLine(partner),
  );
}

/** D51: the cmdlet waits for the partner's queue, and its users wait with it. */
function steady(w: World, report: Report, p: number): void {
  // Into empty disks the Backup Service cannot import: nothing to wait for.
  if (w.isBlank(p, 0, w.principalSide(p, 0))) return;
  const q = w.partner(p);
  const state = exportState(w, q, USER_DATA);
  if (state === 'SteadyState' || state === 'FinalState') return;
  report(
    'failbackNotSteady',
    `the failback began while ${w.name(q)} exported in ${state} (${counted(backlog(w, q, USER_DATA), 'change')} to carry). Wait for SteadyState first.`,
    backupStatusLine(w.name(q)),
  );
}
