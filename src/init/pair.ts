/** The ordered pairs of a deployment, and what the steps of every failover between two pools have in common. */
import { setEdgeServer } from '../domain/cmdlets/configuration.js';
import { rgsExportLine, rgsImportLine, rgsReturnLines } from '../domain/cmdlets/response-groups.js';
import { failoverTargets } from '../domain/components/pool-failover/facts.js';
import { unmetCondition } from '../domain/components/pool-failover/target.js';
import { carriesResponseGroups, type Deployment, type EdgePool, type Pool } from '../domain/deployment.js';
import { cmdlet, type Entry } from './drill-outline.js';

/** A pool with the one that takes its users, and what a failover of it has to heed. */
export interface FailoverPair {
  readonly deployment: Deployment;
  readonly home: Pool;
  readonly partner: Pool;
  /** Edge pools whose next hop is the home pool (D42) */
  readonly edges: readonly EdgePool[];
  /** the Backup Service carries the Response Groups (D31) */
  readonly rgsCarried: boolean;
}

/** Every pair of pools twice, once for each that may be failed over, in the order of the topology. */
export function failoverPairsOf(deployment: Deployment): FailoverPair[] {
  const { pools, edgePools } = deployment;
  return pools.flatMap((home) => {
    const partner = poolNamed(deployment, home.backupPool);
    if (partner === null) return [];
    const rgsCarried = carriesResponseGroups(deployment, home);
    const edges = edgePools.filter(({ nextHop }) => nextHop === home.fqdn);
    return [{ deployment, home, partner, edges, rgsCarried }];
  });
}

/** The pool of that name; null = there is none, or no name. */
export function poolNamed({ pools }: Deployment, fqdn: string | null): Pool | null {
  return pools.find((pool) => pool.fqdn === fqdn) ?? null;
}

/** The documented RTO of a failover, in ms; null = its conditions are not met (D46). */
export function documentedRtoMs({ home, partner }: FailoverPair): number | null {
  return unmetCondition(home, partner, false) === null ? failoverTargets(partner.product).rtoMs : null;
}

/** Next hops of the Edge pools to the partner of each pair. */
export function nextHops(pairs: readonly FailoverPair[]): Entry[] {
  return pairs.flatMap(({ edges, partner }) => edges.map((edge) => nextHop(edge, partner)));
}

/** Those next hops to where they were, then what else goes back, and the wait for the servers to know of it. */
export function backToHome(pairs: readonly FailoverPair[], more: readonly Entry[] = []): Entry[] {
  const back = [...pairs.flatMap(({ edges, home }) => edges.map((edge) => nextHop(edge, home))), ...more];
  return back.length === 0 ? [] : [...back, { do: 'replicated', all: true }];
}

const nextHop = ({ fqdn }: EdgePool, to: Pool): Entry =>
  cmdlet(setEdgeServer.line({ Identity: fqdn, Registrar: to.fqdn }));

/** Response Groups into a file, where the Backup Service has them not (D34). */
export function exportResponseGroups({ home, rgsCarried }: FailoverPair): Entry[] {
  return rgsCarried ? [] : [cmdlet(rgsExportLine(home.fqdn))];
}

/** Response Groups that were imported at the partner, home again, with what was changed there (D34). */
export function returnResponseGroups({ home, partner, rgsCarried }: FailoverPair): Entry[] {
  return rgsCarried ? [] : rgsReturnLines(home.fqdn, partner.fqdn).map(cmdlet);
}

/** Response Groups from that file to the partner (D34). */
export function importResponseGroups({ home, partner, rgsCarried }: FailoverPair): Entry[] {
  return rgsCarried ? [] : [cmdlet(rgsImportLine(home.fqdn, partner.fqdn))];
}
