// A redis-server for tests, on the loopback, with a folder and a port of its own; what it has acknowledged is on its disk.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

/** Whether there is a redis-server here; where there is none, the tests that need it are skipped. */
export const HAS_REDIS = spawnSync('redis-server', ['--version']).status === 0;
if (!HAS_REDIS) console.warn('There is no redis-server here: what goes over a queue is left out.');

export class RedisServer {
  folder = mkdtempSync(join(tmpdir(), 'drydrill-redis-'));
  process = null;

  constructor(port, flags) {
    this.port = port;
    this.flags = flags;
  }

  /** `flags`: of redis-server, in addition; with `tls-port` all goes over TLS. */
  static async start(flags = {}) {
    const server = new RedisServer(flags['tls-port'] ?? (await freePort()), flags);
    await server.begin();
    return server;
  }

  get url() {
    return `${this.isTls ? 'rediss' : 'redis'}://127.0.0.1:${this.port}`;
  }

  get isTls() {
    return 'tls-port' in this.flags;
  }

  async begin() {
    const { port, folder } = this;
    const usual = { port, bind: '127.0.0.1', dir: folder, appendonly: 'yes', appendfsync: 'always', save: '' };
    const argv = Object.entries({ ...usual, ...this.flags }).flatMap(([name, value]) => [`--${name}`, String(value)]);
    this.process = spawn('redis-server', argv, { stdio: 'ignore' });
    const { requirepass: password } = this.flags;
    const tls = this.isTls ? { tls: { rejectUnauthorized: false } } : {};
    const options = { port, host: '127.0.0.1', password, maxRetriesPerRequest: null, retryStrategy: () => 20 };
    const probe = new Redis({ ...options, ...tls });
    probe.on('error', () => {});
    await probe.ping();
    probe.disconnect();
  }

  /** As a machine that loses its power. */
  async kill() {
    const { process } = this;
    if (process === null || process.exitCode !== null || process.signalCode !== null) return;
    const gone = once(process, 'exit');
    process.kill('SIGKILL');
    await gone;
  }

  async end() {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A port on the loopback that nobody has now. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
