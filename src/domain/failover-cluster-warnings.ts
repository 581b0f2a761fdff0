/** Weaknesses of a Back End that is a failover cluster instance, and of the cluster below it (D130, D137). */
import type { FailoverCluster } from './back-end.js';
import type { Pool } from './deployment.js';
import type { Finding } from './result.js';
import { weakness } from './weakness.js';

/** A warning for each that will hurt when a node, the witness or the storage is lost; empty where it is no instance. */
export function instanceWarnings({ fqdn, backEnd: { failoverCluster: instance } }: Pool): Finding[] {
  if (instance === undefined) return [];
  return [oneCopy(fqdn, instance), ...oneNode(fqdn, instance), ...noWitness(fqdn, instance)];
}

function oneCopy(fqdn: string, { storage, nodes }: FailoverCluster): Finding {
  const message = `The databases of ${fqdn} are on ${storage} alone, which ${nodes.join(' and ')} share: a lost node costs a minute or two, the lost storage ends the service, and destroyed it takes everything that the Backup Service has not carried to another pool.`;
  return weakness('D137', `${message} Replicate the storage, or use an AlwaysOn availability group.`);
}

function oneNode(fqdn: string, { name, nodes }: FailoverCluster): Finding[] {
  if (nodes.length > 1) return [];
  const message = `The failover cluster instance ${name} of ${fqdn} has one node, ${nodes[0]}: it has nowhere to go.`;
  return [weakness('D137', `${message} Name its other nodes in "nodes".`)];
}

function noWitness(fqdn: string, { nodes, cluster }: FailoverCluster): Finding[] {
  if (cluster.witness !== 'none' || nodes.length % 2 === 1) return [];
  const message = `The cluster of ${fqdn} has ${nodes.length} votes and no witness: one node keeps the last vote, and losing that one stops the cluster and the instance with it (D132).`;
  return [weakness('D130', `${message} Add a disk witness, or a file share witness in a third place.`)];
}
