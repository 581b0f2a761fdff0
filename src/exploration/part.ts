import type { ExploreResult } from '../checker/result.js';
import type { PartPlan } from './request.js';
import type { Exploration } from './state-space/drill-state-space.js';

/** One exploration and what came of it. */
export interface SearchedPart extends PartPlan {
  readonly exploration: Exploration;
  readonly found: ExploreResult;
}
