/** The documented way back to normal as a generator of offers, each made in the state in which its turn comes (I10). */
import { type Offered, offer } from '../domain/cmdlets/cmdlet.js';
import { toOtherServer } from '../domain/cmdlets/database-failover.js';
import { groupAgain } from '../domain/cmdlets/group-offers.js';
import { toResume } from '../domain/cmdlets/sql-statement.js';
import type { Action } from '../domain/deployment-model.js';
import { faultTargets, mending } from '../domain/fault-targets.js';
import type { World } from '../domain/state/world.js';
import type { Present } from '../simulation/simulator.js';
import { pause, until } from './choices.js';
import type { Offer } from './fault-offers.js';

const DAY_MS = 86_400_000;

/**
 * The documented way back to normal, asked for one step after another: repair everything, start what was
 * stopped, wait, fail back what is failed over, bring conference content home (D54), wait (I10).
 */
export function recovery(world: World): (present: Present<Action>) => Offer | null {
  const steps = recoverySteps(world);
  return (present) => {
    const next = steps.next(present);
    return next.done === true ? null : { kind: next.value.kind, work: next.value.work, inMs: null };
  };
}

function* recoverySteps(world: World): Generator<Offered, void, Present<Action>> {
  const { layout, variables } = world;
  // What is scheduled and has not come yet comes first.
  let present = yield pause(30);
  const repairs = faultTargets(world).map((target) => ({ type: 'fault', fault: mending(target) }) as const);
  for (;;) {
    const [repair] = present.enabled(repairs);
    if (repair?.type !== 'fault') break;
    present = yield { kind: 'repair', work: { kind: 'fault', fault: repair.fault } };
  }
  for (let h = 0; h < layout.hosts.length; h++) {
    const ComputerName = layout.hosts[h].fqdn;
    if (variables.hostStopped.get(h) === 1) yield offer('services', 'Start-CsWindowsService', { ComputerName });
    if (variables.backupStopped.get(h) === 1) {
      yield offer('services', 'Start-CsWindowsService', { Name: 'LYNCBACKUP', ComputerName });
    }
  }
  // Start of the pools, restore of mirrors from a backup, handing users home (D13, D24, D70).
  yield pause(60);
  yield* databasesAgain(world);
  const groups = layout.pools.filter(({ group }) => group !== null);
  for (const { index } of groups) yield* groupAgain(world, index);
  // Replicas are seeded anew, and catch up (M124).
  if (groups.length > 0) yield pause(60);
  const steady = (p: number): Offered => until('steady', world.name(p), DAY_MS);
  const paired = layout.pools.map(({ index }) => index).filter((p) => world.partner(p) >= 0);
  for (const p of paired) {
    if (!world.is('failover', p, 'failedOver')) continue;
    yield steady(world.partner(p));
    yield offer('failback', 'Invoke-CsPoolFailBack', { PoolFqdn: world.name(p) });
  }
  for (const p of paired) yield offer('sync', 'Invoke-CsBackupServiceSync', { PoolFqdn: world.name(p) });
  for (const p of paired) yield steady(p);
  yield pause(90);
}

/** Sessions that wait for a RESUME, or that nobody serves: manual failover, with -Force as a last resort. */
function* databasesAgain(world: World): Generator<Offered, void> {
  for (const { index: p, databases } of world.layout.pools) {
    for (const db of databases) {
      const { behind, waitsForResume } = world.ids.session;
      const session = world.session(p, db);
      if (waitsForResume[session]) yield offer('database', 'Invoke-Sqlcmd', toResume(world, p, db));
      if (world.sessionName(p, db) !== 'severed' && !behind[session]) continue;
      yield offer('database', 'Invoke-CsDatabaseFailover', toOtherServer(world, p, db, behind[session]));
    }
  }
}
