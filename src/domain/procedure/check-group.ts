/** The contract of a group of checks: an observer of one run that reports what goes against a documented procedure. */
import type { BoundCommand } from '../command.js';
import type { Condition } from '../deployment-model.js';
import type { TopologyChange } from '../drill.js';
import type { World } from '../state/world.js';
import type { StepOutcome } from '../step-answer.js';
import type { CheckId } from './checks.js';

/** Something that the administrator does, seen from outside. */
export interface AdminAct {
  /** null = a publish of Topology Builder */
  readonly command: BoundCommand | null;
  readonly change: TopologyChange | null;
  /** index of the step that it is; null = none */
  readonly step: number | null;
  /** time passed since the act before, with nothing done in it */
  readonly paused: boolean;
}

/** Says that a check found something; `step` where it is not the present one, `instead` null where no one line does it. */
export type Report = (check: CheckId, message: string, instead: string | null, step?: number | null) => void;

/**
 * Checks that belong together. Each looks at the world and keeps what it has to remember; nothing here changes
 * the world, so that a run with and without these checks is the same run.
 */
export interface CheckGroup {
  /** before anything of it has happened */
  begun?(act: AdminAct): void;
  ended?(act: AdminAct, outcome: StepOutcome, rule: string | null): void;
  /** a wait for a condition begins */
  waiting?(condition: Condition): void;
  closed?(): void;
}

/** Makes the checks of a group for one run. */
export type MakeCheckGroup = (world: World, report: Report) => CheckGroup;

/** The pool that a parameter names, as an index. */
export function poolOf(world: World, { parameters }: BoundCommand, name = 'PoolFqdn'): number {
  return world.layout.pool(String(parameters[name]));
}
