/** Connects a command to the queue that its flag names; the packages for it are loaded only then. */
import type { QueueConnection } from '../campaign/queue/redis-connection.js';
import type { Io } from './cli-command.js';

/** The queue at an address; a string says why there is none. */
export async function queueAt(url: string, { env }: Pick<Io, 'env'>): Promise<QueueConnection | string> {
  const { connectQueue, queueAddress } = await import('../campaign/queue/redis-connection.js');
  const address = queueAddress(url, env);
  return typeof address === 'string' ? address : connectQueue(address);
}

/** What the environment says of queues: who connects, with which password, to whom. */
const VARIABLES = {
  DRYDRILL_QUEUE_USERNAME: 'the user of Redis',
  DRYDRILL_QUEUE_PASSWORD: 'its password',
  DRYDRILL_QUEUE_PASSWORD_FILE: 'a file with the password, instead',
  DRYDRILL_QUEUE_CA_FILE: 'certificates that a rediss:// server is trusted by, instead of those of Node',
  DRYDRILL_QUEUE_PREFIX: 'what every key begins with (default: drydrill)',
} as const;

/** The variables as a part of the help of a command. */
export const QUEUE_HELP = `\nEnvironment:\n${Object.entries(VARIABLES)
  .map(([name, meaning]) => `  ${name.padEnd(29)} ${meaning}`)
  .join('\n')}`;
