import type { Exploration } from '../domain/exploration/exploration.js';
import type { ExploreResult } from '../exploration/result.js';
import type { PartPlan } from './plan.js';

/** One exploration and what came of it. */
export interface SearchedPart extends PartPlan {
  readonly exploration: Exploration;
  readonly found: ExploreResult;
}
