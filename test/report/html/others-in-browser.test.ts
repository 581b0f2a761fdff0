import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS, main } from '../../../src/cli.js';
import { openCommand } from '../../../src/commands/open-command.js';
import { pageScripts } from '../../../src/commands/page-scripts.js';
import { checkAsHtml } from '../../../src/report/html/check-page.js';
import { comparisonAsHtml } from '../../../src/report/html/comparison-page.js';
import { explorationAsHtml } from '../../../src/report/html/exploration-page.js';
import {
  axeFindings,
  browserOfTests,
  CHROMIUM,
  LOOKS,
  lookAt,
  pixelsOver,
  type Watched,
  watchedPage,
} from '../../support/browser.js';
import { ROOT } from '../../support/built.js';
import { checkOf, comparisonOf, hazardsOfSmall, searchOfSmall } from './other-pages.js';
import { documentOf, hostile, resultOfSim } from './pages.js';

const NAMES = ['explored', 'explored hostile', 'hazards', 'compared', 'compared hostile', 'checked', 'checked hostile'];

describe.skipIf(CHROMIUM === undefined)('in a browser', () => {
  const directory = mkdtempSync(join(tmpdir(), 'drydrill-html-'));
  const files = new Map<string, string>();
  let watched: Watched;

  beforeAll(async () => {
    watched = await watchedPage();
    const { report: searched, runs } = await searchOfSmall();
    const hazards = await hazardsOfSmall();
    const [lost, forgot] = [await resultOfSim('03-site-loss'), await resultOfSim('04a-forgot-cms')];
    const pages = [
      explorationAsHtml(searched, { scripts: pageScripts('html'), runs }),
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
    await watched?.page.close();
    rmSync(directory, { recursive: true });
  });

  // Each page is opened once, and looked at in many ways.
  describe.each(NAMES)('the page %s', (name) => {
    beforeAll(async () => {
      await lookAt(watched.page, LOOKS[0]);
      await watched.open(files.get(name)!);
    });

    test('opens from disk, asks for nothing and complains of nothing', async () => {
      const { page, heard } = watched;
      expect(heard).toEqual([]);
      expect(await page.evaluate('getComputedStyle(document.querySelector(".panel")).backgroundColor')).toBe(
        'rgb(255, 255, 255)',
      );
    });

    test.each(LOOKS)('at $width pixels, $colorScheme, nothing scrolls sideways and axe finds nothing', async (look) => {
      await lookAt(watched.page, look);
      expect(await pixelsOver(watched.page)).toBe(0);
      if (!name.endsWith('hostile')) expect(await axeFindings(watched.page)).toEqual([]);
    });
  });

  describe('the page of an exploration', () => {
    beforeAll(async () => {
      await lookAt(watched.page, LOOKS[0]);
      await watched.open(files.get('explored')!);
      await watched.page.locator('#heat button').first().waitFor();
    });

    test('a counterexample is played again, and stepped through with the keys of a night', async () => {
      const { page, heard } = watched;
      await page.locator('[data-run=violation-2] button').click();
      await page.locator('#stepped #cursor').waitFor();
      const panel = page.locator('#stepped-run');
      expect(await panel.locator('.replayed').textContent()).toBe('✓ replayed here, identical');
      expect(await panel.locator('h2').textContent()).toContain('I4: ');
      const before = Number(await page.locator('#cursor').inputValue());
      await page.keyboard.press('ArrowRight');
      expect(Number(await page.locator('#cursor').inputValue())).toBeGreaterThan(before);
      expect(page.url()).toContain('#x=violation-2');
      await page.getByRole('button', { name: 'Back to where it was chosen' }).click();
      expect(await page.locator('#stepped').textContent()).toBe('');
      expect(await page.evaluate('document.activeElement.parentElement.dataset.run')).toBe('violation-2');
      expect(heard).toEqual([]);
    });

    test('what no timed run shows is stepped through without a clock, with the same keys', async () => {
      const { page, heard } = watched;
      await page.locator('[data-run=violation-1] button').click();
      await page.locator('#untimed #cursor').waitFor();
      expect(await page.locator('#stepped-run .secondary').textContent()).toContain('have an order and no times');
      const steps = await page.locator('.untimed-steps li').count();
      expect(await page.locator('#stepped h3').textContent()).toBe('Before the first step');
      expect(await page.locator('.just-changed').count()).toBe(0);
      for (let i = 0; i < steps; i++) {
        expect(await page.locator('#untimed .cut').count()).toBe(0);
        await page.keyboard.press('ArrowRight');
      }
      expect(await page.locator('#stepped h3').textContent()).toBe(`After step ${steps} of ${steps}`);
      // The last step is the one that breaks it.
      expect(await page.locator('#untimed .cut').textContent()).toContain(
        (await page.locator('#stepped-run h2').textContent())!,
      );
      expect(await page.locator('.untimed-steps [aria-current=step]').count()).toBe(1);
      await page.waitForURL(new RegExp(`#x=violation-1&t=${steps}$`));
      expect(await axeFindings(page)).toEqual([]);
      await page.locator('#cursor').focus();
      await page.keyboard.press('Home');
      expect(await page.locator('#cursor').inputValue()).toBe('0');
      await page.getByRole('button', { name: 'Back to where it was chosen' }).click();
      expect(heard).toEqual([]);
    });

    test('a cell of the heat map is a run, and says whether it comes to what the search found', async () => {
      const { page, heard } = watched;
      // A site that is lost leaves its users without service whenever it is lost; of a lost Edge server no run strands data.
      const open = async (row: string): Promise<string | null> => {
        await page.locator(`#heat tr[data-name="${row}"] button`).first().click();
        await page.locator('#stepped-run h2', { hasText: row }).waitFor();
        return page.locator('#stepped-run .secondary').textContent();
      };
      expect(await open('site Headquarters')).toContain(
        'users have no regular service at the end: the worst that the search found here, too',
      );
      expect(await page.locator('#stepped-run .lead').textContent()).toContain('have no regular service');
      expect(await open('server e1a.contoso.com')).toMatch(
        /^The search found that data is stranded\. None of 9 timed runs/,
      );
      expect(heard).toEqual([]);
    });

    test.each(LOOKS)('stepped through at $width pixels, $colorScheme, axe finds nothing', async (look) => {
      await lookAt(watched.page, look);
      expect(await pixelsOver(watched.page)).toBe(0);
      expect(await axeFindings(watched.page)).toEqual([]);
    });

    test('an address opens the counterexample again; one that was tampered with is not shown', async () => {
      const { page } = watched;
      const address = files.get('explored')!;
      const tampered = join(directory, 'tampered.html');
      const text = readFileSync(join(directory, 'explored.html'), 'utf8');
      writeFileSync(
        tampered,
        text.replace(/(<script type="application\/json" id="runs">.*?"durationMs":)600000/s, '$1660000'),
      );
      await page.goto('about:blank');
      await page.goto(`${address}#x=way-unserved`);
      await page.locator('#stepped #cursor').waitFor();
      await page.goto(pathToFileURL(tampered).href);
      await page.locator('[data-run=itself] button').click();
      await page.locator('#stepped-run .replay-differs').waitFor();
      expect(await page.locator('#stepped #cursor').count()).toBe(0);
      expect(await page.locator('#heat button').count()).toBe(0);
    });
  });

  test('a link in the index of a check opens the first screen of its drill, without a script', async () => {
    const context = await (await browserOfTests()).newContext({ javaScriptEnabled: false });
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
    const page = await (await browserOfTests()).newPage();
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
    const page = await (await browserOfTests()).newPage();
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
});
