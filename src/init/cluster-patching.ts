/** The drill of a Back End on a cluster that is patched: what does not serve first, then the other while it serves no more (D258). */
import { failOverStatementOf, groupPath } from '../domain/availability-group-lines.js';
import type { AvailabilityGroup, FailoverCluster } from '../domain/back-end.js';
import { invokeSqlcmd } from '../domain/cmdlets/sql-statement.js';
import { type Pool, sameName } from '../domain/deployment.js';
import { cmdlet, type Entry, type OutlineSection } from './drill-outline.js';
import { WATCHED } from './loss-times.js';

/** What is done on any SQL server, and on the databases where they are served. */
export interface PatchEntries {
  readonly before: OutlineSection;
  patched(server: string): Entry[];
  updated(server: string): Entry;
}

/** The parts of a drill: what it shows, and what is done. */
interface PatchParts {
  readonly about: string;
  readonly sections: readonly OutlineSection[];
}

/** Why no planned failover of a group can be written; null = one can. */
export function whyNotRolling({ listener, sqlServerFqdn, replicas }: AvailabilityGroup): string | null {
  if (replicas.length === 1) return 'of its availability group one replica is known';
  if (replicas.some(({ commit }) => commit === 'asynchronous')) {
    return 'a replica of its availability group commits asynchronously, and the others do not wait for it (D113)';
  }
  // Only these two become primary.
  const without = replicas.slice(0, 2).find(({ logins }) => !logins);
  if (without !== undefined) {
    return `${without.server} never got the logins of the Front End servers, and a failover to it ends the service: do it once, and run Install-CsDatabase -Update there (D107)`;
  }
  if (!sameName(sqlServerFqdn, listener)) {
    return `the topology names a node of its availability group, ${sqlServerFqdn}, and a failover ends the service (M125)`;
  }
  return null;
}

/** Secondaries first, then the primary after a planned failover, and home again. */
export function groupPatch({ fqdn, backEnd }: Pool, group: AvailabilityGroup, entries: PatchEntries): PatchParts {
  const { replicas, listener } = group;
  const [first, ...others] = replicas.map(({ server }) => server);
  const [target] = others;
  const { patched, updated } = entries;
  const inStep: Entry = { do: 'synchronized', pool: fqdn, group: groupPath(listener, backEnd.instance, listener) };
  const failOverTo = (server: string): Entry =>
    cmdlet(
      invokeSqlcmd.line({
        ServerInstance: `${server}\\${backEnd.instance}`,
        Query: failOverStatementOf(listener),
      }),
    );
  return {
    about: `A maintenance window: ${others.join(' and ')}, ${others.length === 1 ? 'the secondary, is' : 'the secondaries, are'} patched first; then ${target} becomes the primary by a planned failover, and ${first} is patched while nobody depends on it (D258). No user may notice, and nothing may be lost.`,
    sections: [
      entries.before,
      {
        title: `${others.join(' and ')} first`,
        why: `${first} serves, and each secondary is SYNCHRONIZED again before anything else is touched (D120).`,
        entries: [inStep, ...others.flatMap((server) => [...patched(server), inStep])],
      },
      {
        title: `${target} serves, and ${first} is patched`,
        why: 'A planned failover to a SYNCHRONIZED replica loses nothing (D116). Install-CsDatabase gives the logins to what is primary now (D107, D109).',
        entries: [failOverTo(target), updated(listener), ...patched(first), inStep],
      },
      {
        title: `Back to ${first}`,
        why: 'The databases are brought to the version of the update where they are served (D109).',
        entries: [failOverTo(first), inStep, updated(listener), WATCHED],
      },
    ],
  };
}

/** The nodes that the instance does not run on, then that which it leaves by itself. */
export function instancePatch({ name, nodes }: FailoverCluster, entries: PatchEntries): PatchParts {
  const [first, ...others] = nodes;
  const { patched, updated } = entries;
  return {
    about: `A maintenance window: ${others.join(' and ')} first, on which ${name} does not run; then ${first}, and the instance goes to another node by itself when that restarts (D137, D258). No user may notice, and nothing may be lost.`,
    sections: [
      entries.before,
      {
        title: `${others.join(' and ')} first`,
        why: `${first} runs the instance: nobody depends on the ${others.length === 1 ? 'other' : 'others'}.`,
        entries: others.flatMap(patched),
      },
      {
        title: `${first}, which runs the instance`,
        why: 'It hands its vote over and the instance starts on another node within a minute or two (D132, M137). It may stay there.',
        entries: [...patched(first), { do: 'sleep', minutes: 5 }, updated(name), WATCHED],
      },
    ],
  };
}
