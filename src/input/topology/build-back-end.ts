// The Back End of a checked topology file: every default is taken and written down.
import type { AssumptionTaken } from '../../domain/assumption-taken.js';
import type { AvailabilityGroup, BackEnd, Cluster, FailoverCluster } from '../../domain/back-end.js';
import { sameName } from '../../domain/deployment.js';
import { type DefinedNames, spelled } from '../known-names.js';
import type { BackEndShape } from './back-end-schema.js';
import type { PoolShape } from './topology-schema.js';

/** The value that is given, or the default, which is written down with the reason. */
type Take = <T extends AssumptionTaken['value']>(given: T | null | undefined, name: string, value: T, why: string) => T;

/** Makes the Back End of a checked pool; `take` notes each default that is taken. */
export function buildBackEnd({ fqdn, servers, backEnd }: PoolShape, defined: DefinedNames, take: Take): BackEnd {
  const { machines, sites } = defined;
  const why = 'the topology does not name the SQL instance';
  const group = backEnd?.kind === 'availabilityGroup' ? groupOf(fqdn, backEnd, defined, take) : null;
  const instance = backEnd?.kind === 'failoverCluster' ? instanceOf(fqdn, backEnd, defined, take) : null;
  return {
    // on Standard Edition the database is on the pool's one server: no assumption
    primary: group?.replicas[0].server ?? instance?.name ?? spelled(machines, backEnd?.primary) ?? servers[0],
    mirror: spelled(machines, backEnd?.mirror),
    witness: spelled(machines, backEnd?.witness),
    witnessSite: spelled(sites, backEnd?.witnessSite),
    instance: take(backEnd?.instance, `pools.${fqdn}.backEnd.instance`, 'rtc', why),
    ...(group === null ? {} : { availabilityGroup: group }),
    ...(instance === null ? {} : { failoverCluster: instance }),
  };
}

/** The keys were checked: it has all of them. */
function instanceOf(
  fqdn: string,
  { name, nodes, storage, cluster }: BackEndShape,
  defined: DefinedNames,
  take: Take,
): FailoverCluster {
  const { machines } = defined;
  return {
    name: name!,
    nodes: nodes!.map((node) => machines.find(node)!),
    storage: machines.find(storage!)!,
    cluster: clusterBelow(`pools.${fqdn}.backEnd`, cluster, defined, take),
  };
}

function clusterBelow(
  name: string,
  cluster: BackEndShape['cluster'] | undefined,
  { machines, sites }: DefinedNames,
  take: Take,
): Cluster {
  const why = 'the topology names no witness (D130)';
  return {
    witness: take(cluster?.witness, `${name}.cluster.witness`, 'none', why),
    witnessServer: spelled(machines, cluster?.witnessServer),
    witnessSite: spelled(sites, cluster?.witnessSite),
  };
}

/** The references were checked: it has a listener and replicas. */
function groupOf(
  fqdn: string,
  { listener, sqlServerFqdn, replicas, cluster }: BackEndShape,
  defined: DefinedNames,
  take: Take,
): AvailabilityGroup {
  const { machines, sites } = defined;
  const name = `pools.${fqdn}.backEnd`;
  const logins = 'the topology does not say whether Install-CsDatabase -Update ran while it was primary (D107)';
  const below = clusterBelow(name, cluster, defined, take);
  const answers = take(
    sqlServerFqdn,
    `${name}.sqlServerFqdn`,
    listener!,
    'the store is taken to be on the listener (D105)',
  );
  return {
    listener: listener!,
    sqlServerFqdn: sameName(answers, listener) ? listener! : (machines.find(answers) ?? answers),
    replicas: replicas!.map(({ server, site, commit, failover, logins: given, vote }) => ({
      server: machines.find(server)!,
      site: spelled(sites, site),
      ...(commit === 'asynchronous' ? { commit } : {}),
      failover: failover ?? (commit === 'asynchronous' ? 'manual' : 'automatic'),
      logins: take(given, `${name}.replicas.${server}.logins`, true, logins),
      vote: vote ?? true,
    })),
    cluster: below,
  };
}
