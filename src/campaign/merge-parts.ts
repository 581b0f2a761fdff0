/** Joins the parts of a check that shards have done into the result that one machine would have come to. */
import { assembled, nothingToDo } from './assemble-check.js';
import { type Baseline, sinceBaseline, standingToBaseline } from './baseline.js';
import type { CampaignResult } from './campaign-result.js';
import type { CheckPart } from './check-part.js';
import { isEmpty, notByThemselves } from './check-plan.js';

/** A baseline that the whole is held against, in the place of the one that the parts were. */
export interface HeldAgainst {
  readonly baseline: Baseline;
  /** drills of it that the check was about, and that were not found */
  readonly gone: readonly string[];
  /** it is written anew from the whole */
  readonly update: boolean;
}

/** The result of all parts, which fit; `instead` = null: as the parts were held. */
export async function mergedParts(parts: readonly CheckPart[], instead: HeldAgainst | null): Promise<CampaignResult> {
  const [{ plan, baseline: known, ifNothing }] = parts;
  const { baseline, gone, update } = instead ?? {
    baseline: { path: known?.path ?? '', drills: known && new Map(known.drills) },
    gone: known?.gone ?? [],
    update: false,
  };
  if (isEmpty(plan) && gone.length === 0 && ifNothing !== null) return nothingToDo(plan, ifNothing);
  const results = new Map(parts.flatMap((part) => [...part.results]));
  const failures = parts.flatMap((part) => part.failures);
  return assembled({
    plan,
    results,
    bail: false,
    update,
    failureOf: async (topology, index) =>
      failures.find((each) => each.topology === topology && each.failure.index === index)?.failure ?? null,
    sinceOf: (drill) => sinceBaseline(baseline, drill),
    standing: (drills) => standingToBaseline(baseline, drills, { gone, update, leftOut: notByThemselves(plan) }),
  });
}
