import type { Deployment } from '../domain/deployment.js';
import type { Drill } from '../domain/drill.js';
import { breakables, type FaultChoice } from '../domain/exploration/alphabet.js';
import { DeploymentModel } from '../domain/model.js';

/** Every name that a fault can be about, as the topology spells it. */
export function componentsOf(d: Deployment): string[] {
  const pools = d.pools.flatMap((p) => {
    const { primary, mirror, witness } = p.backEnd;
    return [p.fqdn, ...p.servers, primary, mirror, witness, p.fileStore];
  });
  const all = [...d.sites.map((s) => s.name), ...pools, ...d.edgePools.flatMap((e) => e.servers)];
  return [...new Set(all.filter((x) => x !== null))];
}

/** How many components of a drill's deployment a search may break. */
export function breakableIn(drill: Drill, choice: FaultChoice): number {
  return breakables(new DeploymentModel(drill.deployment, drill.load).world, choice, []).length;
}
