import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostile, htmlOf, resultOfSim, twentyPairs } from './pages.js';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
if (CHROMIUM === undefined)
  console.warn('No chromium at /usr/bin/chromium: the HTML report is not looked at in a browser.');

describe.skipIf(CHROMIUM === undefined)('in a browser', () => {
  const directory = mkdtempSync(join(tmpdir(), 'drydrill-html-'));
  const files = new Map<string, string>();
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
    const lost = await resultOfSim('03-site-loss');
    const pages = {
      lost,
      hostile: hostile(lost),
      sites: await resultOfSim('14-three-sites'),
      many: await twentyPairs(),
    };
    for (const [name, result] of Object.entries(pages)) {
      const path = join(directory, `${name}.html`);
      writeFileSync(path, htmlOf(result));
      files.set(name, pathToFileURL(path).href);
    }
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(directory, { recursive: true });
  });

  test.each(['lost', 'hostile', 'many'])(
    '%s opens from disk, asks for nothing and complains of nothing',
    async (name) => {
      const page = await browser.newPage();
      const heard: string[] = [];
      page.on('console', (message) => heard.push(message.text()));
      page.on('pageerror', (error) => heard.push(String(error)));
      page.on('dialog', (dialog) => heard.push(dialog.message()));
      page.on('request', (request) => heard.push(...(request.url() === files.get(name) ? [] : [request.url()])));
      await page.goto(files.get(name)!);
      expect(heard).toEqual([]);
      // Its style is let in by its policy: the panels are white on grey.
      expect(await page.evaluate('getComputedStyle(document.querySelector(".panel")).backgroundColor')).toBe(
        'rgb(255, 255, 255)',
      );
      await page.close();
    },
  );

  test.each([320, 400, 768, 1440])('a page %i pixels wide does not scroll sideways', async (width) => {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    for (const name of ['lost', 'hostile', 'sites', 'many']) {
      await page.goto(files.get(name)!);
      const over = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
      expect([name, over]).toEqual([name, 0]);
    }
    await page.close();
  });

  test.each([
    [1440, 'light'],
    [1440, 'dark'],
    [400, 'light'],
  ] as const)('axe finds nothing at %i pixels, %s', async (width, colorScheme) => {
    const context = await browser.newContext({ bypassCSP: true, viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    for (const name of ['lost', 'sites']) {
      await page.goto(files.get(name)!);
      await page.evaluate(axe.source);
      const found = await page.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
      );
      expect([name, found]).toEqual([name, []]);
    }
    await context.close();
  });

  test('on paper the summary is one page, and no page is empty', async () => {
    const page = await browser.newPage();
    await page.goto(files.get('lost')!);
    await page.emulateMedia({ media: 'print' });
    // A4 landscape without its margins, at 96 pixels an inch: 190 mm.
    await page.setViewportSize({ width: Math.round((275 / 25.4) * 96), height: 800 });
    const below = await page.evaluate(
      'document.querySelector("#mend").getBoundingClientRect().bottom + window.scrollY',
    );
    expect(below).toBeLessThan((190 / 25.4) * 96);
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThanOrEqual(6);
    expect(pages).toBeLessThanOrEqual(14);
    await page.close();
  });
});
