import type { Drill } from '../domain/drill.js';
import { loadByModule, MODULES } from '../domain/state/modules.js';
import { scheduledFaults, undoing } from '../run/drill-steps.js';
import { runDrill } from '../run/run-drill.js';
import { type ExplorationPlan, plannedFaults, plannedSteps } from './state-space/plan.js';

/** What `explore` was asked for. */
export interface ExploreRequest {
  readonly faults: number;
  readonly repairs: boolean;
  readonly free: number;
  /** mistakes of the administrator, at most */
  readonly mistakes: number;
  readonly hazards: boolean;
  readonly only: readonly string[];
  readonly without: readonly string[];
  readonly fold: boolean;
  readonly reduce: boolean;
  /** also find out whether every future can come to an end */
  readonly ends: boolean;
  /** follow all modules at once instead of one after another */
  readonly together: boolean;
}

/** One exploration: the changes that it follows, and its plan. */
export interface PartPlan {
  /** `pool (module)`, or `all modules` */
  readonly name: string;
  readonly plan: ExplorationPlan;
}

/**
 * The explorations that answer a request: one for each log that takes changes, because modules meet only in the
 * control state, which all of them have whole.
 */
export function plansOf(drill: Drill, request: ExploreRequest): PartPlan[] {
  const { model, result } = runDrill(drill);
  const { world } = model;
  const times = result.steps.map((s) => ({
    startedAtMs: s.startedAtMs ?? result.endedAtMs,
    endedAtMs: s.endedAtMs ?? result.endedAtMs,
  }));
  const ofSteps = drill.steps.flatMap(({ work }, i) =>
    work.kind === 'fault' && work.forMs !== undefined
      ? [{ atMs: times[i].startedAtMs + work.forMs, fault: undoing(work.fault) }]
      : [],
  );
  const ofItself = scheduledFaults(drill).flatMap(({ atMs, action }) =>
    action.type === 'fault' ? [{ atMs, fault: action.fault }] : [],
  );
  const scheduled = [...ofItself, ...ofSteps];
  const free = request.free > 0;
  const base = {
    deployment: drill.deployment,
    load: drill.load,
    steps: free ? [] : plannedSteps(drill.steps, (name) => world.layout.pool(name)),
    faults: free ? [] : plannedFaults(scheduled, times),
    extraFaults: request.faults,
    repairs: request.repairs,
    free: request.free,
    mistakes: free ? 0 : request.mistakes,
    hazards: request.hazards,
    choice: { only: request.only, without: request.without },
    fold: request.fold,
    reduce: request.reduce,
  };
  if (request.together) return [{ name: 'all modules', plan: { ...base, log: null } }];
  const loads = loadByModule(drill.load);
  const parts: PartPlan[] = [];
  world.logIndex.forEach((modules, p) => {
    modules.forEach((log, m) => {
      const users = world.pool(p).pool.users > 0 || m > 1;
      if (log < 0 || loads[m] === 0 || !users) return;
      parts.push({ name: `${world.name(p)} (${MODULES[m]})`, plan: { ...base, log } });
    });
  });
  // Without any load the invariants of the control state are still to be checked.
  return parts.length > 0 ? parts : [{ name: 'no changes', plan: { ...base, log: null } }];
}
