// What a topology document has and the model has not, so that nothing is dropped in silence.
import type { UnmodelledPart } from '../../domain/deployment.js';
import type { ClusterNode, Graph, ServiceNode } from './graph.js';
import { FIRST_VERSION } from './roles.js';

const WITHOUT_ROLE = 'server without a role';
const SQL_WITHOUT_ROLE = 'SQL Server without a role';
const DATABASE_WITHOUT_POOL = 'database that no modelled pool uses';

/** What has no role in the document; an overlay may give it one. */
export const IDLE: readonly string[] = [WITHOUT_ROLE, SQL_WITHOUT_ROLE, DATABASE_WITHOUT_POOL];

/** The services that one machine of the model stands for. */
const PARTS: Readonly<Record<'pool' | 'edge' | 'sql' | 'files', readonly string[]>> = {
  pool: [
    'UserServices',
    'Registrar',
    'WebServices',
    'ConfServices',
    'ApplicationServer',
    'CentralMgmt',
    'ManagementServices',
  ],
  edge: ['EdgeServer', 'ManagementServices'],
  sql: ['UserStore', 'ApplicationStore', 'CentralMgmtStore'],
  files: ['FileStore'],
};

/** What of the document the model has: the clusters by their parts, and the file stores that are used. */
export interface Modelled {
  readonly pools: ReadonlySet<ClusterNode>;
  readonly edges: ReadonlySet<ClusterNode>;
  readonly sql: ReadonlySet<ClusterNode>;
  readonly files: ReadonlySet<ClusterNode>;
}

/** Everything in the document that is not modelled: each cluster and service is either in the model or in this list. */
export function unmodelledParts(graph: Graph, modelled: Modelled): UnmodelledPart[] {
  return graph.all.clusters.flatMap((cluster) => {
    const left = graph.servicesOn(cluster).filter(({ role }) => !isPart(role, cluster, modelled));
    const known = Object.values(modelled).some((set: ReadonlySet<ClusterNode>) => set.has(cluster));
    const kinds = known ? [...new Set(left.map(roleInWords))] : kindsOfCluster(graph, cluster, left);
    const site = graph.site(cluster.site)?.name ?? null;
    return kinds.map((what) => ({ what, name: cluster.fqdn, site, consequence: CONSEQUENCE[what] ?? '' }));
  });
}

function isPart(role: string, cluster: ClusterNode, modelled: Modelled): boolean {
  return (
    (modelled.pools.has(cluster) && PARTS.pool.includes(role)) ||
    (modelled.edges.has(cluster) && PARTS.edge.includes(role)) ||
    (modelled.sql.has(cluster) && PARTS.sql.includes(role)) ||
    (modelled.files.has(cluster) && PARTS.files.includes(role))
  );
}

const BRANCH = 'Survivable Branch Appliance or Server';

const MAYBE_MIRROR = 'If it is the mirror or the witness of a pool, say so in an overlay.';

const CONSEQUENCE: Readonly<Record<string, string | undefined>> = {
  [SQL_WITHOUT_ROLE]: MAYBE_MIRROR,
  [DATABASE_WITHOUT_POOL]: MAYBE_MIRROR,
  [BRANCH]: 'Its users have no disaster recovery by pool pairing and are not counted.',
};

/** A cluster that is nothing in the model, by its main role; a database server by all of its databases. */
function kindsOfCluster(graph: Graph, cluster: ClusterNode, services: readonly ServiceNode[]): string[] {
  const has = (pattern: RegExp) => services.some(({ role }) => pattern.test(role));
  if (services.length === 0) return [graph.hasSql(cluster) ? SQL_WITHOUT_ROLE : WITHOUT_ROLE];
  const old = services.find(({ version }) => version !== null && version < FIRST_VERSION);
  if (old !== undefined && has(/^(?:UserServices|EdgeServer|Registrar)$/)) {
    return [`${has(/^EdgeServer$/) ? 'Edge pool' : 'pool'} of ${productInWords(old.version ?? 0)}`];
  }
  if (has(/^Registrar$/)) return [graph.site(cluster.site)?.kind === 'branch' ? BRANCH : 'Director pool'];
  if (has(/^ConfServices$/)) return ['A/V Conferencing pool'];
  const main = services.find(({ role }) => !/Store$|^ManagementServices$|^WebServices$/.test(role));
  return main === undefined ? [...new Set(services.map(roleInWords))] : [roleInWords(main)];
}

/** Older versions, for messages. */
export function productInWords(version: number): string {
  if (version === 5) return 'Lync Server 2010';
  return version < 5 ? 'Office Communications Server' : `version ${version}`;
}

const ROLE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:PersistentChat|GroupChat).*(?:Store|Database)/, 'Persistent Chat database'],
  [/^(?:PersistentChat|GroupChat)/, 'Persistent Chat pool'],
  [/^(?:ExternalServer|TrustedApplication)/, 'trusted application pool'],
  [/^MediationServer$/, 'Mediation Server'],
  [/^PstnGateway$/i, 'PSTN gateway'],
  [/^WacService$/, 'Office Web Apps Server'],
  [/^ArchivingStore$/, 'Archiving database'],
  [/^MonitoringStore$/, 'Monitoring database'],
  [/^ArchivingServer$/, 'Archiving Server'],
  [/^MonitoringServer$/, 'Monitoring Server'],
  [/^Video/, 'Video Interop Server or gateway'],
  [/^FileStore$/, 'file store that no modelled pool uses'],
  [/^(?:UserStore|ApplicationStore|CentralMgmtStore)$/, DATABASE_WITHOUT_POOL],
];

function roleInWords({ role }: ServiceNode): string {
  return ROLE_WORDS.find(([pattern]) => pattern.test(role))?.[1] ?? `service "${role}"`;
}
