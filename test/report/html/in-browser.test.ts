import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { USERS_WORDS } from '../../../src/report/text/run-words.js';
import {
  axeFindings,
  browserOfTests,
  CHROMIUM,
  IN_FULL,
  LOOKS,
  lookAt,
  pixelsOver,
  REPLAYED,
  simulatorEnded,
  type Watched,
  watchedPage,
} from '../../support/browser.js';
import { hostile, htmlOf, resultOfSim, resultWithHostileSite, twentyPairs } from './pages.js';

describe.skipIf(CHROMIUM === undefined)('in a browser', () => {
  const directory = mkdtempSync(join(tmpdir(), 'drydrill-html-'));
  const files = new Map<string, string>();

  beforeAll(async () => {
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

  afterAll(() => rmSync(directory, { recursive: true }));

  // Each page is opened once, and looked at in many ways.
  describe.each([
    { name: 'lost', plays: true, seeds: 'played' },
    { name: 'hostile', plays: false, seeds: 'held' },
    { name: 'hostileSite', plays: true, seeds: 'held' },
    { name: 'sites', plays: true, seeds: IN_FULL ? 'played' : 'held' },
    { name: 'many', plays: true, seeds: 'held' },
  ] as const)('the page $name', ({ name, plays, seeds }) => {
    let watched: Watched;
    beforeAll(async () => {
      watched = await watchedPage(seeds);
      const { page } = watched;
      if (plays) await watched.openRun(files.get(name)!);
      else await watched.open(files.get(name)!);
      await page.waitForSelector(REPLAYED);
      if (seeds === 'played') await page.locator('.histogram').first().waitFor();
    }, 300_000);
    afterAll(() => watched?.page.close());

    test('opens from disk, asks for nothing and complains of nothing', async () => {
      const { page, heard } = watched;
      expect(heard).toEqual([]);
      // Its style is let in by its policy: the panels are white on grey.
      expect(await page.evaluate('getComputedStyle(document.querySelector(".panel")).backgroundColor')).toBe(
        'rgb(255, 255, 255)',
      );
    });

    test.runIf(plays)('plays its drill again, and the same comes out', async () => {
      expect(await watched.page.textContent(REPLAYED)).toContain('✓ replayed here, identical');
    });

    test.runIf(name === 'many')('a long night has a map, and its pairs can be opened', async () => {
      const { page } = watched;
      const groups = (): Promise<number> => page.locator('.plot .group-name').count();
      // The pair that is failed over, the other pairs, and what all share.
      expect(await groups()).toBe(4);
      await page.locator('#night summary').click();
      await page.getByRole('button', { name: 'pool7a, pool7b', exact: true }).click();
      expect(await groups()).toBe(6);
      const map = (await page.locator('.map').boundingBox())!;
      const y = map.y + 8;
      await page.mouse.move(map.x + map.width / 2, y);
      await page.mouse.down();
      await page.mouse.move(map.x + map.width / 2 + 60, y, { steps: 4 });
      await page.mouse.up();
      expect(await page.getByRole('button', { name: 'Whole drill' }).getAttribute('aria-pressed')).toBe('false');
      const frame = (await page.locator('.frame').boundingBox())!;
      expect(Math.abs(frame.x - (map.x + map.width / 2)) + Math.abs(frame.width - 60)).toBeLessThan(12);
    });

    test.runIf(plays).each([320, 400, 768, 1440])('does not scroll sideways at %i pixels', async (width) => {
      // Style alone decides how wide a page is: no script asks for the width.
      await watched.page.setViewportSize({ width, height: 900 });
      expect(await pixelsOver(watched.page)).toBe(0);
    });

    describe.runIf(seeds === 'played')('with everything that a change brings', () => {
      beforeAll(async () => {
        const { page } = watched;
        await page.getByRole('button', { name: /^Play these/ }).click();
        await page.locator('#heat button.cell').first().waitFor();
        await page.getByRole('button', { name: 'Stop', exact: true }).click();
        await page.locator('.edited-steps input').first().uncheck();
        await page.locator('.changed-bar', { hasText: 'verdict' }).waitFor();
        await page.getByText('Filled: as changed. Dashed: the original.').waitFor();
        await simulatorEnded(page);
      }, 300_000);

      test.each(LOOKS)('axe finds nothing at $width pixels, $colorScheme', async (look) => {
        await lookAt(watched.page, look);
        expect(await axeFindings(watched.page)).toEqual([]);
      });
    });
  });

  test('without scripts the document is there, and promises nothing else', async () => {
    const context = await (await browserOfTests()).newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    for (const name of ['lost', 'many']) {
      await page.goto(files.get(name)!);
      expect(await page.locator('.verdict').textContent()).toMatch(/passed|failed/i);
      expect(await page.locator('.number .value').count()).toBe(5);
      expect(await page.locator('#night svg.night').count()).toBe(2);
      expect(await page.locator('table').count()).toBeGreaterThan(3);
      expect(await page.locator('#replayed').textContent()).toBe('');
      // The boxes under the charts work without a script.
      expect(await page.locator('button, input:not(.swap > input), select').count()).toBe(0);
    }
    await context.close();
  });

  describe('the page of one night', () => {
    let watched: Watched;
    beforeAll(async () => {
      watched = await watchedPage();
      await watched.openRun(files.get('lost')!);
    });
    afterAll(() => watched?.page.close());

    test('keys lead from event to event, and the picture has what users had then', async () => {
      const { users, timeline, endedAtMs } = await resultOfSim('03-site-loss');
      const { page } = watched;
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
    });

    test('a press on the picture moves the cursor there', async () => {
      const { page } = watched;
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
    });

    test('on paper the summary is one page, and no page is empty', async () => {
      const { page } = watched;
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
      // The outage and the failback have a page each.
      expect(pages).toBeLessThanOrEqual(16);
      const foot = await page.evaluate('[...document.styleSheets[0].cssRules].at(-1).cssText');
      expect(foot).toMatch(/@bottom-left.*Lose Datacenter1.*passed.*seed 7/s);
    });

    test('a report that was changed says so, and stays the report that was written', async () => {
      const changed = readFileSync(fileURLToPath(files.get('lost')!), 'utf8').replace(
        '"atMs":1860000',
        '"atMs":1800000',
      );
      const path = join(directory, 'changed.html');
      writeFileSync(path, changed);
      const { page } = watched;
      await watched.open(pathToFileURL(path).href);
      const said = await page.textContent('.replay-differs');
      expect(said).toContain('the report says otherwise');
      expect(said).toContain('recovery');
      expect(await page.textContent('.lead')).toContain('00:31');
    });
  });
});
