/** Invoke-CsPoolFailOver against "Failing over a pool": what has to come before it, and its form (D40-D45, S7, S8). */
import { counted } from '../../core/format.js';
import { getBackupStatus } from '../cmdlets/backup-service.js';
import { isHiddenMaster, lineForMaster, splitText, target } from '../cmdlets/cms-failover-preconditions.js';
import { setEdgeServer } from '../cmdlets/configuration.js';
import { getMirrorState } from '../cmdlets/mirror-state.js';
import { poolFailback } from '../cmdlets/pool-failback.js';
import { failbackRefusal } from '../cmdlets/pool-failback-preconditions.js';
import { poolFailover } from '../cmdlets/pool-failover.js';
import {
  cmsRefusal,
  edgeRefusal,
  failoverRefusal,
  failsOver,
  modeRefusal,
  relationRefusal,
} from '../cmdlets/pool-failover-preconditions.js';
import type { BoundCommand } from '../command.js';
import { servesSoon } from '../components/back-end/election.js';
import { backlog, exportState } from '../components/backup-service/backlog.js';
import { exportedModulesOf, modulesOf } from '../components/backup-service/transfers.js';
import { isSplit } from '../components/central-management/behaviour.js';
import { edgesWithNextHop } from '../components/edge/behaviour.js';
import { isOutOfReach } from '../components/pool-failover/behaviour.js';
import { USER_DATABASE } from '../state/modules.js';
import type { World } from '../state/world.js';
import { type MakeCheckGroup, poolOf, type Report } from './check-group.js';
import { reportMirror } from './cms-checks.js';

export const failoverChecks: MakeCheckGroup = (world, report) => {
  /** pools whose Backup Service was looked at since their last failover */
  const looked = new Set<number>();
  return {
    begun({ command }) {
      if (command?.cmdlet !== poolFailover.name) return;
      const p = poolOf(world, command);
      const disaster = command.parameters.DisasterMode === true;
      if (failoverRefusal(world, p, disaster) !== null) return whyRefused(world, report, p, disaster);
      form(world, report, p, command);
      lostEdges(world, report, p);
      // Who skips the verification does not wait for the Backup Service either.
      if (!disaster && command.parameters.SkipDataVerification !== true) backup(world, report, p, looked.has(p));
      looked.delete(p);
    },
    ended({ command }, outcome, rule) {
      if (command === null) return;
      if (command.cmdlet === getBackupStatus.name && outcome === 'ok') looked.add(poolOf(world, command));
      if (command.cmdlet !== poolFailover.name || outcome !== 'failed' || rule !== 'D44') return;
      const p = poolOf(world, command);
      report(
        'finalSyncTooSlow',
        `the final sync of ${world.name(p)} did not end in time: begin only when every module is in SteadyState or FinalState`,
        getBackupStatus.line({ PoolFqdn: world.name(p) }),
      );
    },
    waiting({ condition, pool }) {
      if (condition === 'steady' || condition === 'final') looked.add(pool);
    },
  };
};

/** Every reason that refuses the failover now, not only the one that the cmdlet names, in the order to see to them. */
function whyRefused(world: World, report: Report, p: number, disaster: boolean): void {
  const q = world.partner(p);
  if (q < 0 || !world.is('failover', p, 'normal')) return;
  if (world.is('failover', q, 'stuck')) return;
  if (!world.is('failover', q, 'normal')) {
    report(
      'partnerFirst',
      `the users of ${world.name(q)} are on ${world.name(p)}: fail ${world.name(q)} back first`,
      failbackRefusal(world, q, false) === null ? poolFailback.line({ PoolFqdn: world.name(q) }) : null,
    );
  } else if (relationRefusal(world, p) !== null) {
    if (electing(world, report, q) || !world.canServe(p)) return;
    report(
      'failoverOfPartner',
      `-PoolFqdn is the pool that was hit: that is ${world.name(q)}, while ${world.name(p)} serves`,
      disasterLine(world, q),
    );
    return elsewhere(world, report, q);
  }
  elsewhere(world, report, p);
  if (disaster || electing(world, report, p)) return;
  if (modeRefusal(world, p) !== null) {
    report(
      'plannedForLost',
      `${world.name(p)} does not serve, so there is nothing that a planned failover could ask it for`,
      disasterLine(world, p),
    );
  }
}

/** D21: a database that fails over by itself is waited for. */
function electing(world: World, report: Report, p: number): boolean {
  if (!servesSoon(world, p)) return false;
  report('plannedWhileElecting', failsOver(world, p), mirrorLine(world, p));
  return true;
}

const mirrorLine = (world: World, p: number): string =>
  getMirrorState.line({ PoolFqdn: world.name(p), DatabaseType: world.databaseName(USER_DATABASE) });

/** What has to be away from a pool before it is failed over: the master, next hops (D41, D42). */
function elsewhere(world: World, report: Report, p: number): void {
  if (cmsRefusal(world, p) !== null && !reportMirror(world, report)) {
    report('cmsFirst', masterElsewhere(world, p), lineForMaster(world));
  }
  edges(world, report, p);
}

function masterElsewhere(world: World, p: number): string {
  if (isSplit(world)) return splitText(world);
  const why =
    world.cmsMaster() === p
      ? `the active Central Management master is on ${world.name(p)}`
      : 'no active Central Management master can be reached';
  const first = isHiddenMaster(world) ? `mend the link that hides it from ${world.name(target(world))}, then ` : '';
  return `${why}: ${first}fail it over before the pool`;
}

/** Edge pools that run and have the pool as their next hop (D42). */
function edges(world: World, report: Report, p: number): void {
  if (edgeRefusal(world, p) === null) return;
  for (const { edge } of edgesWithNextHop(world, p).filter(({ up }) => up)) {
    const { fqdn } = world.layout.edges[edge];
    report(
      'nextHopFirst',
      `${fqdn} runs and has ${world.name(p)} as its next hop: change that before the failover`,
      setEdgeServer.line({ Identity: fqdn, Registrar: world.name(world.partner(p)) }),
    );
  }
}

/** The switches that cost data in this state (D44, D45). */
function form(world: World, report: Report, p: number, { parameters }: BoundCommand): void {
  if (parameters.DisasterMode === true) {
    if (isOutOfReach(world, p)) {
      report(
        'disasterOverCut',
        `-DisasterMode on ${world.name(p)}, which runs behind a cut link: it cannot be stopped from here and goes on serving whom it reaches, so that two pools accept changes of its users. What it takes until the link is back is stranded on it then. Mend the link first; no other form of the failover can finish before.`,
        getBackupStatus.line({ PoolFqdn: world.name(p) }),
      );
      return;
    }
    if (servesSoon(world, p)) {
      report(
        'disasterWhileElecting',
        `-DisasterMode on ${world.name(p)}, of which nothing is lost: ${failsOver(world, p)}, without -DisasterMode. Typed now, it leaves behind what the partner has not imported.`,
        mirrorLine(world, p),
      );
      return;
    }
    if (!world.canServe(p)) return;
    report(
      'disasterForHealthy',
      `-DisasterMode on ${world.name(p)}, which is healthy: what the partner has not imported is lost. Leave -DisasterMode out.`,
      poolFailover.line({ PoolFqdn: world.name(p) }),
    );
  } else if (parameters.SkipDataVerification === true) {
    report(
      'skippedVerification',
      `-SkipDataVerification: the failover goes on without FinalState, and ${counted(behind(world, p), 'change')} of ${world.name(p)} had not been imported when it began; leave it out`,
      poolFailover.line({ PoolFqdn: world.name(p) }),
    );
  }
}

/** The disaster form, where it is to be advised. */
const disasterLine = (world: World, p: number): string | null =>
  isOutOfReach(world, p) ? null : poolFailover.line({ PoolFqdn: world.name(p), DisasterMode: true });

/** D42: an Edge pool that is wholly down blocks nothing. */
function lostEdges(world: World, report: Report, p: number): void {
  for (const { edge, up } of edgesWithNextHop(world, p)) {
    if (up) continue;
    const { fqdn } = world.layout.edges[edge];
    report(
      'nextHopOfLostEdge',
      `${fqdn} is down and has ${world.name(p)} as its next hop: change it before the Edge pool returns`,
      setEdgeServer.line({ Identity: fqdn, Registrar: world.name(world.partner(p)) }),
    );
  }
}

/** D33: users are read-only for as long as the final sync takes. */
function backup(world: World, report: Report, p: number, looked: boolean): void {
  const late = exportedModulesOf(world, p)
    .map((m) => exportState(world, p, m))
    .find((state) => state !== 'SteadyState' && state !== 'FinalState');
  if (late !== undefined) {
    report(
      'backupNotSteady',
      `${world.name(p)} exports in ${late}, ${counted(behind(world, p), 'change')} had not been imported: its users are read-only until the final sync is through. Wait for SteadyState first.`,
      getBackupStatus.line({ PoolFqdn: world.name(p) }),
    );
  } else if (!looked) {
    report(
      'backupUnchecked',
      `nobody looked whether ${world.name(p)} was in SteadyState before the planned failover; it was`,
      getBackupStatus.line({ PoolFqdn: world.name(p) }),
    );
  }
}

function behind(world: World, p: number): number {
  return modulesOf(world, p).reduce((sum, m) => sum + backlog(world, p, m), 0);
}
