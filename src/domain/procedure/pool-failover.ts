import { counted } from '../../core/format.js';
import { target } from '../cmdlets/cms-failover.js';
import { refusal as failbackRefusal } from '../cmdlets/pool-failback.js';
import {
  cmsRefusal,
  edgeRefusal,
  modeRefusal,
  refusal,
  relationRefusal,
} from '../cmdlets/pool-failover-preconditions.js';
import type { BoundCommand } from '../command.js';
import { backlog, exportState } from '../components/backup-service/backlog.js';
import { modulesOf } from '../components/backup-service/transfers.js';
import { edgesWithNextHop } from '../components/edge/behaviour.js';
import type { World } from '../state/world.js';
import { cmsFailoverNow, isHiddenMaster } from './central-management.js';
import { type MakeFamily, poolOf, type Report } from './check-group.js';
import { backupStatusLine, failbackLine, failoverLine, nextHopLine } from './cmdlet-lines.js';

/** Invoke-CsPoolFailOver against "Failing over a pool": what has to come before it, and its form (D40-D45, S7, S8). */
export const poolFailover: MakeFamily = (w, report) => {
  /** pools whose Backup Service was looked at since their last failover */
  const looked = new Set<number>();
  return {
    begun({ command }) {
      if (command?.cmdlet !== 'Invoke-CsPoolFailOver') return;
      const p = poolOf(w, command);
      const disaster = command.parameters.DisasterMode === true;
      if (refusal(w, p, disaster) !== null) return refused(w, report, p, disaster);
      form(w, report, p, command);
      lostEdges(w, report, p);
      // Who skips the verification does not wait for the Backup Service either.
      if (!disaster && command.parameters.SkipDataVerification !== true) backup(w, report, p, looked.has(p));
      looked.delete(p);
    },
    ended({ command }, outcome, rule) {
      if (command === null) return;
      if (command.cmdlet === 'Get-CsBackupServiceStatus' && outcome === 'ok') looked.add(poolOf(w, command));
      if (command.cmdlet !== 'Invoke-CsPoolFailOver' || outcome !== 'failed' || rule !== 'D44') return;
      const p = poolOf(w, command);
      report(
        'finalSyncTooSlow',
        `the final sync of ${w.name(p)} did not end in time: begin only when every module is in SteadyState or FinalState`,
        backupStatusLine(w.name(p)),
      );
    },
    waiting({ condition, pool }) {
      if (condition === 'steady' || condition === 'final') looked.add(pool);
    },
  };
};

/** Every reason that refuses the failover now, not only the one that the cmdlet names, in the order to see to them. */
function refused(w: World, report: Report, p: number, disaster: boolean): void {
  const q = w.partner(p);
  if (q < 0 || !w.is('failover', p, 'normal')) return;
  if (!w.is('failover', q, 'normal')) {
    report(
      'partnerFirst',
      `the users of ${w.name(q)} are on ${w.name(p)}: fail ${w.name(q)} back first`,
      failbackRefusal(w, q, false) === null ? failbackLine(w.name(q)) : null,
    );
  } else if (relationRefusal(w, p) !== null) {
    if (!w.canServe(p)) return;
    report(
      'failoverOfPartner',
      `-PoolFqdn is the pool that was hit: that is ${w.name(q)}, while ${w.name(p)} serves`,
      failoverLine(w.name(q), true),
    );
    return elsewhere(w, report, q);
  }
  elsewhere(w, report, p);
  if (!disaster && modeRefusal(w, p) !== null) {
    report(
      'plannedForLost',
      `${w.name(p)} does not serve, so there is nothing that a planned failover could ask it for`,
      failoverLine(w.name(p), true),
    );
  }
}

/** What has to be away from a pool before it is failed over: the master, next hops (D41, D42). */
function elsewhere(w: World, report: Report, p: number): void {
  if (cmsRefusal(w, p) !== null) {
    const why =
      w.cmsMaster() === p
        ? `the active Central Management master is on ${w.name(p)}`
        : 'no active Central Management master can be reached';
    const first = isHiddenMaster(w) ? `mend the link that hides it from ${w.name(target(w))}, then ` : '';
    report('cmsFirst', `${why}: ${first}fail it over before the pool`, cmsFailoverNow(w));
  }
  if (edgeRefusal(w, p) === null) return;
  for (const { edge } of edgesWithNextHop(w, p).filter(({ up }) => up)) {
    const { fqdn } = w.layout.edges[edge];
    report(
      'nextHopFirst',
      `${fqdn} runs and has ${w.name(p)} as its next hop: change that before the failover`,
      nextHopLine(fqdn, w.name(w.partner(p))),
    );
  }
}

/** The switches that cost data in this state (D44, D45). */
function form(w: World, report: Report, p: number, { parameters }: BoundCommand): void {
  if (parameters.DisasterMode === true) {
    if (!w.canServe(p)) return;
    report(
      'disasterForHealthy',
      `-DisasterMode on ${w.name(p)}, which is healthy: what the partner has not imported is lost. Leave -DisasterMode out.`,
      failoverLine(w.name(p)),
    );
  } else if (parameters.SkipDataVerification === true) {
    report(
      'skippedVerification',
      `-SkipDataVerification: the failover goes on without FinalState, and ${counted(behind(w, p), 'change')} of ${w.name(p)} had not been imported when it began; leave it out`,
      failoverLine(w.name(p)),
    );
  }
}

/** D42: an Edge pool that is wholly down blocks nothing. */
function lostEdges(w: World, report: Report, p: number): void {
  for (const { edge, up } of edgesWithNextHop(w, p)) {
    if (up) continue;
    const { fqdn } = w.layout.edges[edge];
    report(
      'nextHopOfLostEdge',
      `${fqdn} is down and has ${w.name(p)} as its next hop: change it before the Edge pool returns`,
      nextHopLine(fqdn, w.name(w.partner(p))),
    );
  }
}

/** D33: users are read-only for as long as the final sync takes. */
function backup(w: World, report: Report, p: number, looked: boolean): void {
  const late = modulesOf(w, p)
    .map((m) => exportState(w, p, m))
    .find((state) => state !== 'SteadyState' && state !== 'FinalState');
  if (late !== undefined) {
    report(
      'backupNotSteady',
      `${w.name(p)} exports in ${late}, ${counted(behind(w, p), 'change')} had not been imported: its users are read-only until the final sync is through. Wait for SteadyState first.`,
      backupStatusLine(w.name(p)),
    );
  } else if (!looked) {
    report(
      'backupUnchecked',
      `nobody looked whether ${w.name(p)} was in SteadyState before the planned failover; it was`,
      backupStatusLine(w.name(p)),
    );
  }
}

function behind(w: World, p: number): number {
  return modulesOf(w, p).reduce((sum, m) => sum + backlog(w, p, m), 0);
}
