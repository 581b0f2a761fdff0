/** Drills of an availability group that loses a secondary, its primary, or the quorum of its cluster (D112, D114, D134). */
import { failOverStatementOf, groupPath } from '../domain/availability-group-lines.js';
import type { AvailabilityGroup } from '../domain/back-end.js';
import { startClusterNode, testGroup } from '../domain/cmdlets/group-cmdlets.js';
import { invokeSqlcmd } from '../domain/cmdlets/sql-statement.js';
import { DATABASE_NAMES } from '../domain/components/back-end/mirroring-statement.js';
import { resolveSettings } from '../domain/components/facts.js';
import type { Deployment, Pool } from '../domain/deployment.js';
import type { DrillData } from '../input/drill/drill-data.js';
import { backEndPatching } from './back-end-patching.js';
import { cmdlet, type DrillOutline, type Entry, type OutlineSection } from './drill-outline.js';
import { PART_AT_NIGHT, PART_BACK_AT_MINUTES, PART_LOSS_TIMES, WATCHED } from './loss-times.js';
import { databasesOf } from './sql-drill.js';

/** The losses of parts of a group, each for an hour; none where the pool has no group whose next replica may take over. */
export function groupLossDrills(pool: Pool, deployment: Deployment): DrillOutline[] {
  const { availabilityGroup: group } = pool.backEnd;
  if (group === undefined || backEndPatching(pool, deployment).whyNone !== null) return [];
  const lines = linesOf(pool, group);
  const { stops, quorumLost } = quorumLosses(group, deployment);
  return [
    secondaryLost(pool, group, lines),
    ...(stops ? [] : [primaryLost(pool, group, lines)]),
    ...(quorumLost === null ? [] : [quorumForced(pool, group, deployment, lines, quorumLost)]),
  ];
}

/** Lines that are typed about the group of a pool. */
interface GroupLines {
  failOverTo(server: string, byForce?: boolean): Entry;
  /** every replica is where it should be (D111) */
  readonly inStep: Entry;
  /** `fine` is asked of the group on a server: there is nothing to recover then */
  unless(server: string, fine: string, says: string): Entry;
}

function linesOf({ fqdn, backEnd: { instance } }: Pool, { listener }: AvailabilityGroup): GroupLines {
  return {
    failOverTo: (server, byForce = false) =>
      cmdlet(
        invokeSqlcmd.line({ ServerInstance: `${server}\\${instance}`, Query: failOverStatementOf(listener, byForce) }),
      ),
    inStep: { do: 'synchronized', pool: fqdn, group: groupPath(listener, instance, listener) },
    unless: (server, fine, says) => ({
      do: 'unless',
      line: testGroup.line({ Path: groupPath(server, instance, listener) }),
      fine,
      says,
    }),
  };
}

const HEALTHY = "$answer.HealthState -eq 'Healthy'";
const noticed: Entry = { do: 'at', minutes: PART_AT_NIGHT.atMinutes, what: 'somebody looks' };
const back = (servers: readonly string[]): Entry => ({
  do: 'ask',
  minutes: PART_BACK_AT_MINUTES,
  what: `${servers.join(' and ')} ${servers.length === 1 ? 'is' : 'are'} back`,
});

interface Told {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly targets: readonly string[];
  readonly sections: readonly OutlineSection[];
}

function outline({ name, title, about, targets, sections }: Told): DrillOutline {
  const lost: DrillData[] = targets.map((server) => ({ server }));
  return {
    name,
    title,
    about,
    loss: { ...PART_LOSS_TIMES, targets: lost, servers: [], verbs: ['crash', 'repair'] },
    files: [],
    sections,
    expect: { lost: { max: 0 } },
    runbook: true,
    night: PART_AT_NIGHT,
  };
}

/** D112: the primary goes on alone, and what it commits meanwhile has one copy. */
function secondaryLost({ fqdn }: Pool, { replicas }: AvailabilityGroup, lines: GroupLines): DrillOutline {
  const [first, second] = replicas.map(({ server }) => server);
  return outline({
    name: `${fqdn}-sql-secondary`,
    title: `Lose a secondary of the availability group of ${fqdn}`,
    about: `${second} is lost. After the session time-out ${first} commits without it (D112): nobody notices, and until it is SYNCHRONIZED again ${replicas.length === 2 ? 'there is one copy of what is committed, and no failover but a forced one' : 'it cannot take over'}.`,
    targets: [second],
    sections: [
      {
        title: 'The secondary is lost',
        why: 'Nothing is failed over for it: forced over to a replica that was away, the group loses what that lacks (D117).',
        entries: [
          noticed,
          lines.unless(first, HEALTHY, 'Every replica is in step: none is lost, and there is nothing to recover'),
        ],
      },
      {
        title: 'It is back',
        why: 'It catches up by itself (D112). Do nothing to the primary before it is SYNCHRONIZED.',
        entries: [back([second]), lines.inStep, WATCHED],
      },
    ],
  });
}

/** D114: the next replica takes over by itself, or is told to where it fails over by hand only (D116). */
function primaryLost({ fqdn }: Pool, group: AvailabilityGroup, lines: GroupLines): DrillOutline {
  const { replicas } = group;
  const [first, second] = replicas.map(({ server }) => server);
  const byItself = replicas[0].failover === 'automatic' && replicas.slice(1).some((r) => r.failover === 'automatic');
  const taker = byItself ? replicas.slice(1).find((r) => r.failover === 'automatic')!.server : second;
  return outline({
    name: `${fqdn}-sql-primary`,
    title: `Lose the primary of the availability group of ${fqdn}`,
    about: byItself
      ? `${first} is lost; ${taker} is SYNCHRONIZED and takes over by itself within a minute (D114, D122). What is left to do is to see that it did, and to go home when the server is back.`
      : `${first} is lost, and the group fails over by hand only (D114): for half an hour the Front End servers hold what users change (D27). Within that time ${taker}, which is SYNCHRONIZED, is told to take over: nothing is lost (D116).`,
    targets: [first],
    sections: [
      {
        title: 'The primary is lost',
        why: byItself
          ? `${taker} has to be the primary now.`
          : 'A planned failover to a SYNCHRONIZED replica works though the primary has crashed (D116).',
        entries: [
          noticed,
          lines.unless(taker, HEALTHY, 'Every replica is in step: none is lost, and there is nothing to recover'),
          ...(byItself ? [] : [lines.failOverTo(taker)]),
        ],
      },
      {
        title: `Back to ${first}`,
        why: `It comes back as a secondary and catches up by itself (D120). When every replica is SYNCHRONIZED, the group goes home without loss (D116).`,
        entries: [back([first]), lines.inStep, lines.failOverTo(first), lines.inStep, WATCHED],
      },
    ],
  });
}

/** D134: a synchronized replica is left without quorum, and is made to serve. */
function quorumForced(
  pool: Pool,
  { replicas, listener }: AvailabilityGroup,
  deployment: Deployment,
  lines: GroupLines,
  lost: readonly string[],
): DrillOutline {
  const { fqdn, backEnd } = pool;
  const [first, second, ...others] = replicas.map(({ server }) => server);
  const names = databasesOf(pool, deployment).flatMap((db) => DATABASE_NAMES[db]);
  const resumed = (server: string): Entry =>
    cmdlet(
      invokeSqlcmd.line({
        ServerInstance: `${server}\\${backEnd.instance}`,
        Query: names.map((name) => `ALTER DATABASE ${name} SET HADR RESUME`).join('; '),
      }),
    );
  return outline({
    name: `${fqdn}-sql-quorum`,
    title: `Lose the quorum of the availability group of ${fqdn}`,
    about: `${lost.length === 1 ? `${lost[0]} is lost, which has the last vote of the cluster` : `${lost.join(' and ')} are lost together, the majority of the cluster`}: it stops, and ${second} does not serve though it runs and has everything (D133). Quorum is forced on it, and the group is forced over to it. It was SYNCHRONIZED when quorum went, so nothing is lost (D134).`,
    targets: lost,
    sections: [
      {
        title: 'Quorum is forced',
        why: `Only where the other part of the cluster is certain to be down: where it runs, or comes back behind a cut, two primaries serve (D135).`,
        entries: [
          noticed,
          lines.unless(
            second,
            "$answer.HealthState -ne 'Error'",
            'The group is online: quorum is not lost, and must not be forced',
          ),
          cmdlet(startClusterNode.line({ Name: second, FixQuorum: true })),
          { do: 'sleep', minutes: 1 },
        ],
      },
      {
        title: `${listener} is forced over to ${second}`,
        why: 'Planned failovers are disallowed after forced quorum, also where nothing is lost (D134).',
        entries: [lines.failOverTo(second, true)],
      },
      {
        title: 'The others are back',
        why: 'After a forced failover every other replica stays SUSPENDED until each of its databases is resumed: until then there is one copy (D118).',
        entries: [back(lost), ...[first, ...others].map(resumed), lines.inStep],
      },
      {
        title: `Back to ${first}`,
        why: 'When every replica is SYNCHRONIZED, the group goes home without loss (D116).',
        entries: [lines.failOverTo(first), lines.inStep, WATCHED],
      },
    ],
  });
}

/**
 * What of the cluster below a group can be lost while the second replica runs: `stops` = the node of the primary alone
 * stops it; `quorumLost` = the machines that do so together, null = no such loss leaves the second replica without quorum
 * (D130-D132).
 */
function quorumLosses(
  { replicas, cluster }: AvailabilityGroup,
  { assumptions }: Deployment,
): { readonly stops: boolean; readonly quorumLost: readonly string[] | null } {
  const voters = replicas.filter(({ vote }) => vote);
  const [first, second] = replicas;
  const hasEvenVotes = voters.length % 2 === 0;
  const witnessVotes = hasEvenVotes && cluster.witness !== 'none';
  if (hasEvenVotes && !witnessVotes && voters.length === 2) {
    // M132: one of the two nodes keeps the last vote.
    const withPrimary = resolveSettings(assumptions).clusterVoteWithoutWitness === 'primary';
    const stops = withPrimary && voters.includes(first);
    return { stops, quorumLost: stops ? [first.server] : null };
  }
  const all = voters.length + (witnessVotes ? 1 : 0);
  const left = (vote: boolean): number => (vote ? 1 : 0);
  const others = replicas.filter((replica) => replica !== second).map(({ server }) => server);
  const machine = witnessVotes ? cluster.witnessServer : null;
  const remaining = left(second.vote) + (witnessVotes && machine === null ? 1 : 0);
  const alone = all - left(first.vote);
  return {
    stops: 2 * alone <= all,
    quorumLost: 2 * remaining > all ? null : [...others, ...(machine === null ? [] : [machine])],
  };
}
