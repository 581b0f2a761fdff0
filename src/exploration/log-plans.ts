/**
 * Decomposition by log: one search for each log that takes changes instead of one of the product of all. Logs do not
 * influence each other; they meet only in the control state, which every search has whole.
 */
import type { Deployment } from '../domain/deployment.js';
import { DeploymentModel } from '../domain/deployment-model.js';
import { type Drill, loadByModule } from '../domain/drill.js';
import { MODULES } from '../domain/state/modules.js';
import type { World } from '../domain/state/world.js';
import { scheduledFaults, undoing } from '../run/drill-steps.js';
import { runDrill } from '../run/run-drill.js';
import { reducedTo, untouchedPools } from './cone-of-influence.js';
import { elsewhere, machinesOfPools, ownPools } from './own-pairs.js';
import { deploymentWith, type ReportedOutcome, reportedOutcomes } from './reported-outcomes.js';
import type { ExploreRequest } from './request.js';
import { allBreakables } from './state-space/alphabet.js';
import { type ExplorationPlan, plannedFaults, plannedSteps } from './state-space/plan.js';

/** One search: the changes that it follows, and its plan. */
export interface LogPlan {
  /** `pool (module)`, or `all modules`, and the value of a reported outcome */
  readonly name: string;
  readonly plan: ExplorationPlan;
  /** an outcome that was only reported, which this search takes (D64); null = none */
  readonly outcome: ReportedOutcome | null;
  /** what is left out as it belongs to no pair that the drill is about, as a report calls it */
  readonly leftOut: readonly string[];
}

/** What a search does not look at, as it belongs to no pair that the drill is about. */
interface Scope {
  readonly request: ExploreRequest;
  readonly deployment: Deployment;
  /** pools whose changes are not followed, as nothing touches them */
  readonly untouched: ReadonlySet<number>;
  readonly leftOut: readonly string[];
}

/** The searches that answer a request, those of reported outcomes last. The drill is run once, to see among which steps its own faults fall. */
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
  const own = free ? null : ownPools(drill, world);
  const scope = scopeOf(free ? { ...request, mistakes: 0 } : request, world, own);
  const base = {
    deployment: scope.deployment,
    load: drill.load,
    steps: free ? [] : plannedSteps(drill.steps, (name) => world.layout.pool(name)),
    faults: free ? [] : plannedFaults([...ofItself, ...ofSteps], times),
    request: scope.request,
  };
  const outcomes = [null, ...reportedOutcomes(world, base.steps, free)];
  return outcomes.flatMap((outcome) => {
    if (outcome === null) return plansByLog(drill, world, base, null, own, scope);
    const split = { ...base, deployment: deploymentWith(base.deployment, outcome) };
    return plansByLog(drill, world, split, outcome, own, scope).map((plan) => ({
      ...plan,
      name: `${plan.name}, ${String(outcome.value)}`,
    }));
  });
}

/** The search without what belongs to none of the pairs that the drill is about, unless that was asked for. */
function scopeOf(request: ExploreRequest, world: World, own: ReadonlySet<number> | null): Scope {
  const { deployment } = world;
  const whole = { request, deployment, untouched: new Set<number>(), leftOut: [] };
  if (own === null || request.everywhere || request.only.length > 0) return whole;
  const others = elsewhere(world, own, allBreakables(world, []));
  if (others.length === 0) return whole;
  // Servers that are alike break under the name of their pool.
  const groups = elsewhere(world, own, allBreakables(world, groupsOfServers(world)));
  const narrowed = { ...request, without: [...new Set([...request.without, ...others, ...groups])] };
  const untouched = untouchedPools(world, own, machinesOfPools(world, own));
  if (!request.reduce || request.together || untouched.size === 0) {
    return { ...whole, request: narrowed, leftOut: others };
  }
  const reduced = reducedTo(deployment, world, untouched);
  // What is left of those pools has other names.
  const { world: small } = new DeploymentModel(reduced, world.load);
  const ofSmall = elsewhere(small, own, allBreakables(small, []));
  return {
    request: { ...narrowed, without: [...new Set([...narrowed.without, ...ofSmall])] },
    deployment: reduced,
    untouched,
    leftOut: [...others, ...[...untouched].map((p) => `changes of the users of ${world.name(p)}`)],
  };
}

/** The servers of each pool and each Edge pool that has several, as numbers of hosts. */
const groupsOfServers = ({ layout }: World): readonly (readonly number[])[] =>
  [...layout.pools, ...layout.edges].map(({ servers }) => servers).filter((servers) => servers.length > 1);

function plansByLog(
  drill: Drill,
  world: World,
  base: Omit<ExplorationPlan, 'log'>,
  outcome: ReportedOutcome | null,
  own: ReadonlySet<number> | null,
  { untouched, leftOut }: Scope,
): LogPlan[] {
  if (base.request.together) return [{ name: 'all modules', plan: { ...base, log: null }, outcome, leftOut }];
  const loads = loadByModule(drill.load);
  const [plans, later]: [LogPlan[], LogPlan[]] = [[], []];
  world.logIndex.forEach((modules, p) => {
    modules.forEach((log, m) => {
      const users = world.pool(p).pool.users > 0 || m > 1;
      if (log < 0 || loads[m] === 0 || !users || untouched.has(p)) return;
      (own?.has(p) === false ? later : plans).push({
        name: `${world.name(p)} (${MODULES[m]})`,
        plan: { ...base, log },
        outcome,
        leftOut,
      });
    });
  });
  // Without any load the invariants of the control state are still to be checked.
  plans.push(...later);
  return plans.length > 0 ? plans : [{ name: 'no changes', plan: { ...base, log: null }, outcome, leftOut }];
}
