/** The layout of a Back End: hosts for the names of its machines, and the votes of the cluster below it. */
import type { AvailabilityGroup, BackEnd, Cluster, FailoverCluster } from '../back-end.js';

/** What a pool has of its Back End. */
export interface BackEndLayout {
  /**
   * hosts of the stores: of the designated primary and mirror, mirror -1 = none; of all replicas of an availability
   * group; the storage of a failover cluster instance and -1
   */
  readonly sql: readonly number[];
  /** of the mirroring; -1 = none */
  readonly witness: number;
  /** the availability group that the Back End is; null = it is none */
  readonly group: GroupLayout | null;
  /** the failover cluster instance that the Back End is; null = it is none */
  readonly instance: FailoverCluster | null;
  /** the cluster below either; null = there is none */
  readonly cluster: ClusterLayout | null;
}

/** A Windows cluster; sets of nodes are bit sets by their index. */
export interface ClusterLayout {
  /** hosts, in the order of the topology */
  readonly nodes: readonly number[];
  /** nodes that vote unless dynamic quorum takes their vote away */
  readonly votes: number;
  /** the bit of the witness among the votes; 0 = there is none */
  readonly witnessVote: number;
  /** host of the witness; -1 = there is none, or it is no machine of this deployment */
  readonly witness: number;
}

/** An availability group and the cluster below it, whose nodes are the servers of its replicas. */
export interface GroupLayout extends ClusterLayout {
  readonly group: AvailabilityGroup;
}

/** Where hosts and sites have their indices. */
interface Hosts {
  addHost(fqdn: string, site: number): number;
  site(name: string): number;
}

/** The machines of a Back End: those of its stores, the nodes of its cluster and its witness; -1 for those that it lacks. */
export function backEndHosts({ sql, cluster, witness }: BackEndLayout): number[] {
  const nodes = (cluster?.nodes ?? []).filter((host) => !sql.includes(host));
  return [...sql, ...nodes, cluster?.witness ?? witness];
}

/** Lays out a Back End of a pool at `site`; its machines are added to the hosts. */
export function layOutBackEnd(be: BackEnd, site: number, hosts: Hosts): BackEndLayout {
  const siteOf = (name: string | null): number => (name === null ? site : hosts.site(name));
  const { availabilityGroup: group, failoverCluster: instance } = be;
  if (instance !== undefined) {
    const nodes = instance.nodes.map((node) => hosts.addHost(node, site));
    const sql = [hosts.addHost(instance.storage, site), -1];
    const cluster = layOutCluster(instance.cluster, nodes, 2 ** nodes.length - 1, siteOf, hosts);
    return { sql, witness: -1, group: null, instance, cluster };
  }
  if (group === undefined) {
    const sql = [hosts.addHost(be.primary, site), be.mirror === null ? -1 : hosts.addHost(be.mirror, site)];
    const witness = be.witness === null ? -1 : hosts.addHost(be.witness, siteOf(be.witnessSite));
    return { sql, witness, group: null, instance: null, cluster: null };
  }
  const sql = group.replicas.map((replica) => hosts.addHost(replica.server, siteOf(replica.site)));
  const votes = group.replicas.reduce((set, { vote }, i) => set | (vote ? 1 << i : 0), 0);
  const laidOut: GroupLayout = { group, ...layOutCluster(group.cluster, sql, votes, siteOf, hosts) };
  return { sql, witness: -1, group: laidOut, instance: null, cluster: laidOut };
}

function layOutCluster(
  { witness, witnessServer, witnessSite }: Cluster,
  nodes: readonly number[],
  votes: number,
  siteOf: (name: string | null) => number,
  hosts: Hosts,
): ClusterLayout {
  return {
    nodes,
    votes,
    witnessVote: witness === 'none' ? 0 : 1 << nodes.length,
    witness: witnessServer === null ? -1 : hosts.addHost(witnessServer, siteOf(witnessSite)),
  };
}
