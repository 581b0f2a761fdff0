/** The drain of one server: whom it serves moves to the others before its services stop, and nobody is signed out (D253). */
import { counted } from '../../core/format.js';
import { quorumOn, quorumText, usersSizedFor } from '../components/front-end-pool/conditions.js';
import { groupsOf, usersWithoutQuorum } from '../components/front-end-pool/groups-of-pool.js';
import { standing } from '../components/front-end-pool/routing-groups.js';
import { usersServedOn } from '../components/users/behaviour.js';
import { minutes } from '../state/units.js';
import type { World } from '../state/world.js';
import { type Ended, end, type Phases, type Running, refuse } from './cmdlet.js';
import { setServices } from './server-services.js';

/** Flags of a drain: its services are disabled at the end, and the others are verified before. */
export const DISABLES = 1;
export const VERIFIES = 2;

/** Begins the drain of a server that runs. */
export function beginDrain(world: World, host: number, flags = 0): Running {
  world.effects.start(world.work.command.at(), ...minutes(world.settings.drainMinutes));
  world.tell(nameOf(world, host), 'drains: whom it serves moves to the other servers (D253)');
  return { subject: host, flags };
}

/** What every drain does, whichever cmdlet began it. */
export const DRAIN: Phases = {
  workDone(world) {
    const host = world.variables.commandPool.get();
    const flags = world.variables.commandFlags.get();
    const no = (flags & VERIFIES) === 0 ? null : loadRefusal(world, host);
    if (no !== null) return fail(world, no.rule, `${no.message} Nothing was done.`);
    handReplicasOver(world, host);
    setServices(world, host, false);
    if ((flags & DISABLES) === 0) return end(world, 'ok', null, `${nameOf(world, host)} is drained and stopped`);
    setDisabled(world, host, 1);
    end(world, 'ok', null, `${nameOf(world, host)} is drained, its services are stopped and disabled`);
  },
  timedOut: (world) =>
    fail(
      world,
      'D253',
      `the drain of ${subject(world)} did not end within -WaitTime; nothing was done, and it goes on serving`,
    ),
  look(world) {
    const host = world.variables.commandPool.get();
    const [p] = world.layout.serverOf[host];
    if (world.serverRuns(host) && (p < 0 || world.frontEndRuns(p))) return false;
    fail(world, 'D37', `the services of ${subject(world)} were lost while it drained`);
    return true;
  },
};

const nameOf = (world: World, host: number): string => world.layout.hosts[host].fqdn;
const subject = (world: World): string => nameOf(world, world.variables.commandPool.get());

function fail(world: World, rule: string | null, message: string): void {
  end(world, 'failed', rule, message);
}

/** D10: the replicas of its routing groups are on the other servers before it stops. */
function handReplicasOver(world: World, host: number): void {
  const [p, place] = world.layout.serverOf[host];
  if (p < 0 || world.running(p) < 2) return;
  world.variables.groupsBase.set(p, standing(world.variables.groupsBase.get(p), ~(1 << place)));
}

/** Its services are disabled, or enabled again: nothing else than the two cmdlets does that (D253, D254). */
export function setDisabled(world: World, host: number, value: 0 | 1): void {
  const [p, place] = world.layout.serverOf[host];
  const others = world.variables.disabled.get(p) & ~(1 << place);
  world.variables.disabled.set(p, others | (value << place));
}

/** Why the other servers of its pool cannot carry the load of a Front End server that runs; null = they can (D3, D12). */
export function loadRefusal(world: World, host: number): Ended | null {
  const [p, place] = world.layout.serverOf[host];
  const who = `${world.name(p)} without ${nameOf(world, host)}`;
  if (usersWithoutQuorum(world, p)[0] > 0) {
    return refuse(
      'D11',
      `Some routing groups of ${world.name(p)} have no quorum: bring its servers back first, or reload them before any patching (D256), at the loss of what was not written to the Back End: Reset-CsPoolRegistrarState -PoolFqdn ${world.name(p)} -ResetType QuorumLossRecovery`,
    );
  }
  if (!quorumOn(world, p, groupsOf(world, p).running & ~(1 << place))) {
    return refuse('D12', `${who} would lose quorum, and all its services would stop (${quorumText(world, p)} now).`);
  }
  const users = usersServedOn(world, p);
  const left = world.running(p) - 1;
  const carried = usersSizedFor(world, p, left);
  if (users <= carried) return null;
  return refuse(
    'D3',
    `${who} has ${counted(left, 'server')}, sized for ${counted(carried, 'user')}, and serves ${counted(users, 'user')}.`,
  );
}
