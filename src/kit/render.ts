/** Results as texts, by the reporters of the command: what the command prints, to the byte. */
import { topologyWarnings } from '../domain/deployment-warnings.js';
import type { RunResult } from '../domain/result.js';
import { topologyFigures } from '../domain/topology-figures.js';
import type { ExploreReport } from '../exploration/exploration-report.js';
import { REPORTERS, type ReporterName } from '../report/reporters.js';
import { reportComparison } from '../report/terminal/report-comparison.js';
import type { ReportOptions } from '../report/text/page.js';
import type { ComparedResults } from './compare-results.js';
import type { Topology } from './parse-topology.js';

/** How a text is set: without colours and 80 columns wide where nothing else is said. */
export type RenderOptions = Partial<ReportOptions>;

const paper = (options: RenderOptions): ReportOptions => ({ colour: 0, width: 80, ...options });

/** The report of a simulated drill. */
export function renderRun(
  result: RunResult,
  reporter: ReporterName<'run'> = 'terminal',
  options: RenderOptions = {},
): string {
  return REPORTERS[reporter].run(result, paper(options));
}

/** The report of a search. */
export function renderExploration(
  report: ExploreReport,
  reporter: ReporterName<'exploration'> = 'terminal',
  options: RenderOptions = {},
): string {
  return REPORTERS[reporter].exploration(report, paper(options));
}

/** What is in a topology, what is weak in it and what has to be assumed. */
export function renderTopology(
  topology: Topology,
  reporter: ReporterName<'topology'> = 'terminal',
  options: RenderOptions = {},
): string {
  return REPORTERS[reporter].topology(topology, topologyWarnings(topology), topologyFigures(topology), paper(options));
}

/** A comparison as a table. */
export function renderComparison(compared: ComparedResults, options: RenderOptions = {}): string {
  return reportComparison(compared.a, compared.b, compared, compared.since, paper(options));
}
