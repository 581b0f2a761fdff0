/** The command that runs: at most one at a time, as one administrator types them. */
import { declareVariable, upTo } from '../../state/control-state.js';
import { declareWork } from '../../state/pending-work.js';

/** Numbers of the kinds of command that take time, at most (`Cmdlet.kinds`). */
const KINDS_MAX = 15;
/** The most ms that a wait may be: 24 days. */
const VALUE_MAX = 2 ** 31 - 3;

export const COMMAND_TABLE = {
  machines: {},
  facts: {},
  ids: () => ({}),
  state: {
    /** 0 = none runs */
    command: declareVariable([], upTo(KINDS_MAX), { wakes: 'nobody' }),
    /** what it is about: a pool, an Edge pool, a machine or a share, or -1 */
    commandPool: declareVariable(
      [],
      ({ pools, edges, hosts, shares }) => ({
        min: -1,
        max: Math.max(pools.length, edges.length, hosts.length, shares.length),
      }),
      { wakes: 'nobody' },
    ),
    commandFlags: declareVariable([], upTo(7), { wakes: 'nobody' }),
    /** what it was given: how long it waits, a database, the next value of a setting */
    commandValue: declareVariable([], { min: -1, max: VALUE_MAX }, { wakes: 'nobody' }),
  },
  work: { command: declareWork('none', 'command'), commandTimeout: declareWork('none', 'command-timeout') },
};
