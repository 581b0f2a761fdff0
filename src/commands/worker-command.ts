/** `drydrill worker`: does what checks and explorations on other machines ask for by way of a queue. */
import { availableParallelism } from 'node:os';
import type { CliCommand } from './cli-command.js';
import { complain, EXIT, exitHelp, unusable } from './exit-status.js';
import { durationOf, wholeNumber } from './flags.js';
import { QUEUE_HELP, queueAt } from './queue-at.js';

const MOST_WORKERS = 256;

interface WorkerFlags {
  readonly queue: string;
  readonly workers?: number;
  readonly endWhenIdle?: number;
  readonly quiet?: true;
}

export const workerCommand: CliCommand = {
  describe: (command) =>
    command
      .summary('do what "drydrill check" and "drydrill explore" with --queue on other machines ask for')
      .description(
        'Takes drills and random sequences that "drydrill check ... --queue URL" has put on a queue, and parts of what "drydrill explore ... --queue URL" searches, does them, and leaves what they came to. Any number of workers, on any number of machines; the files come with the work. Work of another build of drydrill is refused. Ctrl-C ends it when what it has begun is done.',
      )
      .requiredOption('--queue <URL>', 'the Redis that both know, such as redis://HOST:6379, or rediss:// with TLS')
      .option('--workers <N>', 'threads (default: one a core)', wholeNumber(1, MOST_WORKERS))
      .option('--end-when-idle <TIME>', 'end when there has been nothing to do for so long, such as 30s', durationOf)
      .option('--quiet', 'only what was refused and what went wrong')
      .addHelpText('after', QUEUE_HELP)
      .addHelpText(
        'after',
        exitHelp({
          passed: 'it was told to end, or there was nothing more to do',
          unusable: 'the queue cannot be used',
        }),
      ),
  async act(command, io) {
    const flags = command.opts<WorkerFlags>();
    const connection = await queueAt(flags.queue, io);
    if (typeof connection === 'string') return unusable(connection, io);
    const { startWorker } = await import('../campaign/queue/queue-worker.js');
    const threads = flags.workers ?? availableParallelism();
    const worker = startWorker(connection, {
      threads,
      idleSeconds: flags.endWhenIdle === undefined ? null : flags.endWhenIdle / 1000,
      version: command.parent?.version() ?? '',
      say: (line) => complain(`${line}\n`, io),
    });
    if (!flags.quiet)
      io.stdout.write(`Waiting for work at ${flags.queue}, in ${threads} ${threads === 1 ? 'thread' : 'threads'}.\n`);
    const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];
    for (const signal of signals) process.once(signal, worker.stop);
    const done = await worker.ended;
    for (const signal of signals) process.off(signal, worker.stop);
    if (!flags.quiet) io.stdout.write(`${done} ${done === 1 ? 'task' : 'tasks'} done.\n`);
    return EXIT.passed;
  },
};
