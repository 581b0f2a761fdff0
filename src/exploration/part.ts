import type { CheckResult } from '../checker/result.js';
import type { PartPlan } from './request.js';
import type { DrillStateSpace } from './state-space/drill-state-space.js';
import type { EndState } from './state-space/end-state.js';
import type { Violation } from './state-space/violation.js';

/** One exploration and what came of it. */
export interface SearchedLog extends PartPlan {
  readonly exploration: DrillStateSpace;
  readonly found: CheckResult<Violation, EndState>;
}
