/** `drydrill explore`: searches every future of a drill and reports which invariant can break, and how. */
import { type Drill, FAULT_KINDS } from '../domain/drill.js';
import { type ExplorationResult, exploreDrill } from '../exploration/explore-drill.js';
import type { ExploreRequest } from '../exploration/request.js';
import type { ExploreProgress } from '../exploration/search-logs.js';
import { WORKER_THREADS } from '../exploration/worker-threads.js';
import { readDrill } from '../input/from-disk.js';
import { digestsOf } from '../input/input-digests.js';
import { makeWritable } from '../report/files.js';
import type { CliCommand, Io } from './cli-command.js';
import { unusable, unusableInput, VERDICT_EXIT_HELP } from './exit-status.js';
import { deliverExploration, exploredDrill } from './explore-files.js';
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
    const drill = await readDrill(path, flags);
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
    const stop = new AbortController();
    const interrupt = (): void => stop.abort();
    process.once('SIGINT', interrupt);
    try {
      const withExamples = flags.out !== undefined || names.includes('html');
      const explored = await search(drill, request, flags, withExamples, stop.signal, io);
      const tool = { name: 'drydrill', version: command.parent?.version() ?? '' };
      const report = {
        ...explored.report,
        tool,
        inputs: digestsOf(drill.readFrom ?? []),
        explored: exploredDrill(drill, request),
      };
      return await deliverExploration({ ...explored, report }, drill, path, names, flags, io);
    } finally {
      process.removeListener('SIGINT', interrupt);
    }
  },
};

/** Searches the drill, with its progress on a terminal that somebody looks at. */
async function search(
  drill: Drill,
  request: ExploreRequest,
  { maxStates, timeLimit, threads, quiet }: ExploreFlags,
  withExamples: boolean,
  signal: AbortSignal,
  { stderr, stderrIsTTY, columns }: Io,
): Promise<ExplorationResult> {
  const isWatched = stderrIsTTY && !quiet;
  const show = (line: string): void => void stderr.write(`\r\u001b[K${line}`);
  const limits = {
    maxStates: maxStates ?? null,
    timeLimitMs: timeLimit ?? null,
    threads: threads ?? null,
    workers: WORKER_THREADS,
    signal,
    ...(isWatched && { progress: (p: ExploreProgress) => show(progressLine(p, columns)) }),
  };
  const explored = await exploreDrill(drill, request, limits, withExamples);
  if (isWatched) show('');
  return explored;
}

/** One line, never wider than the terminal: what does not fit is cut off. */
function progressLine({ log, check, share }: ExploreProgress, columns = 80): string {
  const states = check.states.toLocaleString('en-US');
  const speed = check.statesPerSecond.toLocaleString('en-US');
  return `${Math.floor(share * 100)} % searched  ${log}: ${states} states, ${speed}/s, depth ${check.depth}`.slice(
    0,
    columns - 1,
  );
}
