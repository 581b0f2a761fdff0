import { backupSync } from './backup-sync.js';
import { carriedByHand } from './carried-by-hand.js';
import type { Cmdlet } from './cmdlet.js';
import { cmsFailover } from './cms-failover.js';
import { configuration } from './configuration.js';
import { databaseFailover } from './database-failover.js';
import { poolFailback } from './pool-failback.js';
import { poolFailover } from './pool-failover.js';
import { queries } from './queries.js';
import { services } from './services.js';

const ALL: readonly Cmdlet[] = [
  poolFailover,
  poolFailback,
  cmsFailover,
  databaseFailover,
  backupSync,
  configuration,
  services,
  queries,
  carriedByHand,
];

/** Canonical name → what it does. */
export const CMDLET_BY_NAME: ReadonlyMap<string, Cmdlet> = new Map(
  ALL.flatMap((c) => c.names.map((name) => [name, c] as const)),
);

/** Kind of a running command → its cmdlet. */
export const CMDLET_BY_KIND: ReadonlyMap<number, Cmdlet> = new Map(
  ALL.flatMap((c) => (c.kinds ?? []).map((kind) => [kind, c] as const)),
);
