import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COMMANDS, main } from '../../src/cli.js';
import { openCommand } from '../../src/commands/open-command.js';
import { saveDrill } from '../../src/commands/save-drill.js';
import { readDrill } from '../../src/input/from-disk.js';
import { runDrill } from '../../src/run/run-drill.js';
import { CHROMIUM } from '../support/browser.js';
import { ROOT } from '../support/built.js';

const TOPOLOGY = JSON.stringify({
  product: 'sfb2015',
  sites: [{ name: 'A' }],
  links: [],
  pools: [{ fqdn: 'p.x', site: 'A', edition: 'standard', platform: 'virtual', servers: ['p.x'], users: 10 }],
  edgePools: [],
  centralManagement: { active: 'p.x' },
});
const TEXT = `drill: Saved\ntopology: ${TOPOLOGY}\nsteps:\n  - wait: 1m\n`;
const DRILL = `drill: Planned failover of a Standard Edition pool
topology: ${ROOT}sims/contoso-standard.yaml
steps:
  - wait: 10m
  - run: Invoke-CsManagementServerFailover
  - run: Invoke-CsPoolFailOver -PoolFqdn std1.contoso.com
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drydrill-save-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const save = (name: unknown, text: unknown = TEXT) => saveDrill(folder, JSON.stringify({ name, text }));

describe('a drill of a page', () => {
  test('becomes a new file that says what was sent', async () => {
    expect(await save('What if-1')).toEqual({ path: join(folder, 'What if-1.yaml'), name: 'What if-1.yaml' });
    expect(readFileSync(join(folder, 'What if-1.yaml'), 'utf8')).toBe(TEXT);
  });

  test.each([
    ...['', '.', '..', '../up', 'a/b', 'a\\b', '/etc/x', 'C:x', '.hidden', 'a.yaml', 'a\u0000b', 'a\nb', ' a', '-rf'],
    ...['NUL', 'con', 'COM1', 'ä', 'x'.repeat(81)],
  ])('is not written under the name %j', async (name) => {
    expect(await save(name)).toMatchObject({ status: 400 });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('never over a file, nor through a link', async () => {
    writeFileSync(join(folder, 'there.yaml'), 'mine');
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'link.yaml'));
    expect(await save('there')).toMatchObject({ status: 409 });
    expect(await save('link')).toMatchObject({ status: 409 });
    expect(readFileSync(join(folder, 'there.yaml'), 'utf8')).toBe('mine');
    expect(existsSync(join(folder, 'elsewhere'))).toBe(false);
  });

  test('is a drill that needs no other file, or is not written', async () => {
    for (const text of ['', 'hello', 'steps: [', TEXT.replace('wait: 1m', 'wait: soon'), DRILL]) {
      expect(await save('no', text)).toMatchObject({ status: 422 });
    }
    for (const body of ['', 'x', 'null', '[]', '{"name":"a"}', '{"text":"a"}', '{"name":1,"text":"a"}']) {
      expect(await saveDrill(folder, body)).toMatchObject({ status: 400 });
    }
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('the server', () => {
  let stop: AbortController;
  let ended: Promise<number>;
  let address: URL;

  beforeEach(async () => {
    writeFileSync(join(folder, 'b.yaml'), DRILL);
    writeFileSync(join(folder, 'c.yaml'), DRILL.replace('Planned', 'Another planned'));
    stop = new AbortController();
    address = await new Promise<URL>((resolve) => {
      const io = {
        stdout: { write: (text: string) => resolve(new URL(text.trim())) },
        stderr: { write: () => {} },
        env: {},
        isTTY: false,
      };
      ended = main(['open', folder, '--seeds', '1'], io, { ...COMMANDS, open: async () => openCommand(stop) });
    });
  });
  afterEach(async () => {
    stop.abort();
    await ended;
  });

  const post = (path: string, headers: Record<string, string>, body = JSON.stringify({ name: 'a', text: TEXT })) =>
    new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port: address.port, path, method: 'POST', headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          text += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      });
      asked.on('error', reject);
      asked.end(body);
    });
  const own = () => ({ origin: address.origin, 'content-type': 'application/json' });

  test('saves beside the drill, and the routes lead where they led', async () => {
    const said = await post(`${address.pathname}drills/2/save`, own());
    expect(said).toEqual({ status: 201, text: 'Saved as a.yaml.\n' });
    expect(readdirSync(folder)).toEqual(['a.yaml', 'b.yaml', 'c.yaml']);
    const index = await (await fetch(address)).text();
    expect(index).toMatch(/drills\/1"[^>]*>.*b\.yaml.*drills\/2"[^>]*>.*c\.yaml.*drills\/3"[^>]*>.*a\.yaml/s);
    expect(await (await fetch(new URL('drills/3', address))).text()).toContain('<bdi>Saved');
  });

  test.each([
    ['without an origin', 403, (headers: Record<string, string>) => ({ 'content-type': headers['content-type'] })],
    ['of another origin', 403, (headers: Record<string, string>) => ({ ...headers, origin: 'http://evil.example' })],
    ['of no origin', 403, (headers: Record<string, string>) => ({ ...headers, origin: 'null' })],
    ['of another site', 403, (headers: Record<string, string>) => ({ ...headers, 'sec-fetch-site': 'cross-site' })],
    ['to another host', 403, (headers: Record<string, string>) => ({ ...headers, host: 'evil.example' })],
    ['of a form', 415, (headers: Record<string, string>) => ({ ...headers, 'content-type': 'text/plain' })],
  ])('%s nothing is taken', async (_, status, changed) => {
    const path = `${address.pathname}drills/1/save`;
    expect((await post(path, changed(own()) as Record<string, string>)).status).toBe(status);
    expect(readdirSync(folder)).toEqual(['b.yaml', 'c.yaml']);
    // The same is taken from its own page.
    expect((await post(path, own())).status).toBe(201);
  });

  test('nor without the token, on another route, of no drill, or of megabytes', async () => {
    for (const path of ['drills/0/save', 'drills/9/save', 'drills/../save', 'save', '', 'events', 'drills/1']) {
      expect([path, (await post(address.pathname + path, own())).status]).toEqual([path, 405]);
    }
    expect((await post(`/${'x'.repeat(32)}/drills/1/save`, own())).status).toBe(404);
    const large = JSON.stringify({ name: 'a', text: 'x'.repeat(4_000_001) });
    expect((await post(`${address.pathname}drills/1/save`, own(), large)).status).toBe(413);
    expect(readdirSync(folder)).toEqual(['b.yaml', 'c.yaml']);
  });

  test.skipIf(CHROMIUM === undefined)(
    'a page saves what was changed in it when it is asked to, and stays as it is',
    async () => {
      const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
      try {
        const page = await browser.newPage();
        const heard: string[] = [];
        page.on('console', (message) => heard.push(message.text()));
        await page.goto(new URL('drills/1', address).href);
        await page.locator('.replayed').waitFor();
        await page.locator('.edited-steps input').nth(1).uncheck();
        await page.locator('.changed-bar', { hasText: 'verdict' }).waitFor();
        expect(readdirSync(folder)).toEqual(['b.yaml', 'c.yaml']);
        await page.getByLabel('Name of a new drill').fill('without cms');
        await page.getByRole('button', { name: 'Save beside the drill' }).click();
        await page.getByText('Saved as without cms.yaml.').waitFor();
        const read = await readDrill(join(folder, 'without cms.yaml'));
        if (Array.isArray(read)) throw new Error(read[0].message);
        expect(runDrill(read).result.steps.map(({ outcome }) => outcome)).toEqual(['ok', 'refused']);
        expect(heard).toEqual([]);
        await page.getByRole('button', { name: 'Save beside the drill' }).click();
        await page.getByText('is there already').waitFor();
        expect(await page.locator('.changed-bar').count()).toBe(1);
      } finally {
        await browser.close();
      }
    },
    120_000,
  );
});
