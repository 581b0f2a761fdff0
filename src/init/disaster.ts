/** What a disaster takes: a site, one pool where both of a pair are in one site, or the only SQL server of a pool. */

import { databaseMachinesOf } from '../domain/back-end.js';
import { getBackupStatus } from '../domain/cmdlets/backup-service.js';
import type { Deployment, EdgePool, Pool } from '../domain/deployment.js';
import type { DrillData } from '../input/drill/drill-data.js';
import type { Entry } from './drill-outline.js';
import { type FailoverPair, failoverPairsOf } from './pair.js';

/** What is lost, and whose users somebody can take. */
export interface Disaster {
  readonly deployment: Deployment;
  /** name of its drill files */
  readonly name: string;
  /** what is lost, in words */
  readonly what: string;
  /** as a drill file writes them */
  readonly targets: readonly DrillData[];
  /** FE and Edge servers that are lost */
  readonly servers: readonly string[];
  /** pools that cannot serve */
  readonly pools: readonly Pool[];
  readonly edges: readonly EdgePool[];
  /** those of them that a partner elsewhere can take, the one with the most users first */
  readonly pairs: readonly FailoverPair[];
  /** in a runbook: ends where nothing is lost */
  readonly check: readonly Entry[];
  /** changes go on to be acknowledged for as long as the Front End servers run (D27): no documented RPO is expected */
  readonly frontEndsRun: boolean;
}

/** Every disaster of a deployment that deserves a drill: each site with pools, then single pools and SQL servers. */
export function disastersOf(deployment: Deployment): Disaster[] {
  const { sites, pools } = deployment;
  const partner = (pool: Pool) => pools.find(({ fqdn }) => fqdn === pool.backupPool);
  return [
    ...sites
      .filter(({ name }) => pools.some(({ site }) => site === name))
      .map(({ name }) => siteLost(deployment, name)),
    ...pools.filter((pool) => partner(pool)?.site === pool.site).map((pool) => poolLost(deployment, pool)),
    ...pools
      .filter(
        (pool) =>
          partner(pool) !== undefined &&
          pool.edition === 'enterprise' &&
          pool.backEnd.mirror === null &&
          pool.backEnd.availabilityGroup === undefined,
      )
      .map((pool) => sqlLost(deployment, pool)),
  ];
}

function siteLost(deployment: Deployment, site: string): Disaster {
  const pools = deployment.pools.filter((pool) => pool.site === site);
  const edges = deployment.edgePools.filter((edge) => edge.site === site);
  return {
    ...common(deployment, pools),
    name: `${fileNameOf(site)}-site-loss`,
    what: `site ${site}`,
    targets: [{ site }],
    servers: [...pools, ...edges].flatMap((each) => each.servers),
    edges,
  };
}

function poolLost(deployment: Deployment, pool: Pool): Disaster {
  const others = deployment.pools.filter((other) => other !== pool).flatMap(machinesOf);
  const machines = [...new Set(machinesOf(pool))].filter((m) => !pool.servers.includes(m) && !others.includes(m));
  return {
    ...common(deployment, [pool]),
    name: `${pool.fqdn}-pool-loss`,
    what: pool.fqdn,
    targets: [{ pool: pool.fqdn }, ...machines.map((server) => ({ server }))],
    servers: pool.servers,
    edges: [],
  };
}

/** Without a mirror the pool cannot serve when its grace is over (D27), and -DisasterMode is the way out (D45). */
function sqlLost(deployment: Deployment, pool: Pool): Disaster {
  const { primary, failoverCluster: instance } = pool.backEnd;
  // Of an instance no node is its loss, but the storage that all of them share (D137).
  const lost = instance?.storage ?? primary;
  return {
    ...common(deployment, [pool]),
    name: `${pool.fqdn}-sql-loss`,
    what:
      instance === undefined
        ? `${primary}, the only SQL server of ${pool.fqdn},`
        : `${lost}, the storage of ${primary},`,
    targets: [{ server: lost }],
    servers: [],
    edges: [],
    check: [
      answers(pool.fqdn, `The Back End of ${pool.fqdn} is served: ${lost} is not lost, and this would cost data (D45)`),
    ],
    frontEndsRun: true,
  };
}

function common(deployment: Deployment, pools: readonly Pool[]) {
  const pairs = failoverPairsOf(deployment).filter(
    ({ home, partner }) => pools.includes(home) && !pools.includes(partner),
  );
  return {
    deployment,
    pools,
    pairs: pairs.sort((a, b) => b.home.users - a.home.users),
    check: pairs.map(({ home: { fqdn } }) => answers(fqdn)),
    frontEndsRun: false,
  };
}

/** D33: a pool exports, be it with a backlog; what is lost answers none of these. */
export const EXPORTS = "$answer.OverallExportStatus -in 'SteadyState', 'NonSteadyState', 'FinalState'";

const answers = (
  pool: string,
  says = `${pool} answers: it is not lost, and this would cost data (D45); take the planned runbook`,
): Entry => ({
  do: 'unless',
  line: getBackupStatus.line({ PoolFqdn: pool }),
  fine: EXPORTS,
  says,
});

/** SQL and file servers with what is on them; a witness is not part of the loss. */
function machinesOf({ servers, backEnd, fileStore }: Pool): string[] {
  return [...servers, ...databaseMachinesOf(backEnd), fileStore];
}

/** A name as part of a file name, on every system. */
export const fileNameOf = (name: string): string =>
  name.replaceAll(/[^\p{L}\p{N}.-]+/gu, '-').replaceAll(/^-+|-+$/g, '') || 'site';
