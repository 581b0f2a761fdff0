/**
 * The inventory of a deployment: each cluster that the management shell shows as a pool, with its computers and its
 * services. A topology document lists them all; from a file of our own those follow that the model has.
 */
import { witnessOf } from './back-end.js';
import { type Deployment, type Product, type PublishedCluster, sameName } from './deployment.js';

/** The roles of services, as the switches of `Get-CsService` name them. */
export const SERVICE_ROLES = [
  'ApplicationDatabase',
  'ApplicationServer',
  'ArchivingDatabase',
  'ArchivingServer',
  'BackupServer',
  'CentralManagement',
  'CentralManagementDatabase',
  'Director',
  'EdgeServer',
  'FileStore',
  'LegalInterceptServer',
  'ManagementServer',
  'MediationServer',
  'MonitoringDatabase',
  'MonitoringServer',
  'PersistentChatComplianceDatabase',
  'PersistentChatDatabase',
  'PersistentChatServer',
  'ProvisionDatabase',
  'ProvisionServer',
  'PstnGateway',
  'Registrar',
  'TrustedApplicationPool',
  'UserDatabase',
  'UserServer',
  'VideoGateway',
  'VideoInteropServer',
  'WacServer',
  'WebServer',
  'ConferencingServer',
] as const;

export type ServiceRole = (typeof SERVICE_ROLES)[number];

/** A service of a topology document whose name in the shell is not known. */
export const UNNAMED_ROLE = '';

/** The services of every Front End pool. */
const OF_A_POOL = ['Registrar', 'UserServer', 'WebServer', 'ConferencingServer', 'ApplicationServer'] as const;

/** Roles of which a file of our own says all there are. */
const FOLLOWING: readonly ServiceRole[] = [
  ...OF_A_POOL,
  'UserDatabase',
  'ApplicationDatabase',
  'FileStore',
  'EdgeServer',
  'CentralManagement',
  'CentralManagementDatabase',
];

/** Roles that a topology document names for certain. */
const NAMED: readonly ServiceRole[] = [
  ...FOLLOWING,
  'ArchivingDatabase',
  'Director',
  'MediationServer',
  'MonitoringDatabase',
  'PersistentChatDatabase',
  'PersistentChatServer',
  'PstnGateway',
  'TrustedApplicationPool',
  'WacServer',
];

/** Roles that a cluster may have without the input saying so. */
export function unsaidRoles(deployment: Deployment, { services }: PublishedCluster): readonly ServiceRole[] {
  const { complete } = inventoryOf(deployment);
  if (!complete) return SERVICE_ROLES.filter((role) => !FOLLOWING.includes(role));
  const unnamed = services.some(({ role }) => role === UNNAMED_ROLE);
  return unnamed ? SERVICE_ROLES.filter((role) => !NAMED.includes(role)) : [];
}

/** A service with the cluster that it runs on, which the shell calls its pool. */
export interface ServiceOfCluster {
  readonly role: ServiceRole;
  readonly fqdn: string;
  readonly site: string;
  /** that of the product; null = not known */
  readonly version: number | null;
}

/** What a deployment consists of. */
export interface Inventory {
  readonly clusters: readonly PublishedCluster[];
  /** nothing is missing: it is that of a topology document */
  readonly complete: boolean;
}

const known = new WeakMap<Deployment, Inventory>();

/** The inventory of a deployment, made once. */
export function inventoryOf(deployment: Deployment): Inventory {
  let found = known.get(deployment);
  if (found === undefined) {
    const { published } = deployment;
    found = published === undefined ? following(deployment) : { clusters: published, complete: true };
    known.set(deployment, found);
  }
  return found;
}

/** The services of a role; null = the topology does not say which there are. */
export function servicesOf(deployment: Deployment, role: ServiceRole): readonly ServiceOfCluster[] | null {
  const { clusters, complete } = inventoryOf(deployment);
  if (!complete && !FOLLOWING.includes(role)) return null;
  const isThere = (one: string): boolean => clusters.some(({ services }) => services.some((each) => each.role === one));
  // Whether the Registrar of a Director is shown as either, and what the unnamed ones are, no document says.
  if (/^(?:Registrar|Director)$/.test(role) && isThere('Director')) return null;
  if (complete && !NAMED.includes(role) && isThere(UNNAMED_ROLE)) return null;
  return clusters.flatMap(({ fqdn, site, services }) =>
    services.filter((each) => each.role === role).map(({ version }) => ({ role, fqdn, site, version })),
  );
}

/** The version that the services of a product say they have. */
const SERVICE_VERSION: Readonly<Partial<Record<Product, number>>> = { lync2013: 6, sfb2015: 7 };

/** What follows from a file of our own: a cluster each of the pools, SQL servers, witnesses, file servers. */
function following(deployment: Deployment): Inventory {
  const { pools, edgePools, product, centralManagement } = deployment;
  const found = new Map<string, { -readonly [K in keyof PublishedCluster]: PublishedCluster[K] }>();
  const add = (
    fqdn: string,
    site: string,
    computers: readonly string[],
    roles: readonly ServiceRole[],
    of: Product,
  ) => {
    const cluster = found.get(fqdn.toLowerCase()) ?? { fqdn, site, computers, services: [] };
    const version = SERVICE_VERSION[of] ?? null;
    cluster.services = [...cluster.services, ...roles.map((role) => ({ role, version }))];
    found.set(fqdn.toLowerCase(), cluster);
  };
  const master = pools.find(({ fqdn }) => sameName(fqdn, centralManagement.active));
  const managed = pools.filter(
    (pool) => master !== undefined && (pool === master || sameName(pool.fqdn, master.backupPool)),
  );
  for (const pool of pools) {
    const management: ServiceRole[] = managed.includes(pool) ? ['CentralManagement'] : [];
    add(pool.fqdn, pool.site, pool.servers, [...OF_A_POOL, ...management], pool.product);
  }
  for (const { fqdn, site, servers } of edgePools) add(fqdn, site, servers, ['EdgeServer'], product);
  for (const pool of pools) {
    const { fqdn, site, servers, backEnd, fileStore, product: of } = pool;
    // What stands on the one server of a Standard Edition pool is of the pool.
    const place = (machine: string): [string, readonly string[]] =>
      servers.some((server) => sameName(server, machine)) ? [fqdn, servers] : [machine, [machine]];
    const store: ServiceRole[] = managed.includes(pool) ? ['CentralManagementDatabase'] : [];
    const { availabilityGroup: group, failoverCluster: instance } = backEnd;
    const stores: ServiceRole[] = ['UserDatabase', 'ApplicationDatabase', ...store];
    // The topology knows the name of the store; the replicas behind it are what the cluster is made of (D105).
    if (group !== undefined)
      add(
        group.sqlServerFqdn,
        site,
        group.replicas.map(({ server }) => server),
        stores,
        of,
      );
    else if (instance !== undefined) add(instance.name, site, instance.nodes, stores, of);
    else add(...withSite(place(backEnd.primary), site), stores, of);
    if (backEnd.mirror !== null) add(...withSite(place(backEnd.mirror), site), [], of);
    const witness = witnessOf(backEnd);
    if (witness !== null) add(...withSite(place(witness.server), witness.site ?? site), [], of);
    add(...withSite(place(fileStore), site), ['FileStore'], of);
  }
  return { clusters: [...found.values()], complete: false };
}

/** How many users are homed on a pool; null = the topology does not say, so that the number is an assumption. */
export function usersSaid({ taken, pools }: Deployment, fqdn: string): number | null {
  const pool = pools.find((each) => sameName(each.fqdn, fqdn));
  return pool === undefined || taken.some(({ name }) => name === `pools.${pool.fqdn}.users`) ? null : pool.users;
}

/** Whether something beside the pools may home users: a branch appliance, a cluster of another product. */
export function homesElsewhere(deployment: Deployment): boolean {
  const { pools } = deployment;
  return inventoryOf(deployment).clusters.some(
    ({ fqdn, services }) =>
      !pools.some((pool) => sameName(pool.fqdn, fqdn)) &&
      services.some(({ role }) => role === 'Registrar' || role === 'UserServer'),
  );
}

const withSite = (
  [fqdn, computers]: [string, readonly string[]],
  site: string,
): [fqdn: string, site: string, computers: readonly string[]] => [fqdn, site, computers];
