// The schema of the Back End of a pool: one SQL server, a mirror, an availability group or a failover cluster instance.
import { z } from 'zod';
import { WITNESS_KINDS } from '../../domain/back-end.js';
import { booleanField, enumField, hostField, optional, siteNameField } from '../schema.js';

/** What a Back End can be; without the key it follows from `mirror`. */
export const BACK_END_KINDS = ['single', 'mirror', 'availabilityGroup', 'failoverCluster'] as const;
export type BackEndKind = (typeof BACK_END_KINDS)[number];

/** SQL Server has no group with more than nine replicas, and the product's page shows two or three. */
const REPLICAS_MAX = 5;
/** As many as the search counts votes of; SQL Server Standard Edition has two. */
const NODES_MAX = 5;

const replica = z.strictObject({
  server: hostField(),
  site: optional(siteNameField()),
  commit: optional(enumField(['synchronous', 'asynchronous'] as const)),
  failover: optional(enumField(['automatic', 'manual'] as const)),
  logins: optional(booleanField()),
  vote: optional(booleanField()),
});

const cluster = z.strictObject({
  witness: optional(enumField(WITNESS_KINDS)),
  witnessServer: optional(hostField()),
  witnessSite: optional(siteNameField()),
});

/** `backEnd:` of a pool. */
export const BACK_END_SCHEMA = z.strictObject({
  kind: optional(enumField(BACK_END_KINDS)),
  primary: optional(hostField()),
  mirror: optional(hostField()),
  witness: optional(hostField()),
  witnessSite: optional(siteNameField()),
  instance: optional(hostField()),
  listener: optional(hostField()),
  sqlServerFqdn: optional(hostField()),
  replicas: optional(z.array(replica).min(1).max(REPLICAS_MAX)),
  cluster: optional(cluster),
  name: optional(hostField()),
  nodes: optional(z.array(hostField()).min(1).max(NODES_MAX)),
  storage: optional(hostField()),
});

export type BackEndShape = z.output<typeof BACK_END_SCHEMA>;
export type ReplicaShape = z.output<typeof replica>;
