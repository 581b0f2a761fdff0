import type { ExploreRequest } from '../../src/exploration/request.js';

export const PLAIN: ExploreRequest;
