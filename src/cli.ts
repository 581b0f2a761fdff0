/** The command line: from arguments to a command, and from how the command ends to the exit status of the process. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { checkAscii, declareAscii, ioInAscii } from './commands/ascii-output.js';
import type { CliCommand, Io } from './commands/cli-command.js';
import { complain, EXIT, internalFault, VERDICT_EXIT_HELP } from './commands/exit-status.js';
import { takePaths } from './commands/path-arguments.js';

type Commands = Readonly<Record<string, () => Promise<CliCommand>>>;

/** The commands by name, in the order of the help. Each is loaded when it is asked for, so that a short run is short. */
export const COMMANDS = {
  run: async () => (await import('./commands/run.js')).runCommand(),
  topology: async () => (await import('./commands/topology.js')).topologyCommand,
  init: async () => (await import('./commands/init.js')).initCommand,
  check: async () => (await import('./commands/check-command.js')).checkCommand,
  merge: async () => (await import('./commands/merge-command.js')).mergeCommand,
  worker: async () => (await import('./commands/worker-command.js')).workerCommand,
  explore: async () => (await import('./commands/explore.js')).exploreCommand,
  replay: async () => (await import('./commands/replay-command.js')).replayCommand,
  compare: async () => (await import('./commands/compare-command.js')).compareCommand,
  'what-if': async () => (await import('./commands/what-if.js')).whatIfCommand,
  open: async () => (await import('./commands/open-command.js')).openCommand(),
  rules: async () => (await import('./commands/rules-command.js')).rulesCommand,
  completion: async () => (await import('./commands/completion.js')).completionCommand,
} satisfies Commands;

/** Runs drydrill with `argv` (without node and script) and returns the exit status. Never throws. */
export async function main(argv: readonly string[], own: Io, commands: Commands = COMMANDS): Promise<number> {
  const io = ioInAscii(argv, own);
  let status: number = EXIT.passed;
  try {
    const program = programOf(io);
    // Only the help and what completes are about all of them.
    const names = Object.keys(commands);
    for (const name of names.includes(argv[0]) && argv[0] !== 'completion' ? [argv[0]] : names) {
      const { describe, act } = await commands[name]();
      const command = declareAscii(describe(program.command(name)));
      command.action(async () => {
        takePaths(command);
        checkAscii(command);
        status = await act(command, io);
      });
    }
    checkCommand(argv[0], program);
    await program.parseAsync([...argv], { from: 'user' });
    return status;
  } catch (error) {
    // Commander has written its message already; help and version that were asked for end well.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : EXIT.unusable;
    return internalFault(error, io);
  }
}

function programOf(io: Io): Command {
  return new Command('drydrill')
    .description('A dry run of a disaster-recovery drill for paired Front End pools, in virtual time.')
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText(
      'after',
      `${VERDICT_EXIT_HELP}\n\nFirst steps:\n  drydrill run sims/03-site-loss.yaml   a drill that comes with drydrill\n  drydrill run --help`,
    )
    .showHelpAfterError('Add --help to see how it is used.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => void io.stdout.write(text), writeErr: (text) => complain(text, io) });
}

/** A mistake that "unknown command" alone would not explain. */
function checkCommand(name: string | undefined, program: Command): void {
  if (name === undefined) return;
  if (/\.(?:ya?ml|ps1)$/i.test(name)) {
    program.error(`error: unknown command '${name}'; a drill is run with: drydrill run ${name}`);
  }
}

function packageVersion(): string {
  return (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
}

/** Runs the command of this process, which ends when all of its output has reached the pipe. */
export async function start(): Promise<void> {
  const { stdout, stderr, env } = process;
  // Who reads us may stop early (`| head`): the rest of the output is not wanted, the verdict stands.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.exitCode = EXIT.unusable;
    stderr.write(`drydrill: cannot write the output: ${error.message}\n`);
  });
  stderr.on('error', () => {});
  // Node's own status for these is 1, which would read as "the drill failed".
  process.on('uncaughtException', (error) => process.exit(internalFault(error, { stderr, env })));
  const status = await main(process.argv.slice(2), {
    stdout,
    stderr,
    env,
    isTTY: stdout.isTTY === true,
    stderrIsTTY: stderr.isTTY === true,
    columns: stdout.columns,
  });
  process.exitCode ??= status;
  // Nothing is left to be done: taking the heap apart would be a fiftieth of a short run. An error of the output is told
  // after its callback, and has the last word.
  stdout.write('', () => stderr.write('', () => setImmediate(() => process.exit())));
}
