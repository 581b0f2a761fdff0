/** Behaviour of the secondary replicas of an availability group: in step, catching up, suspended, seeded (D111-D120). */

import { bits } from '../../../core/state-machine.js';
import { isAsynchronous } from '../../state/replicas-now.js';
import { minutes, seconds } from '../../state/units.js';
import type { World } from '../../state/world.js';
import { copyToReplica, undoForkOf } from '../availability-group/stores-of-group.js';
import { synchronizationState } from './machine.js';

/** Brings every secondary of the group of pool `p` in line with who serves and who sees whom. */
export function reconcileSecondaries(world: World, p: number): void {
  const { sql, group } = world.pool(p);
  if (group === null) return;
  const { serves, secondary } = world.variables;
  const primary = world.principalSide(p, 0);
  const served = serves.get(p, 0, primary) === 1;
  for (let i = 0; i < sql.length; i++) {
    if (i === primary) continue;
    const before = secondary.get(p, i);
    const connected = served && world.see(sql[primary], sql[i]);
    sendToSecondary(
      world,
      p,
      i,
      world.ids.secondary.look + bits(connected, served, world.isBlank(p, 0, i), isAsynchronous(world, p, i)),
    );
    if (secondary.get(p, i) !== before) tellSecondary(world, p, i);
  }
}

/** An event for one secondary, with what its signals mean for the ledger and the pending work. */
export function sendToSecondary(world: World, p: number, i: number, event: number): void {
  const slot = world.variables.secondary.at(p, i);
  const work = world.work.secondary.at(p, i);
  const { agSessionTimeoutSeconds, agCatchUpMinutes, agReseedMinutes } = world.settings;
  for (const { type } of world.send(world.machines.secondaryReplica, slot, event)) {
    switch (type) {
      case 'awaitSession':
        world.effects.start(work, agSessionTimeoutSeconds * 1000, agSessionTimeoutSeconds * 1000);
        break;
      case 'cancelWork':
        world.effects.cancel(work);
        break;
      case 'undoFork':
        undoForkOf(world, p, i);
        world.effects.start(work, ...minutes(agCatchUpMinutes));
        break;
      case 'catchUp':
        world.effects.start(work, ...minutes(agCatchUpMinutes));
        break;
      case 'follow':
        world.effects.start(work, ...seconds(world.settings.agAsynchronousLagSeconds));
        break;
      case 'seed':
        world.effects.start(work, ...minutes(agReseedMinutes));
        break;
      case 'inStep':
        copyToReplica(world, p, i);
        world.variables.forks.set(p, i, 0);
        break;
    }
  }
}

/** The work in a replica's slot is done: the session has timed out, or it has caught up, undone its fork or been seeded. */
export function secondaryWorkDone(world: World, p: number, i: number): void {
  const { machines, variables, ids } = world;
  const before = variables.secondary.get(p, i);
  const follows = ids.secondary.synchronizing[before] && isAsynchronous(world, p, i);
  const event = ids.secondary.silent[before] ? 'timedOut' : follows ? 'followed' : 'caughtUp';
  sendToSecondary(world, p, i, machines.secondaryReplica.event(event));
  // What follows for ever is not told again and again.
  if (!follows) tellSecondary(world, p, i);
}

/** One line for a replica as it is now; that nobody serves is told of the group. */
export function tellSecondary(world: World, p: number, i: number): void {
  if (world.unheard) return;
  const state = world.machines.secondaryReplica.states[world.variables.secondary.get(p, i)];
  const { fqdn } = world.layout.hosts[world.pool(p).sql[i]];
  const who = `secondary ${fqdn} of ${world.name(p)}`;
  const text: Record<string, string> = {
    silent: `${who} is silent: commits wait for its session time-out (D112)`,
    notSynchronizing: `${who} is NOT SYNCHRONIZING: the primary goes on without it (D112)`,
    notInitialized: `${who} is NOT SYNCHRONIZING, its seeding has stopped`,
    suspended: `${who} is NOT SYNCHRONIZING: suspended until an administrator resumes it (D118)`,
    revertingAlone: `${who} is REVERTING, and sees no primary (D117)`,
  };
  if (state === 'complete') return;
  world.tell('SQL Server', text[state] ?? `${who} is ${synchronizationState(state)}`);
}
