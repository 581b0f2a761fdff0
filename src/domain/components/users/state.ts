/** What the users of each pool feel, and whether their changes are acknowledged. */
import type { MachineTable } from '../../../core/state-machine.js';
import { declareVariable, FLAG } from '../../state/control-state.js';
import { declareWork } from '../../state/pending-work.js';
import { FAILOVER_FACTS } from './facts.js';
import { USERS, userStateOf } from './machine.js';

export const USERS_TABLE = {
  machines: { users: USERS },
  facts: FAILOVER_FACTS,
  ids: ({ users }: { users: MachineTable }) => ({
    users: { look: users.first('look'), feel: users.states.map(userStateOf) },
  }),
  state: { users: declareVariable(['pool'], USERS), usersAcknowledge: declareVariable(['pool'], FLAG) },
  work: {
    failureDetection: declareWork('pool', 'failure-detection'),
    failbackDetection: declareWork('pool', 'failback-detection'),
  },
};
