/** Cmdlets of SQL Server and of the Windows cluster about an availability group (D116-D118, D134, D135). */
import { tellGroup } from '../components/availability-group/behaviour.js';
import { listenerOf } from '../components/availability-group/store-server.js';
import { forceQuorum, runningNodes } from '../components/cluster/quorum-of-nodes.js';
import { synchronizationState } from '../components/secondary-replica/machine.js';
import { areAsTheyShould } from '../state/replicas-now.js';
import type { World } from '../state/world.js';
import type { CmdletObject } from '../step-answer.js';
import { beyondModel, defineCmdlet, done, type Ended, refuse } from './cmdlet.js';
import {
  beginFailover,
  forceHazard,
  GROUP_FAILOVER,
  type ReplicaAt,
  replicaOn,
  resumeReplica,
} from './group-failover.js';
import { quorumOffers } from './group-offers.js';
import { force, required, takes, unmodelled, unmodelledFlags } from './parameter-types.js';
import { hostCalled, unreachable } from './server-services.js';

/** `SQLSERVER:\Sql\HOST\INSTANCE\AvailabilityGroups\NAME`, and below it the databases. */
const PATH =
  /^(?:SQLSERVER:)?\\?SQL\\([^\\]+)\\([^\\]+)\\AvailabilityGroups\\([^\\]+)(?:\\AvailabilityDatabases\\([^\\]+))?\\?$/i;

interface Place {
  readonly at: ReplicaAt | Ended;
  readonly database: string | null;
}

function placeOf(world: World, path: string): Place | null {
  const match = PATH.exec(path.trim());
  if (match === null) return null;
  return { at: replicaOn(world, match[1], match[2]), database: match[4] ?? null };
}

const WRONG_PATH = 'the path is not SQLSERVER:\\Sql\\HOST\\INSTANCE\\AvailabilityGroups\\NAME';

const REFUSALS = {
  D116: 'the server is none of a group, is down or is the primary, a failover is under way or what it rests on changes meanwhile, or without data loss the replica is not SYNCHRONIZED',
  D117: 'the cluster has no quorum, or the replica is not in the part that has',
  D134: 'quorum was forced, and the failover is a planned one',
  D107: 'the replica is primary, and the Front End servers cannot use it: they have no logins there, or do not find it',
};

/** Switch-SqlAvailabilityGroup. */
export const switchGroup = defineCmdlet({
  name: 'Switch-SqlAvailabilityGroup',
  parameters: [
    takes.text('Path', { ...required, position: 0 }),
    takes.flag('AllowDataLoss'),
    force,
    ...unmodelled('InputObject', 'Credential', 'AccessToken'),
    ...unmodelledFlags('Script'),
  ],
  does: 'Makes the replica that its path names primary, as planned (D116), or with `-AllowDataLoss` by force where it could not be (D117): what it lacks leaves the serving branch, and every other replica is suspended (D118).',
  refusedBy: REFUSALS,
  notModelled: 'The name of the group in the path; the server decides.',
  begin(world, { Path, AllowDataLoss }) {
    const place = placeOf(world, Path);
    if (place === null) return beyondModel(WRONG_PATH);
    return 'outcome' in place.at ? place.at : beginFailover(world, place.at, AllowDataLoss === true);
  },
  phases: GROUP_FAILOVER,
  hazard: (world, { Path, AllowDataLoss }) => {
    const place = placeOf(world, Path);
    return place === null ? null : forceHazard(world, place.at, AllowDataLoss === true);
  },
});

/** Resume-SqlAvailabilityDatabase. */
export const resumeDatabase = defineCmdlet({
  name: 'Resume-SqlAvailabilityDatabase',
  parameters: [
    takes.text('Path', { ...required, position: 0 }),
    ...unmodelled('InputObject', 'Credential', 'AccessToken'),
    ...unmodelledFlags('Script'),
  ],
  does: 'Resumes a replica that a forced failover suspended: it undoes what the new primary does not have, and catches up (D118). One database stands for all of the group (M). After more than two forced failovers it is seeded again (D119).',
  refusedBy: {
    D104: 'the database is one of reporting or of Persistent Chat, which are in no group',
    D116: 'the server is none of a group, or is down',
    D118: 'it is the primary while another replica is suspended, or no primary that is online is connected',
  },
  begin(world, { Path }) {
    const place = placeOf(world, Path);
    if (place === null) return beyondModel(`${WRONG_PATH}\\AvailabilityDatabases\\DATABASE`);
    return 'outcome' in place.at ? place.at : resumeReplica(world, place.at, place.database);
  },
});

/** Test-SqlAvailabilityGroup and the states of its replicas. */
export const testGroup = defineCmdlet({
  name: 'Test-SqlAvailabilityGroup',
  parameters: [takes.text('Path', { ...required, position: 0 }), ...unmodelledFlags('ShowPolicyDetails', 'NoRefresh')],
  does: 'Shows the health of the group of a replica: Healthy while the primary is online and every secondary is SYNCHRONIZED, an asynchronous one SYNCHRONIZING (D113), Error while it is not online, Warning otherwise (D111).',
  refusedBy: { D116: 'the server is none of a group, or is down' },
  begin(world, { Path }) {
    const place = placeOf(world, Path);
    if (place === null) return beyondModel(WRONG_PATH);
    if ('outcome' in place.at) return place.at;
    return done(null, [healthOf(world, place.at.p)]);
  },
});

function healthOf(world: World, p: number): CmdletObject {
  const online = world.ids.group.online[world.variables.group.get(p)];
  const { secondary } = world.variables;
  const primary = world.principalSide(p, 0);
  const states = world.pool(p).sql.map((h, i) => {
    const { fqdn } = world.layout.hosts[h];
    if (i === primary) return `${fqdn} ${online ? 'PRIMARY' : 'RESOLVING'}`;
    return `${fqdn} ${synchronizationState(world.machines.secondaryReplica.states[secondary.get(p, i)])}`;
  });
  const HealthState = !online ? 'Error' : areAsTheyShould(world, p) ? 'Healthy' : 'Warning';
  return { HealthState, Name: listenerOf(world, p).split('.', 1)[0], Replicas: states.join(', ') };
}

/** Start-ClusterNode. */
export const startClusterNode = defineCmdlet({
  name: 'Start-ClusterNode',
  parameters: [
    takes.text('Name', { position: 0 }),
    takes.flag('FixQuorum', { aliases: ['FQ', 'ForceQuorum'] }),
    ...unmodelled('Cluster', 'Wait', 'InputObject'),
    ...unmodelledFlags('PreventQuorum', 'IgnorePersistentState', 'ClearQuarantine'),
  ],
  does: 'With `-FixQuorum` forces quorum on a node: the cluster runs on it and the nodes that it sees, the group stays RESOLVING until a forced failover (D134), and a failover cluster instance starts there by itself (D137). While another part has a majority, or gets one, two primaries serve (D135, I11).',
  refusedBy: { D134: 'the node is none of a cluster in the topology', D37: 'the node is down' },
  notModelled: 'Without `-FixQuorum`: the cluster service runs wherever the machine does.',
  begin(world, { Name, FixQuorum }) {
    if (FixQuorum !== true) return done('noted; the cluster service runs wherever the machine does');
    const at = nodeCalled(world, Name);
    if (at === null)
      return refuse('D134', `There is no node "${Name ?? ''}" of a cluster below a Back End in the topology.`);
    const { p, i } = at;
    const { nodes, isGroup } = clusterAt(world, p);
    const { fqdn } = world.layout.hosts[nodes[i]];
    if (!world.up(nodes[i])) return refuse('D37', unreachable(fqdn));
    if (((runningNodes(world, p) >> i) & 1) === 1) return done(`the cluster runs on ${fqdn} with quorum; no effect`);
    const primary = world.principalSide(p, 0);
    forceQuorum(world, p, i);
    // What a node runs of a failover cluster instance follows its quorum (D137).
    if (!isGroup) return done(`quorum is forced on ${fqdn}`);
    const isWith = ((world.variables.forcedNodes.get(p) >> primary) & 1) === 1;
    world.variables.rivalPrimary.set(p, isWith ? 0 : primary + 1);
    const { availabilityGroup: machine } = world.machines;
    for (const { type } of world.send(machine, world.variables.group.at(p), machine.event('quorumForced'))) {
      if (type === 'cancelWork') world.effects.cancel(world.work.group.at(p));
    }
    tellGroup(world, p);
    return done(`quorum is forced on ${fqdn}`);
  },
  hazard: quorumHazard,
  freely: {
    each: 'pool',
    lines(world, p) {
      const { cluster } = world.pool(p);
      return (cluster?.nodes ?? []).map((h) => ({ Name: world.layout.hosts[h].fqdn, FixQuorum: true }));
    },
    offers: (world, p) => quorumOffers(world, p, (line) => quorumHazard(world, line)),
  },
});

/** D135: quorum is forced on a node while another part of the cluster has it; an instance is kept apart by its storage (D137). */
function quorumHazard(world: World, { Name, FixQuorum }: { readonly Name?: string; readonly FixQuorum?: boolean }) {
  const at = FixQuorum === true ? nodeCalled(world, Name) : null;
  if (at === null || !world.up(clusterAt(world, at.p).nodes[at.i])) return null;
  const running = runningNodes(world, at.p);
  return running !== 0 && ((running >> at.i) & 1) === 0 ? ('D135' as const) : null;
}

function nodeCalled(world: World, name: string | undefined): ReplicaAt | null {
  const host = name === undefined ? -1 : hostCalled(world, name);
  const pool = world.layout.pools.find(({ cluster }) => host >= 0 && cluster?.nodes.includes(host) === true);
  return pool === undefined ? null : { p: pool.index, i: pool.cluster!.nodes.indexOf(host) };
}

/** The nodes of the cluster of pool `p`, which has one, and whether an availability group is on them. */
function clusterAt(world: World, p: number): { readonly nodes: readonly number[]; readonly isGroup: boolean } {
  const { cluster, group } = world.pool(p);
  return { nodes: cluster!.nodes, isGroup: group !== null };
}

/** Get-ClusterNode. */
export const getClusterNode = defineCmdlet({
  name: 'Get-ClusterNode',
  parameters: [takes.text('Name', { position: 0 }), ...unmodelled('Cluster', 'InputObject')],
  does: 'Shows the nodes of the clusters below Back Ends: `Up` on those that the cluster runs on, and the votes that they have now (D130, D131).',
  refusedBy: {},
  begin(world, { Name }) {
    const one = Name === undefined ? -1 : hostCalled(world, Name);
    const nodes = world.layout.pools.flatMap(({ index: p, cluster }) => {
      if (cluster === null) return [];
      const running = runningNodes(world, p);
      const { votes, forcedNodes, forcedVotes } = world.variables;
      const counted = forcedNodes.get(p) === 0 ? votes.get(p) : forcedVotes.get(p);
      return cluster.nodes.flatMap((h, i) =>
        one >= 0 && one !== h
          ? []
          : [
              {
                Name: world.layout.hosts[h].fqdn,
                State: ((running >> i) & 1) === 1 ? 'Up' : 'Down',
                DynamicWeight: (counted >> i) & 1,
              },
            ],
      );
    });
    return nodes.length === 0 ? done('noted; the topology has no such cluster') : done(null, nodes);
  },
});
