/** A run held against the documented procedures (S9): tells every group of checks what an administrator does, as it is done. */
import type { BoundCommand } from '../command.js';
import type { Condition } from '../deployment-model.js';
import type { TopologyChange } from '../drill.js';
import type { Finding } from '../result.js';
import type { World } from '../state/world.js';
import type { StepOutcome } from '../step-answer.js';
import type { AdminAct, CheckGroup, MakeCheckGroup, Report } from './check-group.js';
import { CHECKS } from './checks.js';
import { cmsChecks } from './cms-checks.js';
import { contentRestoreChecks } from './content-restore-checks.js';
import { forcedServiceChecks, xmppRouteChecks } from './database-and-edge-checks.js';
import { failbackChecks } from './failback-checks.js';
import { failoverChecks } from './failover-checks.js';
import { locationDataChecks, responseGroupChecks } from './hand-carried-checks.js';
import { maintenanceChecks } from './maintenance-checks.js';

const GROUPS: readonly MakeCheckGroup[] = [
  cmsChecks,
  failoverChecks,
  failbackChecks,
  contentRestoreChecks,
  responseGroupChecks,
  locationDataChecks,
  forcedServiceChecks,
  xmppRouteChecks,
  maintenanceChecks,
];

/** A finding with the step that it is about instead of a line. */
export interface StepFinding extends Omit<Finding, 'line'> {
  readonly step: number | null;
  /** when it came to light; null = it is about the whole step */
  readonly atMs: number | null;
  /** it explains a refusal, which a drill may expect */
  readonly refused: boolean;
}

/**
 * Compares what a run does with the documented procedure for it (S9). It is told what happens while it happens and
 * looks at the deployment in that moment, so every finding rests on what was so, not on how the script reads.
 */
export class Procedure {
  private readonly groups: readonly CheckGroup[];
  private act: AdminAct | null = null;
  private step: number | null = null;
  private quietSinceMs = 0;

  constructor(world: World, found: (finding: StepFinding) => void) {
    const report: Report = (id, message, instead, step = this.step) => {
      const { rule, severity, place, refused } = CHECKS[id];
      found({ rule, severity, message, instead, place: instead === null ? null : place, step, atMs: null, refused });
    };
    this.groups = GROUPS.map((make) => make(world, report));
  }

  /** A step begins; `condition` where it waits for one. */
  stepStarted(step: number, condition: Condition | null): void {
    this.step = step;
    if (condition !== null) for (const group of this.groups) group.waiting?.(condition);
  }

  begun(atMs: number, command: BoundCommand | null, change: TopologyChange | null): void {
    this.act = { command, change, step: this.step, paused: atMs > this.quietSinceMs };
    for (const group of this.groups) group.begun?.(this.act);
  }

  ended(atMs: number, outcome: StepOutcome, rule: string | null): void {
    const { act } = this;
    // What was not modelled or only -WhatIf had no beginning, and is nothing done.
    if (act === null) return;
    this.quietSinceMs = atMs;
    this.act = null;
    for (const group of this.groups) group.ended?.(act, outcome, rule);
  }

  /** The run is over. */
  closed(): void {
    this.step = null;
    for (const group of this.groups) group.closed?.();
  }
}
