// The deployment of a checked topology file: every default is taken and written down, every reference has the spelling
// of its definition.
import type { FactValue } from '../../core/fact.js';
import type { AssumptionTaken } from '../../domain/assumption-taken.js';
import { defaultCapacity } from '../../domain/capacity.js';
import {
  type Deployment,
  type EdgePool,
  isFrom2019,
  type Link,
  type Policy,
  type Pool,
  type Product,
} from '../../domain/deployment.js';
import { type DefinedNames, spelled } from '../known-names.js';
import { buildBackEnd } from './build-back-end.js';
import { linkKey } from './check-references.js';
import { type EdgePoolShape, type PoolShape, routeLimits, type TopologyShape } from './topology-schema.js';

const DEFAULT_LATENCY_MS = 20;
const DEFAULT_BANDWIDTH_MBPS = 100;
const NOT_SAID = 'the topology does not say';

/** Makes the deployment of a checked shape. */
export function buildDeployment(
  shape: TopologyShape,
  defined: DefinedNames,
  assumptions: Readonly<Record<string, FactValue>>,
): Deployment {
  return new DeploymentBuilder(shape, defined).build(assumptions);
}

class DeploymentBuilder {
  private readonly taken: AssumptionTaken[] = [];

  constructor(
    private readonly shape: TopologyShape,
    private readonly defined: DefinedNames,
  ) {}

  build(assumptions: Readonly<Record<string, FactValue>>): Deployment {
    const { shape, defined, taken } = this;
    // in this order the assumptions are listed
    const product = this.take(shape.product, 'product', 'sfb2015', 'the topology does not name the product');
    const pools = shape.pools.map((pool) => this.pool(pool, product));
    const edgePools = (shape.edgePools ?? []).map((edge) => this.edgePool(edge));
    const why = 'the topology does not say which pool hosts the active Central Management Store; the first is taken';
    const packageKb = shape.backupService?.maxDataConfPackageKb ?? null;
    const { active } = shape.centralManagement ?? {};
    const management = this.take(active, 'centralManagement.active', pools[0].fqdn, why);
    return {
      product,
      sites: shape.sites.map(({ name }) => ({ name })),
      links: this.links(),
      pools,
      edgePools,
      centralManagement: { active: defined.pools.find(management) },
      ...this.services(product),
      ...this.policy(),
      // D275: the key is the number of the model by its name in the product.
      assumptions: packageKb === null ? assumptions : { ...assumptions, maxDataConfPackageSizeKB: packageKb },
      taken,
      unmodelled: [],
    };
  }

  /** What is given, else a default, which is written down. */
  private take<T extends AssumptionTaken['value']>(
    given: T | null | undefined,
    name: string,
    value: T,
    why = NOT_SAID,
    unit = '',
  ): T {
    if (given !== null && given !== undefined) return given;
    this.taken.push({ name, value, unit, why });
    return value;
  }

  /** What is promised, where anything is. */
  private policy(): { readonly policy?: Policy } {
    const { policy } = this.shape;
    if (policy === null) return {};
    const { rto: rtoMs, rpo: rpoMs, routes, pools } = policy;
    const own = Object.entries(pools ?? {}).map(([name, { rto, rpo }]) => [
      this.defined.pools.find(name) ?? name,
      { rtoMs: rto, rpoMs: rpo },
    ]);
    return { policy: { rtoMs, rpoMs, routesMs: routeLimits(routes), pools: Object.fromEntries(own) } };
  }

  private services(product: Product) {
    const { backupService: backup, voiceResiliency: voice } = this.shape;
    const seconds = (key: string, value: number, why: string) =>
      this.take(null, `voiceResiliency.${key}`, value, why, 's') * 1000;
    const sync = () => this.take(null, 'backupService.syncInterval', 2, 'default of the product (D32)', 'min') * 60_000;
    const responseGroups = () => {
      const key = 'enableRgsBackupService';
      return this.take(backup?.[key], `backupService.${key}`, false, 'default of the product (D31)');
    };
    return {
      backupService: {
        syncIntervalMs: backup?.syncInterval ?? sync(),
        enableRgsBackupService:
          this.shape.pools.some((pool) => isFrom2019(pool.product ?? product)) && responseGroups(),
        pairedMs: backup?.paired ?? null,
      },
      voiceResiliency: {
        automatic: this.take(
          voice?.automatic,
          'voiceResiliency.automatic',
          false,
          'the topology does not say; automatic failover for voice is a box that somebody has to tick (D70)',
        ),
        failureDetectionMs:
          voice?.failureDetectionInterval ?? seconds('failureDetectionInterval', 300, 'default of the product (D70)'),
        failbackDetectionMs:
          voice?.failbackDetectionInterval ?? seconds('failbackDetectionInterval', 600, 'default of the product (D70)'),
      },
    };
  }

  private pool(pool: PoolShape, product: Product): Pool {
    const { sites, pools, edgePools, machines } = this.defined;
    const name = `pools.${pool.fqdn}`;
    const sized =
      pool.edition === 'standard'
        ? 'a Standard Edition server (D3)'
        : `6,660 users a Front End server, at most ${isFrom2019(pool.product ?? product) ? '106,000 (D278)' : '80,000 (D3)'}`;
    const own = 'a Standard Edition server keeps its own files';
    return {
      fqdn: pool.fqdn,
      site: sites.find(pool.site)!,
      edition: pool.edition,
      product: pool.product ?? product,
      version: pool.version,
      platform: this.take(pool.platform, `${name}.platform`, 'virtual'),
      os: pool.os,
      servers: pool.servers.map((server) => machines.find(server)!),
      upgradeDomains: pool.upgradeDomains?.map((domain) => domain.map((server) => machines.find(server)!)) ?? null,
      users: pool.users,
      capacity: this.take(
        pool.capacity,
        `${name}.capacity`,
        defaultCapacity(pool.edition, pool.servers.length, pool.product ?? product),
        sized,
        'users',
      ),
      backupPool: spelled(pools, pool.backupPool),
      backEnd: buildBackEnd(pool, this.defined, this.take.bind(this)),
      // the references were checked: only Standard Edition can be without a file store
      fileStore: this.take(spelled(machines, pool.fileStore), `${name}.fileStore`, pool.servers[0], own),
      storedContentKB: pool.storedContent,
      edgePool: spelled(edgePools, pool.edgePool),
    };
  }

  private edgePool(edge: EdgePoolShape): EdgePool {
    const { sites, pools, machines } = this.defined;
    const name = `edgePools.${edge.fqdn}`;
    return {
      fqdn: edge.fqdn,
      site: sites.find(edge.site)!,
      servers: edge.servers.map((server) => machines.find(server)!),
      nextHop: spelled(pools, edge.nextHop),
      federation: this.take(edge.federation, `${name}.federation`, false),
      xmpp: this.take(edge.xmpp, `${name}.xmpp`, false),
    };
  }

  /** One link for every unordered pair of sites. */
  private links(): Link[] {
    const given = new Map((this.shape.links ?? []).map((link) => [linkKey(link.between), link]));
    const sites = this.shape.sites.map((site) => site.name);
    return sites.flatMap((first, index) =>
      sites.slice(index + 1).map((second): Link => {
        const link = given.get(linkKey([first, second]));
        const [one, two] = (link?.between ?? [first, second]).map((end) => this.defined.sites.find(end)!);
        const name = `links.${one}-${two}`;
        const megabits = () =>
          this.take(null, `${name}.bandwidth`, DEFAULT_BANDWIDTH_MBPS, NOT_SAID, 'Mbps') * 1_000_000;
        return {
          between: [one, two],
          latencyMs: this.take(link?.latency, `${name}.latency`, DEFAULT_LATENCY_MS, NOT_SAID, 'ms'),
          bandwidthBitsPerSecond: link?.bandwidth ?? megabits(),
        };
      }),
    );
  }
}

/** A reference in the spelling of its definition; it was checked. */
