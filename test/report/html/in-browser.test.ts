import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { USERS_WORDS } from '../../../src/report/text/run-words.js';
import { hostile, htmlOf, resultOfSim, resultWithHostileSite, twentyPairs } from './pages.js';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
if (CHROMIUM === undefined)
  console.warn('No chromium at /usr/bin/chromium: the HTML report is not looked at in a browser.');

/** What the page says of its replay, when it has something to say. */
const REPLAYED = '.replayed, .replay-differs';

/** A page that stays open, and what it asked for and complained of. */
interface Opened {
  readonly page: Page;
  readonly heard: readonly string[];
}

describe.skipIf(CHROMIUM === undefined)('in a browser', () => {
  const directory = mkdtempSync(join(tmpdir(), 'drydrill-html-'));
  const files = new Map<string, string>();
  let browser: Browser;
  /** Each page is opened once, as it plays its drill as often as it is opened, and looked at in many ways. */
  const opened = new Map<string, Promise<Opened>>();
  const open = (name: string): Promise<Opened> => {
    const page = opened.get(name) ?? openAnew(name);
    opened.set(name, page);
    return page;
  };

  async function openAnew(name: string): Promise<Opened> {
    const page = await browser.newPage();
    const heard: string[] = [];
    page.on('console', (message) => heard.push(message.text()));
    page.on('pageerror', (error) => heard.push(String(error)));
    page.on('dialog', (dialog) => heard.push(dialog.message()));
    // The simulator's worker is made of what lies in the page.
    const own = (url: string): boolean => url === files.get(name) || url.startsWith('blob:');
    page.on('request', (request) => heard.push(...(own(request.url()) ? [] : [request.url()])));
    await page.goto(files.get(name)!);
    await page.waitForSelector(REPLAYED);
    return { page, heard };
  }

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
    const lost = await resultOfSim('03-site-loss');
    const pages = {
      lost,
      hostile: hostile(lost),
      hostileSite: await resultWithHostileSite('03-site-loss'),
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

  test.each(['lost', 'hostile', 'hostileSite', 'many'])(
    '%s opens from disk, asks for nothing and complains of nothing',
    async (name) => {
      const { page, heard } = await open(name);
      expect(heard).toEqual([]);
      // Its style is let in by its policy: the panels are white on grey.
      expect(await page.evaluate('getComputedStyle(document.querySelector(".panel")).backgroundColor')).toBe(
        'rgb(255, 255, 255)',
      );
    },
  );

  test.each(['lost', 'hostileSite', 'sites', 'many'])(
    '%s plays its drill again, and the same comes out',
    async (name) => {
      const { page } = await open(name);
      expect(await page.textContent(REPLAYED)).toContain('✓ replayed here, identical');
    },
  );

  test('a report that was changed says so, and stays the report that was written', async () => {
    const page = await browser.newPage();
    const changed = readFileSync(fileURLToPath(files.get('lost')!), 'utf8').replace('"atMs":1860000', '"atMs":1800000');
    const path = join(directory, 'changed.html');
    writeFileSync(path, changed);
    await page.goto(pathToFileURL(path).href);
    const said = await page.textContent('.replay-differs');
    expect(said).toContain('the report says otherwise');
    expect(said).toContain('recovery');
    expect(await page.textContent('.lead')).toContain('00:31');
    await page.close();
  });

  test('keys lead from event to event, and the picture has what users had then', async () => {
    const { users, timeline, endedAtMs } = await resultOfSim('03-site-loss');
    const page = await browser.newPage();
    await page.goto(files.get('lost')!);
    await page.waitForSelector('#cursor');
    // The cursor begins at the outage.
    const events = [...new Set(timeline.map(({ atMs }) => atMs))].filter((atMs) => atMs > 31 * 60_000);
    expect(events.length).toBeGreaterThan(15);
    const visited: number[] = [];
    while (visited.at(-1) !== endedAtMs) {
      await page.keyboard.press('ArrowRight');
      const atMs = Number(await page.locator('#cursor').inputValue());
      const shown = await page.locator('.at-cursor .users').allTextContents();
      const there = users.map(({ intervals }) => intervals.findLast(({ fromMs }) => fromMs <= atMs)!);
      expect(shown.map((text) => text.split(' →')[0])).toEqual(
        there.map(({ affected, state }) => `${affected.toLocaleString('en-US')} users ${USERS_WORDS[state]}`),
      );
      expect(atMs).toBeGreaterThan(visited.at(-1) ?? 31 * 60_000);
      visited.push(atMs);
    }
    expect(visited).toEqual(expect.arrayContaining(events));
    await page.locator('#cursor').focus();
    await page.keyboard.press('Home');
    expect(await page.locator('.clock').textContent()).toBe('00:00:00');
    await page.keyboard.press('Shift+ArrowRight');
    expect(await page.locator('.step-now').textContent()).toContain('Step 2');
    await page.close();
  });

  test('a press on the picture moves the cursor there', async () => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(files.get('lost')!);
    await page.waitForSelector('#cursor');
    await page.locator('.wide-only .plot').scrollIntoViewIfNeeded();
    const box = (await page.locator('.wide-only .plot').boundingBox())!;
    await page.mouse.click(box.x + box.width / 2, box.y + 60);
    const [before, label] = [await page.locator('#cursor').inputValue(), await page.locator('.clock').textContent()];
    const cursor = (await page.locator('.wide-only .cursor').boundingBox())!;
    expect(Math.abs(cursor.x - (box.x + box.width / 2))).toBeLessThan(3);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 100, box.y + 60, { steps: 4 });
    await page.mouse.up();
    expect(Number(await page.locator('#cursor').inputValue())).toBeGreaterThan(Number(before));
    expect(await page.locator('.clock').textContent()).not.toBe(label);
    await page.close();
  });

  test('without scripts the document is there, and promises nothing else', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    for (const name of ['lost', 'many']) {
      await page.goto(files.get(name)!);
      expect(await page.locator('.verdict').textContent()).toMatch(/passed|failed/i);
      expect(await page.locator('.number .value').count()).toBe(5);
      expect(await page.locator('#night svg.night').count()).toBe(2);
      expect(await page.locator('table').count()).toBeGreaterThan(3);
      expect(await page.locator('#replayed').textContent()).toBe('');
      expect(await page.locator('button, input, select').count()).toBe(0);
    }
    await context.close();
  });

  test.each([320, 400, 768, 1440])('a page %i pixels wide does not scroll sideways', async (width) => {
    // Style alone decides how wide a page is: no script asks for the width.
    for (const name of ['lost', 'hostileSite', 'sites', 'many']) {
      const { page } = await open(name);
      await page.getByLabel('What breaks or is put right').waitFor();
      await page.setViewportSize({ width, height: 900 });
      const over = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
      expect([name, over]).toEqual([name, 0]);
    }
  });

  describe('axe', () => {
    const pages = new Map<string, Page>();
    let context: BrowserContext;
    beforeAll(async () => {
      context = await browser.newContext({ bypassCSP: true });
      for (const name of ['lost', 'sites']) {
        const page = await context.newPage();
        await page.goto(files.get(name)!);
        await page.waitForSelector(REPLAYED);
        // With everything that a change brings.
        await page.locator('.edited-steps input').first().uncheck();
        await page.waitForSelector('.changed-bar');
        await page.evaluate(axe.source);
        pages.set(name, page);
      }
    }, 120_000);
    afterAll(() => context?.close());

    test.each([
      [1440, 'light'],
      [1440, 'dark'],
      [800, 'light'],
      [800, 'dark'],
      [400, 'light'],
      [400, 'dark'],
    ] as const)('finds nothing at %i pixels, %s', async (width, colorScheme) => {
      expect(pages.size).toBeGreaterThan(0);
      for (const [name, page] of pages) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        const found = await page.evaluate(
          'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
        );
        expect([name, found]).toEqual([name, []]);
      }
    });
  });

  test('on paper the summary is one page, and no page is empty', async () => {
    const page = await browser.newPage();
    await page.goto(files.get('lost')!);
    await page.waitForSelector('#cursor');
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
