/** Bracket around the tasks of a queue: connects, and leaves it again however it ends; what it cannot do is told with what to do. */
import { type InputError, inputError } from '../../core/input-error.js';
import type { FileFact } from '../../input/recorded-files.js';
import { type QueueConnection, QueueProblem } from './redis-connection.js';
import { RemoteTasks } from './remote-tasks.js';

/** Who asks. */
export interface QueueClient {
  readonly version: string;
  /** what was read for the tasks of a path already; null = it changed meanwhile */
  readonly readFor: (path: string) => readonly FileFact[] | null;
  /** told as it happens, a line each */
  readonly say: (line: string) => void;
}

/** Does something with the tasks of a queue. What ends the queue is an error; two different results of one task throw. */
export async function byQueue<T>(
  connection: QueueConnection,
  { version, readFor, say }: QueueClient,
  act: (remote: RemoteTasks) => Promise<T>,
): Promise<T | InputError[]> {
  const remote = new RemoteTasks(connection, version, readFor, say);
  try {
    const done = await Promise.race([act(remote), remote.failure]);
    await remote.checkAlarms();
    return done;
  } catch (error) {
    if (!(error instanceof QueueProblem)) throw error;
    const hint =
      'what is finished is kept in the queue for a week, and with --out in its directory, too: ask again to go on';
    return [inputError({ file: connection.address.url, line: 0, column: 0 }, error.message, hint)];
  } finally {
    await remote.close();
  }
}
