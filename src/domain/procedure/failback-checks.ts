/** Invoke-CsPoolFailBack against "Failing back a pool": which pool, when, and in which form (D50-D53, S7). */

import { counted } from '../../core/format.js';
import { getBackupStatus } from '../cmdlets/backup-service.js';
import { poolFailback } from '../cmdlets/pool-failback.js';
import { failbackRefusal, missingAtHome } from '../cmdlets/pool-failback-preconditions.js';
import { databaseMissing, servicesMissing } from '../cmdlets/pool-readiness.js';
import { getFabricState } from '../cmdlets/pool-services.js';
import { backlog, exportState } from '../components/backup-service/backlog.js';
import { HOME_SIDE } from '../ledger/change-log.js';
import { USER_DATA } from '../state/modules.js';
import type { World } from '../state/world.js';
import { type MakeCheckGroup, poolOf, type Report } from './check-group.js';

export const failbackChecks: MakeCheckGroup = (world, report) => ({
  begun({ command }) {
    if (command?.cmdlet !== poolFailback.name) return;
    const p = poolOf(world, command);
    const disaster = command.parameters.DisasterMode === true;
    if (failbackRefusal(world, p, disaster) !== null) return whyRefused(world, report, p, disaster);
    const q = world.partner(p);
    if (!disaster && command.parameters.SkipDataVerification === true) return skipped(world, report, p);
    if (!disaster) return steady(world, report, p);
    if (!world.canServe(q)) return;
    report(
      'failbackWithoutPartner',
      `-DisasterMode with the partner ${world.name(q)} up: what users wrote there and ${world.name(p)} has not is lost. Leave -DisasterMode out.`,
      poolFailback.line({ PoolFqdn: world.name(p) }),
    );
  },
});

function whyRefused(world: World, report: Report, p: number, disaster: boolean): void {
  if (world.is('failover', p, 'failedOver')) return tooEarly(world, report, p, disaster);
  const q = world.partner(p);
  if (q < 0 || !world.is('failover', q, 'failedOver')) return;
  report(
    'failbackOfPartner',
    `-PoolFqdn is the pool that was failed over, in the failback too: ${world.name(q)}, not ${world.name(p)} where its users are now`,
    failbackRefusal(world, q, false) === null ? poolFailback.line({ PoolFqdn: world.name(q) }) : null,
  );
  tooEarly(world, report, q, false);
}

/** D50: what has to be up before the users of `p` come home. */
function tooEarly(world: World, report: Report, p: number, disaster: boolean): void {
  const pool = world.name(p);
  const own = missingAtHome(world, p);
  if (own !== null) {
    report(
      'failbackTooEarly',
      `${pool} cannot take its users back yet. ${own}`,
      getFabricState.line({ PoolFqdn: pool }),
    );
  }
  const q = world.partner(p);
  const lacks = disaster ? null : (servicesMissing(world, q) ?? databaseMissing(world, q));
  if (lacks === null) return;
  const partner = world.name(q);
  report(
    'failbackTooEarly',
    `the users' data cannot be copied back from the partner ${partner} yet. ${lacks} With -DisasterMode what users wrote on ${partner} would be left behind (D53).`,
    getFabricState.line({ PoolFqdn: partner }),
  );
}

/** D51: nobody asks what has come home when the users move. */
function skipped(world: World, report: Report, p: number): void {
  const log = world.log(p, USER_DATA)!;
  const served = log.served(world.now, world.servingStore(log, USER_DATA));
  const waiting = log.missing(served, world.storeOn(log, USER_DATA, HOME_SIDE));
  report(
    'failbackSkippedVerification',
    `-SkipDataVerification: the users of ${world.name(p)} move home with what was imported there. ${counted(waiting, 'change')} of theirs still waited on ${world.name(world.partner(p))} when the failback began; what they wrote from then until they moved stays there too. Leave the switch out`,
    poolFailback.line({ PoolFqdn: world.name(p) }),
  );
}

/** D51: the cmdlet waits for the partner's queue, and its users wait with it. */
function steady(world: World, report: Report, p: number): void {
  // Into empty disks the Backup Service cannot import: nothing to wait for.
  if (world.isBlank(p, 0, world.principalSide(p, 0))) return;
  const q = world.partner(p);
  const state = exportState(world, q, USER_DATA);
  if (state === 'SteadyState' || state === 'FinalState') return;
  report(
    'failbackNotSteady',
    `the failback began while ${world.name(q)} exported in ${state} (${counted(backlog(world, q, USER_DATA), 'change')} to carry). Wait for SteadyState first.`,
    getBackupStatus.line({ PoolFqdn: world.name(q) }),
  );
}
