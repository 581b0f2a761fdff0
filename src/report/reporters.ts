/** The registry of reporters: what each of them reports on. Help, usage errors and file names are read from it. */
import type { CampaignResult } from '../campaign/campaign-result.js';
import type { Deployment } from '../domain/deployment.js';
import type { Finding, RunResult } from '../domain/result.js';
import type { TopologyFigures } from '../domain/topology-figures.js';
import type { ExploreReport } from '../exploration/exploration-report.js';
import type { ReplayReport } from '../exploration/replay-report.js';
import { type ComparisonReport, comparisonInTerminal } from './comparison-report.js';
import { checkAsGithub } from './github.js';
import { checkAsHtml } from './html/check-page.js';
import { comparisonAsHtml } from './html/comparison-page.js';
import { explorationAsHtml } from './html/exploration-page.js';
import { runAsHtml } from './html/report-html.js';
import { checkAsJson, comparisonAsJson, explorationAsJson, replayAsJson, runAsJson, topologyAsJson } from './json.js';
import { checkAsJunit } from './junit.js';
import { explorationAsMarkdown, runAsMarkdown } from './markdown.js';
import { checkAsMarkdown } from './markdown-check.js';
import { replayAsMarkdown } from './markdown-replay.js';
import { reportCheck } from './terminal/report-check.js';
import { reportExploration } from './terminal/report-exploration.js';
import { reportReplay } from './terminal/report-replay.js';
import { reportRun } from './terminal/report-run.js';
import { reportTopology } from './terminal/report-topology.js';
import type { ReportOptions } from './text/page.js';

/** Puts results into text with one newline at the end, and computes no facts; null = it has no such report. */
interface Reporter {
  /** of the files under `--out` */
  readonly extension: string;
  readonly run: ((result: RunResult, options: ReportOptions) => string) | null;
  readonly exploration: ((report: ExploreReport, options: ReportOptions) => string) | null;
  readonly replay: ((report: ReplayReport, options: ReportOptions) => string) | null;
  readonly check: ((result: CampaignResult, options: ReportOptions) => string) | null;
  readonly comparison: ((compared: ComparisonReport, options: ReportOptions) => string) | null;
  readonly topology:
    | ((
        deployment: Deployment,
        warnings: readonly Finding[],
        figures: TopologyFigures,
        options: ReportOptions,
      ) => string)
    | null;
}

/** The reporters by their names for `--reporter`. */
export const REPORTERS = {
  terminal: {
    extension: 'txt',
    run: reportRun,
    exploration: reportExploration,
    replay: reportReplay,
    check: reportCheck,
    topology: reportTopology,
    comparison: comparisonInTerminal,
  },
  json: {
    extension: 'json',
    run: runAsJson,
    exploration: explorationAsJson,
    replay: replayAsJson,
    check: checkAsJson,
    topology: topologyAsJson,
    comparison: comparisonAsJson,
  },
  markdown: {
    extension: 'md',
    run: runAsMarkdown,
    exploration: explorationAsMarkdown,
    replay: replayAsMarkdown,
    check: checkAsMarkdown,
    topology: null,
    comparison: null,
  },
  html: {
    extension: 'html',
    run: runAsHtml,
    exploration: explorationAsHtml,
    replay: null,
    check: checkAsHtml,
    topology: null,
    comparison: comparisonAsHtml,
  },
  junit: {
    extension: 'xml',
    run: null,
    exploration: null,
    replay: null,
    check: checkAsJunit,
    topology: null,
    comparison: null,
  },
  github: {
    extension: 'github.txt',
    run: null,
    exploration: null,
    replay: null,
    check: checkAsGithub,
    topology: null,
    comparison: null,
  },
} satisfies Record<string, Reporter>;

/** What there are reports on. */
type Subject = Exclude<keyof Reporter, 'extension'>;

/** The names of the reporters that have a report on `S`. */
export type ReporterName<S extends Subject> = {
  [K in keyof typeof REPORTERS]: (typeof REPORTERS)[K][S] extends null ? never : K;
}[keyof typeof REPORTERS];

/** The names of the reporters that have a report on `subject`. */
export function reportersOf<S extends Subject>(subject: S): readonly ReporterName<S>[] {
  const all: readonly [string, Reporter][] = Object.entries(REPORTERS);
  return all.filter(([, reporter]) => reporter[subject] !== null).map(([name]) => name as ReporterName<S>);
}

/** The reporters of a `--reporter` list, each once; or what is wrong with the list (a usage error). */
export function chooseReporters<S extends Subject>(
  list: string,
  subject: S,
): { readonly names: readonly ReporterName<S>[] } | { readonly problem: string } {
  const known = reportersOf(subject);
  const names = new Set<ReporterName<S>>();
  for (const wish of list.split(',').map((part) => part.trim())) {
    const name = known.find((each) => each === wish);
    if (name === undefined) {
      return { problem: `there is no reporter "${wish}"; there are ${known.join(', ')}` };
    }
    names.add(name);
  }
  return { names: [...names] };
}
