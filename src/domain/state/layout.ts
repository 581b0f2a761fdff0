/** The layout of a deployment: indices for names, built once, so that nothing is looked up by name while it runs. */
import { type QuorumRule, quorumRule, serversToStart } from '../components/front-end-pool/quorum.js';
import { carriesResponseGroups, type Deployment, type Pool } from '../deployment.js';
import { type BackEndLayout, backEndHosts, layOutBackEnd } from './back-end-layout.js';
import { CONFIG } from './modules.js';

/** A machine with the site it stands in. */
export interface Host {
  readonly fqdn: string;
  readonly site: number;
}

/** A pool with every name replaced by an index. */
export interface PoolLayout extends BackEndLayout {
  readonly pool: Pool;
  readonly index: number;
  readonly site: number;
  readonly servers: readonly number[];
  readonly share: number;
  readonly rule: QuorumRule;
  readonly startsAt: number;
  /** database types that have a session here, as indices into DATABASE_TYPES */
  readonly databases: readonly number[];
}

export interface EdgeLayout {
  readonly fqdn: string;
  readonly servers: readonly number[];
}

/** Its databases are mirrored at the start (D20): a mirror is neither one SQL server nor an availability group. */
export const isMirrored = ({ group, sql }: Pick<PoolLayout, 'group' | 'sql'>): boolean => group === null && sql[1] >= 0;

const key = (name: string): string => name.toLowerCase();

/** The deployment with indices for names: what the world computes on. Built once, never changed. */
export class Layout {
  readonly hosts: Host[] = [];
  readonly pools: PoolLayout[] = [];
  readonly edges: EdgeLayout[] = [];
  /** file shares, by the host that holds them; pools may share one */
  readonly shares: number[] = [];
  readonly siteNames: string[];
  /** linkOf[siteA][siteB] = index of the link between them, -1 inside a site */
  readonly linkOf: number[][];
  /** pool index of the active master at the start, -1 = no CMS; and of its partner, -1 = unpaired */
  readonly cmsHome: number;
  readonly cmsStandby: number;
  /** FE and Edge servers: the machines that hold a replica of the CMS */
  readonly replicaHosts: readonly number[];
  /** of each host the pool whose FE server it is, -1 = none, and its place among the servers of that pool */
  readonly serverOf: readonly (readonly [pool: number, place: number])[];
  /** modules of the Backup Service that some pool of this deployment has, as indices into MODULES (D31) */
  readonly modules: readonly number[];
  /** the modules that each pool has while it is paired: the CMS where it has been or goes, Response Groups where both are from 2019 */
  readonly modulesAt: readonly (readonly number[])[];
  /** stores of a log in SQL Server at one side: as many as the largest group has replicas, two at least */
  readonly storesPerSide: number;
  /** nodes of the largest cluster; 0 = no pool has one */
  readonly nodesMost: number;
  /** a number for each pool: pools with the same number are reconciled together */
  readonly groupOfPool: readonly number[];
  private readonly hostIndex = new Map<string, number>();
  private readonly poolIndex = new Map<string, number>();
  private readonly edgeIndex = new Map<string, number>();
  private readonly siteIndex = new Map<string, number>();

  /** `leftOut` = database types, as indices, that are treated as if there were none. */
  constructor(
    readonly deployment: Deployment,
    private readonly settings: { readonly sqlVotesInEveryPool2013: boolean },
    private readonly leftOut: readonly number[] = [],
  ) {
    const d = deployment;
    this.siteNames = d.sites.map((s) => s.name);
    d.sites.forEach((s, i) => {
      this.siteIndex.set(key(s.name), i);
    });
    d.pools.forEach((p, i) => {
      this.poolIndex.set(key(p.fqdn), i);
    });
    const active = d.centralManagement.active;
    this.cmsHome = active === null ? -1 : this.pool(active);
    const backup = this.cmsHome < 0 ? null : d.pools[this.cmsHome].backupPool;
    this.cmsStandby = backup === null ? -1 : this.pool(backup);
    this.linkOf = d.sites.map(() => d.sites.map(() => -1));
    d.links.forEach((l, i) => {
      const [a, b] = l.between.map((n) => this.site(n));
      this.linkOf[a][b] = i;
      this.linkOf[b][a] = i;
    });
    for (const p of d.pools) this.pools.push(this.layOut(p));
    this.nodesMost = Math.max(...this.pools.map(({ cluster }) => cluster?.nodes.length ?? 0));
    this.storesPerSide = Math.max(2, ...this.pools.map(({ sql }) => sql.length));
    for (const e of d.edgePools) {
      this.edgeIndex.set(key(e.fqdn), this.edges.length);
      const site = this.site(e.site);
      this.edges.push({ fqdn: e.fqdn, servers: e.servers.map((s) => this.addHost(s, site)) });
    }
    this.replicaHosts = [...this.pools, ...this.edges].flatMap((x) => x.servers);
    this.serverOf = this.hosts.map((_, h) => {
      const pool = this.pools.findIndex((p) => p.servers.includes(h));
      return [pool, pool < 0 ? 0 : this.pools[pool].servers.indexOf(h)];
    });
    this.modulesAt = this.pools.map(({ index, pool }) => {
      // Without a standby there is nothing to carry the store to (S6), also where a pair was made later.
      const isWithCms = this.cmsStandby >= 0 && (index === this.cmsHome || index === this.cmsStandby);
      return [0, 1, ...(isWithCms ? [2] : []), ...(carriesResponseGroups(d, pool) ? [3, 4] : [])];
    });
    this.modules = d.pools.some((pool) => carriesResponseGroups(d, pool)) ? [0, 1, 2, 3, 4] : [0, 1, 2];
    this.groupOfPool = groupsOf(this);
  }

  private layOut(p: Pool): PoolLayout {
    const site = this.site(p.site);
    const index = this.pools.length;
    const servers = p.servers.map((s) => this.addHost(s, site));
    const databases = [0, 1];
    if (index === this.cmsHome || index === this.cmsStandby) databases.push(2);
    return {
      pool: p,
      index,
      site,
      servers,
      ...layOutBackEnd(p.backEnd, site, this),
      share: this.addShare(this.addHost(p.fileStore, site)),
      rule: quorumRule(p.servers.length, p.product, this.settings.sqlVotesInEveryPool2013),
      startsAt: serversToStart(p.servers.length),
      databases: databases.filter((db) => !this.leftOut.includes(db)),
    };
  }

  /** Pool `p` has a store of that index in its SQL Server. */
  hasStore(p: number, store: number): boolean {
    return (this.pools[p].sql[store] ?? -1) >= 0;
  }

  /** Whether changes of module `m` made at pool `p` are logged; those of the Central Management Store at its first master only. */
  hasLog(p: number, m: number): boolean {
    return m === CONFIG ? p === this.cmsHome : this.modulesAt[p].includes(m);
  }

  /** The Backup Service carries the Response Groups of pool `p` (D31). */
  rgsInBackup(p: number): boolean {
    return carriesResponseGroups(this.deployment, this.deployment.pools[p]);
  }

  /** All machines of a pool: FE servers, SQL servers, witness and file store; -1 for those that it lacks. */
  machinesOf(pool: PoolLayout): readonly number[] {
    return [...pool.servers, ...backEndHosts(pool), this.shares[pool.share]];
  }

  /** The index of a machine, which has one from now on. */
  addHost(fqdn: string, site: number): number {
    const known = this.hostIndex.get(key(fqdn));
    if (known !== undefined) return known;
    this.hostIndex.set(key(fqdn), this.hosts.length);
    this.hosts.push({ fqdn, site });
    return this.hosts.length - 1;
  }

  private addShare(host: number): number {
    const known = this.shares.indexOf(host);
    if (known >= 0) return known;
    this.shares.push(host);
    return this.shares.length - 1;
  }

  /** Index of a pool by name without case; -1 = there is none. The same for the next three. */
  pool(fqdn: string): number {
    return this.poolIndex.get(key(fqdn)) ?? -1;
  }

  host(fqdn: string): number {
    return this.hostIndex.get(key(fqdn)) ?? -1;
  }

  edge(fqdn: string): number {
    return this.edgeIndex.get(key(fqdn)) ?? -1;
  }

  site(name: string): number {
    return this.siteIndex.get(key(name)) ?? -1;
  }
}

/** Pools that are partners at the start, or share a machine or a file store, have one number. */
function groupsOf(layout: Layout): number[] {
  const group = layout.pools.map((p) => p.index);
  const join = (a: number, b: number): void => {
    const [from, to] = [group[a], group[b]];
    group.forEach((g, i) => {
      if (g === from) group[i] = to;
    });
  };
  const first = new Map<number, number>();
  for (const p of layout.pools) {
    if (p.pool.backupPool !== null) join(p.index, layout.pool(p.pool.backupPool));
    for (const host of layout.machinesOf(p)) {
      if (host < 0) continue;
      const other = first.get(host);
      if (other === undefined) first.set(host, p.index);
      else join(p.index, other);
    }
  }
  return group;
}
