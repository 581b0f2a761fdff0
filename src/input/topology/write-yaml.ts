// The inverse of the reader: a deployment as a topology file that gives the same model again.
import { formatDuration } from '../../core/duration.js';
import { escapeControls } from '../../core/quote.js';
import type { AvailabilityGroup, Cluster, FailoverCluster } from '../../domain/back-end.js';
import {
  type Deployment,
  type EdgePool,
  isFrom2019,
  type Link,
  type Policy,
  type Pool,
  type Product,
  type RecoveryPromise,
} from '../../domain/deployment.js';

/**
 * A deployment as the text of a topology file. What was assumed, and what a reader would assume again, stands there as a
 * comment; what a topology file must say stands there with the remark that it was assumed.
 */
export function writeTopology(deployment: Deployment): string {
  const { sites, links, pools, edgePools, assumptions, unmodelled } = deployment;
  const writing = new TopologyWriter(deployment);
  for (const { what, name } of unmodelled) writing.remark(`not modelled, left out: ${what} ${name}`);
  writing.value(0, 'product', deployment.product, 'product', deployment.product === 'sfb2015');
  writing.line(0, 'sites:');
  for (const { name } of sites) writing.line(2, `- name: ${yamlText(name)}`);
  if (links.length > 0) writing.line(0, 'links:');
  for (const link of links) writeLink(writing, link);
  writing.line(0, 'pools:');
  for (const pool of pools) writePool(writing, pool, deployment.product);
  if (edgePools.length > 0) writing.line(0, 'edgePools:');
  for (const edge of edgePools) writeEdgePool(writing, edge);
  writeServices(writing, deployment);
  if (deployment.policy !== undefined) writePolicy(writing, deployment.policy);
  const overrides = Object.entries(assumptions);
  if (overrides.length > 0) writing.line(0, 'assumptions:');
  for (const [id, value] of overrides) writing.line(2, `${yamlText(id)}: ${JSON.stringify(value)}`);
  return writing.done();
}

function writeLink(writing: TopologyWriter, { between, latencyMs, bandwidthBitsPerSecond }: Link): void {
  const name = `links.${between[0]}-${between[1]}`;
  writing.line(2, `- between: [${between.map(yamlText).join(', ')}]`);
  writing.value(4, 'latency', formatDuration(latencyMs), `${name}.latency`, true);
  writing.value(4, 'bandwidth', formatBandwidth(bandwidthBitsPerSecond), `${name}.bandwidth`, true);
}

function writePool(writing: TopologyWriter, pool: Pool, product: Product): void {
  const name = `pools.${pool.fqdn}`;
  const { backEnd } = pool;
  const standard = pool.edition === 'standard';
  writing.line(2, `- fqdn: ${yamlText(pool.fqdn)}`);
  writing.value(4, 'site', yamlText(pool.site));
  writing.value(4, 'edition', pool.edition);
  if (pool.product !== product) writing.value(4, 'product', pool.product);
  if (pool.version !== null) writing.value(4, 'version', yamlText(pool.version));
  writing.value(4, 'platform', pool.platform, `${name}.platform`, true);
  if (pool.os !== null) writing.value(4, 'os', yamlText(pool.os));
  writing.value(4, 'servers', `[${pool.servers.map(yamlText).join(', ')}]`);
  if (pool.upgradeDomains !== null) {
    const domains = pool.upgradeDomains.map((domain) => `[${domain.map(yamlText).join(', ')}]`);
    writing.value(4, 'upgradeDomains', `[${domains.join(', ')}]`);
  }
  writing.value(4, 'users', String(pool.users), `${name}.users`);
  writing.value(4, 'capacity', String(pool.capacity), `${name}.capacity`, true);
  if (pool.backupPool !== null) writing.value(4, 'backupPool', yamlText(pool.backupPool), `${name}.backupPool`);
  writing.line(4, 'backEnd:');
  // on Standard Edition the database is on the server itself
  const { availabilityGroup: group } = backEnd;
  if (group !== undefined) writeGroup(writing, group, name);
  const { failoverCluster: instance } = backEnd;
  if (instance !== undefined) writeInstance(writing, instance, name);
  const primary = standard || group !== undefined || instance !== undefined ? null : backEnd.primary;
  const servers = { primary, mirror: backEnd.mirror, witness: backEnd.witness };
  for (const [key, value] of Object.entries({ ...servers, witnessSite: backEnd.witnessSite })) {
    if (value !== null) writing.value(6, key, yamlText(value));
  }
  writing.value(6, 'instance', yamlText(backEnd.instance), `${name}.backEnd.instance`, true);
  writing.value(4, 'fileStore', yamlText(pool.fileStore), `${name}.fileStore`, true);
  if (pool.storedContentKB !== null) writing.value(4, 'storedContent', `${pool.storedContentKB}KiB`);
  if (pool.edgePool !== null) writing.value(4, 'edgePool', yamlText(pool.edgePool));
}

function writeGroup(
  writing: TopologyWriter,
  { listener, sqlServerFqdn, replicas, cluster }: AvailabilityGroup,
  name: string,
): void {
  writing.value(6, 'kind', 'availabilityGroup');
  writing.value(6, 'listener', yamlText(listener));
  if (sqlServerFqdn !== listener) writing.value(6, 'sqlServerFqdn', yamlText(sqlServerFqdn));
  writing.line(6, 'replicas:');
  for (const { server, site, commit, failover, logins, vote } of replicas) {
    writing.line(8, `- server: ${yamlText(server)}`);
    if (site !== null) writing.value(10, 'site', yamlText(site));
    if (commit !== undefined) writing.value(10, 'commit', commit);
    if (failover === 'manual') writing.value(10, 'failover', failover);
    writing.value(10, 'logins', String(logins), `${name}.backEnd.replicas.${server}.logins`, logins);
    if (!vote) writing.value(10, 'vote', 'false');
  }
  writeCluster(writing, cluster, name);
}

function writeInstance(writing: TopologyWriter, instance: FailoverCluster, name: string): void {
  writing.value(6, 'kind', 'failoverCluster');
  writing.value(6, 'name', yamlText(instance.name));
  writing.value(6, 'nodes', `[${instance.nodes.map(yamlText).join(', ')}]`);
  writing.value(6, 'storage', yamlText(instance.storage));
  writeCluster(writing, instance.cluster, name);
}

function writeCluster(writing: TopologyWriter, cluster: Cluster, name: string): void {
  writing.line(6, 'cluster:');
  writing.value(8, 'witness', cluster.witness, `${name}.backEnd.cluster.witness`, cluster.witness === 'none');
  const { witnessServer, witnessSite } = cluster;
  for (const [key, value] of Object.entries({ witnessServer, witnessSite })) {
    if (value !== null) writing.value(8, key, yamlText(value));
  }
}

function writeEdgePool(writing: TopologyWriter, edge: EdgePool): void {
  const name = `edgePools.${edge.fqdn}`;
  writing.line(2, `- fqdn: ${yamlText(edge.fqdn)}`);
  writing.value(4, 'site', yamlText(edge.site));
  writing.value(4, 'servers', `[${edge.servers.map(yamlText).join(', ')}]`);
  if (edge.nextHop !== null) writing.value(4, 'nextHop', yamlText(edge.nextHop));
  writing.value(4, 'federation', String(edge.federation), `${name}.federation`, !edge.federation);
  writing.value(4, 'xmpp', String(edge.xmpp), `${name}.xmpp`, !edge.xmpp);
}

function writeServices(writing: TopologyWriter, deployment: Deployment): void {
  const { pools, centralManagement, backupService, voiceResiliency } = deployment;
  if (centralManagement.active !== null) {
    writing.line(0, 'centralManagement:');
    writing.value(2, 'active', yamlText(centralManagement.active), 'centralManagement.active', true);
  }
  writing.line(0, 'backupService:');
  const sync = formatDuration(backupService.syncIntervalMs);
  writing.value(2, 'syncInterval', sync, 'backupService.syncInterval', true);
  if (backupService.pairedMs !== null) writing.value(2, 'paired', formatDuration(backupService.pairedMs));
  // D31: it counts by pool, and pools may be of other products than the deployment.
  if (pools.some(({ product }) => isFrom2019(product))) {
    const key = 'enableRgsBackupService';
    writing.value(2, key, String(backupService.enableRgsBackupService), `backupService.${key}`, true);
  }
  writing.line(0, 'voiceResiliency:');
  const { automatic, failureDetectionMs, failbackDetectionMs } = voiceResiliency;
  const values = {
    automatic: String(automatic),
    failureDetectionInterval: formatDuration(failureDetectionMs),
    failbackDetectionInterval: formatDuration(failbackDetectionMs),
  };
  for (const [key, value] of Object.entries(values)) {
    writing.value(2, key, value, `voiceResiliency.${key}`, true);
  }
}

function writePolicy(writing: TopologyWriter, { routesMs, pools, ...all }: Policy): void {
  writing.line(0, 'policy:');
  writePromise(writing, 2, all);
  if (Object.keys(routesMs).length > 0) writing.line(2, 'routes:');
  for (const [route, limit] of Object.entries(routesMs)) writing.value(4, route, formatDuration(limit));
  if (Object.keys(pools).length > 0) writing.line(2, 'pools:');
  for (const [pool, promise] of Object.entries(pools)) {
    writing.line(4, `${yamlText(pool)}:`);
    writePromise(writing, 6, promise);
  }
}

function writePromise(writing: TopologyWriter, indent: number, { rtoMs, rpoMs }: RecoveryPromise): void {
  if (rtoMs !== null) writing.value(indent, 'rto', formatDuration(rtoMs));
  if (rpoMs !== null) writing.value(indent, 'rpo', formatDuration(rpoMs));
}

class TopologyWriter {
  private readonly lines: string[] = [];
  private readonly assumed: ReadonlyMap<string, string>;

  constructor({ taken }: Deployment) {
    this.assumed = new Map(taken.map(({ name, why }) => [name, why]));
  }

  line(indent: number, line: string): void {
    this.lines.push(`${' '.repeat(indent)}${line}`);
  }

  remark(remark: string): void {
    this.lines.push(`# ${escapeControls(remark)}`);
  }

  /** A value that may be an assumption, and whether a reader of the file assumes the same where it is missing. */
  value(indent: number, key: string, value: string, name?: string, assumedAgain = false): void {
    const why = name === undefined ? undefined : this.assumed.get(name);
    if (why === undefined) this.line(indent, `${key}: ${value}`);
    else this.line(indent, `${assumedAgain ? '# ' : ''}${key}: ${value}  # assumed: ${escapeControls(why)}`);
  }

  done(): string {
    return `${this.lines.join('\n')}\n`;
  }
}

/** A text that YAML reads as text: plain where that is safe, else in quotes. */
function yamlText(value: string): string {
  const safe = /^[A-Za-z][\w.-]*$/.test(value) && !/^(?:true|false|null)$/i.test(value);
  return safe ? value : JSON.stringify(value);
}

function formatBandwidth(bitsPerSecond: number): string {
  for (const [unit, bits] of [
    ['Gbps', 1_000_000_000],
    ['Mbps', 1_000_000],
  ] as const) {
    if (bitsPerSecond % bits === 0) return `${bitsPerSecond / bits}${unit}`;
  }
  return `${bitsPerSecond / 1000}kbps`;
}
