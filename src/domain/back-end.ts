/** A Back End as plain data: one SQL server, a mirror, an availability group or a failover cluster instance, and its machines. */

/** A SQL server that holds a copy of a Back End which is an availability group (D110). */
export interface Replica {
  readonly server: string;
  /** where it stands, unless at the site of its pool (M139); null = there */
  readonly site: string | null;
  /** absent = synchronous; an asynchronous one is behind at any time, and a group whose primary is, towards all (D113) */
  readonly commit?: 'asynchronous';
  readonly failover: 'automatic' | 'manual';
  /** the logins of the Front End servers are on it (D107) */
  readonly logins: boolean;
  /** it votes in the cluster, unless dynamic quorum takes its vote away (D130) */
  readonly vote: boolean;
}

/** The witness of the cluster below a Back End (D130). */
export type WitnessKind = 'none' | 'fileShare' | 'disk' | 'cloud';
export const WITNESS_KINDS: readonly WitnessKind[] = ['none', 'fileShare', 'disk', 'cloud'];

/** The Windows cluster below a Back End (D130-D136). */
export interface Cluster {
  readonly witness: WitnessKind;
  /** the machine with the file share or the disk; null = there is none */
  readonly witnessServer: string | null;
  /** site of the witness where it is not the pool's own; null = the pool's site */
  readonly witnessSite: string | null;
}

/** An Always On availability group (D110-D122). */
export interface AvailabilityGroup {
  /** DNS name under which the primary replica answers */
  readonly listener: string;
  /** what the topology has as the FQDN of the store's SQL server: the listener, or still the name of a node (D105) */
  readonly sqlServerFqdn: string;
  /** in the order of preference; the first is primary at the start */
  readonly replicas: readonly Replica[];
  readonly cluster: Cluster;
}

/** A failover cluster instance (D137): one SQL Server on one of several nodes, and one copy of its databases. */
export interface FailoverCluster {
  /** network name under which the instance answers, on whichever node it runs */
  readonly name: string;
  /** FQDNs in the order of preference; the first runs the instance at the start */
  readonly nodes: readonly string[];
  /** FQDN of the machine with the shared storage that holds the databases */
  readonly storage: string;
  readonly cluster: Cluster;
}

export interface BackEnd {
  /**
   * FQDN of the SQL server that is principal or primary at the start; on Standard Edition the FE server itself; of a
   * failover cluster instance its network name, which is no machine
   */
  readonly primary: string;
  readonly mirror: string | null;
  readonly witness: string | null;
  /** site of the witness where it is not the pool's own; null = the pool's site */
  readonly witnessSite: string | null;
  /** SQL instance name, e.g. `rtc` */
  readonly instance: string;
  /** absent = it is none */
  readonly availabilityGroup?: AvailabilityGroup;
  /** absent = it is none; with neither a mirrored Back End, or one SQL server */
  readonly failoverCluster?: FailoverCluster;
}

/** The SQL servers of a Back End, that which serves at the start first. */
export function sqlServersOf({ primary, mirror, availabilityGroup: group, failoverCluster }: BackEnd): string[] {
  if (failoverCluster !== undefined) return [...failoverCluster.nodes];
  if (group !== undefined) return group.replicas.map(({ server }) => server);
  return mirror === null ? [primary] : [primary, mirror];
}

/** The Windows cluster below a Back End; undefined = there is none. */
export const clusterOf = ({ availabilityGroup, failoverCluster }: BackEnd): Cluster | undefined =>
  (availabilityGroup ?? failoverCluster)?.cluster;

/** The witness of a Back End and where it stands, `null` = at the pool's site; of a mirror, or of the cluster; null = none. */
export function witnessOf(backEnd: BackEnd): { readonly server: string; readonly site: string | null } | null {
  const cluster = clusterOf(backEnd);
  const server = cluster === undefined ? backEnd.witness : cluster.witnessServer;
  return server === null ? null : { server, site: (cluster ?? backEnd).witnessSite };
}

/** The machines that hold its databases or run SQL Server: its SQL servers, and the storage that they share (D137). */
export const databaseMachinesOf = (backEnd: BackEnd): string[] => {
  const storage = backEnd.failoverCluster?.storage;
  return [...sqlServersOf(backEnd), ...(storage === undefined ? [] : [storage])];
};

/** Those and its witness, as far as it is a machine of its own. */
export const machinesOfBackEnd = (backEnd: BackEnd): string[] => {
  const machines = databaseMachinesOf(backEnd);
  const witness = witnessOf(backEnd);
  if (witness === null || machines.some((name) => name.toLowerCase() === witness.server.toLowerCase())) return machines;
  return [...machines, witness.server];
};
