/** Fan-in of the seeds of each drill: shares that were played apart, by any thread or machine, are put together in their order. */
import { seedsTogether } from '../run/seeds.js';
import type { CheckedDrill } from './campaign-result.js';
import { keptTargetsOf } from './kept-targets.js';
import type { DrillTask, SeedsTaskResult, Task, TaskResult } from './task.js';
import { commandsFor } from './task-commands.js';

/** A drill that has been played, or as many of its seeds as have been. */
export interface JoinedDrill {
  readonly checked: CheckedDrill;
  /** every seed of it was played */
  readonly isWhole: boolean;
}

/** The places of all tasks of a drill, which follow each other; of anything else its own place alone. */
export function placesOfDrill(
  tasks: readonly Task[],
  place: number,
): { readonly first: number; readonly last: number } {
  const task = tasks[place];
  const isSame = (other: Task | undefined): boolean =>
    other !== undefined && other.kind === task.kind && other.path === task.path;
  let [first, last] = [place, place];
  if (task.kind === 'sequences') return { first, last };
  while (isSame(tasks[first - 1])) first--;
  while (isSame(tasks[last + 1])) last++;
  return { first, last };
}

/** The drill whose tasks stand from one place to another; null = nothing of it was played. */
export function joinedDrill(
  tasks: readonly Task[],
  results: ReadonlyMap<number, TaskResult>,
  { first, last }: { readonly first: number; readonly last: number },
): JoinedDrill | null {
  const shares: SeedsTaskResult[] = [];
  let isWhole = true;
  for (let place = first; place <= last; place++) {
    const result = results.get(place);
    if (result?.kind === 'drill') return { checked: result.checked, isWhole: true };
    if (result?.kind === 'seeds') shares.push(result);
    else isWhole = false;
  }
  const checked = togetherOf(shares, tasks[first] as DrillTask);
  return checked === null ? null : { checked, isWhole };
}

function togetherOf(shares: readonly SeedsTaskResult[], task: DrillTask): CheckedDrill | null {
  const own = shares.find(({ checked }) => checked !== null)?.checked ?? null;
  if (own === null) return null;
  // After a share that ends before its time nothing counts, as nothing was played after it if one thread played all.
  const cut = shares.findIndex(({ checked }) => checked !== null && fewerBecause(checked) !== null);
  const played = (cut < 0 ? shares : shares.slice(0, cut + 1)).flatMap((share) => share.played);
  const again = commandsFor(task);
  const over = seedsTogether(played[0], played, cut < 0 ? null : fewerBecause(shares[cut].checked), again);
  const result = { ...own.result, ...over };
  const worst = over.seeds.failed[0] ?? over.seeds.inconclusive[0] ?? result.seed;
  return { ...own, result, targets: keptTargetsOf(result), again: again(worst) };
}

const fewerBecause = (checked: CheckedDrill | null): string | null => checked?.result.seeds?.fewerBecause ?? null;
