import type { MachineTable } from '../../core/state-machine.js';
import { MIRROR_SESSION } from './back-end/machine.js';
import { BACKUP_MODULE } from './backup-service/machine.js';
import { CENTRAL_MANAGEMENT } from './central-management/machine.js';
import { EDGE_ROUTE } from './edge/machine.js';
import { FRONT_END_POOL } from './front-end-pool/machine.js';
import { POOL_FAILOVER } from './pool-failover/machine.js';
import { USERS } from './users/machine.js';
import { WAN_LINK } from './wan/machine.js';

/** The state machines a world runs on. Tests replace one to break a rule on purpose. */
export interface Machines {
  readonly frontEnd: MachineTable;
  readonly failover: MachineTable;
  readonly users: MachineTable;
  readonly session: MachineTable;
  readonly module: MachineTable;
  readonly cms: MachineTable;
  readonly route: MachineTable;
  readonly wan: MachineTable;
}

/** The machines of the product. */
export const MACHINES: Machines = {
  frontEnd: FRONT_END_POOL,
  failover: POOL_FAILOVER,
  users: USERS,
  session: MIRROR_SESSION,
  module: BACKUP_MODULE,
  cms: CENTRAL_MANAGEMENT,
  route: EDGE_ROUTE,
  wan: WAN_LINK,
};
