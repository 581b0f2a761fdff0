/** The command that runs; what its phases do is in its cmdlet. */
import { runningPhases } from '../../cmdlets/catalog.js';
import { defineComponent } from '../component.js';
import { COMMAND_TABLE } from './state.js';

export const COMMAND_LINE = defineComponent({
  table: COMMAND_TABLE,
  work: {
    command: {
      done: (world) => runningPhases(world)?.workDone?.(world),
      words: () => ({ actor: 'command', action: 'its present phase is through' }),
    },
    commandTimeout: {
      done: (world) => runningPhases(world)?.timedOut?.(world),
      words: () => ({ actor: 'command', action: 'its wait is over' }),
    },
  },
});
