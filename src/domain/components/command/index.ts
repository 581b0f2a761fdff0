/** The command that runs; what its phases do is in its cmdlet. */
import { CMDLET_BY_KIND } from '../../cmdlets/registry.js';
import type { World } from '../../state/world.js';
import { defineComponent } from '../component.js';
import { COMMAND_TABLE } from './state.js';

const running = (world: World) => CMDLET_BY_KIND.get(world.variables.command.get());

export const COMMAND_LINE = defineComponent({
  table: COMMAND_TABLE,
  work: {
    command: {
      done: (world) => running(world)?.workDone?.(world),
      words: () => ({ actor: 'command', action: 'its present phase is through' }),
    },
    commandTimeout: {
      done: (world) => running(world)?.timedOut?.(world),
      words: () => ({ actor: 'command', action: 'its wait is over' }),
    },
  },
});
