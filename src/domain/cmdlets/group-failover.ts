/** Failover of an availability group as it is commanded on a replica, and what resumes a replica after a forced one. */
import { counted } from '../../core/format.js';
import { sendToGroup } from '../components/availability-group/behaviour.js';
import { listenerOf } from '../components/availability-group/store-server.js';
import { aloneOnReplica } from '../components/availability-group/stores-of-group.js';
import { hasAll, isThere } from '../components/availability-group/takeover.js';
import { DATABASE_NAMES } from '../components/back-end/mirroring-statement.js';
import { runningNodes } from '../components/cluster/quorum-of-nodes.js';
import { sendToSecondary, tellSecondary } from '../components/secondary-replica/behaviour.js';
import { FORKS_MOST } from '../components/secondary-replica/state.js';
import type { World } from '../state/world.js';
import { beyondModel, done, type Ended, end, type Hazard, type Phases, type Running, refuse } from './cmdlet.js';
import { failOverStatement, resumeStatement } from './group-advice.js';
import { hostCalled } from './server-services.js';

/** A replica of the group of a pool. */
export interface ReplicaAt {
  readonly p: number;
  readonly i: number;
}

const nameOf = (world: World, { p, i }: ReplicaAt): string => world.layout.hosts[world.pool(p).sql[i]].fqdn;

/** The replica on a server; a listener leads to the primary. Refused where there is none. */
export function replicaOn(world: World, server: string | undefined, instance: string | undefined): ReplicaAt | Ended {
  if (server === undefined) {
    return refuse(
      'D116',
      'Which replica is meant is not known: type it on the SQL server that it is about (in a drill, "on: HOST" beside it).',
    );
  }
  const host = hostCalled(world, server);
  const found = world.layout.pools.find(
    ({ group, sql }) =>
      group !== null && (sql.includes(host) || group.group.listener.toLowerCase() === server.toLowerCase()),
  );
  if (found === undefined)
    return refuse('D116', `There is no replica of an availability group "${server}" in the topology.`);
  const { index: p, sql, pool } = found;
  const at = { p, i: sql.includes(host) ? sql.indexOf(host) : world.principalSide(p, 0) };
  const expected = pool.backEnd.instance;
  if (instance !== undefined && instance.toLowerCase() !== expected.toLowerCase()) {
    return refuse(
      'D116',
      `${nameOf(world, at)} has no instance "${instance}": that of ${world.name(p)} is ${expected}.`,
    );
  }
  return world.up(sql[at.i]) ? at : refuse('D116', `${nameOf(world, at)} is down.`);
}

/** What refuses a failover of the group to a replica; null = nothing does. */
export function groupFailoverRefusal(world: World, at: ReplicaAt, byForce: boolean): Ended | null {
  const { p, i } = at;
  const { ids, variables } = world;
  const state = variables.group.get(p);
  const name = nameOf(world, at);
  const group = `the availability group ${listenerOf(world, p)}`;
  if (ids.group.moving[state]) return refuse('D116', `A failover of ${group} is under way: wait until it is online.`);
  if (ids.group.withoutQuorum[state]) {
    return refuse(
      'D117',
      `The cluster of ${group} has no quorum: no failover is possible. Bring its nodes or its witness back, or force quorum on one: Start-ClusterNode -Name ${name} -FixQuorum`,
    );
  }
  if (!isThere(world, p, i, runningNodes(world, p))) {
    return refuse('D117', `${name} is not in the part of the cluster that has quorum.`);
  }
  const isPrimary = world.principalSide(p, 0) === i;
  if (isPrimary && ids.group.online[state]) {
    const others = world.pool(p).sql.flatMap((h, k) => (k === i ? [] : world.layout.hosts[h].fqdn));
    return refuse(
      'D116',
      `${name} is the primary: the command is typed on the replica that is to take over (${others.join(', ')}).`,
    );
  }
  if (byForce) return null;
  if (ids.group.quorumForced[state]) {
    return refuse(
      'D134',
      `Quorum of ${group} was forced: planned failovers are disallowed until a forced one: ${failOverStatement(world, p, true)}`,
    );
  }
  if (isPrimary || hasAll(world, p, i)) return null;
  const resume = ids.secondary.suspended[variables.secondary.get(p, i)]
    ? ` It is suspended: ${resumeStatement(0)}, typed on it.`
    : '';
  return refuse(
    'D116',
    `${name} is not SYNCHRONIZED: it lacks what the primary went on to commit.${resume} Wait until it is, or lose that: ${failOverStatement(world, p, true)}`,
  );
}

/** Begins the failover of the group to a replica; by force only where it could not be planned (D117). */
export function beginFailover(world: World, at: ReplicaAt, byForce: boolean): Ended | Running {
  const no = groupFailoverRefusal(world, at, byForce);
  if (no !== null) return no;
  const { p, i } = at;
  const { availabilityGroup: machine } = world.machines;
  const isForced = byForce && (world.ids.group.quorumForced[world.variables.group.get(p)] || !hasAll(world, p, i));
  world.variables.groupTarget.set(p, i);
  sendToGroup(world, p, machine.event(isForced ? 'force' : 'failOver'));
  return { subject: p, value: i };
}

/** D117: forced to a replica that lacks what was committed. */
export function forceHazard(world: World, at: ReplicaAt | Ended, byForce: boolean): Hazard | null {
  return byForce && !('outcome' in at) && groupFailoverRefusal(world, at, true) === null && !hasAll(world, at.p, at.i)
    ? 'D117'
    : null;
}

/** A failover of a group while it runs: it is through when the replica that was asked for is primary. */
export const GROUP_FAILOVER: Phases = {
  workDone: () => {},
  look(world) {
    const p = world.variables.commandPool.get();
    const at = { p, i: world.variables.commandValue.get() };
    const state = world.variables.group.get(p);
    if (world.ids.group.moving[state] && world.variables.groupTarget.get(p) === at.i) return false;
    const name = nameOf(world, at);
    if (world.principalSide(p, 0) !== at.i || !world.ids.group.online[state]) {
      end(world, 'failed', 'D116', `${name} is not primary: what the failover rests on changed meanwhile`);
    } else if (world.served(p, 0)) end(world, 'ok', null, `${name} is the primary of ${listenerOf(world, p)}`);
    else
      end(
        world,
        'failed',
        'D107',
        `${name} is the primary of ${listenerOf(world, p)}, but the Front End servers cannot use it`,
      );
    return true;
  },
};

/** D104: never in the group, though their instance may be that of a replica: reporting, with its instance behind it, and Persistent Chat. */
const NEVER_IN_GROUP = /^(?:ReportServer(?:TempDB)?(?:\$\w+)?|ReportServer\$\w+TempDB|mgc|mgccomp)$/i;

/** Resumes the databases of a replica: it undoes what the primary does not have (D118). */
export function resumeReplica(world: World, at: ReplicaAt, database: string | null): Ended {
  const { p, i } = at;
  if (database !== null && NEVER_IN_GROUP.test(database)) {
    return refuse(
      'D104',
      `${database} is in no availability group of a pool: those of reporting and of Persistent Chat stay out of it. All databases of ${world.name(p)} are in it, and one stands for all: ${resumeStatement(0)}`,
    );
  }
  if (database !== null && !DATABASE_NAMES.some((names) => names.includes(database.toLowerCase()))) {
    return beyondModel(`a database "${database}" in the group is not modelled`);
  }
  const name = nameOf(world, at);
  const { secondary, serves, forks } = world.variables;
  const primary = world.principalSide(p, 0);
  if (primary === i || !world.ids.secondary.suspended[secondary.get(p, i)]) {
    const suspended = world
      .pool(p)
      .sql.findIndex((_, k) => k !== primary && world.ids.secondary.suspended[secondary.get(p, k)]);
    const where =
      suspended < 0 || suspended === i ? '' : `: ${nameOf(world, { p, i: suspended })} is, and it is typed there`;
    return primary === i && where !== ''
      ? refuse('D118', `${name} is the primary, nothing is suspended on it${where}.`)
      : done(`nothing is suspended on ${name}; no effect`);
  }
  const { sql } = world.pool(p);
  if (serves.get(p, 0, primary) === 0 || !world.see(sql[i], sql[primary])) {
    return refuse(
      'D118',
      `${name} is not connected to a primary that is online: bring ${nameOf(world, { p, i: primary })} back first.`,
    );
  }
  const reseeds = forks.get(p, i) > FORKS_MOST;
  const gone = aloneOnReplica(world, p, i);
  world.cause = 'resume of a replica after a forced failover (D118)';
  sendToSecondary(world, p, i, world.machines.secondaryReplica.event(reseeds ? 'reseed' : 'resume'));
  if (reseeds) {
    const message = `${name} follows more than ${FORKS_MOST} forks of the log and refuses to resume: it is removed from the group and seeded again`;
    world.finding('warning', 'D119', message);
  }
  if (gone > 0) {
    const message = `resuming ${name} rolled back what it had alone: ${counted(gone, 'stranded change')} lost for good`;
    world.finding('warning', 'D118', message);
  }
  tellSecondary(world, p, i);
  return done(`the databases of ${name} are resumed`);
}
