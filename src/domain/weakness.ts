/** What the warnings about a deployment have in common: how one is made, and the pairs that they go through. */
import type { Deployment, Pool } from './deployment.js';
import type { Finding } from './result.js';

/** A weakness of the deployment, which is no line's doing. */
export function weakness(rule: string, message: string): Finding {
  return { severity: 'warning', rule, message, line: 0, instead: null, place: null };
}

/** Each pair of pools once, in the order of the topology. */
export function pairsOnce(deployment: Deployment): [Pool, Pool][] {
  const found: [Pool, Pool][] = [];
  for (const [index, one] of deployment.pools.entries()) {
    const two = deployment.pools.slice(index + 1).find((other) => other.fqdn === one.backupPool);
    if (two !== undefined) found.push([one, two]);
  }
  return found;
}
