import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorker } from '../../../src/campaign/queue/queue-worker.js';
import { connectQueue, type QueueAddress, queueAddress } from '../../../src/campaign/queue/redis-connection.js';
import { ROOT } from '../../support/built.js';
import { inProcess } from '../../support/in-process.js';
import { freePort, HAS_REDIS, RedisServer } from '../../support/redis.mjs';

const folder = mkdtempSync(join(tmpdir(), 'drydrill-redis-address-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('an address has a host, perhaps a port and a database; what is secret comes from the environment', () => {
  writeFileSync(join(folder, 'password'), 'from a file\n');
  const [certificate] = rootCertificates;
  writeFileSync(join(folder, 'ca.pem'), certificate);
  const maxRetriesPerRequest = null;
  expect(queueAddress('redis://queue.contoso.com', {})).toEqual({
    url: 'redis://queue.contoso.com',
    prefix: 'drydrill',
    options: { host: 'queue.contoso.com', port: 6379, db: 0, maxRetriesPerRequest },
  });
  const env = {
    DRYDRILL_QUEUE_USERNAME: 'drills',
    DRYDRILL_QUEUE_PASSWORD: 'secret',
    DRYDRILL_QUEUE_PREFIX: 'team-a',
    DRYDRILL_QUEUE_CA_FILE: join(folder, 'ca.pem'),
  };
  expect(queueAddress('rediss://[::1]:7000/3', env)).toEqual({
    url: 'rediss://[::1]:7000/3',
    prefix: 'team-a',
    options: {
      ...{ host: '::1', port: 7000, db: 3, username: 'drills', password: 'secret', maxRetriesPerRequest },
      tls: { ca: Buffer.from(certificate) },
    },
  });
  const byFile = queueAddress('redis://h', { DRYDRILL_QUEUE_PASSWORD_FILE: join(folder, 'password') });
  expect(byFile).toMatchObject({ options: { password: 'from a file' } });
});

test.each([
  ['queue.contoso.com:6379', {}, 'a queue is an address such as'],
  ['http://queue', {}, 'a queue is an address such as'],
  ['redis://', {}, 'a queue is an address such as'],
  ['redis://:secret@queue', {}, 'a command line is seen by others'],
  ['redis://drills@queue', {}, 'a command line is seen by others'],
  ['redis://queue/two', {}, 'nothing but the number of a database'],
  ['redis://queue?password=secret', {}, 'nothing but the number of a database'],
  ['redis://queue', { DRYDRILL_QUEUE_PREFIX: 'a:b' }, 'DRYDRILL_QUEUE_PREFIX is letters'],
  ['redis://queue', { DRYDRILL_QUEUE_PASSWORD_FILE: '/none' }, 'ENOENT'],
  ['rediss://queue', { DRYDRILL_QUEUE_CA_FILE: 'package.json' }, 'package.json: this is no certificate (PEM)'],
])('%s %o: %s', (url, env, says) => {
  const said = queueAddress(url, env);
  expect(said).toContain(says);
  expect(said).not.toContain('secret');
});

const HAS_OPENSSL = spawnSync('openssl', ['version']).status === 0;
if (!HAS_OPENSSL) console.warn('There is no openssl here: TLS to a queue is left out.');

let redis: RedisServer;
const at = (name: string) => join(folder, name);

function openssl(...argv: string[]): void {
  const { status, stderr } = spawnSync('openssl', argv, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

/** An authority of our own, and a certificate of it for 127.0.0.1 alone. */
function makeCertificates(): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  for (const name of ['ca', 'other'])
    openssl(
      'req',
      '-x509',
      ...key,
      '-days',
      '2',
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-subj',
      `/CN=${name}`,
    );
  openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=redis');
  writeFileSync(at('names'), 'subjectAltName=IP:127.0.0.1\n');
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names'];
  openssl('x509', '-req', '-in', 'server.csr', ...signed, '-out', 'server.pem');
}

describe.skipIf(!HAS_REDIS || !HAS_OPENSSL)('a queue over TLS', () => {
  beforeAll(async () => {
    makeCertificates();
    redis = await RedisServer.start({
      ...{ port: 0, 'tls-port': await freePort(), 'tls-auth-clients': 'no', appendfsync: 'everysec' },
      ...{ 'tls-cert-file': at('server.pem'), 'tls-key-file': at('server.key'), 'tls-ca-cert-file': at('ca.pem') },
    });
  });
  afterAll(async () => {
    await redis.end();
  });

  const env = (ca: string) => ({ DRYDRILL_QUEUE_CA_FILE: at(ca) });

  test('is used where its certificate is of an authority that is named: a check comes to the bytes of one machine', async () => {
    const connection = await connectQueue(queueAddress(redis.url, env('ca.pem')) as QueueAddress);
    if (typeof connection === 'string') throw new Error(connection);
    const worker = startWorker(connection, { threads: 1, idleSeconds: null, version: 'test', say: () => {} });
    const argv = ['check', 'sims/01-planned-failover.yaml', '--seeds', '1', '--json'];
    const alone = await inProcess(argv, { cwd: ROOT });
    const shared = await inProcess([...argv, '--queue', redis.url], { cwd: ROOT, env: env('ca.pem') });
    expect({ ...shared, stderr: '' }).toEqual(alone);
    worker.stop();
    expect(await worker.ended).toBeGreaterThan(0);
  });

  test.each([
    ['another authority', () => redis.url, 'other.pem', 'signed by nobody who is trusted here'],
    ['none but those of Node', () => redis.url, null, 'DRYDRILL_QUEUE_CA_FILE names the certificates to trust'],
    [
      'another host',
      () => redis.url.replace('127.0.0.1', 'localhost'),
      'ca.pem',
      'its certificate is for another host',
    ],
    [
      'no TLS',
      () => redis.url.replace('rediss', 'redis'),
      null,
      'a server that asks for TLS is reached with rediss://',
    ],
  ])('%s: exit 2 and why', async (_, url, ca, says) => {
    const { status, stdout, stderr } = await inProcess(
      ['worker', '--queue', url()],
      ca === null ? {} : { env: env(ca) },
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`Redis does not answer at ${url()}: `);
    expect(stderr).toContain(says);
  });
});
