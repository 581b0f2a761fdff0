// The schema of a topology file, key by key; what refers to what is checked afterwards.
import { z } from 'zod';
import { SYNC_INTERVAL_MS } from '../../domain/components/backup-service/facts.js';
import { DETECTION_INTERVAL_MS } from '../../domain/components/users/facts.js';
import { PRODUCTS, type RouteLimits } from '../../domain/deployment.js';
import {
  booleanField,
  durationField,
  enumField,
  hostField,
  integerField,
  optional,
  siteNameField,
  sitePairField,
  textField,
} from '../schema.js';
import { BACK_END_SCHEMA } from './back-end-schema.js';
import { bandwidthField, sizeField } from './bandwidth.js';

/** Ten million; more than any deployment of the product ever had. */
const USERS_MAX = 10_000_000;
/** Sites, pools and Edge pools, each. */
export const PARTS_MAX = 100;
/** The largest pool of any product; the product's own limit is checked with the references. */
const SERVERS_MAX = 20;
const MINUTE_MS = 60_000;
/** As of the number of the model that it sets. */
const PACKAGE_KB_MAX = 1_000_000_000;

const pool = z.strictObject({
  fqdn: hostField(),
  site: siteNameField(),
  edition: enumField(['enterprise', 'standard'] as const),
  product: optional(enumField(PRODUCTS)),
  version: optional(textField(100)),
  platform: optional(enumField(['virtual', 'physical'] as const)),
  os: optional(textField(100)),
  servers: z.array(hostField()).min(1).max(SERVERS_MAX),
  upgradeDomains: optional(z.array(z.array(hostField()).min(1).max(SERVERS_MAX)).min(1).max(SERVERS_MAX)),
  users: integerField(0, USERS_MAX),
  capacity: optional(integerField(0, 2 * USERS_MAX)),
  backupPool: optional(hostField()),
  backEnd: optional(BACK_END_SCHEMA),
  fileStore: optional(hostField()),
  storedContent: optional(sizeField()),
  edgePool: optional(hostField()),
});

const edgePool = z.strictObject({
  fqdn: hostField(),
  site: siteNameField(),
  servers: z.array(hostField()).min(1).max(SERVERS_MAX),
  nextHop: optional(hostField()),
  federation: optional(booleanField()),
  xmpp: optional(booleanField()),
});

const link = z.strictObject({
  between: sitePairField('between'),
  latency: optional(durationField(0, MINUTE_MS)),
  bandwidth: optional(bandwidthField()),
});

/** Longest single times down, by route. */
export const ROUTE_LIMITS = z.strictObject({
  federation: optional(durationField()),
  xmpp: optional(durationField()),
  remoteAccess: optional(durationField()),
  remoteMedia: optional(durationField()),
});

const promise = { rto: optional(durationField()), rpo: optional(durationField()) };

const policy = z.strictObject({
  ...promise,
  routes: optional(ROUTE_LIMITS),
  pools: optional(z.record(z.string(), z.strictObject(promise))),
});

/** The topology file, key by key; what refers to what is checked afterwards. */
export const TOPOLOGY_SCHEMA = z.strictObject({
  product: optional(enumField(PRODUCTS)),
  sites: z
    .array(z.strictObject({ name: siteNameField() }))
    .min(1)
    .max(PARTS_MAX),
  links: optional(z.array(link).max((PARTS_MAX * (PARTS_MAX - 1)) / 2)),
  pools: z.array(pool).min(1).max(PARTS_MAX),
  edgePools: optional(z.array(edgePool).max(PARTS_MAX)),
  centralManagement: optional(z.strictObject({ active: optional(hostField()) })),
  backupService: optional(
    z.strictObject({
      syncInterval: optional(durationField(SYNC_INTERVAL_MS.min, SYNC_INTERVAL_MS.max)),
      enableRgsBackupService: optional(booleanField()),
      paired: optional(durationField()),
      maxDataConfPackageKb: optional(integerField(1, PACKAGE_KB_MAX)),
    }),
  ),
  voiceResiliency: optional(
    z.strictObject({
      automatic: optional(booleanField()),
      failureDetectionInterval: optional(durationField(DETECTION_INTERVAL_MS.min, DETECTION_INTERVAL_MS.max)),
      failbackDetectionInterval: optional(durationField(DETECTION_INTERVAL_MS.min, DETECTION_INTERVAL_MS.max)),
    }),
  ),
  policy: optional(policy),
  assumptions: optional(z.record(z.string(), z.unknown())),
});

export type TopologyShape = z.output<typeof TOPOLOGY_SCHEMA>;
export type PoolShape = TopologyShape['pools'][number];
export type EdgePoolShape = NonNullable<TopologyShape['edgePools']>[number];
export type LinkShape = NonNullable<TopologyShape['links']>[number];
type RouteLimitsShape = z.output<typeof ROUTE_LIMITS>;

/** The limits that are given; a route without one is left out. */
export function routeLimits(shape: RouteLimitsShape | null | undefined): RouteLimits {
  return Object.fromEntries(Object.entries(shape ?? {}).filter(([, limit]) => limit !== null)) as RouteLimits;
}
