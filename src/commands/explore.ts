/** `drydrill explore`: searches every future of a drill and reports which invariant can break, and how. */
import { Stopwatch } from '../checker/budget.js';
import { counted } from '../core/format.js';
import { type InputError, isInputError } from '../core/input-error.js';
import { type Drill, FAULT_KINDS } from '../domain/drill.js';
import {
  type ExplorationPart,
  joinedSearches,
  type PartNumber,
  partOf,
  plansOfPart,
} from '../exploration/exploration-parts.js';
import { explorationOf } from '../exploration/explore-drill.js';
import { plansOf } from '../exploration/log-plans.js';
import type { ExploreRequest } from '../exploration/request.js';
import { type ExploreBounds, type Searches, searchLogs } from '../exploration/search-logs.js';
import { WORKER_THREADS } from '../exploration/worker-threads.js';
import { DISK } from '../input/disk-files.js';
import { drillIn } from '../input/drill/read-drill.js';
import { digestsOf } from '../input/input-digests.js';
import { RecordedFiles } from '../input/recorded-files.js';
import { makeWritable } from '../report/files.js';
import { readShardFlag } from './check-flags.js';
import type { CliCommand, Io } from './cli-command.js';
import { EXIT, unusable, unusableInput, VERDICT_EXIT_HELP } from './exit-status.js';
import { deliverExploration, exploredDrill } from './explore-files.js';
import { readExplorationPart, wholeOf, writeExplorationPart } from './explore-parts.js';
import { endProgress, isWatched, progressOf, showProgress } from './explore-progress.js';
import { exploreRemotely, forgetShares } from './explore-remotely.js';
import { type ExploreFlags, requestOf, usageProblem } from './explore-request.js';
import {
  checkDrillName,
  checkOut,
  commaSeparated,
  durationOf,
  FLAGS,
  isRunbook,
  seedOf,
  wholeNumber,
} from './flags.js';
import { cannotWrite, chosenReporters, namesOfReporters } from './reporter-flags.js';

/** Reads the drill, searches it and prints the report. Ctrl-C ends the search; what is known by then is printed. */
export const exploreCommand: CliCommand = {
  describe: (command) =>
    command
      .summary('every fault at every moment: every future of a drill, not one')
      .description(
        'Searches every future of a drill: pending work ends in any order, further faults come at any moment. Says which invariant can break, the shortest way there, and how the drill can end.',
      )
      .argument('<DRILL>', 'the drill, a .yaml or .yml file')
      .option('--faults <K>', 'further faults at most (default 1; 0 with --free)', wholeNumber(0, 6))
      .option('--repairs', 'further faults may be repaired at any later moment')
      .option(
        '--free <N>',
        'instead of the steps: every sequence of up to N administrator commands',
        wholeNumber(1, 12),
      )
      .option(
        '--human [N]',
        'the administrator skips, swaps or mistypes up to N steps (1 where not said)',
        wholeNumber(1, 3),
      )
      .option('--hazards', 'the named hazards count as failures; --free offers them')
      .option(
        '--only <KINDS>',
        `break only these: ${FAULT_KINDS.join(', ')}, or names that the report prints`,
        commaSeparated,
      )
      .option('--without <KINDS>', 'break all but these', commaSeparated)
      .option('--everywhere', 'also break what belongs to none of the pairs that the drill is about')
      .option('--matrix', 'the table of components and steps, however large the search (it takes half as long again)')
      .option('--max-states <N>', 'stop after so many states', wholeNumber(1, 1_000_000_000))
      .option('--time-limit <DURATION>', 'stop after this time, such as 90s or 10m', durationOf)
      .option('--threads <N>', 'worker threads (default: one for each core, at most 4)', wholeNumber(1, 64))
      .option('--ends', 'also find out whether every future comes to an end (takes twice as long)')
      .option('--together', 'follow the changes of all modules at once (many more states, the same answer)')
      .option('--no-fold', 'tell interchangeable servers apart')
      .option('--no-reduce', 'no shortcuts through what changes no verdict')
      .option(
        '--seed <N>',
        'draw the durations of the timed runs from this seed instead of the one in the drill',
        seedOf,
      )
      .option(...FLAGS.topology)
      .option(...FLAGS.overlay)
      .option(...FLAGS.json)
      .option('--reporter <NAMES>', `reports, with commas between them: ${namesOfReporters('exploration')}`)
      .option(
        '--out <DIR>',
        'write the reports of --reporter, without it all that there are, and each counterexample as a trace for "replay" and as a drill that "run --seeds 1" reproduces',
      )
      .option(
        '--shard <I/N>',
        'search only the I-th of N parts, by log of changes and by what fails, and leave what was found in the directory of --out',
        readShardFlag,
      )
      .option(
        '--parts <DIRS>',
        'search nothing, and join what --shard with the same flags left in these directories, with commas between them',
        commaSeparated,
      )
      .option(
        '--queue <URL>',
        'have workers on other machines search ("drydrill worker --queue URL"), by way of this Redis',
      )
      .option('--resume', 'go on with what an interrupted exploration over a queue left in the directory of --out')
      .option('--quiet', 'only the verdict and the counterexamples')
      .option(...FLAGS.noColor)
      .addHelpText('after', `${VERDICT_EXIT_HELP}\n\nWhat is searched and what the answer means: docs/explore.md`),
  async act(command, io) {
    const [path] = command.args;
    const flags = command.opts<ExploreFlags>();
    if (isRunbook(path)) {
      command.error(
        'error: a runbook decides what it does while it runs, so its futures cannot be searched; "drydrill run" with --write-drill FILE writes what it plays as the steps of a drill',
      );
    }
    checkDrillName(path, command);
    checkOut(flags.out, command);
    const names = chosenReporters(flags, 'exploration', command);
    const files = new RecordedFiles(DISK);
    const drill = await drillIn(files, path, flags);
    if (Array.isArray(drill)) return unusableInput(drill, io);
    const request = requestOf(flags);
    const wrong = usageProblem(drill, flags, request);
    if (wrong !== null) return command.error(`error: ${wrong}`);
    if (flags.out !== undefined) {
      const { out } = flags;
      // Before a search that may take hours, not after it.
      const problem = await cannotWrite(out, () => makeWritable(out));
      if (problem !== null) return unusable(problem, io);
    }
    const version = command.parent?.version() ?? '';
    const stop = new AbortController();
    const watch = new Stopwatch();
    const interrupt = (): void => stop.abort();
    process.once('SIGINT', interrupt);
    try {
      const withExamples = flags.out !== undefined || names.includes('html');
      if (flags.shard !== undefined)
        return await searchPart(drill, request, flags, flags.shard, { signal: stop.signal, watch }, io);
      const searches =
        flags.parts !== undefined
          ? joined(drill, request, flags.parts)
          : flags.queue !== undefined
            ? await exploreRemotely(flags.queue, flags, { drill, path, request, read: files.facts, version, stop }, io)
            : await searchLogs(plansOf(drill, request), request, boundsOf(flags, stop.signal, io));
      if (Array.isArray(searches)) return unusableInput(searches, io);
      if (isInputError(searches)) return unusableInput([searches], io);
      if (typeof searches === 'string') return unusable(searches, io);
      const { maxStates = null, timeLimit: timeLimitMs = null } = flags;
      const explored = await explorationOf(drill, request, { maxStates, timeLimitMs }, searches, withExamples);
      endProgress(flags, flags.parts === undefined ? watch : null, io);
      const tool = { name: 'drydrill', version };
      const report = {
        ...explored.report,
        tool,
        inputs: digestsOf(drill.readFrom ?? []),
        explored: exploredDrill(drill, request),
      };
      const status = await deliverExploration({ ...explored, report }, drill, path, names, flags, io);
      if (flags.queue !== undefined && flags.out !== undefined && report.complete && status !== EXIT.unusable)
        forgetShares(flags.out);
      return status;
    } finally {
      process.removeListener('SIGINT', interrupt);
    }
  },
};

/** Searches one part, and keeps what it found for whoever joins the parts. What it comes to is told then. */
async function searchPart(
  drill: Drill,
  request: ExploreRequest,
  flags: ExploreFlags,
  part: PartNumber,
  { signal, watch }: { readonly signal: AbortSignal; readonly watch: Stopwatch },
  io: Io,
): Promise<number> {
  const plans = plansOfPart(plansOf(drill, request), part);
  const found = partOf(part, await searchLogs(plans, request, boundsOf(flags, signal, io)));
  endProgress(flags, watch, io);
  const out = flags.out!;
  const problem = await cannotWrite(out, () => writeExplorationPart(out, wholeOf(drill, request), found));
  if (problem !== null) return unusable(problem, io);
  const isWhole = found.notBegun.length === 0 && found.logs.every(({ result }) => result.complete);
  const states = found.logs.reduce((sum, { result }) => sum + result.states, 0);
  const logs = `its share of ${found.logs.length} of ${counted(plans.length, 'log')} searched, ${counted(states, 'state')}`;
  const end = isWhole ? 'all of it to the end' : 'not to the end, so that the whole will be inconclusive';
  const told = plans.length === 0 ? 'there is nothing left for it to search' : `${logs}, ${end}`;
  io.stdout.write(`Part ${part.index} of ${part.count}: ${told}. --parts joins the parts.\n`);
  return isWhole ? EXIT.passed : EXIT.inconclusive;
}

/** What all parts found, as one machine would have; a string or an error says why they do not fit. */
function joined(drill: Drill, request: ExploreRequest, directories: readonly string[]): Searches | InputError | string {
  const whole = wholeOf(drill, request);
  const parts: ExplorationPart[] = [];
  for (const directory of directories) {
    const part = readExplorationPart(directory, whole);
    if (isInputError(part)) return part;
    parts.push(part);
  }
  const searches = joinedSearches(plansOf(drill, request), parts);
  return typeof searches === 'string' ? `these directories are no whole exploration: ${searches}` : searches;
}

/** The bounds of a search, with its progress on a terminal that somebody looks at. */
function boundsOf(flags: ExploreFlags, signal: AbortSignal, io: Io): ExploreBounds {
  const { maxStates = null, timeLimit: timeLimitMs = null, threads = null } = flags;
  const limits = { maxStates, timeLimitMs, threads, workers: WORKER_THREADS, signal };
  return isWatched(flags, io) ? { ...limits, progress: (p) => showProgress(progressOf(p), io) } : limits;
}
