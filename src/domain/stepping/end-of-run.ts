/** The end of a run: what was left undone, and I10, the liveness property, where it can be judged. */

import { counted } from '../../core/format.js';
import { invokeBackupSync } from '../cmdlets/backup-service.js';
import { computerFailback } from '../cmdlets/computer-failover.js';
import { invokeSqlcmd, toResume } from '../cmdlets/sql-statement.js';
import { startService } from '../cmdlets/windows-services.js';
import { aloneOnMirror } from '../components/back-end/behaviour.js';
import { atRisk, exportState, exportStateOfBacklog, points } from '../components/backup-service/backlog.js';
import { earlierContentLeft } from '../components/backup-service/earlier-content.js';
import { firstExportLeft } from '../components/backup-service/earlier-store.js';
import { isOverloaded, overloadOf } from '../components/backup-service/overload.js';
import { SETUP } from '../components/backup-service/state.js';
import { exportedModulesOf, modulesOf } from '../components/backup-service/transfers.js';
import { startRange } from '../components/front-end-pool/behaviour.js';
import { offerRecovery } from '../components/front-end-pool/recovery-offer.js';
import { movingWith } from '../components/pool-failover/behaviour.js';
import { isServedRegularAtHome } from '../components/users/behaviour.js';
import { classes } from '../invariants/no-loss.js';
import { PARTNER_SIDE } from '../ledger/change-log.js';
import type { ExportState } from '../result.js';
import { isMirrored } from '../state/layout.js';
import { MODULES, USER_DATA } from '../state/modules.js';
import { areAsTheyShould } from '../state/replicas-now.js';
import type { World } from '../state/world.js';
import { judgeDatabase } from './database-outages.js';
import { allRepaired } from './faults.js';
import { leftSuspendedReplicas } from './groups-left.js';
import { judgeRoutes } from './route-outages.js';
import { tellWhatIsDown } from './what-is-down.js';
import { leftWithoutService } from './without-service.js';

/** The end of a run: what was left undone, and I10 where it can be judged. */
export function judgeEndOfRun(world: World): void {
  for (const p of world.layout.pools) {
    // The last of the straight lines ends here.
    points(world, p.index);
    leftFailedOver(world, p.index);
    leftWithoutService(world, p.index);
    offerRecovery(world, p.index);
    leftSuspended(world, p.index);
    leftSuspendedReplicas(world, p.index);
    judgeDatabase(world, p.index);
    leftUnready(world, p.index);
    for (const m of modulesOf(world, p.index)) {
      const told = overloadOf(world, p.index, m);
      if (told !== null) world.finding('warning', 'D32', told);
    }
  }
  judgeRoutes(world);
  leftDisabled(world);
  world.finding(
    'note',
    'D36',
    'the traffic of the Backup Service is neither encrypted nor authenticated end to end: protect the link between the sites',
  );
  if (!toldUnrecovered(world)) tellWhatIsDown(world);
}

/** D254: neither a reboot nor a start brings back a server that is failed over. */
function leftDisabled(world: World): void {
  world.layout.hosts.forEach(({ fqdn }, h) => {
    if (!world.isDisabled(h)) return;
    const message = `${fqdn} is still failed over at the end of the drill: its services are stopped and disabled, and neither a reboot nor a start brings them back.`;
    world.finding('warning', 'D254', message, computerFailback.line({ ComputerName: fqdn }));
  });
}

/** M281: a pair that was made in the drill, and of which a direction has not begun, protects nothing. */
function leftUnready(world: World, p: number): void {
  const q = world.partner(p);
  const { module, initialised, bootstrapped } = world.variables;
  if (q < 0) return;
  const left = firstExportLeft(world, p);
  if (module.get(p, USER_DATA) !== world.ids.module.notInitialized) {
    if (left !== null) world.finding('warning', 'M281', `${left}, and is not through at the end of the drill.`);
    const content = earlierContentLeft(world, p);
    // Of a pool that is failed over it was said at the takeover.
    if (content !== null && world.isNormal(p))
      world.finding('warning', 'M281', `${world.name(q)} does not have ${content} at the end of the drill.`);
    return;
  }
  const missing = [p, q].flatMap((x) => {
    const [name, server] = [world.name(x), world.layout.hosts[world.pool(x).servers[0]].fqdn];
    if (bootstrapped.get(x) === SETUP.firstVersion) return [update(name), startLine(server)];
    if (bootstrapped.get(x) === SETUP.none)
      return [`Bootstrapper.exe on every server of ${name}`, update(name), startLine(server)];
    if (initialised.get(x) === 0)
      return [`${Math.min(3, world.pool(x).servers.length)} Front End servers of ${name} up at a time (D16)`];
    return world.backupRuns(x) ? [] : [startLine(server)];
  });
  const lines = [...missing, invokeBackupSync.line({ PoolFqdn: world.name(p) })].join('; ');
  world.finding(
    'warning',
    'D270',
    `${world.name(p)} was paired with ${world.name(q)} and has not synchronised since: the pair protects nothing${left === null ? '' : `, and ${left}`}. Missing: ${lines}`,
  );
}

const update = (name: string): string => `the installed cumulative update once more on every server of ${name}`;
const startLine = (ComputerName: string): string => startService.line({ Name: 'LYNCBACKUP', ComputerName });

function leftFailedOver(world: World, p: number): void {
  if (!world.is('failover', p, 'failedOver')) return;
  let stranded = 0;
  world.state.logs.forEach((log, i) => {
    if (log.owner === p) stranded += classes(world, i).stranded;
  });
  const more =
    stranded > 0
      ? ` ${counted(stranded, 'change')} ${stranded === 1 ? 'is' : 'are'} stranded on its side: fetch ${stranded === 1 ? 'it' : 'them'} by hand before the failback, which overwrites user data (D52).`
      : '';
  world.finding(
    'note',
    'D5',
    `${world.name(p)} is still failed over to ${world.name(world.partner(p))} at the end of the drill.${more}`,
  );
}

/** Sessions that nobody resumed after forced service (D24). */
function leftSuspended(world: World, p: number): void {
  for (const db of world.pool(p).databases) {
    if (!world.ids.session.waitsForResume[world.session(p, db)]) continue;
    const old = world.layout.hosts[world.pool(p).sql[1 - world.principalSide(p, db)]].fqdn;
    const stranded = aloneOnMirror(world, p, db);
    const loses =
      stranded === 0
        ? ''
        : ` That rolls back ${counted(stranded, 'change')} which ${old} has alone: salvage them before, or remove the mirroring with SET PARTNER OFF.`;
    world.finding(
      'warning',
      'D24',
      `mirroring of the ${world.databaseName(db)} database of ${world.name(p)} is still SUSPENDED after its forced service: one copy, and no failover but another forced one. Resume it on its principal.${loses}`,
      invokeSqlcmd.line(toResume(world, p, db)),
    );
  }
}

/** Whether I10 is judged at the end: only where every fault is repaired, no pool is failed over and the grace has passed since. */
export function judgesRecovery(world: World): boolean {
  const grace = world.settings.recoveryGraceMinutes * 60_000 + wayHomeMs(world);
  const since = world.state.repairedAtMs;
  if (!allRepaired(world) || since < 0 || world.now - since < grace) return false;
  return world.layout.pools.every((p) => world.is('failover', p.index, 'normal'));
}

/** I10, where it is judged. Answers whether it is broken. */
function toldUnrecovered(world: World): boolean {
  if (!judgesRecovery(world)) return false;
  // A sync that one of the last steps invoked is under way: that is no state that did not return.
  const { invokedAtMs } = world.state;
  const isUnderWay = invokedAtMs >= 0 && world.now - invokedAtMs < world.settings.recoveryGraceMinutes * 60_000;
  const missing = notRecovered(world, isUnderWay ? exportStateOfBacklog : exportState);
  if (missing.length === 0) return false;
  world.effects.observe({
    kind: 'violation',
    invariant: 'I10',
    message: `not everything returned after the last repair: ${missing.join('; ')}`,
    rules: ['I10'],
    departure: null,
  });
  return true;
}

/** What the services that start now and the users who are handed home now may take beyond the grace (D13, D70), ms. */
function wayHomeMs(world: World): number {
  const { failbackDetectionMs } = world.deployment.voiceResiliency;
  const ways = world.layout.pools.map(({ index: p }) => {
    const underWay = world.is('frontEnd', p, 'booting') || world.is('users', p, 'resiliencyPartner.returning');
    return underWay ? startRange(world, p)[1] + failbackDetectionMs : 0;
  });
  return Math.max(...ways);
}

/** What is not as it was before anything broke (I10), by these export states; empty = all has returned. */
export function notRecovered(world: World, stateOf = exportState): string[] {
  const missing: string[] = [];
  for (const p of world.layout.pools) {
    const i = p.index;
    if (!isServedRegularAtHome(world, i)) missing.push(`users of ${world.name(i)} are not regular at home`);
    if (movingWith(world, i).some((m) => world.log(i, m)?.side === PARTNER_SIDE)) {
      missing.push(`the truth of the data of ${world.name(i)} is still with ${world.name(world.partner(i))}`);
    }
    missing.push(...notSteady(world, i, stateOf));
    for (const db of p.databases) {
      if (
        isMirrored(p) ? !world.inStep(i, db) : !world.served(i, db) || (p.group !== null && !areAsTheyShould(world, i))
      ) {
        missing.push(`the ${world.databaseName(db)} database of ${world.name(i)} ${databaseTrouble(world, i, db)}`);
      }
    }
  }
  if (world.layout.cmsHome >= 0 && !world.cmsFunctional()) missing.push('there is no active Central Management master');
  return missing;
}

/** Export states of a pool that are neither steady nor final, each with its modules. */
function notSteady(world: World, p: number, stateOf: typeof exportState): string[] {
  const modules = new Map<ExportState, string[]>();
  for (const m of exportedModulesOf(world, p)) {
    const state = stateOf(world, p, m);
    if (state === 'SteadyState' || state === 'FinalState') continue;
    // A direction whose own load is above its limits never was steady: a finding (D32).
    if (state === 'NonSteadyState' && isOverloaded(world, p, m)) continue;
    const risk = `${MODULES[m]}: ${counted(atRisk(world, p, m), 'change')} at risk`;
    modules.set(state, [...(modules.get(state) ?? []), risk]);
  }
  return [...modules].map(([state, all]) => `${world.name(p)} exports in ${state} (${all.join(', ')})`);
}

/** What is wrong with a database that has not recovered. */
function databaseTrouble(world: World, p: number, db: number): string {
  if (!world.served(p, db)) return isMirrored(world.pool(p)) ? 'is not SYNCHRONIZED' : 'is not served';
  if (world.pool(p).group !== null) return 'has a secondary that is not SYNCHRONIZED';
  return world.ids.session.single[world.session(p, db)] ? 'is not mirrored any more' : 'is not SYNCHRONIZED';
}
