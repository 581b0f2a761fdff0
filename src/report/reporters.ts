/** The registry of reporters: what each of them reports on. Help, usage errors and file names are read from it. */
import type { Deployment } from '../domain/deployment.js';
import type { Finding, RunResult } from '../domain/result.js';
import type { ExploreReport } from '../exploration/exploration-report.js';
import { explorationAsJson, runAsJson, topologyAsJson } from './json.js';
import { reportExploration } from './terminal/report-exploration.js';
import { reportRun } from './terminal/report-run.js';
import { reportTopology } from './terminal/report-topology.js';
import type { ReportOptions } from './text/page.js';

/** Puts results into text with one newline at the end, and computes no facts; null = it has no such report. */
interface Reporter {
  /** of the files under `--out` */
  readonly extension: string;
  readonly run: ((result: RunResult, options: ReportOptions) => string) | null;
  readonly exploration: ((report: ExploreReport, options: ReportOptions) => string) | null;
  readonly topology:
    | ((deployment: Deployment, warnings: readonly Finding[], options: ReportOptions) => string)
    | null;
}

/** The reporters by their names for `--reporter`. */
export const REPORTERS = {
  terminal: {
    extension: 'txt',
    run: reportRun,
    exploration: reportExploration,
    topology: reportTopology,
  },
  json: {
    extension: 'json',
    run: runAsJson,
    exploration: explorationAsJson,
    topology: topologyAsJson,
  },
} satisfies Record<string, Reporter>;

export type ReporterName = keyof typeof REPORTERS;

/** Reporters that are announced but do not exist yet. */
const PLANNED: readonly string[] = ['junit', 'html', 'github'];

/** The names of the reporters that have a report on `subject`. */
export function reportersOf(subject: 'run' | 'exploration' | 'topology'): readonly ReporterName[] {
  return (Object.keys(REPORTERS) as ReporterName[]).filter((name) => REPORTERS[name][subject] !== null);
}

/** The reporters of a `--reporter` list, each once; or what is wrong with the list (a usage error). */
export function chooseReporters(
  list: string,
  subject: 'run' | 'exploration',
): { readonly names: readonly ReporterName[] } | { readonly problem: string } {
  const known = reportersOf(subject);
  const names = new Set<ReporterName>();
  for (const wish of list.split(',').map((part) => part.trim())) {
    const name = known.find((each) => each === wish);
    if (name === undefined) {
      const problem = PLANNED.includes(wish)
        ? `the reporter "${wish}" is not available yet`
        : `there is no reporter "${wish}"`;
      return { problem: `${problem}; there are ${known.join(', ')}` };
    }
    names.add(name);
  }
  return { names: [...names] };
}
