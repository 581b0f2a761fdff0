/** What `explore` prints, and the files of `--out`. */
import { basename, extname } from 'node:path';
import type { Consequence } from '../domain/consequence.js';
import type { Drill } from '../domain/drill.js';
import type { TimedRun } from '../exploration/counterexample/concretize.js';
import { drillOfCounterexample } from '../exploration/counterexample/drill-of.js';
import type { ExploredDrill } from '../exploration/exploration-report.js';
import type { ExplorationResult } from '../exploration/explore-drill.js';
import type { ExploreRequest } from '../exploration/request.js';
import { drillData } from '../input/drill/drill-data.js';
import { drillYaml } from '../input/drill/write.js';
import { digestOfData } from '../input/input-digests.js';
import { joinedPath } from '../input/path-names.js';
import { topologyData } from '../input/topology/topology-data.js';
import { type ReportFile, writeReports } from '../report/files.js';
import { traceAsJson } from '../report/json.js';
import { REPORTERS, type ReporterName, reportersOf } from '../report/reporters.js';
import { CONSEQUENCE_WORDS } from '../report/text/exploration-words.js';
import type { ExplorationRuns, ReportOptions } from '../report/text/page.js';
import { runDrill } from '../run/run-drill.js';
import type { Io } from './cli-command.js';
import { EXIT, unusable } from './exit-status.js';
import type { ExploreFlags } from './explore-request.js';
import { pageScripts } from './page-scripts.js';
import { cannotWrite, IN_FILES, onScreen, printedOf } from './reporter-flags.js';

/** How the drill of an example is called. */
const FILE_OF: Readonly<Record<Consequence, string>> = {
  lost: 'data-lost',
  unserved: 'users-without-service',
  stranded: 'data-stranded',
  recoveredLate: 'recovered-late',
  recovered: 'recovered',
};

/** The drill as a report carries it, so that a counterexample can be replayed without its files. */
export function exploredDrill(drill: Drill, { free }: ExploreRequest): ExploredDrill {
  // A search of free commands leaves the steps out, and a script is read from a file beside the drill.
  const steps = free > 0 ? drill.steps.filter(({ work }) => work.kind !== 'script') : drill.steps;
  const content = drillData({ ...drill, steps }, topologyData(drill.deployment));
  return {
    file: drill.file,
    lines: steps.map(({ position }) => position.line),
    content,
    sha256: digestOfData(content),
  };
}

/** The runs of what was found, for a page that plays them. */
export function explorationRuns(drill: Drill, { report, timedRuns, examples }: ExplorationResult): ExplorationRuns {
  // A search of free commands leaves the steps out, and a script is read from a file beside the drill.
  const isPlayed = report.request.free === 0 && drill.steps.every(({ work }) => work.kind !== 'script');
  return {
    itself: isPlayed ? runDrill(drill).result : null,
    violations: timedRuns.map((run) => run?.result ?? null),
    consequences: examples.map(({ run }) => run?.result ?? null),
    triedForConsequences: examples.map(({ tried }) => tried),
  };
}

/**
 * Writes the files of `--out`: the reports, a trace of each violation, and a drill for each that a timed run shows.
 * Prints one report.
 */
export async function deliverExploration(
  { report, timedRuns, examples }: ExplorationResult,
  drill: Drill,
  path: string,
  names: readonly ReporterName<'exploration'>[],
  flags: ExploreFlags,
  io: Io,
): Promise<number> {
  const { out, reporter } = flags;
  const living = (name: string): Pick<ReportOptions, 'scripts' | 'runs'> => {
    const scripts = pageScripts(name);
    return scripts === undefined ? {} : { scripts, runs: explorationRuns(drill, { report, timedRuns, examples }) };
  };
  const print = (told: ExplorationResult['report']): void => {
    const printed = printedOf(names, flags);
    io.stdout.write(REPORTERS[printed].exploration(told, { ...onScreen(flags, io), ...living(printed) }));
  };
  if (out === undefined) {
    print(report);
    return EXIT[report.verdict];
  }
  const base = basename(path, extname(path));
  const files: ReportFile[] = [];
  const topology = topologyData(drill.deployment);
  /** The path of the drill that shows what was found, which is written with the reports; null = no run shows it. */
  const written = (run: TimedRun | null, ending: string, what: string): string | null => {
    if (run === null) return null;
    const name = `${base}-${ending}.yaml`;
    files.push({ name, text: drillYaml({ ...drillOfCounterexample(run), name: `${drill.name}: ${what}` }, topology) });
    return joinedPath(out, name);
  };
  const violations = report.violations.map((v, i) => {
    const ending = `${v.invariant}-${i + 1}`;
    const file = `${base}-${ending}.trace.json`;
    const told = {
      ...v,
      trace: { ...v.trace, drill: written(timedRuns[i], ending, v.message), file: joinedPath(out, file) },
    };
    files.push({ name: file, text: traceAsJson({ ...report, violations: [told] }) });
    return told;
  });
  const consequences = report.consequences.map((each, i) => {
    const file = written(examples[i].run, FILE_OF[each.consequence], CONSEQUENCE_WORDS[each.consequence]);
    return { ...each, drill: file };
  });
  const told = { ...report, violations, consequences };
  // Where nobody says which reports, a directory has room for all that there are.
  const chosen = reporter === undefined ? reportersOf('exploration') : names;
  const reports = chosen.map((name) => ({
    name: `${base}.explore.${REPORTERS[name].extension}`,
    text: REPORTERS[name].exploration(told, { ...IN_FILES, ...living(name) }),
  }));
  const problem = await cannotWrite(out, () => writeReports(out, [...files, ...reports]));
  // What was found is worth more than its files.
  print(problem === null ? told : report);
  return problem === null ? EXIT[report.verdict] : unusable(problem, io);
}
