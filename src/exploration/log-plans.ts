/**
 * Decomposition by log: one search for each log that takes changes instead of one of the product of all. Logs do not
 * influence each other; they meet only in the control state, which every search has whole.
 */
import type { Drill } from '../domain/drill.js';
import { loadByModule, MODULES } from '../domain/state/modules.js';
import { scheduledFaults, undoing } from '../run/drill-steps.js';
import { runDrill } from '../run/run-drill.js';
import type { ExploreRequest } from './request.js';
import { type ExplorationPlan, plannedFaults, plannedSteps } from './state-space/plan.js';

/** One search: the changes that it follows, and its plan. */
export interface LogPlan {
  /** `pool (module)`, or `all modules` */
  readonly name: string;
  readonly plan: ExplorationPlan;
}

/** The searches that answer a request. The drill is run once, to see among which steps its own faults fall. */
export function plansOf(drill: Drill, request: ExploreRequest): LogPlan[] {
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
  const free = request.free > 0;
  const base = {
    deployment: drill.deployment,
    load: drill.load,
    steps: free ? [] : plannedSteps(drill.steps, (name) => world.layout.pool(name)),
    faults: free ? [] : plannedFaults([...ofItself, ...ofSteps], times),
    request: free ? { ...request, mistakes: 0 } : request,
  };
  if (request.together) return [{ name: 'all modules', plan: { ...base, log: null } }];
  const loads = loadByModule(drill.load);
  const plans: LogPlan[] = [];
  world.logIndex.forEach((modules, p) => {
    modules.forEach((log, m) => {
      const users = world.pool(p).pool.users > 0 || m > 1;
      if (log < 0 || loads[m] === 0 || !users) return;
      plans.push({ name: `${world.name(p)} (${MODULES[m]})`, plan: { ...base, log } });
    });
  });
  // Without any load the invariants of the control state are still to be checked.
  return plans.length > 0 ? plans : [{ name: 'no changes', plan: { ...base, log: null } }];
}
