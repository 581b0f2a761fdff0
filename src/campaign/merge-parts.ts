/** Joins the parts of a check that shards have done into the result that one machine would have come to. */
import { assembled, nothingToDo } from './assemble-check.js';
import type { CampaignResult } from './campaign-result.js';
import type { CheckPart } from './check-part.js';
import { isEmpty } from './check-plan.js';

/** The result of all parts, which fit. */
export async function mergedParts(parts: readonly CheckPart[]): Promise<CampaignResult> {
  const [{ plan, baseline, ifNothing }] = parts;
  const gone = baseline?.gone ?? [];
  if (isEmpty(plan) && gone.length === 0 && ifNothing !== null) return nothingToDo(plan, ifNothing);
  const results = new Map(parts.flatMap((part) => [...part.results]));
  const failures = parts.flatMap((part) => part.failures);
  return assembled({
    plan,
    results,
    bail: false,
    update: false,
    failureOf: async (topology, index) =>
      failures.find((each) => each.topology === topology && each.failure.index === index)?.failure ?? null,
    standing: (drills) => {
      if (baseline === null) return null;
      const added = drills.filter(({ kind, since }) => kind !== 'example' && since === null).map(({ path }) => path);
      return { ...baseline, updated: false, added };
    },
  });
}
