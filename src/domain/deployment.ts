/** A deployment as plain data: sites, links, pools, Edge pools and settings, with the values that the topology left out. */
import type { FactValue } from '../core/fact.js';
import type { AssumptionTaken } from './assumption-taken.js';
import type { BackEnd } from './back-end.js';
import type { RouteName } from './glance-result.js';

/** `lync2013` = Lync Server 2013; `sfb2015`, `sfb2019` = Skype for Business Server; `sfbse` = Subscription Edition. */
export type Product = 'lync2013' | 'sfb2015' | 'sfb2019' | 'sfbse';
export const PRODUCTS: readonly Product[] = ['lync2013', 'sfb2015', 'sfb2019', 'sfbse'];

/** Products as an administrator calls them. */
export const PRODUCT_NAMES: Readonly<Record<Product, string>> = {
  lync2013: 'Lync Server 2013',
  sfb2015: 'Skype for Business Server 2015',
  sfb2019: 'Skype for Business Server 2019',
  sfbse: 'Skype for Business Server Subscription Edition',
};

/** Skype for Business Server 2019, and Subscription Edition, which is taken for the same (M100): without SQL mirroring and XMPP, with larger pools. */
export const isFrom2019 = (product: Product): boolean => product === 'sfb2019' || product === 'sfbse';

/** XMPP federation exists up to Skype for Business Server 2015 (section 5, Edge). */
export const hasXmpp = (product: Product): boolean => !isFrom2019(product);

export interface Site {
  readonly name: string;
}

export interface Link {
  readonly between: readonly [string, string];
  readonly latencyMs: number;
  readonly bandwidthBitsPerSecond: number;
}

export interface Pool {
  readonly fqdn: string;
  readonly site: string;
  readonly edition: 'enterprise' | 'standard';
  /** that of the deployment, unless the pool has its own (D2) */
  readonly product: Product;
  /** cumulative update or build of its servers as text, compared between the pools of a pair (M262); null = not said */
  readonly version: string | null;
  readonly platform: 'virtual' | 'physical';
  /** operating system as text, compared between the pools of a pair (D2); null = not said */
  readonly os: string | null;
  /** FE servers in topology order; the order decides D12 */
  readonly servers: readonly string[];
  /** the servers by upgrade domain, each in one (D250); null = not said, and dealt out (M250) */
  readonly upgradeDomains: readonly (readonly string[])[] | null;
  readonly users: number;
  /** users the pool is sized for (D3) */
  readonly capacity: number;
  readonly backupPool: string | null;
  readonly backEnd: BackEnd;
  /** FQDN of the machine with the pool's file share */
  readonly fileStore: string;
  /** conference content that its file store holds at the start of a drill, in KB; null = not said, and not followed (M280) */
  readonly storedContentKB: number | null;
  /** Edge pool associated for media; null = none */
  readonly edgePool: string | null;
}

export interface EdgePool {
  readonly fqdn: string;
  readonly site: string;
  readonly servers: readonly string[];
  readonly nextHop: string | null;
  readonly federation: boolean;
  readonly xmpp: boolean;
}

export interface VoiceResiliency {
  readonly automatic: boolean;
  readonly failureDetectionMs: number;
  readonly failbackDetectionMs: number;
}

/** A part that the topology document has and the model has not: said, never treated as something else. */
export interface UnmodelledPart {
  /** what it is, e.g. `Director pool` */
  readonly what: string;
  /** FQDN of its pool or server; the name of a site */
  readonly name: string;
  readonly site: string | null;
  /** what to know about it in a drill; empty where it is merely left out */
  readonly consequence: string;
  /** FQDN of the pool whose Back End it is; absent = of none */
  readonly backEndOf?: string;
}

/** A cluster that a topology document lists, by the roles of its services as the management shell names them. */
export interface PublishedCluster {
  readonly fqdn: string;
  readonly site: string;
  readonly computers: readonly string[];
  /** `version`: 6 = Lync Server 2013, 7 = Skype for Business Server 2015; null = not said */
  readonly services: readonly { readonly role: string; readonly version: number | null }[];
}

/** What an export can hold, as `files:` of a drill names it. */
export const EXPORT_KINDS = ['responseGroups', 'lis', 'configuration', 'userData', 'announcements'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** An export made before the drill, as the drill declares it. */
export interface EarlierExport {
  readonly path: string;
  readonly holds: ExportKind;
  /** the pool that it was exported from; null = the whole deployment */
  readonly of: string | null;
  readonly ageMs: number;
}

/** The longest recovery and the largest loss in time that an organisation has promised, in ms; null = not promised. */
export interface RecoveryPromise {
  readonly rtoMs: number | null;
  readonly rpoMs: number | null;
}

/** Longest single times down in ms, by route; one that is left out is not judged. */
export type RouteLimits = Readonly<Partial<Record<RouteName, number>>>;

/** What an organisation has promised of a deployment: expected of every drill on it. */
export interface Policy extends RecoveryPromise {
  readonly routesMs: RouteLimits;
  /** promises of their own, by pool FQDN */
  readonly pools: Readonly<Record<string, RecoveryPromise>>;
}

/**
 * A validated deployment: every name refers to something that exists, backup relations are mutual.
 * Host names keep the spelling of the file and are compared without case.
 */
export interface Deployment {
  readonly product: Product;
  readonly sites: readonly Site[];
  readonly links: readonly Link[];
  readonly pools: readonly Pool[];
  readonly edgePools: readonly EdgePool[];
  readonly centralManagement: { readonly active: string | null };
  readonly backupService: {
    readonly syncIntervalMs: number;
    readonly enableRgsBackupService: boolean;
    /** how long before the drill its pairs were made, in ms (M281); null = long enough that their first sync is through */
    readonly pairedMs: number | null;
  };
  readonly voiceResiliency: VoiceResiliency;
  /** absent = nothing is promised */
  readonly policy?: Policy;
  /** exports made before a drill, which its imports can read (D34); absent = none */
  readonly files?: readonly EarlierExport[];
  /** the role that the drill is run as (D273); absent = RTCUniversalServerAdmins */
  readonly asRole?: string;
  /** overrides of M parameters by fact id; only known ids, checked against the fact's limits */
  readonly assumptions: Readonly<Record<string, FactValue>>;
  /** what the input did not say and where a default was taken */
  readonly taken: readonly AssumptionTaken[];
  /** what the input has and the model has not */
  readonly unmodelled: readonly UnmodelledPart[];
  /** all clusters, where the input is a topology document; absent = a file of our own says what the model needs */
  readonly published?: readonly PublishedCluster[];
}

/** The Backup Service carries the Response Groups of a pool: it is told to, and both pools of the pair can (D31). */
export function carriesResponseGroups({ pools, backupService }: Deployment, pool: Pool): boolean {
  const partner = pools.find(({ fqdn }) => sameName(fqdn, pool.backupPool)) ?? pool;
  return backupService.enableRgsBackupService && isFrom2019(pool.product) && isFrom2019(partner.product);
}

/** The product of an Edge pool: that of the pool that is its next hop, else of the deployment. */
export function productOfEdge({ product, pools, edgePools }: Deployment, fqdn: string): Product {
  const hop = edgePools.find((edge) => sameName(edge.fqdn, fqdn))?.nextHop ?? null;
  return pools.find((pool) => hop !== null && sameName(pool.fqdn, hop))?.product ?? product;
}

/** D262: both pools say which cumulative update they have, and it is not the same. */
export const differInVersion = (one: Pool, two: Pool): boolean =>
  one.version !== null && two.version !== null && !sameName(one.version.trim(), two.version.trim());

/** Whether two names mean the same thing. */
export function sameName(left: string | null, right: string | null): boolean {
  return left === right || (left !== null && right !== null && left.toLowerCase() === right.toLowerCase());
}
