/** What is known of each machine and file share: whether it runs, and whether an administrator stopped its services. */
import { declareVariable, FLAG } from '../../state/control-state.js';

export const HOSTS_TABLE = {
  machines: {},
  facts: {},
  ids: () => ({}),
  state: {
    hostUp: declareVariable(['host'], FLAG, { start: 1 }),
    /** its services were stopped by an administrator */
    hostStopped: declareVariable(['host'], FLAG),
    shareUp: declareVariable(['share'], FLAG, { start: 1 }),
  },
  work: {},
};
