import { basename, extname, join } from 'node:path';
import { parse } from 'yaml';
import type { Progress } from '../checker/result.js';
import type { InputError } from '../core/input-error.js';
import { nearest } from '../core/nearest.js';
import { type Drill, FAULT_KINDS } from '../domain/drill.js';
import { breakableNames } from '../exploration/breakable-names.js';
import { drillOfCounterexample } from '../exploration/counterexample/drill-of.js';
import type { ExploreReport } from '../exploration/exploration-report.js';
import { type Explored, exploreDrill } from '../exploration/explore-drill.js';
import type { ExploreRequest } from '../exploration/request.js';
import { readDrill } from '../input/drill/read-drill.js';
import { drillYaml } from '../input/drill/write.js';
import { writeTopology } from '../input/topology/write-yaml.js';
import { reportExploration, reportExplorationJson } from '../report/explore.js';
import { makeWritable, type ReportFile, writeReports } from '../report/files.js';
import { REPORTERS, type ReporterName } from '../report/registry.js';
import type { ColourLevel } from '../report/reporter.js';
import type { ExploreFlags } from './explore-flags.js';

export interface ExplorePaperAndTerminal {
  readonly colour: ColourLevel;
  readonly width: number;
  readonly stdout: { write(text: string): unknown };
  /** the report that is printed */
  readonly printed: ReporterName;
  /** the reports that `--out` writes */
  readonly files: readonly ReporterName[];
  /** for progress; null = nobody looks */
  readonly progress: { write(text: string): unknown } | null;
}

export type ExploreOutcome =
  | { readonly kind: 'report'; readonly report: ExploreReport }
  | { readonly kind: 'inputErrors'; readonly errors: readonly InputError[] }
  | { readonly kind: 'usage'; readonly message: string }
  | { readonly kind: 'unwritten'; readonly message: string };

/** Reads the drill, searches it and prints the report. Ctrl-C ends the search; what is known by then is printed. */
export async function explore(
  path: string,
  flags: ExploreFlags,
  to: ExplorePaperAndTerminal,
): Promise<ExploreOutcome> {
  const drill = await readDrill(path, flags);
  if (Array.isArray(drill)) return { kind: 'inputErrors', errors: drill };
  const script = drill.steps.find((s) => s.work.kind === 'script');
  if (script !== undefined && flags.free === undefined) {
    return {
      kind: 'usage',
      message: `line ${script.position.line}: a script decides what it does while it runs, so its futures cannot be searched; write its commands as steps`,
    };
  }
  const request = requestOf(flags);
  const wrong = contradiction(flags, request) ?? wrongChoice(drill, request);
  if (wrong !== null) return { kind: 'usage', message: wrong };
  if (flags.out !== undefined) {
    // Before a search that may take hours, not after it.
    const unwritable = await unwritten(flags.out, () => makeWritable(flags.out!));
    if (unwritable !== null) return unwritable;
  }
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    const explored = await exploreDrill(drill, request, {
      maxStates: flags.maxStates ?? null,
      timeLimitMs: flags.timeLimit ?? null,
      threads: flags.threads ?? null,
      signal: stop.signal,
      progress: (log, p) => to.progress?.write(`\r\u001b[K${progressLine(log, p)}`),
    });
    to.progress?.write('\r\u001b[K');
    return await deliver(drill, path, flags, explored, to);
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}

/** What the flags ask for. */
function requestOf(flags: ExploreFlags): ExploreRequest {
  const { human = 0, free = 0, faults = free === 0 ? 1 : 0, fold, reduce } = flags;
  const { repairs = false, hazards = false, only = [], without = [], ends = false, together = false } = flags;
  const mistakes = human === true ? 1 : human;
  return { faults, repairs, free, mistakes, hazards, only, without, fold, reduce, ends, together };
}

function progressLine(log: string, p: Progress): string {
  const mib = Math.round(p.memoryBytes / 2 ** 20);
  return `${log}: ${p.states.toLocaleString('en-US')} states, ${p.statesPerSecond.toLocaleString('en-US')}/s, frontier ${p.frontier.toLocaleString('en-US')}, depth ${p.depth}, ${mib} MiB`.slice(
    0,
    110,
  );
}

/** The reports of an exploration; their names and extensions are those of a run. */
const REPORTS = { terminal: reportExploration, json: reportExplorationJson };

/** Prints the report and writes the files of `--out`: the report, and a drill for each violation that a timed run shows. */
async function deliver(
  drill: Drill,
  path: string,
  { out, quiet }: ExploreFlags,
  { report, timedRuns }: Explored,
  to: ExplorePaperAndTerminal,
): Promise<ExploreOutcome> {
  const print = (told: ExploreReport): void => {
    to.stdout.write(REPORTS[to.printed](told, { colour: to.colour, width: to.width, quiet: quiet === true }));
  };
  if (out === undefined) {
    print(report);
    return { kind: 'report', report };
  }
  const base = basename(path, extname(path));
  const drills: ReportFile[] = [];
  const violations = report.violations.map((v, i) => {
    const run = timedRuns[i];
    if (run === null) return v;
    const name = `${base}-${v.invariant}-${i + 1}.yaml`;
    const topology = parse(writeTopology(drill.deployment)) as Record<string, unknown>;
    const shown = { ...drillOfCounterexample(run), name: `${drill.name}: ${v.message}` };
    drills.push({ name, text: drillYaml(shown, topology) });
    return { ...v, trace: { ...v.trace, drill: join(out, name) } };
  });
  const told = { ...report, violations };
  const reports = to.files.map((name) => ({
    name: `${base}.explore.${REPORTERS[name].extension}`,
    text: REPORTS[name](told, { colour: 0, width: 80, quiet: false }),
  }));
  const failed = await unwritten(out, () => writeReports(out, [...drills, ...reports]));
  // What was found is worth more than its files.
  print(failed === null ? told : report);
  return failed ?? { kind: 'report', report: told };
}

/** What the file system has against a directory; null = nothing. */
async function unwritten(
  directory: string,
  write: () => Promise<void>,
): Promise<(ExploreOutcome & { kind: 'unwritten' }) | null> {
  try {
    await write();
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'unwritten', message: `cannot write the reports into "${directory}": ${reason}` };
  }
}

/** Flags that exclude each other, or say nothing; null = none do. */
function contradiction(flags: ExploreFlags, request: ExploreRequest): string | null {
  if (flags.human !== undefined && flags.free !== undefined) {
    return '--human is for the steps of the drill, and --free leaves them out; give one of the two';
  }
  for (const flag of ['only', 'without'] as const) {
    if (flags[flag] !== undefined && request[flag].length === 0) {
      return `--${flag} names nothing; kinds are ${FAULT_KINDS.join(', ')}`;
    }
  }
  return null;
}

/** Names in `--only` and `--without` that there are not, or that leave nothing to search; null = all is well. */
function wrongChoice(drill: Drill, request: ExploreRequest): string | null {
  const chosen = [...request.only, ...request.without];
  if (chosen.length === 0) return null;
  const components = breakableNames(drill, request);
  const kinds: readonly string[] = FAULT_KINDS;
  for (const name of chosen) {
    if (components.has(name) || kinds.some((k) => k.toLowerCase() === name.toLowerCase())) continue;
    const close = nearest(name, [...kinds, ...components.names]);
    const hint = close === null ? `kinds are ${kinds.join(', ')}` : `did you mean "${close}"?`;
    return `"${name}" is neither a kind of fault nor a component of the topology; ${hint}`;
  }
  if (request.faults === 0 || components.count > 0) return null;
  return 'nothing is left that --only and --without let break; take other kinds, or --faults 0';
}
