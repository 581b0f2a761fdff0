/** Joins the parts of a check that shards have done into the result that one machine would have come to. */
import { assembled, nothingToDo } from './assemble-check.js';
import { type Baseline, sinceBaseline, standingToBaseline } from './baseline.js';
import type { CampaignResult, SinceBaseline } from './campaign-result.js';
import type { CheckPart } from './check-part.js';
import { isEmpty } from './check-plan.js';
import type { TaskResult } from './task.js';

/** A baseline that the whole is held against, in the place of the one that the parts were. */
export interface HeldAgainst {
  readonly baseline: Baseline;
  /** drills of it that the check was about, and that were not found */
  readonly gone: readonly string[];
  /** it is written anew from the whole */
  readonly update: boolean;
}

/** The result of all parts, which fit; `held` = null: as the parts were held. */
export async function mergedParts(parts: readonly CheckPart[], held: HeldAgainst | null): Promise<CampaignResult> {
  const [{ plan, baseline, ifNothing }] = parts;
  const gone = held?.gone ?? baseline?.gone ?? [];
  if (isEmpty(plan) && gone.length === 0 && ifNothing !== null) return nothingToDo(plan, ifNothing);
  const results = new Map(
    parts.flatMap((part) => [...part.results]).map(([place, result]) => [place, anew(result, held)]),
  );
  const failures = parts.flatMap((part) => part.failures);
  return assembled({
    plan,
    results,
    bail: false,
    update: held?.update === true,
    failureOf: async (topology, index) =>
      failures.find((each) => each.topology === topology && each.failure.index === index)?.failure ?? null,
    standing: (drills): SinceBaseline | null => {
      if (held !== null) return standingToBaseline(held.baseline, drills, held);
      if (baseline === null) return null;
      const added = drills.filter(({ kind, since }) => kind !== 'example' && since === null).map(({ path }) => path);
      return { ...baseline, updated: false, added };
    },
  });
}

/** A result with what changed since another baseline than its part knew. */
function anew(result: TaskResult, held: HeldAgainst | null): TaskResult {
  if (held === null || result.kind !== 'drill') return result;
  const { checked } = result;
  return { ...result, checked: { ...checked, since: sinceBaseline(held.baseline, checked) } };
}
