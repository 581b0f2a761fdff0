/** The components that a search may break, by the names that `--only` and `--without` take. */
import { DeploymentModel } from '../domain/deployment-model.js';
import type { Drill } from '../domain/drill.js';
import { plansOf } from './log-plans.js';
import type { ExploreRequest } from './request.js';
import { allBreakables, breakables, namesOf, typedName } from './state-space/alphabet.js';
import { interchangeableHosts } from './state-space/symmetry.js';

/** What a search of a drill may break. */
export interface BreakableNames {
  /** how many are left that `--only` and `--without` let break */
  readonly count: number;
  /** every kind and name that those two take, as the topology and the report spell it */
  readonly names: readonly string[];
  /** whether a name is one of them, as it may be typed */
  has(name: string): boolean;
}

/** What the search for a request may break, with interchangeable machines as one where that search has them so. */
export function breakableNames(drill: Drill, request: ExploreRequest): BreakableNames {
  const { plan } = plansOf(drill, request)[0];
  const { world } = new DeploymentModel(drill.deployment, drill.load);
  const groups = interchangeableHosts(plan, world);
  const names = [...new Set(allBreakables(world, groups).flatMap((b) => namesOf(world, b)))];
  const typed = new Set(names.map(typedName));
  return { count: breakables(world, plan.request, groups).length, names, has: (name) => typed.has(typedName(name)) };
}
