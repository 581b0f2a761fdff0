import { z } from 'zod';
import { PRODUCTS } from '../../domain/deployment.js';
import { duration, flag, host, integer, leaf, maybe, oneOf, siteName, text } from '../schema.js';
import { bandwidth } from './bandwidth.js';

/** Ten million; more than any deployment of the product ever had. */
const USERS_MAX = 10_000_000;
/** Sites, pools and Edge pools, each. */
export const PARTS_MAX = 100;
/** The largest pool of any product; the product's own limit is checked with the references. */
const SERVERS_MAX = 20;
const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

const ends = () =>
  leaf<readonly [string, string]>((value) =>
    Array.isArray(value) && value.length === 2 && value.every((end) => typeof end === 'string')
      ? { fit: [value[0], value[1]] }
      : { expected: 'a list of two sites', hint: 'e.g. between: [Datacenter1, Datacenter2]' },
  );

const backEnd = z.strictObject({
  primary: maybe(host()),
  mirror: maybe(host()),
  witness: maybe(host()),
  witnessSite: maybe(siteName()),
  instance: maybe(host()),
});

const pool = z.strictObject({
  fqdn: host(),
  site: siteName(),
  edition: oneOf(['enterprise', 'standard'] as const),
  platform: maybe(oneOf(['virtual', 'physical'] as const)),
  os: maybe(text(100)),
  servers: z.array(host()).min(1).max(SERVERS_MAX),
  users: integer(0, USERS_MAX),
  capacity: maybe(integer(0, 2 * USERS_MAX)),
  backupPool: maybe(host()),
  backEnd: maybe(backEnd),
  fileStore: maybe(host()),
  edgePool: maybe(host()),
});

const edgePool = z.strictObject({
  fqdn: host(),
  site: siteName(),
  servers: z.array(host()).min(1).max(SERVERS_MAX),
  nextHop: maybe(host()),
  federation: maybe(flag()),
  xmpp: maybe(flag()),
});

const link = z.strictObject({
  between: ends(),
  latency: maybe(duration(0, MINUTE_MS)),
  bandwidth: maybe(bandwidth()),
});

/** The topology file, key by key; what refers to what is checked afterwards. */
export const TOPOLOGY_SHAPE = z.strictObject({
  product: maybe(oneOf(PRODUCTS)),
  sites: z
    .array(z.strictObject({ name: siteName() }))
    .min(1)
    .max(PARTS_MAX),
  links: maybe(z.array(link).max((PARTS_MAX * (PARTS_MAX - 1)) / 2)),
  pools: z.array(pool).min(1).max(PARTS_MAX),
  edgePools: maybe(z.array(edgePool).max(PARTS_MAX)),
  centralManagement: maybe(z.strictObject({ active: maybe(host()) })),
  backupService: maybe(
    z.strictObject({ syncInterval: maybe(duration(1_000, DAY_MS)), enableRgsBackupService: maybe(flag()) }),
  ),
  voiceResiliency: maybe(
    z.strictObject({
      automatic: maybe(flag()),
      failureDetectionInterval: maybe(duration(0, DAY_MS)),
      failbackDetectionInterval: maybe(duration(0, DAY_MS)),
    }),
  ),
  assumptions: maybe(z.record(z.string(), z.unknown())),
});

export type TopologyShape = z.output<typeof TOPOLOGY_SHAPE>;
export type PoolShape = TopologyShape['pools'][number];
export type EdgePoolShape = NonNullable<TopologyShape['edgePools']>[number];
export type LinkShape = NonNullable<TopologyShape['links']>[number];
