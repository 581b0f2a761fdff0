/** What does not work at the end of a run: directions of the Backup Service, databases and mirrors (D23, D24, D37). */
import { counted } from '../../core/format.js';
import { getMirrorState } from '../cmdlets/mirror-state.js';
import { mirroringState } from '../components/back-end/machine.js';
import { atRisk, exportState } from '../components/backup-service/backlog.js';
import { modulesOf } from '../components/backup-service/transfers.js';
import { MODULES } from '../state/modules.js';
import type { World } from '../state/world.js';
import { noFaultOpen } from './faults.js';
import { secondariesDown } from './groups-left.js';

/** Tells what is down: where faults are open, of pools that serve; where none is, of all, as no repair would bring it back. */
export function tellWhatIsDown(world: World): void {
  const repaired = noFaultOpen(world);
  const still = `at the end of the drill${repaired ? ', though no fault is open' : ''}`;
  for (const { index: p } of world.layout.pools) {
    if (repaired || world.canServe(p)) backupDown(world, p, still, repaired);
    if (repaired || world.frontEndRuns(p)) databasesDown(world, p, still);
    mirrorsDown(world, p);
    secondariesDown(world, p);
  }
}

function backupDown(world: World, p: number, still: string, repaired: boolean): void {
  const failed = modulesOf(world, p).filter((m) => exportState(world, p, m) === 'ErrorState');
  if (failed.length === 0) return;
  const way = `${world.name(p)} → ${world.name(world.partner(p))}`;
  const names = failed.map((m) => MODULES[m]).join(', ');
  const behind = failed.reduce((sum, m) => sum + atRisk(world, p, m), 0);
  const risk = repaired ? '' : ` ${counted(behind, 'change')} would be lost with ${world.name(p)}.`;
  world.finding('warning', 'D37', `${way}: the Backup Service is in ErrorState (${names}) ${still}.${risk}`);
}

function databasesDown(world: World, p: number, still: string): void {
  for (const db of world.pool(p).databases) {
    if (world.served(p, db)) continue;
    const what = `the ${world.databaseName(db)} database of ${world.name(p)}`;
    world.finding('warning', 'D23', `${what} is not served ${still}.`);
  }
}

/** Databases that are served from one copy, those in the same state together; what waits to be resumed is told apart. */
function mirrorsDown(world: World, p: number): void {
  const { single, waitsForResume } = world.ids.session;
  const byState = new Map<string, number[]>();
  for (const db of world.pool(p).databases) {
    const session = world.session(p, db);
    if (single[session] || waitsForResume[session] || world.inStep(p, db) || !world.served(p, db)) continue;
    const state = mirroringState(world.sessionName(p, db));
    byState.set(state, [...(byState.get(state) ?? []), db]);
  }
  for (const [state, databases] of byState) {
    const names = databases.map((db) => world.databaseName(db)).join(', ');
    const what = `${names} ${databases.length > 1 ? 'databases' : 'database'} of ${world.name(p)}`;
    const message = `mirroring of the ${what} is ${state} at the end of the drill: one copy, and no failover but a forced one.`;
    world.finding('warning', 'D24', message, getMirrorState.line({ PoolFqdn: world.name(p) }));
  }
}
