/** Which invariants say something about a deployment: one that speaks of what it has not cannot break, and proves nothing. */
import type { Deployment } from '../deployment.js';
import { INVARIANT_IDS, type InvariantId } from '../drill.js';

const NEEDS: Readonly<Partial<Record<InvariantId, (deployment: Deployment) => boolean>>> = {
  I11: ({ pools }) => pools.some(({ backEnd }) => backEnd.availabilityGroup !== undefined),
  // A pair that was made long ago is ready; one that is new, or made in a drill, is not yet.
  I17: ({ pools, backupService }) =>
    backupService.pairedMs !== null || pools.filter(({ backupPool }) => backupPool === null).length > 1,
};

/** Those that a run of the deployment could break, in the order of their numbers. */
export const invariantsOf = (deployment: Deployment): readonly InvariantId[] =>
  INVARIANT_IDS.filter((id) => NEEDS[id]?.(deployment) !== false);
