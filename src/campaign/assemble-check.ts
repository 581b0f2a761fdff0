/** Puts the results of tasks together in the order of the plan, whoever did them and when. */
import type { CampaignResult, CheckedDrill, CheckedSequences } from './campaign-result.js';
import { coverageOf } from './check-coverage.js';
import type { CheckPlan } from './check-plan.js';
import { type JoinedDrill, joinedDrill, placesOfDrill } from './joined-drills.js';
import { judged } from './judge-check.js';
import type { Broken, SequencesReached } from './random-sequences.js';
import { failsCheck, type SequencesTask, type TaskResult } from './task.js';

/** What is to be put together. */
export interface Assembly {
  readonly plan: CheckPlan;
  /** by the place of the task */
  readonly results: ReadonlyMap<number, TaskResult>;
  /** what comes after the first failure was not to be tried */
  readonly bail: boolean;
  /** what is worse than the baseline fails nothing */
  readonly update: boolean;
  /** the shortest drill of a sequence that broke an invariant */
  readonly failureOf: (topology: string, index: number, broken: Broken) => Promise<CheckedSequences['failure']>;
  /** in what a drill differs from the baseline */
  readonly sinceOf: (drill: CheckedDrill) => CheckedDrill['since'];
  /** how drills stand to the baseline, once all of them are known */
  readonly standing: (drills: readonly CheckedDrill[]) => CampaignResult['baseline'];
}

/** The result of a check. A topology counts up to the first sequence that broke something, however much was played beyond it. */
export async function assembled(assembly: Assembly): Promise<CampaignResult> {
  const { plan, results, bail, update, failureOf, sinceOf, standing } = assembly;
  const drills: CheckedDrill[] = [];
  const notTried = new Set<string>();
  const topologies = new Map<string, Played>();
  const counted = new Map<number, TaskResult>();
  let stopped = false;
  plan.tasks.forEach((task, place) => {
    const result = results.get(place);
    const before = topologies.get(task.path);
    if (stopped) {
      if (before === undefined) notTried.add(task.path);
      return;
    }
    if (result !== undefined && (result.kind !== 'sequences' || before?.broken == null)) counted.set(place, result);
    if (task.kind !== 'sequences') {
      const places = placesOfDrill(plan.tasks, place);
      const joined = place === places.last ? joinedDrill(plan.tasks, results, places) : null;
      if (joined === null) return;
      const drill = { ...joined.checked, since: sinceIn(joined, sinceOf) };
      drills.push(drill);
      stopped = bail && failsCheck(drill, update);
    } else if (result?.kind === 'sequences' && before?.broken == null) {
      topologies.set(task.path, together(before ?? nothingPlayed(task), result));
      stopped = bail && result.broken !== null;
    }
  });
  const sequences: CheckedSequences[] = [];
  for (const [topology, { broken, seed, runs, reached }] of topologies) {
    const failure = broken && (await failureOf(topology, broken.index, broken.broken));
    sequences.push({ topology, runs, seed, reached, failure });
  }
  const { notRehearsed, partsOfScripts, passedOver } = plan;
  const baseline = standing(drills);
  const coverage = plan.coverage && coverageOf(plan.coverage, counted);
  const lists = {
    ...{ drills, sequences, notRehearsed, partsOfScripts, passedOver },
    ...{ notTried: [...notTried], baseline, coverage },
  };
  return { drydrill: 1, ...judged(lists), ...recordOf(plan, drills), ...lists };
}

/** Of some seeds of a drill nothing is said but that the whole is compared later: what they show need not be what all do. */
function sinceIn({ checked, isWhole }: JoinedDrill, sinceOf: Assembly['sinceOf']): CheckedDrill['since'] {
  const since = sinceOf(checked);
  if (isWhole || since === null) return since;
  return [{ direction: 'different', words: 'some of its seeds: it is compared when the parts are joined' }];
}

/** What made a check, and the files that it was made of, by their paths. */
function recordOf(
  { version, topologies }: CheckPlan,
  drills: readonly CheckedDrill[],
): Pick<CampaignResult, 'tool' | 'inputs'> {
  const byPath = new Map([...drills.flatMap(({ inputs }) => inputs), ...topologies].map((file) => [file.path, file]));
  const inputs = [...byPath.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return { tool: { name: 'drydrill', version }, inputs };
}

/** Nothing was asked of a check: a reason is all that it says. */
export function nothingToDo(plan: CheckPlan, reason: string): CampaignResult {
  const { notRehearsed, partsOfScripts, passedOver } = plan;
  const left = { notRehearsed, partsOfScripts, passedOver, notTried: [] };
  const lists = { drills: [], sequences: [], ...left, baseline: null, coverage: null };
  return { drydrill: 1, verdict: 'passed', reason, ...recordOf(plan, []), ...lists };
}

interface Played {
  readonly seed: number;
  readonly runs: number;
  readonly reached: SequencesReached;
  readonly broken: { readonly index: number; readonly broken: Broken } | null;
}

const nothingPlayed = ({ seed }: SequencesTask): Played => ({
  seed,
  runs: 0,
  reached: { failover: 0, refusal: 0, faultInMidCommand: 0 },
  broken: null,
});

function together(before: Played, { played, reached, broken }: TaskResult & { kind: 'sequences' }): Played {
  const sum = (what: keyof SequencesReached): number => before.reached[what] + reached[what];
  return {
    seed: before.seed,
    runs: before.runs + played,
    reached: { failover: sum('failover'), refusal: sum('refusal'), faultInMidCommand: sum('faultInMidCommand') },
    broken,
  };
}
