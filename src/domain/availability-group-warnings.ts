/** Weaknesses of a Back End that is an availability group, and of the cluster below it (D100-D136). */
import type { AvailabilityGroup, Replica } from './back-end.js';
import { type Deployment, type Pool, PRODUCT_NAMES, sameName } from './deployment.js';
import type { Finding } from './result.js';
import { weakness } from './weakness.js';

/** A warning for each that will hurt when a replica, the witness or a site is lost; empty where it is no group. */
export function groupWarnings(pool: Pool, deployment: Deployment): Finding[] {
  const { availabilityGroup: group } = pool.backEnd;
  if (group === undefined) return [];
  return [
    ...product(pool),
    ...replicas(pool, group),
    ...logins(pool, group),
    ...storeName(pool, group, deployment),
    ...witness(pool, group),
    ...stretched(pool, group, deployment.links.length > 0),
  ];
}

function product({ fqdn, product: of }: Pool): Finding[] {
  if (of !== 'lync2013') return [];
  const message = `${fqdn} has an availability group, which ${PRODUCT_NAMES[of]} does not support: mirroring or failover clustering.`;
  return [weakness('D100', `${message} Use one of these.`)];
}

function replicas({ fqdn }: Pool, { replicas: all, listener }: AvailabilityGroup): Finding[] {
  if (all.length === 1) {
    const message = `Of the availability group ${listener} of ${fqdn} one replica is known, ${all[0].server}: when it is lost nothing takes over in a drill.`;
    return [weakness('D103', `${message} Name the others in "replicas" (of a topology document, in an overlay).`)];
  }
  return [...asynchronous(fqdn, all), ...byHand(fqdn, all)];
}

function asynchronous(fqdn: string, all: readonly Replica[]): Finding[] {
  const those = all.filter(({ commit }) => commit === 'asynchronous').map(({ server }) => server);
  if (those.length === 0) return [];
  const message = `${those.join(' and ')} in the availability group of ${fqdn} ${those.length === 1 ? 'commits' : 'commit'} asynchronously: never SYNCHRONIZED, so that only a forced failover goes there and loses what it has not got yet; as primary the whole group does (D113).`;
  return [weakness('D103', `${message} Set every replica to synchronous commit.`)];
}

function byHand(fqdn: string, all: readonly Replica[]): Finding[] {
  const manual = all
    .filter(({ failover, commit }) => failover === 'manual' && commit === undefined)
    .map(({ server }) => server);
  if (manual.length === 0) return [];
  const message = `${manual.join(' and ')} in the availability group of ${fqdn} ${manual.length === 1 ? 'fails' : 'fail'} over by hand only: no automatic failover from or to ${manual.length === 1 ? 'it' : 'them'} (D114).`;
  return [weakness('D103', `${message} Set every replica to automatic failover.`)];
}

function logins({ fqdn }: Pool, { replicas: all, listener }: AvailabilityGroup): Finding[] {
  const without = all.filter((replica) => !replica.logins).map(({ server }) => server);
  if (without.length === 0) return [];
  const message = `${without.join(' and ')} never got the logins of ${fqdn}: after a failover there the databases are online, and the Front End servers cannot log on.`;
  const remedy = `Fail the group over to it once and run Install-CsDatabase -Update -ConfiguredDatabases -SqlServerFqdn ${listener} there.`;
  return [weakness('D107', `${message} ${remedy}`)];
}

function storeName({ fqdn }: Pool, { sqlServerFqdn, listener }: AvailabilityGroup, deployment: Deployment): Finding[] {
  if (sameName(sqlServerFqdn, listener)) return [];
  const message = `The topology has ${sqlServerFqdn} as the SQL Server of ${fqdn}, a node of its availability group: the first failover ends the service.`;
  const remedy = `${giveAwayFirst(fqdn, deployment)} Set it to the listener ${listener} in Topology Builder and publish (D105).`;
  return [weakness('M125', `${message}${remedy}`)];
}

/** D106: what comes before the Back End of a pool is turned into a group, where the pool hosts the CMS; else nothing. */
export const giveAwayFirst = (fqdn: string, { centralManagement: { active } }: Deployment): string =>
  active !== null && sameName(active, fqdn)
    ? ' It hosts the Central Management Store, which goes to another pool before its Back End becomes a group: Move-CsManagementServer (D106).'
    : '';

function witness({ fqdn, site }: Pool, { replicas: all, cluster }: AvailabilityGroup): Finding[] {
  const voters = all.filter(({ vote }) => vote).length;
  if (cluster.witness === 'none') {
    if (voters % 2 === 1) return [];
    const message = `The cluster of ${fqdn} has ${voters} votes and no witness: one node keeps the last vote, and losing that one stops the cluster, so that nothing fails over (D132).`;
    return [weakness('D130', `${message} Add a file share witness in a third place.`)];
  }
  if (cluster.witness === 'cloud') return [];
  const place = cluster.witnessSite ?? site;
  const sites = new Set(all.map((replica) => replica.site ?? site));
  if (sites.size === 1 || !sites.has(place)) return [];
  const message = `The witness of the cluster of ${fqdn}, ${cluster.witnessServer}, is at ${place}, where a replica is: when the sites are cut apart or ${place} is lost, its part has the votes.`;
  return [weakness('D136', `${message} Put the witness into a third place.`)];
}

function stretched({ fqdn, site }: Pool, { replicas: all, listener }: AvailabilityGroup, isLinked: boolean): Finding[] {
  const away = all.filter((replica) => replica.site !== null && replica.site !== site);
  if (away.length === 0 || !isLinked) return [];
  const names = away.map(({ server, site: there }) => `${server} (${there})`).join(' and ');
  const message = `${names} ${away.length === 1 ? 'is a replica' : 'are replicas'} of ${fqdn} at another site than the pool, which is ${site}: a pool and its Back End may not be stretched over sites, and ${listener} has an address in each.`;
  return [
    weakness('M139', `${message} Keep the replicas at ${site}, and let pool pairing cover the loss of the site.`),
  ];
}
