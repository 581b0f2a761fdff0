import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { queueAddress } from '../../../src/campaign/queue/redis-connection.js';

const folder = mkdtempSync(join(tmpdir(), 'drydrill-redis-address-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('an address has a host, perhaps a port and a database; what is secret comes from the environment', () => {
  writeFileSync(join(folder, 'password'), 'from a file\n');
  writeFileSync(join(folder, 'ca.pem'), 'a certificate');
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
      tls: { ca: Buffer.from('a certificate') },
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
])('%s %o: %s', (url, env, says) => {
  const said = queueAddress(url, env);
  expect(said).toContain(says);
  expect(said).not.toContain('secret');
});
