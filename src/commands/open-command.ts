/** `drydrill open`: the HTML reports of a drill, or of the drills of a folder, from a small server that only this machine reaches. */
import { statSync } from 'node:fs';
import type { CliCommand, Io } from './cli-command.js';
import { EXIT, exitHelp, unusable, unusableInput } from './exit-status.js';
import { FLAGS, wholeNumber } from './flags.js';
import { OpenedDrills } from './opened-drills.js';
import { serveLocally } from './serve-locally.js';
import { watchFiles } from './watch-files.js';

interface OpenFlags {
  readonly port: number;
  readonly topology?: string;
  readonly seeds?: number;
}

const MOST_SEEDS_SHOWN = 1000;

/** The command; it ends with Ctrl-C, or where a test says so. */
export const openCommand = (stop = new AbortController()): CliCommand => ({
  describe: (command) =>
    command
      .summary('the reports of a folder as a local page that follows its files')
      .description(
        'Serves the HTML report of a drill, or of each drill and runbook of a folder, to browsers of this machine alone: under an address that nobody can guess, which it prints. When a file changes, the drill is run again and the page shows it. It writes nothing but new drill files that you save in the page, beside the drill and never over a file; it needs no network, and Ctrl-C ends it.',
      )
      .argument('<PATH>', 'a drill (.yaml, .yml), a runbook (.ps1), or a folder of them')
      .option(...FLAGS.topology)
      .option('--seeds <N>', 'seeds of each drill (default: as "run")', wholeNumber(1, MOST_SEEDS_SHOWN))
      .option('--port <N>', 'the port (default: any that is free)', wholeNumber(0, 65_535), 0)
      .addHelpText('after', exitHelp({ passed: 'ended by Ctrl-C' })),
  async act(command, io) {
    const [path] = command.args;
    const { port, topology, seeds } = command.opts<OpenFlags>();
    const version = command.parent?.version() ?? '';
    const drills = new OpenedDrills(path, { topology, seeds }, { name: 'drydrill', version });
    const found = drills.find();
    if ('errors' in found && !statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      return unusableInput(found.errors, io);
    }
    const server = await serveLocally(
      port,
      (route) => drills.page(route),
      (route) => drills.takerOf(route),
    );
    if ('problem' in server) return unusable(server.problem, io);
    const watch = watchFiles(
      path,
      () => drills.files(),
      () => {
        drills.forget();
        server.tellAll();
      },
    );
    drills.onRead = () => watch.follow();
    io.stdout.write(`${server.address}\n`);
    io.stderr.write('Only this machine reaches it, and only by this address. Ctrl-C ends it.\n');
    await untilStopped(stop, io);
    watch.close();
    await server.close();
    return EXIT.passed;
  },
});

/** Waits for Ctrl-C. */
function untilStopped(stop: AbortController, { stderr, stderrIsTTY }: Io): Promise<void> {
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  return new Promise((resolve) => {
    const end = (): void => {
      process.removeListener('SIGINT', interrupt);
      process.removeListener('SIGTERM', interrupt);
      // The terminal has ^C in this line.
      if (stderrIsTTY) stderr.write('\n');
      resolve();
    };
    if (stop.signal.aborted) end();
    else stop.signal.addEventListener('abort', end, { once: true });
  });
}
