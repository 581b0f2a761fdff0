import { Exploration } from './exploration.js';
import type { ExplorationPlan } from './plan.js';

/** For threads, each of which makes the model anew. */
export const explorationOf = (plan: unknown): Exploration => new Exploration(plan as ExplorationPlan);
