import type { ExploreRequest } from '../../src/futures/plan.js';

export const PLAIN: ExploreRequest;
