import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { Command, CommanderError } from 'commander';
import { describeExplore, type ExploreFlags } from './commands/explore-flags.js';
import { seedOf } from './commands/flags.js';
import type { InputError } from './core/input-error.js';
import type { RunResult, Verdict } from './domain/result.js';
import type { ReporterName, ReportOptions } from './report/registry.js';
import { printableLines } from './report/text/printable.js';

/** The world outside, so that a test can stand in for it. */
export interface Io {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** stdout is a terminal */
  readonly isTTY: boolean;
  /** columns of that terminal */
  readonly columns?: number;
  /** stderr is a terminal */
  readonly stderrIsTTY?: boolean;
}

/** What carries a drill out; loaded only when there is one, so that `--help` is quick. */
export type Runner = Pick<typeof import('./commands/run-file.js'), 'runDrillFile'>;

const EXIT = { passed: 0, failed: 1, unusable: 2, inconclusive: 3, fault: 4 } satisfies Record<
  Verdict | 'unusable' | 'fault',
  number
>;

const EXIT_HELP = `
Exit status:
  0  the drill passed
  1  the drill failed
  2  unusable input or usage
  3  inconclusive: something in the input is not modelled, or a bound was hit
  4  a fault of drydrill itself`;

/** Commands that are announced but do not exist yet. */
const PLANNED: readonly string[] = ['replay', 'rules', 'check', 'compare'];

const TOPOLOGY_EXIT_HELP = `
Exit status:
  0  the topology was shown
  2  unusable input or usage
  4  a fault of drydrill itself`;

const INIT_EXIT_HELP = `
Exit status:
  0  the drills were written
  2  unusable input or usage; a file that would have been overwritten
  4  a fault of drydrill itself`;

const EXPLORE_REPORTERS: readonly ReporterName[] = ['terminal', 'json'];
const WIDTH_OF_FILES = 80;
const WIDTH_MIN = 60;
const WIDTH_MAX = 110;

interface RunFlags {
  readonly json?: true;
  readonly seed?: number;
  readonly topology?: string;
  readonly overlay?: string;
  readonly out?: string;
  readonly reporter?: string;
  readonly quiet?: true;
  readonly color: boolean;
  readonly param?: readonly string[];
  readonly decide?: string;
  readonly allowUnmodelled?: true;
}

type ReporterFlags = Pick<RunFlags, 'json' | 'reporter' | 'out'>;

interface TopologyFlags {
  readonly json?: true;
  readonly overlay?: string;
  readonly to?: string;
  readonly color: boolean;
}

interface InitFlags {
  readonly topology: string;
  readonly overlay?: string;
  readonly out?: string;
  readonly json?: true;
}

/** Runs drydrill with `argv` (without node and script) and returns the exit status. Never throws. */
export async function main(
  argv: readonly string[],
  io: Io,
  loadRunner: () => Promise<Runner> = () => import('./commands/run-file.js'),
): Promise<number> {
  let status: number = EXIT.passed;
  try {
    const program = commands(io, {
      run: async (drill, flags, command) => {
        status = await run(drill, flags, command, io, loadRunner);
      },
      topology: async (file, flags, command) => {
        status = await topology(file, flags, command, io);
      },
      init: async (flags, command) => {
        status = await init(flags, command, io);
      },
      explore: async (drill, flags, command) => {
        status = await explore(drill, flags, command, io);
      },
    });
    checkCommand(argv[0], program);
    await program.parseAsync([...argv], { from: 'user' });
    return status;
  } catch (error) {
    // Commander has written its message already; help and version that were asked for end well.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : EXIT.unusable;
    return reportFault(error, io);
  }
}

interface Actions {
  readonly run: (drill: string, flags: RunFlags, command: Command) => Promise<void>;
  readonly topology: (file: string, flags: TopologyFlags, command: Command) => Promise<void>;
  readonly init: (flags: InitFlags, command: Command) => Promise<void>;
  readonly explore: (drill: string, flags: ExploreFlags, command: Command) => Promise<void>;
}

function commands(io: Io, actions: Actions): Command {
  const program = new Command('drydrill')
    .description('A dry run of a disaster-recovery drill for paired Front End pools, in virtual time.')
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText(
      'after',
      `${EXIT_HELP}\n\nFirst steps:\n  drydrill run sims/03-site-loss.yaml   a drill that comes with drydrill\n  drydrill run --help`,
    )
    .showHelpAfterError('Add --help to see how it is used.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      // An argument quoted in a message may hold anything.
      writeErr: (text) => void io.stderr.write(printableLines(text)),
    });
  program
    .command('run')
    .summary('simulate one drill and report what would happen')
    .description('Simulates one drill in virtual time and reports what would happen.')
    .argument('<DRILL>', 'the drill, a .yaml or .yml file, or a runbook, a .ps1 file (with --topology)')
    .option('--json', 'print the result as one JSON document')
    .option('--seed <N>', 'draw the durations from this seed instead of the one in the drill', seedOf)
    .option('--topology <FILE>', 'use this topology instead of the one that the drill names')
    .option('--overlay <FILE>', 'add what the topology document cannot say')
    .option('--out <DIR>', 'write the reports as files into this directory')
    .option('--reporter <NAMES>', 'reports to make, with commas between them: terminal, json')
    .option('--quiet', 'only the verdict and what did not go as expected')
    .option('--no-color', 'no colours (NO_COLOR and FORCE_COLOR are heeded too)')
    .option('--param <NAME=VALUE>', 'a parameter of the runbook; may be given several times', collected)
    .option('--decide <DURATION>', 'how long an administrator takes for each Read-Host of a runbook (5m)')
    .option('--allow-unmodelled', 'a runbook may pass though something in it is not modelled')
    .addHelpText(
      'after',
      `${EXIT_HELP}\n\nHow a drill is written: docs/drill-file.md\nWhat is read of a runbook: docs/runbook.md`,
    )
    .action(actions.run);
  program
    .command('topology')
    .summary('show what is in a topology, and what is weak in it')
    .description('Shows the deployment of a topology, its weaknesses and what has to be assumed about it.')
    .argument('<FILE>', 'a topology: .yaml, .xml (Get-CsTopology -AsXml) or .tbxml (Topology Builder)')
    .option('--overlay <FILE>', 'add what the topology document cannot say')
    .option('--json', 'print the deployment and the warnings as one JSON document')
    .option('--to <FORMAT>', 'write the topology in another format: yaml')
    .option('--no-color', 'no colours (NO_COLOR and FORCE_COLOR are heeded too)')
    .addHelpText('after', TOPOLOGY_EXIT_HELP)
    .action(actions.topology);
  program
    .command('init')
    .summary('write a first set of drills for a deployment')
    .description(
      'Writes a planned drill and one of a lost site for each pair of pools, in both directions: as drill files and as runbooks.',
    )
    .requiredOption('--topology <FILE>', 'the deployment: .yaml, .xml or .tbxml')
    .option('--overlay <FILE>', 'add what the topology document cannot say')
    .option('--out <DIR>', 'write into this directory (default: NAME-drills for a topology NAME.yaml)')
    .option('--json', 'print what was written as one JSON document')
    .addHelpText('after', INIT_EXIT_HELP)
    .action(actions.init);
  describeExplore(program)
    .addHelpText('after', `${EXIT_HELP}\n\nWhat is searched and what the answer means: docs/explore.md`)
    .action(actions.explore);
  return program;
}

async function run(
  drill: string,
  flags: RunFlags,
  command: Command,
  io: Io,
  loadRunner: () => Promise<Runner>,
): Promise<number> {
  checkDrillName(drill, flags, command);
  if (flags.out === '') command.error('error: --out needs the name of a directory');
  const decideMs = await decisionOf(flags, command);
  const names = await reportersOf(flags, command);
  const { runDrillFile } = await loadRunner();
  const { seed, topology, overlay, param, allowUnmodelled } = flags;
  const outcome = await runDrillFile(drill, { seed, topology, overlay, param, decideMs, allowUnmodelled });
  if (outcome.kind === 'inputErrors') return unusable(outcome.errors, io);
  return deliver(outcome.result, names, drill, flags, io);
}

async function topology(file: string, flags: TopologyFlags, command: Command, io: Io): Promise<number> {
  if (flags.to !== undefined && flags.to !== 'yaml') {
    command.error(`error: a topology can be written as yaml, not as "${flags.to}"`);
  }
  if (flags.to !== undefined && flags.json) command.error('error: --json and --to exclude each other');
  const { showTopology } = await import('./topology.js');
  const { colourLevel } = await import('./report/colour.js');
  const colour = colourLevel({ refused: !flags.color, env: io.env, isTerminal: io.isTTY });
  const as = flags.to ?? (flags.json ? 'json' : 'drawing');
  const outcome = showTopology(file, { overlay: flags.overlay, as, colour, width: screenWidth(io) });
  if (outcome.kind === 'inputErrors') return unusable(outcome.errors, io);
  io.stdout.write(outcome.text);
  return EXIT.passed;
}

async function init(flags: InitFlags, command: Command, io: Io): Promise<number> {
  const { topology, overlay, out, json } = flags;
  if (out === '') command.error('error: --out needs the name of a directory');
  const { reportInit, writeFirstDrills } = await import('./init/write-drills.js');
  try {
    const outcome = await writeFirstDrills({ topology, overlay, out });
    if (outcome.kind === 'inputErrors') return unusable(outcome.errors, io);
    if (outcome.kind === 'exists') {
      io.stderr.write(
        printableLines(
          `error: ${outcome.path} is there already, and nothing was written: give another --out\n`,
        ),
      );
      return EXIT.unusable;
    }
    io.stdout.write(printableLines(reportInit(outcome, topology, json === true)));
    return EXIT.passed;
  } catch (error) {
    // The file system said no: everything else comes back as an outcome.
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    io.stderr.write(printableLines(`error: cannot write the drills: ${error.message}\n`));
    return EXIT.unusable;
  }
}

async function explore(drill: string, flags: ExploreFlags, command: Command, io: Io): Promise<number> {
  if (extname(drill).toLowerCase() === '.ps1') {
    command.error(
      'error: a runbook decides what it does while it runs, so its futures cannot be searched; write its commands as the steps of a drill file',
    );
  }
  checkDrillName(drill, {}, command);
  if (flags.out === '') command.error('error: --out needs the name of a directory');
  const names = await reportersOf(flags, command);
  const commands = await import('./commands/explore.js');
  const { colourLevel } = await import('./report/colour.js');
  const colour = colourLevel({ refused: !flags.color, env: io.env, isTerminal: io.isTTY });
  const progress = io.stderrIsTTY && !flags.quiet ? io.stderr : null;
  const outcome = await commands.explore(drill, flags, {
    colour,
    width: screenWidth(io),
    stdout: io.stdout,
    printed: printedOf(names, flags),
    // Where nobody says which, --out has room for all that there are.
    files: flags.reporter === undefined ? EXPLORE_REPORTERS : names,
    progress,
  });
  if (outcome.kind === 'inputErrors') return unusable(outcome.errors, io);
  if (outcome.kind === 'usage') return command.error(`error: ${outcome.message}`);
  if (outcome.kind === 'unwritten') {
    io.stderr.write(printableLines(`error: ${outcome.message}\n`));
    return EXIT.unusable;
  }
  return EXIT[outcome.report.verdict];
}

async function unusable(errors: readonly InputError[], io: Io): Promise<number> {
  const { formatInputErrors } = await import('./input/format-error.js');
  io.stderr.write(printableLines(formatInputErrors(errors)));
  return EXIT.unusable;
}

/** Two mistakes that "unknown command" alone would not explain. */
function checkCommand(name: string | undefined, program: Command): void {
  if (name === undefined) return;
  if (PLANNED.includes(name)) {
    program.error(
      `error: unknown command '${name}': it is planned, this version has "run", "topology", "init" and "explore"`,
    );
  }
  if (/\.(?:ya?ml|ps1)$/i.test(name)) {
    program.error(`error: unknown command '${name}'; a drill is run with: drydrill run ${name}`);
  }
}

function checkDrillName(drill: string, flags: Partial<RunFlags>, command: Command): void {
  const extension = extname(drill).toLowerCase();
  if (extension === '.ps1') {
    if (flags.topology !== undefined) return;
    command.error('error: a runbook does not say which deployment it is for; add --topology FILE');
  }
  if (extension !== '.yaml' && extension !== '.yml') {
    command.error(`error: "${drill}" is not a drill; a drill is a .yaml or .yml file, a runbook a .ps1 file`);
  }
  const { param, decide, allowUnmodelled } = flags;
  if (param !== undefined || decide !== undefined || allowUnmodelled) {
    command.error('error: --param, --decide and --allow-unmodelled go with a runbook (.ps1)');
  }
}

/** `--decide`, in ms. */
async function decisionOf({ decide }: RunFlags, command: Command): Promise<number | undefined> {
  if (decide === undefined) return undefined;
  const { DURATION_HINT, parseDuration } = await import('./core/duration.js');
  return parseDuration(decide) ?? command.error(`error: --decide: ${DURATION_HINT}`);
}

/** The reports to make. One can be printed; more of them need a directory. */
async function reportersOf(flags: ReporterFlags, command: Command): Promise<readonly ReporterName[]> {
  const { chooseReporters } = await import('./report/registry.js');
  const list = [flags.reporter, flags.json && 'json'].filter((part) => part !== undefined).join(',');
  const chosen = chooseReporters(flags.reporter === undefined && !flags.json ? 'terminal' : list);
  if ('problem' in chosen) return command.error(`error: ${chosen.problem}`);
  if (chosen.names.length > 1 && flags.out === undefined) {
    command.error(
      `error: ${chosen.names.join(' and ')} cannot share the standard output; give --out DIR too`,
    );
  }
  return chosen.names;
}

/** Writes the files of `--out`, prints one report, and turns the verdict into the exit status. */
async function deliver(
  result: RunResult,
  names: readonly ReporterName[],
  drill: string,
  flags: RunFlags,
  io: Io,
): Promise<number> {
  const { REPORTERS } = await import('./report/registry.js');
  const { colourLevel } = await import('./report/colour.js');
  const common = { quiet: flags.quiet === true, again: commandLine(drill, result.seed, flags) };
  const onPaper: ReportOptions = { ...common, colour: 0, width: WIDTH_OF_FILES };
  const colour = colourLevel({ refused: !flags.color, env: io.env, isTerminal: io.isTTY });
  const onScreen: ReportOptions = { ...common, colour, width: screenWidth(io) };
  io.stdout.write(REPORTERS[printedOf(names, flags)].report(result, onScreen));
  if (flags.out !== undefined) {
    const base = basename(drill, extname(drill));
    const files = names.map((name) => ({
      name: `${base}.${REPORTERS[name].extension}`,
      text: REPORTERS[name].report(result, onPaper),
    }));
    if (!(await written(flags.out, files, io))) return EXIT.unusable;
  }
  return EXIT[result.verdict];
}

/** The one report that goes to stdout: JSON where it was asked for by `--json`, else what reads best. */
function printedOf(names: readonly ReporterName[], { json }: ReporterFlags): ReporterName {
  if (json) return 'json';
  return names.includes('terminal') ? 'terminal' : names[0];
}

async function written(directory: string, files: { name: string; text: string }[], io: Io): Promise<boolean> {
  const { writeReports } = await import('./report/files.js');
  try {
    await writeReports(directory, files);
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    io.stderr.write(printableLines(`error: cannot write the reports into "${directory}": ${reason}\n`));
    return false;
  }
}

function screenWidth({ isTTY, columns }: Io): number {
  return isTTY && columns ? Math.min(Math.max(columns, WIDTH_MIN), WIDTH_MAX) : WIDTH_OF_FILES;
}

/** The command line that gives this result again. */
function commandLine(drill: string, seed: number, flags: RunFlags): string {
  const { topology, overlay, param = [], decide, allowUnmodelled } = flags;
  const words = ['drydrill', 'run', drill, '--seed', String(seed)];
  if (topology !== undefined) words.push('--topology', topology);
  if (overlay !== undefined) words.push('--overlay', overlay);
  for (const each of param) words.push('--param', each);
  if (decide !== undefined) words.push('--decide', decide);
  if (allowUnmodelled) words.push('--allow-unmodelled');
  return words
    .map((word) => (/^[\w@%+=:,./\\-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
}

function collected(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function packageVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** A fault of our own: said in one line and where, without the stack unless DRYDRILL_DEBUG asks for it. */
function reportFault(error: unknown, { stderr, env }: Pick<Io, 'stderr' | 'env'>): number {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  // Only our own part of the path: where drydrill is installed is nobody's business in a bug report.
  const place = /^\s+at .*?((?:src|dist)[\\/][^\s()]+:\d+:\d+)/m.exec(stack)?.[1];
  const text = [`drydrill: internal fault: ${message}`, `  at ${place ?? 'an unknown place'}`];
  text.push('  This is not a fault of the drill: please report it, with the drill if you can.');
  if (env.DRYDRILL_DEBUG) text.push(stack);
  stderr.write(printableLines(`${text.join('\n')}\n`));
  return EXIT.fault;
}

/** Runs the command of this process: `process.exitCode` and no exit(), so that all of a long output reaches a pipe. */
export async function start(): Promise<void> {
  const { stdout, stderr, env } = process;
  // Who reads us may stop early (`| head`): the rest of the output is not wanted, the verdict stands.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.exitCode = EXIT.fault;
    stderr.write(`drydrill: cannot write the output: ${error.message}\n`);
  });
  stderr.on('error', () => {});
  // Node's own status for these is 1, which would read as "the drill failed".
  process.on('uncaughtException', (error) => process.exit(reportFault(error, { stderr, env })));
  const status = await main(process.argv.slice(2), {
    stdout,
    stderr,
    env,
    isTTY: stdout.isTTY === true,
    stderrIsTTY: stderr.isTTY === true,
    columns: stdout.columns,
  });
  process.exitCode ??= status;
}
