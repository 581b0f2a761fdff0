/** `drydrill run`: simulates one drill, or a runbook by its extension, and reports what would happen. */
import { basename, extname } from 'node:path';
import { type Command, Option } from 'commander';
import { DURATION_HINT, parseDuration } from '../core/duration.js';
import { type InputError, isInputError } from '../core/input-error.js';
import { inShell } from '../core/quote.js';
import { type Drill, FAULT_KINDS } from '../domain/drill.js';
import type { RunResult } from '../domain/result.js';
import { withNamedFaults } from '../input/drill/named-faults.js';
import { readDrill, readRunbookDrill } from '../input/from-disk.js';
import { digestsOf } from '../input/input-digests.js';
import { writeReports } from '../report/files.js';
import { REPORTERS, type ReporterName } from '../report/reporters.js';
import { MOST_SEEDS, runSeeds, USUAL_SEEDS } from '../run/seeds.js';
import type { CliCommand, Io } from './cli-command.js';
import { complain, EXIT, unusable, unusableInput, VERDICT_EXIT_HELP } from './exit-status.js';
import { checkDrillName, checkOut, collected, FLAGS, isRunbook, seedOf, wholeNumber } from './flags.js';
import { pageScripts } from './page-scripts.js';
import {
  cannotWrite,
  chosenReporters,
  IN_FILES,
  namesOfReporters,
  onScreen,
  printedOf,
  type ReporterFlags,
} from './reporter-flags.js';
import { speaksAgainst, writePlayedDrill } from './write-drill.js';

export interface RunOptions {
  readonly seed?: number;
  /** how many seeds are played, from that one on; default: the usual number */
  readonly seeds?: number;
  /** the command line that plays one seed alone, for the reason of a verdict */
  readonly commandFor?: (seed: number) => string;
  readonly topology?: string;
  readonly overlay?: string;
  /** what breaks and is put right beside the drill's own faults, as `KIND=NAME@TIME` */
  readonly lose?: readonly string[];
  readonly repair?: readonly string[];
  /** of a .ps1: `Name=Value`, each once */
  readonly param?: readonly string[];
  /** of a .ps1: virtual time for each Read-Host, in ms */
  readonly decideMs?: number;
  /** of a .ps1: `Command=VALUE`, what a command outside of the model answers */
  readonly answer?: readonly string[];
  /** of a .ps1 without a byte order mark: how it is decoded */
  readonly encoding?: 'windows-1252' | 'utf8';
  /** of a .ps1: what is not modelled does not speak against a pass */
  readonly allowUnmodelled?: boolean;
  /** warnings fail the drill */
  readonly strict?: boolean;
}

interface RunFlags extends ReporterFlags, Omit<RunOptions, 'decideMs' | 'commandFor'> {
  readonly writeDrill?: string;
  readonly printSheet?: true;
  readonly decide?: string;
}

/** Reads a drill file or a runbook (.ps1), with the faults of the command line. */
async function readToRun(path: string, options: RunOptions): Promise<Drill | InputError[]> {
  const read = await (isRunbook(path) ? readRunbookDrill : readDrill)(path, options);
  return Array.isArray(read) ? read : withNamedFaults(read, options);
}

/** Reads a drill file or a runbook (.ps1) and runs it. Unusable input comes back as errors with positions. */
export async function runDrillFile(path: string, options: RunOptions = {}): Promise<RunResult | InputError[]> {
  const drill = await readToRun(path, options);
  if (Array.isArray(drill)) return drill;
  const { seeds = null, commandFor = (seed) => `--seed ${seed} --seeds 1` } = options;
  const result = runSeeds({ ...drill, strict: options.strict === true }, { count: seeds, commandFor });
  if (isInputError(result)) return [result];
  const scripts = result.runbooks.flatMap((runbook) => runbook.scripts);
  return { ...result, inputs: digestsOf([...(drill.readFrom ?? []), ...scripts]) };
}

/** The command; `runFile` carries the drill out. */
export const runCommand = (runFile = runDrillFile): CliCommand => ({
  describe: (command) =>
    command
      .summary('simulate one drill and report what would happen')
      .description('Simulates one drill in virtual time and reports what would happen.')
      .argument('<DRILL>', 'the drill, a .yaml or .yml file, or a runbook, a .ps1 file (with --topology)')
      .option(...FLAGS.json)
      .option('--seed <N>', 'draw the durations from this seed instead of the one in the drill', seedOf)
      .option(
        '--seeds <N>',
        `play N seeds, from that one on, and judge all of them (default: ${USUAL_SEEDS}, or 5 of a drill of over 30 days; 1 = that one alone)`,
        wholeNumber(1, MOST_SEEDS),
      )
      .option(...FLAGS.topology)
      .option(...FLAGS.overlay)
      .option('--lose <NOUN>', 'also lose this: KIND=NAME, or KIND=NAME@TIME; may be given several times', collected)
      .option('--repair <NOUN>', 'put this right: KIND=NAME@TIME; may be given several times', collected)
      .option('--out <DIR>', 'write the reports as files into this directory')
      .option('--reporter <NAMES>', `reports to make, with commas between them: ${namesOfReporters('run')}`)
      .option('--print-sheet', 'of the HTML report only the run sheet of the night, to be filled in by hand')
      .option('--write-drill <FILE>', 'write what was played as the steps of a drill file, which "explore" takes')
      .option('--strict', 'warnings fail the drill')
      .option('--details', 'all there is: every change, answer, table and note')
      .option('--quiet', 'only the verdict and what did not go as expected')
      .option(...FLAGS.noColor)
      .option('--param <NAME=VALUE>', 'a parameter of the runbook; may be given several times', collected)
      .option('--decide <DURATION>', 'how long an administrator takes for each Read-Host of a runbook (5m)')
      .option(
        '--answer <COMMAND=VALUE>',
        'what a command outside the model, or Read-Host, answers in a runbook; may be given several times',
        collected,
      )
      .addOption(
        new Option(
          '--encoding <NAME>',
          'how a runbook without a byte order mark is decoded (as PowerShell 5.1 does)',
        ).choices(['windows-1252', 'utf8']),
      )
      .option('--allow-unmodelled', 'a runbook may pass though something in it is not modelled')
      .addHelpText(
        'after',
        `${VERDICT_EXIT_HELP}\n\nHow a drill is written: docs/drill-file.md\nWhat is read of a runbook: docs/runbook.md\n\nKinds of --lose and --repair: ${FAULT_KINDS.join(', ')}\n  drydrill run Night.ps1 --topology contoso.yaml --lose site=Datacenter1 --repair site=Datacenter1@4h`,
      ),
  async act(command, io) {
    const [drill] = command.args;
    const flags = command.opts<RunFlags>();
    checkUsage(drill, flags, command);
    const decideMs = decisionOf(flags, command);
    const names = chosenReporters(flags, 'run', command);
    if (flags.printSheet && !names.includes('html')) command.error('error: --print-sheet goes with --reporter html');
    const { seed, seeds, topology, overlay, lose, repair, param, answer, encoding, allowUnmodelled, strict } = flags;
    const commandFor = (one: number): string => shellCommand(drill, one, { ...flags, seeds: 1 });
    const { writeDrill } = flags;
    const against = writeDrill === undefined ? null : speaksAgainst(writeDrill);
    if (against !== null) return unusable(against, io);
    const options: RunOptions = {
      seed,
      seeds,
      topology,
      overlay,
      lose,
      repair,
      param,
      decideMs,
      answer,
      encoding,
      allowUnmodelled,
      strict,
      commandFor,
    };
    const result = await runFile(drill, options);
    if (Array.isArray(result)) return unusableInput(result, io);
    const tool = { name: 'drydrill', version: command.parent?.version() ?? '' };
    const again = shellCommand(drill, result.seed, flags);
    const status = await deliver({ ...result, tool, again }, names, drill, flags, io);
    if (writeDrill === undefined) return status;
    const played = await readToRun(drill, options);
    if (Array.isArray(played)) return unusableInput(played, io);
    const written = await writePlayedDrill(played, result, writeDrill, overlay);
    if ('problem' in written) return unusable(written.problem, io);
    complain((flags.quiet === true ? '' : written.said) + written.warning, io);
    return status;
  },
});

function checkUsage(drill: string, flags: RunFlags, command: Command): void {
  const { topology, param, decide, answer, encoding, allowUnmodelled, out } = flags;
  if (isRunbook(drill)) {
    if (topology === undefined) {
      command.error('error: a runbook does not say which deployment it is for; add --topology FILE');
    }
  } else {
    checkDrillName(drill, command);
    if (
      param !== undefined ||
      decide !== undefined ||
      answer !== undefined ||
      encoding !== undefined ||
      allowUnmodelled
    ) {
      command.error('error: --param, --decide, --answer, --encoding and --allow-unmodelled go with a runbook (.ps1)');
    }
  }
  checkOut(out, command);
}

/** `--decide`, in ms. */
function decisionOf({ decide }: RunFlags, command: Command): number | undefined {
  if (decide === undefined) return undefined;
  return parseDuration(decide) ?? command.error(`error: --decide: ${DURATION_HINT}`);
}

/** Prints one report, writes the files of `--out`, and turns the verdict into the exit status. */
async function deliver(
  result: RunResult,
  names: readonly ReporterName<'run'>[],
  drill: string,
  flags: RunFlags,
  io: Io,
): Promise<number> {
  const { out, quiet, details, printSheet: sheet } = flags;
  const { again } = result;
  const printed = printedOf(names, flags);
  const screen = { ...onScreen(flags, io), again, sheet, scripts: pageScripts(printed) };
  io.stdout.write(REPORTERS[printed].run(result, screen));
  if (out !== undefined) {
    const base = basename(drill, extname(drill));
    const files = names.map((name) => ({
      name: `${base}.${REPORTERS[name].extension}`,
      text: REPORTERS[name].run(result, { ...IN_FILES, quiet, details, again, sheet, scripts: pageScripts(name) }),
    }));
    const problem = await cannotWrite(out, () => writeReports(out, files));
    if (problem !== null) return unusable(problem, io);
  }
  return EXIT[result.verdict];
}

/** The command line that gives a result again, quoted for a shell. */
export function shellCommand(drill: string, seed: number, flags: Partial<RunFlags>): string {
  const { seeds, topology, overlay, lose = [], repair = [], param = [], answer = [] } = flags;
  const { decide, encoding, allowUnmodelled } = flags;
  const words = ['drydrill', 'run', drill, '--seed', String(seed)];
  if (seeds !== undefined) words.push('--seeds', String(seeds));
  if (topology !== undefined) words.push('--topology', topology);
  if (overlay !== undefined) words.push('--overlay', overlay);
  for (const each of lose) words.push('--lose', each);
  for (const each of repair) words.push('--repair', each);
  for (const each of param) words.push('--param', each);
  if (decide !== undefined) words.push('--decide', decide);
  for (const each of answer) words.push('--answer', each);
  if (encoding !== undefined) words.push('--encoding', encoding);
  if (allowUnmodelled) words.push('--allow-unmodelled');
  if (flags.strict) words.push('--strict');
  return words.map(inShell).join(' ');
}
