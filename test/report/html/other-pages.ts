import type { CampaignResult, CheckedDrill } from '../../../src/campaign/campaign-result.js';
import { keptTargetsOf } from '../../../src/campaign/kept-targets.js';
import { explorationRuns } from '../../../src/commands/explore-files.js';
import type { RunResult } from '../../../src/domain/result.js';
import type { ExploreReport } from '../../../src/exploration/exploration-report.js';
import { exploreDrill } from '../../../src/exploration/explore-drill.js';
import { PLAIN_REQUEST } from '../../../src/exploration/request.js';
import { readDrill } from '../../../src/input/from-disk.js';
import { compareResults } from '../../../src/kit/compare-results.js';
import type { RunComparison } from '../../../src/report/comparison-report.js';
import type { ExplorationRuns } from '../../../src/report/text/page.js';
import { ROOT } from '../../support/built.js';

/** What a search of a small drill found, with one further fault; the named hazards break what they break. */
export const explorationOfSmall = async (): Promise<ExploreReport> => (await searchOfSmall()).report;

/** The same with the timed runs that show it. */
export const searchOfSmall = (): Promise<{ readonly report: ExploreReport; readonly runs: ExplorationRuns }> => {
  searched ??= searchSmall();
  return searched;
};

let searched: ReturnType<typeof searchSmall> | undefined;

async function searchSmall(): Promise<{ readonly report: ExploreReport; readonly runs: ExplorationRuns }> {
  const drill = await readDrill(`${ROOT}test/exploration/small.yaml`);
  if (Array.isArray(drill)) throw new Error(drill[0].message);
  const bounds = { maxStates: 300_000, timeLimitMs: null, threads: 1 };
  const found = await exploreDrill(drill, { ...PLAIN_REQUEST, faults: 1 }, bounds, true);
  const report = { ...found.report, tool: { name: 'drydrill', version: '0' } };
  return { report, runs: explorationRuns(drill, found) };
}

/** What a search of commands found that breaks invariants by named hazards. */
export async function hazardsOfSmall(): Promise<ExploreReport> {
  const drill = await readDrill(`${ROOT}test/exploration/small.yaml`);
  if (Array.isArray(drill)) throw new Error(drill[0].message);
  const bounds = { maxStates: 300_000, timeLimitMs: null, threads: 1 };
  return (await exploreDrill(drill, { ...PLAIN_REQUEST, free: 1, hazards: true }, bounds)).report;
}

/** What a page has of a search for which nothing was played. */
export const noRuns = ({ violations, consequences }: ExploreReport): ExplorationRuns => ({
  itself: null,
  violations: violations.map(() => null),
  consequences: consequences.map(() => null),
  triedForConsequences: consequences.map(() => 0),
});

/** Two runs beside each other. */
export function comparisonOf(first: RunResult, second: RunResult): RunComparison {
  const compared = compareResults(first, second);
  const { a, b, since } = compared;
  const paths = ['a.json', 'b.json'] as const;
  return { kind: 'runs', first, second, a, b, comparison: compared, since, paths, document: compared };
}

/** A check of these runs, as `check` keeps them. */
export function checkOf(results: readonly RunResult[]): CampaignResult {
  const drills = results.map((result, i): CheckedDrill => {
    const { drill, seed, verdict, readiness, reason, endedAtMs, recovery, loss, findings, seeds } = result;
    const { glance, userMinutes, faults, violations, expectations } = result;
    return {
      path: `drills/${i + 1}-${drill}.yaml`,
      kind: 'drill',
      result: {
        ...{ drill, seed, verdict, readiness, reason, endedAtMs, recovery, loss, findings, seeds },
        ...{ glance, userMinutes, faults, violations, expectations },
      },
      targets: keptTargetsOf(result),
      inputs: [],
      line: 0,
      again: `drydrill run drills/${i + 1}.yaml`,
      since: i === 0 ? [{ direction: 'worse', words: 'RTO of pool1: most was 10m, is 14m' }] : [],
    };
  });
  const failure = { invariant: 'I1', message: 'lost', example: 'drills/x.yaml', steps: 2, faults: 1, index: 3 };
  return {
    drydrill: 1,
    verdict: 'failed',
    reason: 'One of the drills failed.',
    tool: { name: 'drydrill', version: '0' },
    inputs: [{ path: 'drills/1.yaml', sha256: '0'.repeat(64) }],
    drills,
    sequences: [
      {
        topology: 'drills/contoso.yaml',
        runs: 100,
        seed: 1,
        reached: { failover: 30, refusal: 60, faultInMidCommand: 20 },
        failure,
      },
    ],
    notRehearsed: ['drills/alone.ps1'],
    partsOfScripts: ['drills/lib.ps1'],
    passedOver: ['drills/notes.yaml'],
    notTried: [],
    baseline: {
      path: 'drills/drydrill.baseline.json',
      updated: false,
      gone: ['drills/old.yaml'],
      stillThere: [],
      added: [],
    },
    coverage: null,
  };
}
