import { DeploymentModel } from '../domain/deployment-model.js';
import type { Drill } from '../domain/drill.js';
import { type ExploreRequest, plansOf } from './request.js';
import { allBreakables, breakables, namesOf, typedName } from './state-space/alphabet.js';
import { interchangeableHosts } from './state-space/plan.js';

/** What a search of a drill may break. */
export interface BreakableNames {
  /** how many are left that `--only` and `--without` let break */
  readonly count: number;
  /** every kind and name that those two take, as the topology and the report spell it */
  readonly names: readonly string[];
  /** whether a name is one of them, as it may be typed */
  has(name: string): boolean;
}

/** What the search for a request may break, machines folded as they will be in that search. */
export function breakableNames(drill: Drill, request: ExploreRequest): BreakableNames {
  const { plan } = plansOf(drill, request)[0];
  const { world } = new DeploymentModel(drill.deployment, drill.load);
  const folded = interchangeableHosts(plan, world);
  const names = [...new Set(allBreakables(world, folded).flatMap((b) => namesOf(world, b)))];
  const typed = new Set(names.map(typedName));
  return {
    count: breakables(world, plan.choice, folded).length,
    names,
    has: (name) => typed.has(typedName(name)),
  };
}
