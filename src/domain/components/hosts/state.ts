/** What is known of each machine and file share: whether it runs, and whether an administrator stopped its services. */
import { FLAG, variable } from '../../state/control-state.js';

export const HOSTS_TABLE = {
  machines: {},
  facts: {},
  ids: () => ({}),
  state: {
    hostUp: variable(['host'], FLAG, { start: 1 }),
    /** its services were stopped by an administrator */
    hostStopped: variable(['host'], FLAG),
    shareUp: variable(['share'], FLAG, { start: 1 }),
  },
  work: {},
};
