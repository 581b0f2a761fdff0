import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clock } from '../../src/core/format.js';
import { htmlOf, resultOfSim } from '../report/html/pages.js';
import { CHROMIUM, watchedPage } from '../support/browser.js';

describe.skipIf(CHROMIUM === undefined)('in a browser', () => {
  const directory = mkdtempSync(join(tmpdir(), 'drydrill-night-'));
  let page: Page;

  beforeAll(async () => {
    const path = join(directory, 'lost.html');
    writeFileSync(path, htmlOf(await resultOfSim('03-site-loss')));
    const watched = await watchedPage('held', true);
    page = watched.page;
    await watched.openRun(pathToFileURL(path).href);
  }, 120_000);

  afterAll(async () => {
    await page?.close();
    rmSync(directory, { recursive: true });
  });

  const cursorMs = async (): Promise<number> => Number(await page.locator('#cursor').inputValue());

  test('the night is drawn larger by buttons and keys, and a press moves the cursor to what is there', async () => {
    // The outage is at 31 min, and is over at 65 min 37 s: it is shown with an eighth before and after it.
    await page.getByRole('button', { name: 'Outage of pool1' }).click();
    const [from, to] = [31 * 60_000 - 2_077_000 / 8, 3_937_000 + 2_077_000 / 8];
    expect(await page.locator('.zoom .dim').textContent()).toBe('00:26:40 to 01:09:57');
    // What is drawn are the faults of that time.
    expect(await page.locator('.night .fault-text').allTextContents()).toEqual(['crash site Datacenter1 00:31']);
    expect(await page.locator('.night .repair-text').count()).toBe(0);
    const box = (await page.locator('.plot').boundingBox())!;
    // The axis begins 130 of 840 pixels from the left and is 702 long.
    await page.mouse.click(box.x + (box.width * (130 + 702 / 2)) / 840, box.y + 60);
    expect(Math.abs((await cursorMs()) - (from + to) / 2)).toBeLessThan(5000);
    await page.keyboard.press('+');
    expect(await page.locator('.zoom .dim').textContent()).not.toBe('00:26:40 to 01:09:57');
    // Where the cursor goes, the part goes along.
    await page.locator('#cursor').focus();
    await page.keyboard.press('End');
    expect(await page.locator('.zoom .dim').textContent()).toMatch(/to 05:5\d:\d\d$/);
    await page.keyboard.press('0');
    expect(await page.getByRole('button', { name: 'Whole drill' }).getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('1');
    expect(await page.getByRole('button', { name: 'Outage of pool1' }).getAttribute('aria-pressed')).toBe('true');
    expect(await cursorMs()).toBeLessThanOrEqual(to);
  });

  test('an address has the part of the night and the moment, and opens there again', async () => {
    await page.getByRole('button', { name: 'Outage of pool1' }).click();
    await page.locator('#cursor').focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction('location.hash.startsWith("#t=" + document.querySelector("#cursor").value + "&v=")');
    const [address, part, atMs] = [page.url(), await page.locator('.zoom .dim').textContent(), await cursorMs()];
    expect(address).toMatch(/#t=\d+&v=\d+-\d+$/);
    await page.goto('about:blank');
    await page.goto(address);
    await page.waitForSelector('#cursor');
    expect([await page.locator('.zoom .dim').textContent(), await cursorMs()]).toEqual([part, atMs]);
  });

  test('a key plays what is drawn, and another tells the keys', async () => {
    await page.getByRole('button', { name: 'Whole drill' }).click();
    await page.locator('#cursor').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press(' ');
    await page.waitForFunction('Number(document.querySelector("#cursor").value) > 60_000');
    // Who moves the cursor has it.
    await page.keyboard.press('End');
    await page.getByRole('button', { name: '▶ play' }).waitFor();
    const end = await cursorMs();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('the outages and failbacks, in their order').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await cursorMs()).toBe(end);
    const box = (await page.locator('.plot').boundingBox())!;
    await page.mouse.move(box.x + 400, box.y + 60);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    await page.locator('.zoom .dim').waitFor();
    await page.keyboard.press('0');
  });

  test('a part of where the time went leads to it in the night', async () => {
    await page.getByRole('button', { name: 'Whole drill' }).click();
    // The last part of the outage: from 3,172,985 to 3,937,014 ms.
    const part = page.locator('#time').getByRole('button', { name: /^failover: the partner takes the users over/ });
    await part.focus();
    await page.keyboard.press('Enter');
    await page.locator('.clock', { hasText: '00:52:53' }).waitFor();
    expect(await cursorMs()).toBe(3_172_985);
    // An eighth of its 764,029 ms before and after it: from 3,077,481 to 4,032,518.
    expect(await page.locator('.zoom .dim').textContent()).toBe('00:51:17 to 01:07:13');
    expect(await page.evaluate('document.activeElement.id')).toBe('cursor');
    await page.locator('#time').getByLabel('Table instead of picture').check();
    await page.locator('#time').getByRole('button', { name: '00:31:00' }).click();
    await page.locator('.clock', { hasText: '00:31:00' }).waitFor();
    await page.locator('#time').getByLabel('Table instead of picture').uncheck();
    // So does the time of a step.
    await page.locator('#steps').getByRole('button', { name: '00:51:18' }).click();
    await page.locator('.clock', { hasText: '00:51:18' }).waitFor();
  });

  test('paper has all of the night', async () => {
    await page.getByRole('button', { name: 'Outage of pool1' }).click();
    expect(await page.locator('.night .repair-text').count()).toBe(0);
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    await page.locator('.paper-only').nth(1).waitFor({ state: 'attached' });
    expect(await page.locator('.plot .repair-text').count()).toBe(1);
    // The outage, and the failback, by themselves.
    expect(await page.locator('.paper-only h3').allTextContents()).toEqual(['Outage of pool1', 'Failback of pool1']);
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    await page.locator('.paper-only').first().waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Outage of pool1' }).click();
  });

  test('who wants tables has them instead of the picture, by keyboard and on paper', async () => {
    const box = page.locator('#night').getByLabel('Table instead of picture');
    const [picture, lanes] = [page.locator('#night svg.night'), page.locator('#night .lanes-table')];
    expect([await picture.isVisible(), await lanes.count()]).toEqual([true, 0]);
    await box.focus();
    await page.keyboard.press('Space');
    await lanes.getByText('signed out from 00:31:00 for 5m').waitFor();
    expect(await picture.isVisible()).toBe(false);
    await page.emulateMedia({ media: 'print' });
    expect([await picture.isVisible(), await lanes.isVisible()]).toEqual([false, true]);
    await page.emulateMedia({ media: null });
    await box.focus();
    await page.keyboard.press('Space');
    expect([await picture.isVisible(), await lanes.count()]).toEqual([true, 0]);
  });

  test('axe finds nothing in a part of the night', async () => {
    await page.evaluate(axe.source);
    const found = await page.evaluate(
      'axe.run(document.querySelector("#night")).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
    );
    expect(found).toEqual([]);
  });

  test('a fault is brought to another time by keys and by a drag, and Escape drops a drag', async () => {
    await page.getByRole('button', { name: 'Whole drill' }).click();
    const grip = page.locator('.night .grip', { hasText: 'crash site Datacenter1' });
    const shownAt = (time: string) => page.locator('.night .fault-text', { hasText: `Datacenter1 ${time}` }).waitFor();
    await grip.focus();
    await page.keyboard.press('Alt+ArrowRight');
    await shownAt('00:32');
    // Who goes on pressing has the same fault.
    expect(await page.evaluate('document.activeElement.getAttribute("aria-valuetext")')).toBe('00:32:00');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Alt+Shift+ArrowRight');
    await shownAt('00:41:50');
    expect(await page.locator('.edited-fault .when').first().textContent()).toBe('00:41:50');
    const [mark, plot] = [(await grip.boundingBox())!, (await page.locator('.plot').boundingBox())!];
    const [x, y] = [mark.x + 6, mark.y + 6];
    const drag = async (by: number): Promise<void> => {
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + by, y, { steps: 4 });
    };
    // In a plot of 840 pixels the whole night is 702, from 130 on; a drag goes by ten seconds.
    const share = (((x + 80 - plot.x) / plot.width) * 840 - 130) / 702;
    const to = clock(Math.round((share * (await resultOfSim('03-site-loss')).endedAtMs) / 10_000) * 10_000);
    await drag(80);
    await page.locator('.dragged', { hasText: to }).waitFor();
    await page.keyboard.press('Escape');
    await page.mouse.up();
    expect(await page.locator('.dragged').count()).toBe(0);
    expect(await page.locator('.edited-fault .when').first().textContent()).toBe('00:41:50');
    await drag(80);
    await page.mouse.up();
    await page.locator('.edited-fault .when', { hasText: to }).waitFor();
    await page.keyboard.press('r');
    await shownAt('00:31');
  });

  test('Ctrl+Z takes a change back, Ctrl+Y has it again', async () => {
    const skipped = page.locator('.edited-steps .skipped');
    await page.locator('.edited-steps input').nth(1).uncheck();
    await page.locator('.edited-steps input').nth(3).uncheck();
    expect(await skipped.count()).toBe(2);
    await page.keyboard.press('Control+z');
    expect(await skipped.count()).toBe(1);
    await page.getByRole('button', { name: 'Redo' }).click();
    expect(await skipped.count()).toBe(2);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await page.locator('.changed-bar').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+y');
    expect(await skipped.count()).toBe(1);
    await page.getByRole('button', { name: '↺ Original' }).click();
    await page.keyboard.press('Control+Shift+Z');
    expect(await skipped.count()).toBe(1);
  });

  test('an address has the change of the drill, and opens there again; of another drill it is refused', async () => {
    await page.locator('#cursor').focus();
    await page.keyboard.press('r');
    await page.locator('.changed-bar').waitFor({ state: 'detached' });
    await page.locator('.edited-steps input').nth(1).uncheck();
    await page.getByLabel('Where a step is added').selectOption('6');
    await page.getByLabel('What can be typed there').selectOption({ label: 'wait 3m' });
    await page.getByRole('button', { name: '+ add' }).click();
    await page.locator('.changed-bar', { hasText: 'verdict' }).waitFor();
    await page.waitForURL(/&d=[\w.~-]+_a[0-9a-z]+_[\w.~-]+$/);
    const [address, steps] = [page.url(), await page.locator('.edited-steps li').allTextContents()];
    await page.goto('about:blank');
    await page.goto(address);
    await page.locator('.changed-bar', { hasText: 'verdict' }).waitFor();
    expect(await page.locator('.edited-steps li').allTextContents()).toEqual(steps);
    expect(await page.locator('.edited-steps .skipped').count()).toBe(1);
    expect(page.url()).toBe(address);
    // In the same page, too; what is not one of this drill changes nothing, and that is said.
    await page.evaluate('location.hash = "#t=5&d=<img src=x onerror=alert(1)>~f"');
    await page.locator('.changed-bar', { hasText: 'Shown is the drill as it was reported.' }).waitFor();
    expect(await page.locator('.edited-steps .skipped, img').count()).toBe(0);
    await page.waitForFunction('location.hash === "#t=5"');
    await page.getByRole('button', { name: 'Close' }).click();
    expect(await page.locator('.changed-bar').count()).toBe(0);
  });
});
