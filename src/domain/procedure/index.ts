import type { BoundCommand } from '../command.js';
import type { Condition } from '../deployment-model.js';
import type { TopologyChange } from '../drill.js';
import type { Finding, StepOutcome } from '../result.js';
import type { World } from '../state/world.js';
import { locationData, responseGroups } from './carried-by-hand.js';
import { centralManagement } from './central-management.js';
import type { AdminAct, CheckGroup, MakeCheckGroup, Report } from './check-group.js';
import { CHECKS, type Check } from './checks.js';
import { contentRestore } from './content-restore.js';
import { databaseFailover, xmppRoute } from './database-and-edge.js';
import { poolFailback } from './pool-failback.js';
import { poolFailover } from './pool-failover.js';

const FAMILIES: readonly MakeCheckGroup[] = [
  centralManagement,
  poolFailover,
  poolFailback,
  contentRestore,
  responseGroups,
  locationData,
  databaseFailover,
  xmppRoute,
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
  private readonly families: readonly CheckGroup[];
  private deed: AdminAct | null = null;
  private step: number | null = null;
  private quietSinceMs = 0;

  constructor(world: World, found: (finding: StepFinding) => void) {
    const report: Report = (id, message, instead, step = this.step) => {
      const { rule, severity, place, refused = false }: Check = CHECKS[id];
      found({
        rule,
        severity,
        message,
        instead,
        place: instead === null ? null : place,
        step,
        atMs: null,
        refused,
      });
    };
    this.families = FAMILIES.map((make) => make(world, report));
  }

  /** A step begins; `condition` where it waits for one. */
  stepStarted(step: number, condition: Condition | null): void {
    this.step = step;
    if (condition !== null) for (const family of this.families) family.waiting?.(condition);
  }

  begun(atMs: number, command: BoundCommand | null, change: TopologyChange | null): void {
    this.deed = { command, change, step: this.step, paused: atMs > this.quietSinceMs };
    for (const family of this.families) family.begun?.(this.deed);
  }

  ended(atMs: number, outcome: StepOutcome, rule: string | null): void {
    const deed = this.deed;
    // What was not modelled or only -WhatIf had no beginning, and is nothing done.
    if (deed === null) return;
    this.quietSinceMs = atMs;
    this.deed = null;
    for (const family of this.families) family.ended?.(deed, outcome, rule);
  }

  /** The run is over. */
  closed(): void {
    this.step = null;
    for (const family of this.families) family.closed?.();
  }
}
