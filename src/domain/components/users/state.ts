/** What the users of each pool feel, and whether their changes are acknowledged. */
import type { MachineTable } from '../../../core/state-machine.js';
import { FLAG, variable } from '../../state/control-state.js';
import { work } from '../../state/pending-work.js';
import { FAILOVER_FACTS } from './facts.js';
import { USERS, userStateOf } from './machine.js';

export const USERS_TABLE = {
  machines: { users: USERS },
  facts: FAILOVER_FACTS,
  ids: ({ users }: { users: MachineTable }) => ({
    users: { look: users.first('look'), feel: users.states.map(userStateOf) },
  }),
  state: {
    users: variable(['pool'], USERS),
    usersAcknowledge: variable(['pool'], FLAG),
  },
  work: {
    failureDetection: work('pool', 'failure-detection'),
    failbackDetection: work('pool', 'failback-detection'),
  },
};
