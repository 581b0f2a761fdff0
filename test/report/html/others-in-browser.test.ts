import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS, main } from '../../../src/cli.js';
import { openCommand } from '../../../src/commands/open-command.js';
import { checkAsHtml } from '../../../src/report/html/check-page.js';
import { comparisonAsHtml } from '../../../src/report/html/comparison-page.js';
import { explorationAsHtml } from '../../../src/report/html/exploration-page.js';
import { ROOT } from '../../support/built.js';
import { checkOf, comparisonOf, explorationOfSmall, hazardsOfSmall } from './other-pages.js';
import { documentOf, hostile, resultOfSim } from './pages.js';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
if (CHROMIUM === undefined)
  console.warn('No chromium at /usr/bin/chromium: the pages of searches, comparisons and checks are not looked at.');

const NAMES = ['explored', 'explored hostile', 'hazards', 'compared', 'compared hostile', 'checked', 'checked hostile'];

describe.skipIf(CHROMIUM === undefined)('in a browser', () => {
  const directory = mkdtempSync(join(tmpdir(), 'drydrill-html-'));
  const files = new Map<string, string>();
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
    const [searched, hazards] = [await explorationOfSmall(), await hazardsOfSmall()];
    const [lost, forgot] = [await resultOfSim('03-site-loss'), await resultOfSim('04a-forgot-cms')];
    const pages = [
      explorationAsHtml(searched),
      explorationAsHtml(hostile(searched)),
      explorationAsHtml(hazards),
      comparisonAsHtml(comparisonOf(lost, forgot)),
      comparisonAsHtml(comparisonOf(hostile(lost), forgot)),
      checkAsHtml(checkOf([lost, { ...forgot, verdict: 'failed', readiness: 'notReady' }])),
      checkAsHtml(checkOf([hostile(lost), forgot])),
    ];
    NAMES.forEach((name, i) => {
      const path = join(directory, `${name}.html`);
      writeFileSync(path, pages[i]);
      files.set(name, pathToFileURL(path).href);
    });
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(directory, { recursive: true });
  });

  test.each(NAMES)('%s opens from disk, asks for nothing and complains of nothing', async (name) => {
    const page = await browser.newPage();
    const heard: string[] = [];
    page.on('console', (message) => heard.push(message.text()));
    page.on('pageerror', (error) => heard.push(String(error)));
    page.on('dialog', (dialog) => heard.push(dialog.message()));
    page.on('request', (request) => heard.push(...(request.url() === files.get(name) ? [] : [request.url()])));
    await page.goto(files.get(name)!);
    expect(heard).toEqual([]);
    expect(await page.evaluate('getComputedStyle(document.querySelector(".panel")).backgroundColor')).toBe(
      'rgb(255, 255, 255)',
    );
    await page.close();
  });

  test('a link in the index of a check opens the first screen of its drill, without a script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(files.get('checked')!);
    expect(await page.locator('#drill-1').isVisible()).toBe(false);
    // What did not pass stands open from the start.
    expect(await page.locator('#drill-2').isVisible()).toBe(true);
    await page.locator('a[href="#drill-1"]').first().click();
    await page.locator('#drill-1').waitFor({ state: 'visible' });
    await context.close();
  });

  test('on paper the summary of several failovers, and of a long night, is one page', async () => {
    const page = await browser.newPage();
    await page.emulateMedia({ media: 'print' });
    // A4 landscape without its margins, at 96 pixels an inch: 275 by 190 mm.
    await page.setViewportSize({ width: Math.round((275 / 25.4) * 96), height: 800 });
    const swap = await resultOfSim('02-swap');
    const many = { ...swap, recovery: [1, 2, 3].flatMap(() => swap.recovery.map((entry) => ({ ...entry }))) };
    for (const result of [swap, many, await resultOfSim('14-three-sites'), await resultOfSim('17-site-loss-night')]) {
      const path = join(directory, 'paper.html');
      writeFileSync(path, documentOf(result));
      await page.goto(pathToFileURL(path).href);
      const below = await page.evaluate(
        'document.querySelector("#mend").getBoundingClientRect().bottom + window.scrollY',
      );
      expect(below).toBeLessThan((190 / 25.4) * 96);
    }
    await page.close();
  });

  test('a page of drydrill open follows its file, and complains of nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'drydrill-open-'));
    const drill = (wait: string): string =>
      `drill: Wait ${wait}\ntopology: ${ROOT}sims/contoso-standard.yaml\nsteps:\n  - wait: ${wait}\n  - run: Invoke-CsManagementServerFailover\n`;
    writeFileSync(join(folder, 'a.yaml'), drill('10m'));
    const stop = new AbortController();
    let printed: (text: string) => void = () => {};
    const address = new Promise<string>((resolve) => {
      printed = resolve;
    });
    const io = {
      stdout: { write: (text: string) => printed(text.trim()) },
      stderr: { write: () => {} },
      env: {},
      isTTY: false,
    };
    const ended = main(['open', folder, '--seeds', '1'], io, { ...COMMANDS, open: async () => openCommand(stop) });
    const page = await browser.newPage();
    const heard: string[] = [];
    page.on('console', (message) => heard.push(message.text()));
    page.on('pageerror', (error) => heard.push(String(error)));
    await page.goto(await address);
    expect(await page.textContent('h1')).toBe('Wait 10m');
    writeFileSync(join(folder, 'a.yaml'), drill('20m'));
    await page.locator('h1', { hasText: 'Wait 20m' }).waitFor();
    expect(heard).toEqual([]);
    await page.close();
    stop.abort();
    expect(await ended).toBe(0);
    rmSync(folder, { recursive: true });
  });

  test.each([
    [1440, 'light'],
    [1440, 'dark'],
    [768, 'light'],
    [768, 'dark'],
    [400, 'light'],
    [400, 'dark'],
  ] as const)('at %i pixels, %s, nothing scrolls sideways and axe finds nothing', async (width, colorScheme) => {
    const context = await browser.newContext({ bypassCSP: true, viewport: { width, height: 900 }, colorScheme });
    const page = await context.newPage();
    for (const name of NAMES) {
      await page.goto(files.get(name)!);
      const over = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
      expect([name, over]).toEqual([name, 0]);
      if (name.endsWith('hostile')) continue;
      await page.evaluate(axe.source);
      const found = await page.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
      );
      expect([name, found]).toEqual([name, []]);
    }
    await context.close();
  });
});
