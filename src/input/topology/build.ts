import type { FactValue } from '../../core/fact.js';
import type { BackEnd, Deployment, EdgePool, Link, Pool } from '../../domain/deployment.js';
import type { AssumptionTaken } from '../../domain/result.js';
import { KnownNames } from '../known-names.js';
import { type DefinedNames, linkKey } from './check-references.js';
import type { EdgePoolShape, PoolShape, TopologyShape } from './topology-schema.js';

const DEFAULT_LATENCY_MS = 20;
const DEFAULT_BANDWIDTH_MBPS = 100;

/** Takes a default and writes it down. */
type Take = <T extends AssumptionTaken['value']>(
  given: T | null | undefined,
  name: string,
  value: T,
  unit: string,
  why: string,
) => T;

/** Makes the deployment of a checked shape: every default taken and listed, every reference in the spelling of its definition. */
export function buildDeployment(
  shape: TopologyShape,
  defined: DefinedNames,
  assumptions: Readonly<Record<string, FactValue>>,
): Deployment {
  const taken: AssumptionTaken[] = [];
  const take: Take = (given, name, value, unit, why) => {
    if (given !== null && given !== undefined) return given;
    taken.push({ name, value, unit, why });
    return value;
  };
  const product = take(shape.product, 'product', 'sfb2015', '', 'the topology does not name the product');
  const machines = machineNames(shape);
  const pools = shape.pools.map((pool) => buildPool(pool, defined, machines, take));
  const edgePools = (shape.edgePools ?? []).map((edge) => buildEdgePool(edge, defined, machines, take));
  const active = take(
    shape.centralManagement?.active,
    'centralManagement.active',
    pools[0].fqdn,
    '',
    'the topology does not say which pool hosts the active Central Management Store; the first is taken',
  );
  return {
    product,
    sites: shape.sites.map(({ name }) => ({ name })),
    links: buildLinks(shape, defined, take),
    pools,
    edgePools,
    centralManagement: { active: defined.pools.find(active) },
    ...buildServices(shape, product, take),
    assumptions,
    taken,
    unmodelled: [],
  };
}

function buildServices(shape: TopologyShape, product: Deployment['product'], take: Take) {
  const { backupService, voiceResiliency } = shape;
  const voice = (
    key: 'failureDetectionInterval' | 'failbackDetectionInterval',
    seconds: number,
    why: string,
  ) => voiceResiliency?.[key] ?? take(null, `voiceResiliency.${key}`, seconds, 's', why) * 1000;
  const carriesResponseGroups = product === 'sfb2019' || product === 'sfbse';
  return {
    backupService: {
      syncIntervalMs:
        backupService?.syncInterval ??
        take(null, 'backupService.syncInterval', 2, 'min', 'default of the product (D32)') * 60_000,
      enableRgsBackupService:
        carriesResponseGroups &&
        take(
          backupService?.enableRgsBackupService,
          'backupService.enableRgsBackupService',
          false,
          '',
          'default of the product (D31)',
        ),
    },
    voiceResiliency: {
      automatic: take(
        voiceResiliency?.automatic,
        'voiceResiliency.automatic',
        true,
        '',
        'automatic failover for voice is on (D70)',
      ),
      failureDetectionMs: voice('failureDetectionInterval', 300, 'default of the product (D70)'),
      failbackDetectionMs: voice('failbackDetectionInterval', 600, 'assumed (D70)'),
    },
  };
}

function buildPool(pool: PoolShape, defined: DefinedNames, machines: KnownNames, take: Take): Pool {
  const name = `pools.${pool.fqdn}`;
  const spelled = (host: string | null) => (host === null ? null : machines.find(host));
  return {
    fqdn: pool.fqdn,
    site: defined.sites.find(pool.site)!,
    edition: pool.edition,
    platform: take(pool.platform, `${name}.platform`, 'virtual', '', 'the topology does not say'),
    os: pool.os,
    servers: pool.servers.map((server) => machines.find(server)!),
    users: pool.users,
    capacity: take(
      pool.capacity,
      `${name}.capacity`,
      pool.users * 2,
      'users',
      'taken as twice the users of the pool (D3)',
    ),
    backupPool: pool.backupPool === null ? null : defined.pools.find(pool.backupPool),
    backEnd: buildBackEnd(pool, defined, machines, take),
    // the references were checked: only Standard Edition can be without a file store
    fileStore:
      spelled(pool.fileStore) ??
      take(null, `${name}.fileStore`, pool.servers[0], '', 'a Standard Edition server keeps its own files'),
    edgePool: pool.edgePool === null ? null : defined.edgePools.find(pool.edgePool),
  };
}

function buildBackEnd(pool: PoolShape, defined: DefinedNames, machines: KnownNames, take: Take): BackEnd {
  const backEnd = pool.backEnd;
  const spelled = (host: string | null | undefined) => (host ? machines.find(host) : null);
  const witnessSite = backEnd?.witnessSite ?? null;
  return {
    // on Standard Edition the database is on the pool's one server: no assumption
    primary: spelled(backEnd?.primary) ?? pool.servers[0],
    mirror: spelled(backEnd?.mirror),
    witness: spelled(backEnd?.witness),
    witnessSite: witnessSite === null ? null : defined.sites.find(witnessSite),
    instance: take(
      backEnd?.instance,
      `pools.${pool.fqdn}.backEnd.instance`,
      'rtc',
      '',
      'the topology does not name the SQL instance',
    ),
  };
}

function buildEdgePool(
  edge: EdgePoolShape,
  defined: DefinedNames,
  machines: KnownNames,
  take: Take,
): EdgePool {
  const name = `edgePools.${edge.fqdn}`;
  return {
    fqdn: edge.fqdn,
    site: defined.sites.find(edge.site)!,
    servers: edge.servers.map((server) => machines.find(server)!),
    nextHop: edge.nextHop === null ? null : defined.pools.find(edge.nextHop),
    federation: take(edge.federation, `${name}.federation`, false, '', 'the topology does not say'),
    xmpp: take(edge.xmpp, `${name}.xmpp`, false, '', 'the topology does not say'),
  };
}

/** One link for every unordered pair of sites. */
function buildLinks(shape: TopologyShape, defined: DefinedNames, take: Take): Link[] {
  const given = new Map((shape.links ?? []).map((link) => [linkKey(link.between), link]));
  const sites = shape.sites.map((site) => site.name);
  const links: Link[] = [];
  for (const [index, first] of sites.entries()) {
    for (const second of sites.slice(index + 1)) {
      const link = given.get(linkKey([first, second]));
      const between = link?.between.map((end) => defined.sites.find(end)!) ?? [first, second];
      const name = `links.${between[0]}-${between[1]}`;
      const why = 'the topology does not say';
      links.push({
        between: [between[0], between[1]],
        latencyMs: take(link?.latency, `${name}.latency`, DEFAULT_LATENCY_MS, 'ms', why),
        bandwidthBitsPerSecond:
          link?.bandwidth ?? take(null, `${name}.bandwidth`, DEFAULT_BANDWIDTH_MBPS, 'Mbps', why) * 1_000_000,
      });
    }
  }
  return links;
}

/** A machine named in several places has the spelling of the first. */
export function machineNames(shape: TopologyShape): KnownNames {
  const hosts = shape.pools.flatMap((pool) => [
    ...pool.servers,
    pool.backEnd?.primary,
    pool.backEnd?.mirror,
    pool.backEnd?.witness,
    pool.fileStore,
  ]);
  const edges = (shape.edgePools ?? []).flatMap((edge) => edge.servers);
  return new KnownNames(
    'machines',
    [...hosts, ...edges].filter((host): host is string => typeof host === 'string'),
  );
}
