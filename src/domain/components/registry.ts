/** The components of a deployment: one entry each, in the order in which they are reconciled. */
import type { StateInvariant } from '../invariants/state-invariant.js';
import type { World } from '../state/world.js';
import { AVAILABILITY_GROUPS } from './availability-group/index.js';
import { BACK_END } from './back-end/index.js';
import { BACKUP_SERVICE } from './backup-service/index.js';
import { CENTRAL_MANAGEMENT_STORE } from './central-management/index.js';
import { CLUSTERS } from './cluster/index.js';
import { COMMAND_LINE } from './command/index.js';
import type { Component, MachineInstance, Reconciliation, WorkBehaviour } from './component.js';
import { EDGE_ROUTES } from './edge/index.js';
import { FAILOVER_CLUSTERS } from './failover-cluster/index.js';
import { FRONT_END_POOLS } from './front-end-pool/index.js';
import { HOSTS } from './hosts/index.js';
import { POOL_FAILOVERS } from './pool-failover/index.js';
import { SECONDARY_REPLICAS } from './secondary-replica/index.js';
import type { TABLES, WORK } from './tables.js';
import { USER_COHORTS } from './users/index.js';
import { WAN } from './wan/index.js';

/** Every component that declares something (`TABLES`), with its behaviour. */
export const COMPONENTS = {
  hosts: HOSTS,
  wan: WAN,
  cluster: CLUSTERS,
  availabilityGroup: AVAILABILITY_GROUPS,
  secondaryReplica: SECONDARY_REPLICAS,
  failoverCluster: FAILOVER_CLUSTERS,
  backEnd: BACK_END,
  frontEndPool: FRONT_END_POOLS,
  poolFailover: POOL_FAILOVERS,
  users: USER_COHORTS,
  backupService: BACKUP_SERVICE,
  centralManagement: CENTRAL_MANAGEMENT_STORE,
  edge: EDGE_ROUTES,
  command: COMMAND_LINE,
} satisfies { readonly [K in keyof typeof TABLES]: Component<(typeof TABLES)[K]> };

const ALL: readonly Component[] = Object.values(COMPONENTS);

/** What the end of each kind of pending work does. */
export const WORK_BEHAVIOUR = Object.assign({}, ...ALL.map((c) => c.work)) as {
  readonly [K in keyof typeof WORK]: WorkBehaviour;
};

/** Every step of one reconciliation. */
export const RECONCILIATIONS: readonly Reconciliation[] = ALL.flatMap((c) => c.reconcile ?? []);

/** I3-I8, by number. */
export const STATE_INVARIANTS: readonly StateInvariant[] = ALL.flatMap((c) => c.invariants ?? []).sort(
  (a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)),
);

/** The state machines of a deployment, those of each component together. No run rests on what is asked for it. */
export const machineInstancesOf = (world: World): readonly MachineInstance[] =>
  world.settings.unnoted(() => ALL.flatMap((c) => c.instances?.(world) ?? []));

/** The dead-variable reductions of all components. */
export const CLEAR_DEAD = ALL.flatMap((c) => (c.clearDead === undefined ? [] : [c.clearDead]));
