/**
 * What each component declares, side by side: its state machines, facts, control variables and kinds of pending work.
 * A component that is missing in `COMPONENTS` (registry.ts), which has their behaviour, is a type error there.
 */
import type { MachineTable } from '../../core/state-machine.js';
import { AVAILABILITY_GROUP_TABLE } from './availability-group/state.js';
import { BACK_END_TABLE } from './back-end/state.js';
import { BACKUP_SERVICE_TABLE } from './backup-service/state.js';
import { CENTRAL_MANAGEMENT_TABLE } from './central-management/state.js';
import { CLUSTER_TABLE } from './cluster/state.js';
import { COMMAND_TABLE } from './command/state.js';
import { EDGE_TABLE } from './edge/state.js';
import { FAILOVER_CLUSTER_TABLE } from './failover-cluster/state.js';
import { FRONT_END_POOL_TABLE } from './front-end-pool/state.js';
import { HOSTS_TABLE } from './hosts/state.js';
import { POOL_FAILOVER_TABLE } from './pool-failover/state.js';
import { SECONDARY_REPLICA_TABLE } from './secondary-replica/state.js';
import { USERS_TABLE } from './users/state.js';
import { WAN_TABLE } from './wan/state.js';

/** The declarations of each component, in the order of their facts, words and slots. */
export const TABLES = {
  hosts: HOSTS_TABLE,
  wan: WAN_TABLE,
  frontEndPool: FRONT_END_POOL_TABLE,
  backEnd: BACK_END_TABLE,
  poolFailover: POOL_FAILOVER_TABLE,
  backupService: BACKUP_SERVICE_TABLE,
  centralManagement: CENTRAL_MANAGEMENT_TABLE,
  users: USERS_TABLE,
  edge: EDGE_TABLE,
  command: COMMAND_TABLE,
  cluster: CLUSTER_TABLE,
  availabilityGroup: AVAILABILITY_GROUP_TABLE,
  secondaryReplica: SECONDARY_REPLICA_TABLE,
  failoverCluster: FAILOVER_CLUSTER_TABLE,
};

type Tables = typeof TABLES;
type Merged<U> = (U extends unknown ? (x: U) => void : never) extends (x: infer I) => void ? I : never;
type All<K extends keyof Tables[keyof Tables]> = Merged<Tables[keyof Tables][K]>;

function merged<K extends keyof Tables[keyof Tables]>(part: K): All<K> {
  const all: Record<string, unknown> = {};
  for (const table of Object.values(TABLES)) {
    for (const [name, declared] of Object.entries(table[part])) {
      if (name in all) throw new Error(`two components declare ${name}`);
      all[name] = declared;
    }
  }
  return all as All<K>;
}

/** The state machines that a world runs on, by name. Tests replace one to break a rule on purpose. */
export type Machines = { readonly [K in keyof All<'machines'>]: MachineTable };

/** The machines of the product. */
export const MACHINES: Machines = merged('machines');

/** Every number that the model runs on: `assumptions:` of a topology may override each by its id. */
export const FACTS = merged('facts');

/** All control variables, by name. */
export const CONTROL_VARIABLES = merged('state');

/** All kinds of pending work, by name. */
export const WORK = merged('work');

type Ids = Merged<ReturnType<Tables[keyof Tables]['ids']>>;

/** Numbers of the states and events that are asked for at every event, so that nothing is looked up by name then. */
export type MachineIds = Ids;

const KNOWN = new WeakMap<Machines, MachineIds>();

/** The numbers of a set of machines; worked out once for each set. */
export function machineIdsOf(machines: Machines): MachineIds {
  let ids = KNOWN.get(machines);
  if (ids === undefined) {
    ids = Object.assign({}, ...Object.values(TABLES).map((table) => table.ids(machines))) as MachineIds;
    KNOWN.set(machines, ids);
  }
  return ids;
}
