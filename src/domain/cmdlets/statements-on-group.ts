/** SQL statements about an availability group as Invoke-Sqlcmd sends them to a replica, or a drill types them there. */
import type { GroupStatement } from '../components/availability-group/group-statement.js';
import type { World } from '../state/world.js';
import { beyondModel, done, type Ended, type Running } from './cmdlet.js';
import { failOverStatement, resumeStatement } from './group-advice.js';
import { beginFailover, type ReplicaAt, replicaOn, resumeReplica } from './group-failover.js';

/** The host of a server that is typed as HOST, HOST\INSTANCE or HOST,PORT. */
export const hostOfInstance = (server: string): string =>
  server.trim().replace(/^tcp:/i, '').replace(/,.*$/, '').split('\\')[0];

/** The replica on a server that is typed as HOST, HOST\INSTANCE or HOST,PORT; null = none is typed. */
export function replicaNamed(world: World, server: string | null): ReplicaAt | Ended {
  if (server === null) return replicaOn(world, undefined, undefined);
  return replicaOn(world, hostOfInstance(server), server.trim().replace(/,.*$/, '').split('\\')[1]);
}

/** Carries out statements about a group on the replica that they are sent to. */
export function carryOutOnGroup(
  world: World,
  statements: readonly GroupStatement[],
  server: string | null,
): Ended | Running {
  const at = replicaNamed(world, server);
  if ('outcome' in at) return at;
  const [first, ...others] = statements;
  if (first.act !== 'resume' && others.length === 0) return beginFailover(world, at, first.act === 'force');
  if (statements.some(({ act }) => act !== 'resume')) {
    return beyondModel('a failover of a group beside other statements is not modelled: send it alone');
  }
  let last = done();
  for (const { name } of statements) {
    const ended = resumeReplica(world, at, name);
    if (ended.outcome !== 'ok') return ended;
    // One database stands for all of the group (M): what the first did, the others find done.
    if (last.message === null) last = ended;
  }
  return last;
}

/** What a search types of a group: each failover, and the resume, on each of its replicas. */
export function groupLines(world: World, p: number) {
  return world.pool(p).sql.flatMap((h) =>
    [failOverStatement(world, p), failOverStatement(world, p, true), resumeStatement(0)].map((Query) => ({
      Query,
      ServerInstance: world.layout.hosts[h].fqdn,
    })),
  );
}
