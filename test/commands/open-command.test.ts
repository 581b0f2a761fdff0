import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COMMANDS, main } from '../../src/cli.js';
import { openCommand } from '../../src/commands/open-command.js';
import { FOLLOW, FOLLOW_HASH, followingPage } from '../../src/report/html/opened-page.js';
import { ROOT } from '../support/built.js';

const DRILL = `drill: Planned failover of a Standard Edition pool
topology: ${ROOT}sims/contoso-standard.yaml
steps:
  - wait: 10m
  - run: Invoke-CsManagementServerFailover
  - run: Invoke-CsPoolFailOver -PoolFqdn std1.contoso.com
`;

let folder: string;
let stop: AbortController;
let ended: Promise<number> | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydrill-open-'));
  stop = new AbortController();
});

afterEach(async () => {
  stop.abort();
  await ended;
  ended = null;
  rmSync(folder, { recursive: true });
});

/** Starts the command; answers the address that it prints. */
function open(...argv: string[]): Promise<URL> {
  return new Promise((resolve, reject) => {
    const io = {
      stdout: { write: (text: string) => resolve(new URL(text.trim())) },
      stderr: { write: () => {} },
      env: {},
      isTTY: false,
    };
    ended = main(['open', ...argv], io, { ...COMMANDS, open: async () => openCommand(stop) });
    ended.then((status) => reject(new Error(`ended with ${status}`)));
  });
}

interface Asked {
  readonly status: number;
  readonly text: string;
  readonly headers: NodeJS.Dict<string | string[]>;
}

/** Asks for a path as it is, without what a browser would make of it. */
function ask({ port }: URL, path: string, options: { headers?: Record<string, string>; method?: string } = {}) {
  return new Promise<Asked>((resolve, reject) => {
    const { headers = {}, method = 'GET' } = options;
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

test('a folder: an index without names of files in its links, and the report of each drill', async () => {
  writeFileSync(join(folder, 'a.yaml'), DRILL);
  writeFileSync(join(folder, 'b.yaml'), DRILL.replace('Planned', 'Another planned'));
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  const before = readdirSync(folder);
  const address = await open(folder, '--seeds', '1');
  const index = await ask(address, address.pathname);
  expect(index.status).toBe(200);
  expect(index.text).toContain('href="drills/1"');
  expect(index.text).toContain('href="drills/2"');
  expect(index.text).toContain('not run yet');
  expect(index.text).not.toContain('secret');
  const page = await ask(address, `${address.pathname}drills/2`);
  expect(page.text).toContain('<bdi>Another planned failover');
  expect(page.text).toContain('Where the time went');
  expect((await ask(address, address.pathname)).text).toMatch(/✓ passed|✕ failed/);
  expect((await ask(address, `${address.pathname}drills/3`)).status).toBe(404);
  // Nothing was written.
  expect(readdirSync(folder)).toEqual(before);
});

test('a drill alone is the page itself', async () => {
  const path = join(folder, 'a.yaml');
  writeFileSync(path, DRILL);
  const address = await open(path, '--seeds', '1');
  expect((await ask(address, address.pathname)).text).toContain('<bdi>Planned failover of a Standard Edition pool');
});

test('what cannot be read says where, and the page follows when it is mended', async () => {
  const path = join(folder, 'a.yaml');
  writeFileSync(path, DRILL);
  const address = await open(path, '--seeds', '1');
  const changed = new Promise<string>((resolve) => {
    request({ host: '127.0.0.1', port: address.port, path: `${address.pathname}events` }, (response) => {
      response.setEncoding('utf8');
      response.on('data', (part: string) => part.includes('changed') && resolve(part));
    }).end();
  });
  expect((await ask(address, address.pathname)).text).toContain('Planned failover');
  writeFileSync(path, DRILL.replace('wait: 10m', 'wait: soon'));
  expect(await changed).toContain('event: changed');
  const broken = await ask(address, address.pathname);
  expect(broken.text).toContain('unusable');
  expect(broken.text).toMatch(/a\.yaml:4:/);
});

test('a path that does not exist is unusable', async () => {
  await expect(open(join(folder, 'nowhere.yaml'))).rejects.toThrow('ended with 2');
});

describe('who may ask', () => {
  let address: URL;

  beforeEach(async () => {
    writeFileSync(join(folder, 'a.yaml'), DRILL);
    address = await open(folder, '--seeds', '1');
  });

  test('it listens on the loopback address alone, under an address that nobody guesses', () => {
    expect(address.hostname).toBe('127.0.0.1');
    expect(address.pathname).toMatch(/^\/[\w-]{32}\/$/);
  });

  test.each([
    ['without the token', () => '/'],
    ['with another token', () => `/${'x'.repeat(32)}/`],
    ['with a part of the token', ({ pathname }: URL) => `${pathname.slice(0, -3)}/`],
    ['up from the token', ({ pathname }: URL) => `${pathname}../../../../etc/passwd`],
    ['up, encoded', ({ pathname }: URL) => `${pathname}drills/..%2f..%2f..%2fetc%2fpasswd`],
    ['an absolute path', ({ pathname }: URL) => `${pathname}/etc/passwd`],
    ['a file of the folder', ({ pathname }: URL) => `${pathname}a.yaml`],
    ['a file of the folder as a drill', ({ pathname }: URL) => `${pathname}drills/a.yaml`],
    ['drill 0', ({ pathname }: URL) => `${pathname}drills/0`],
    ['drill 1 and more', ({ pathname }: URL) => `${pathname}drills/1/..`],
    ['backslashes', ({ pathname }: URL) => `${pathname}..\\..\\etc\\passwd`],
  ])('%s: nothing', async (_, path) => {
    const { status, text } = await ask(address, path(address));
    expect([status, text]).toEqual([404, 'Nothing here.\n']);
  });

  test.each(['evil.example', 'evil.example:80', 'localhost.evil.example', '127.0.0.1', '127.0.0.1:1'])(
    'under the name "%s" nobody is answered',
    async (host) => {
      const { status, text } = await ask(address, address.pathname, { headers: { host } });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(text).not.toContain('drills/1');
    },
  );

  test('a page of another origin is not answered, nor is anything but reading', async () => {
    const headers = { origin: 'http://evil.example' };
    expect((await ask(address, address.pathname, { headers })).status).toBe(403);
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await ask(address, address.pathname, { method })).status).toBe(405);
    }
  });

  test('an answer is kept by nobody, framed by nobody, and leads nowhere', async () => {
    expect((await ask(address, address.pathname)).headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
  });
});

test('a page that follows may run its own script and hear its own server, and nothing else', () => {
  expect(FOLLOW_HASH).toBe(`sha256-${createHash('sha256').update(FOLLOW).digest('base64')}`);
  const page = (scripts: string) =>
    `<head><meta content="default-src 'none'; style-src 'x'; ${scripts}base-uri 'none'"></head><body>script-src ' </body>`;
  expect(followingPage(page(''))).toContain(
    `default-src 'none'; connect-src 'self'; script-src '${FOLLOW_HASH}'; style-src 'x'; base-uri`,
  );
  expect(followingPage(page("script-src 'own'; "))).toContain(`script-src '${FOLLOW_HASH}' 'own'; base-uri`);
  expect(() => followingPage('<p>')).toThrow();
});
