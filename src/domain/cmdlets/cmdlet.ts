import type { BoundValue } from '../command.js';
import type { CmdletObject, StepOutcome } from '../result.js';
import type { World } from '../state/world.js';

/** What an administrator typed, bound: canonical parameter names, ms for timespans. */
export type Parameters = Readonly<Record<string, BoundValue>>;

/** How a cmdlet answered at once; `running` = it goes on in virtual time. */
export type Begun = 'running' | Ended;

export interface Ended {
  readonly outcome: StepOutcome;
  readonly rule: string | null;
  readonly message: string | null;
  readonly output: readonly CmdletObject[] | null;
}

/**
 * One cmdlet: what refuses it and what it does. `kind` numbers those that take time; while one of them runs
 * the world calls `workDone`, `timedOut` and, after every change, `look` (which says whether it changed
 * anything, so that the others look again).
 */
export interface Cmdlet {
  readonly names: readonly string[];
  readonly kinds?: readonly number[];
  begin(world: World, name: string, parameters: Parameters): Begun;
  workDone?(world: World): void;
  timedOut?(world: World): void;
  look?(world: World): boolean;
  /** whether the progress of the Backup Service may end the present phase */
  watchesBackup?(world: World): boolean;
}

/** The kinds of running command, as the control state keeps them. */
export const COMMAND = {
  none: 0,
  plannedFailover: 1,
  disasterFailover: 2,
  failback: 3,
  disasterFailback: 4,
  cmsMove: 5,
  cmsForce: 6,
  databaseFailover: 7,
  configuration: 8,
} as const;

/** The cmdlet is through at once. */
export const done = (
  message: string | null = null,
  output: readonly CmdletObject[] | null = null,
): Ended => ({
  outcome: 'ok',
  rule: null,
  message,
  output,
});

/** The cmdlet does nothing; `rule` is why. */
export const refused = (rule: string, message: string): Ended => ({
  outcome: 'refused',
  rule,
  message,
  output: null,
});

/** What the model does not know, and does not guess (domain.md 5). */
export const notModelled = (message: string): Ended => ({
  outcome: 'notModelled',
  rule: null,
  message,
  output: null,
});

/** Notes in the control state that a command runs. */
export function run(world: World, kind: number, pool: number, flags = 0, value = 0): 'running' {
  world.variables.command.set(kind);
  world.variables.commandPool.set(pool);
  world.variables.commandFlags.set(flags);
  world.variables.commandValue.set(value);
  return 'running';
}

/** The running command is over. */
export function end(
  world: World,
  outcome: StepOutcome,
  rule: string | null = null,
  message: string | null = null,
): void {
  world.variables.command.set(COMMAND.none);
  world.effects.cancel(world.work.command.at());
  world.effects.cancel(world.work.commandTimeout.at());
  world.effects.observe({ kind: 'commandEnded', outcome, rule, message, output: null });
}
