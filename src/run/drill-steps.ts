/**
 * Translates the steps and faults of a drill into what the discrete-event simulator schedules: actions of the model,
 * pauses, and waits for a condition.
 */
import type { Action, Condition, DeploymentModel } from '../domain/deployment-model.js';
import type { Drill, FaultAction, Step } from '../domain/drill.js';
import type { Scheduled, ScriptStep } from '../simulation/simulator.js';

/** A step of a drill as the timed driver takes it. */
export function scriptStep(model: DeploymentModel, step: Step): ScriptStep<Action, Condition> {
  const { work, atMs } = step;
  const { layout } = model.world;
  switch (work.kind) {
    case 'run':
      return { kind: 'action', action: { type: 'command', command: work.command }, atMs };
    case 'topologyBuilder':
      return { kind: 'action', action: { type: 'publish', change: work.change }, atMs };
    case 'fault':
      return { kind: 'action', action: { type: 'fault', fault: work.fault }, atMs };
    case 'wait':
      return { kind: 'wait', ms: work.durationMs, atMs };
    case 'waitUntil': {
      const condition: Condition = {
        condition: work.condition,
        pool: work.pool === null ? -1 : layout.pool(work.pool),
      };
      return { kind: 'until', condition, timeoutMs: work.timeoutMs, atMs };
    }
    case 'note':
    case 'noted':
    case 'notModelled':
    case 'failed':
    case 'script':
      return { kind: 'wait', ms: 0, atMs };
  }
}

/** What undoes a crash or a cut with `for`, which stands beside no other fault; disks that are lost stay lost. */
export const undoing = ({ verb, target }: FaultAction): FaultAction => ({
  verb: verb === 'crash' ? 'repair' : 'mend',
  target,
  destroy: false,
});

/** Faults at their times, and what undoes those with `for`; at equal times the order of the file. */
export function scheduledFaults(drill: Drill): Scheduled<Action>[] {
  return drill.faults.flatMap((f) => {
    const { verb, target, destroy } = f;
    const first: Scheduled<Action> = { atMs: f.atMs, action: { type: 'fault', fault: { verb, target, destroy } } };
    if (f.forMs === null) return [first];
    return [first, { atMs: f.atMs + f.forMs, action: { type: 'fault', fault: undoing(f) } as const }];
  });
}
