/** Connections to Redis: an address without a password, credentials from the environment, and packages that are loaded only then. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type * as BullMQ from 'bullmq';
import type { Redis } from 'ioredis';

/** How a queue is reached. */
export interface QueueAddress {
  /** as the user wrote it */
  readonly url: string;
  readonly options: {
    readonly host: string;
    readonly port: number;
    readonly db: number;
    readonly username?: string;
    readonly password?: string;
    readonly tls?: { readonly ca?: Buffer };
    readonly maxRetriesPerRequest: null;
  };
  /** every key of drydrill begins so */
  readonly prefix: string;
}

/** What ends a check of which the queue can do no more; what is finished is kept. */
export class QueueProblem extends Error {}

/** How long until a lost connection is tried anew, in ms, each time somewhat longer. */
export const untilBack = (times: number): number => Math.min(100 * times, 2000);

/** A connected Redis, with what makes queues of it. */
export interface QueueConnection {
  readonly address: QueueAddress;
  readonly bullmq: typeof BullMQ;
  readonly redis: Redis;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the address of a queue; a string says what is wrong with it. Passwords stand in no address: others see command lines. */
export function queueAddress(text: string, env: Environment): QueueAddress | string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '')
    return 'a queue is an address such as redis://HOST:6379, or rediss://HOST:6379 with TLS';
  if (url.username !== '' || url.password !== '')
    return 'a command line is seen by others: put user and password into DRYDRILL_QUEUE_USERNAME and DRYDRILL_QUEUE_PASSWORD, or the password into the file that DRYDRILL_QUEUE_PASSWORD_FILE names';
  const database = /^\/?(\d{1,4})?$/.exec(url.pathname);
  if (database === null || url.search !== '' || url.hash !== '')
    return 'behind the host and the port of a queue there is nothing but the number of a database, as in redis://HOST:6379/2';
  const prefix = env.DRYDRILL_QUEUE_PREFIX ?? 'drydrill';
  if (!/^[\w.-]{1,64}$/.test(prefix)) return 'DRYDRILL_QUEUE_PREFIX is letters, digits, dots and dashes, at most 64';
  try {
    const file = env.DRYDRILL_QUEUE_PASSWORD_FILE;
    const password = file === undefined ? env.DRYDRILL_QUEUE_PASSWORD : readFileSync(file, 'utf8').trimEnd();
    const ca = env.DRYDRILL_QUEUE_CA_FILE;
    const tls = ca === undefined ? {} : { ca: certificatesIn(ca) };
    const options: QueueAddress['options'] = {
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? 6379 : Number(url.port),
      db: Number(database[1] ?? 0),
      ...(env.DRYDRILL_QUEUE_USERNAME === undefined ? {} : { username: env.DRYDRILL_QUEUE_USERNAME }),
      ...(password === undefined ? {} : { password }),
      ...(url.protocol === 'rediss:' ? { tls } : {}),
      // A server that is away comes back; who waits for it decides for how long.
      maxRetriesPerRequest: null,
    };
    return { url: text, options, prefix };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Connects; a string says why not, in words of the user. */
export async function connectQueue(address: QueueAddress): Promise<QueueConnection | string> {
  const packages = await queuePackages();
  if (packages === null)
    return 'a queue needs the packages bullmq and ioredis, which are not installed beside drydrill: npm install bullmq ioredis';
  const { bullmq, ioredis } = packages;
  // The first time a server that is not there is an error, and not something to wait for.
  const first = new ioredis.Redis({
    ...address.options,
    lazyConnect: true,
    connectTimeout: 5000,
    retryStrategy: () => null,
  });
  let problem: unknown = null;
  first.on('error', (error) => {
    problem ??= error;
  });
  try {
    await first.connect();
    await first.ping();
  } catch (error) {
    return `Redis does not answer at ${address.url}: ${inWords(problem ?? error, address)}`;
  } finally {
    first.disconnect();
  }
  const redis = new ioredis.Redis({ ...address.options, retryStrategy: untilBack });
  redis.on('error', () => {});
  return { address, bullmq, redis };
}

/** Certificates in a file, as PEM. Throws where there is none. */
function certificatesIn(path: string): Buffer {
  const bytes = readFileSync(path);
  try {
    new X509Certificate(bytes);
  } catch {
    throw new Error(`${path}: this is no certificate (PEM)`);
  }
  return bytes;
}

/** What Node calls a certificate that nobody vouches for who is trusted. */
const UNTRUSTED = /SELF_SIGNED_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT|CERT_SIGNATURE_FAILURE/;

/** Why no connection came about, and what would be right. */
function inWords(error: unknown, { options }: QueueAddress): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = String((error as NodeJS.ErrnoException | null)?.code);
  if (UNTRUSTED.test(code))
    return `its certificate is signed by nobody who is trusted here (${message}); DRYDRILL_QUEUE_CA_FILE names the certificates to trust`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `its certificate is for another host (${message}); give the host that it names`;
  if (options.tls === undefined && (code === 'ECONNRESET' || message === 'Connection is closed.'))
    return `${message}; a server that asks for TLS is reached with rediss://`;
  if (options.tls !== undefined && (code === 'ETIMEDOUT' || code === 'EPROTO'))
    return `${message}; a server without TLS is reached with redis://`;
  return message;
}

async function queuePackages() {
  try {
    const [bullmq, ioredis] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { bullmq, ioredis };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // the program that is one file imports no packages
    if (code === 'ERR_MODULE_NOT_FOUND' || code === 'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING') return null;
    throw error;
  }
}
