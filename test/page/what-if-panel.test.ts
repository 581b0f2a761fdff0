import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { displayDuration } from '../../src/core/format.js';
import type { Drill } from '../../src/domain/drill.js';
import type { TimeSpread } from '../../src/domain/seeds-result.js';
import { readDrill } from '../../src/input/from-disk.js';
import { runDrill } from '../../src/run/run-drill.js';
import { playSeeds } from '../../src/run/seeds.js';
import { htmlOf, resultOfSim, resultWithHostileSite } from '../report/html/pages.js';
import { CHROMIUM, type Watched, watchedPage } from '../support/browser.js';
import { ROOT } from '../support/built.js';

describe.skipIf(CHROMIUM === undefined)('a drill changed in a browser', () => {
  const directory = mkdtempSync(join(tmpdir(), 'drydrill-what-if-'));
  const files = new Map<string, string>();
  let held: Watched;
  let playing: Watched;
  /** which of the files the page without seeds has */
  let shown = '';

  beforeAll(async () => {
    const pages = {
      lost: await resultOfSim('03-site-loss'),
      hostileSite: await resultWithHostileSite('03-site-loss'),
    };
    for (const [name, result] of Object.entries(pages)) {
      const path = join(directory, `${name}.html`);
      writeFileSync(path, htmlOf(result));
      files.set(name, pathToFileURL(path).href);
    }
    held = await watchedPage();
    playing = await watchedPage('played');
  }, 120_000);

  /** A page whose drill was played again and is unchanged, and what it complained of and asked for since. */
  async function opened(name: string, watched = held): Promise<Watched> {
    if (watched === playing || shown !== name) await watched.openRun(files.get(name)!);
    else if ((await watched.page.locator('.changed-bar').count()) > 0) {
      await watched.page.getByRole('button', { name: '↺ Original' }).click();
      await watched.page.waitForSelector('.replayed');
    }
    if (watched === held) shown = name;
    return watched;
  }

  afterAll(async () => {
    await held?.page.close();
    await playing?.page.close();
    rmSync(directory, { recursive: true });
  });

  test('a change is played: what is skipped is missed, and the way back leads to the report', async () => {
    // Meanwhile the seeds are played, of what is changed too.
    const { page, heard } = await opened('lost', playing);
    const before = await page.locator('.number .value').allTextContents();
    await page.locator('.edited-steps input').nth(1).uncheck();
    // Without the failover of the Central Management Store that of the pool is refused (D41).
    await page.locator('.edited-steps li').nth(6).getByText('✕ refused D41').waitFor();
    await page.locator('.changed-bar', { hasText: 'verdict passed failed' }).waitFor();
    // The summary follows.
    await page.locator('.verdict.failed').waitFor();
    expect(await page.title()).toMatch(/^changed: /);
    expect(await page.locator('.replayed').count()).toBe(0);
    expect(await page.locator('.number .value').allTextContents()).not.toEqual(before);
    await page.getByRole('button', { name: '↺ Original' }).click();
    await page.waitForSelector('.replayed');
    expect(await page.locator('.number .value').allTextContents()).toEqual(before);
    expect(await page.locator('.changed-bar').count()).toBe(0);
    expect(heard).toEqual([]);
  });

  test('a fault is moved with the keyboard, added at the cursor and taken back', async () => {
    const { page } = await opened('lost');
    await page.locator('.edited-fault input').first().focus();
    await page.keyboard.press('ArrowRight');
    // Ten seconds later.
    await page.locator('#night .fault-text', { hasText: 'crash site Datacenter1 00:31:10' }).first().waitFor();
    await page.getByRole('button', { name: /at 00:31:00, the cursor/ }).click();
    expect(await page.locator('.edited-fault').count()).toBe(3);
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await page.locator('.edited-fault').count()).toBe(2);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.waitForSelector('.replayed');
  });

  test('what can be typed at a place is offered there, and what is added is played', async () => {
    const { page } = await opened('lost');
    await page.getByLabel('Where a step is added').selectOption('6');
    const offers = page.getByLabel('What can be typed there');
    const line = 'Invoke-CsPoolFailOver -PoolFqdn pool1.contoso.com -DisasterMode';
    await offers.locator('option', { hasText: line }).first().waitFor({ state: 'attached' });
    await offers.selectOption({ label: 'wait 3m' });
    await page.getByRole('button', { name: '+ add' }).click();
    await page.waitForSelector('.changed-bar');
    const added = page.locator('.edited-steps li').nth(6);
    expect(await added.textContent()).toContain('7. wait 3m');
    await added.getByText('✓ ok').waitFor();
  });

  test('300 seeds are played, and come to what they come to outside of the page', async () => {
    const { page } = await opened('lost', playing);
    await page.getByRole('heading', { name: '300 seeds', exact: true }).waitFor();
    const drill = await readDrill(`${ROOT}sims/03-site-loss.yaml`);
    const played = playSeeds(drill as Drill, { count: 300, commandFor: String });
    if (!('result' in played)) throw new Error(played.message);
    const rto = played.result.seeds!.spread.find(({ what }) => what === 'rto') as TimeSpread;
    const words = `RTO median ${displayDuration(rto.p50Ms!)}, 95 % ${displayDuration(rto.p95Ms!)}`;
    expect(await page.locator('.spread').first().textContent()).toContain(words);
  });

  test('the heat map says how far it is, and a cell of it is a run that comes to what the cell says', async () => {
    const { page, heard } = await opened('lost', playing);
    await page.getByRole('button', { name: /^Play these [\d,]+ runs$/ }).click();
    await page.locator('#heat .heat-4 button').first().waitFor();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('button', { name: 'Go on' }).waitFor();
    const [played, all] = (await page.locator('#heat [role=status]').textContent())!.match(/[\d,]+/g)!;
    expect(played).not.toBe(all);
    const cells = page.locator('#heat tbody td');
    expect(await cells.count()).toBeGreaterThan(await page.locator('#heat tbody td.heat-none').count());
    const cell = page.locator('#heat .heat-4 button').first();
    const said = /^(.*), [^,]*: more users .* breaks at (\d\d:\d\d:\d\d)\.$/s.exec(
      (await cell.getAttribute('aria-label'))!,
    )!;
    await cell.click();
    // The page has it as a change: the fault, the cursor on it, and users without service at the end.
    await page.locator('.changed-bar', { hasText: 'verdict passed failed' }).waitFor();
    expect(await page.locator('.edited-fault').count()).toBe(3);
    expect(await page.locator('.clock').textContent()).toBe(said[2]);
    await page.waitForURL(/#t=\d+&d=[\w.~-]+$/);
    // The summary follows.
    await page.locator('.lead', { hasText: 'have no regular service' }).waitFor();
    expect(heard).toEqual([]);
  });

  test('a changed drill is saved as a file that comes to the same', async () => {
    const { page } = await opened('lost');
    await page.locator('.edited-steps input').nth(1).uncheck();
    await page.locator('.edited-steps li').nth(6).getByText('✕ refused D41').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as a drill file' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('changed-drill.yaml');
    const path = join(directory, 'saved.yaml');
    await download.saveAs(path);
    const drill = await readDrill(path);
    if (Array.isArray(drill)) throw new Error(drill[0].message);
    const { result } = runDrill(drill);
    expect(result.verdict).toBe('failed');
    const shown = await page.locator('.edited-steps li:not(.skipped) :is(.went-well, .cut)').allTextContents();
    expect(shown).toEqual(
      result.steps.map(
        ({ asExpected, outcome, rule }) => `${asExpected ? '✓' : '✕'} ${outcome}${rule === null ? '' : ` ${rule}`}`,
      ),
    );
  });

  test('names that would like to be markup are text in what can be changed, too', async () => {
    const { page, heard } = await opened('hostileSite');
    await page.getByRole('button', { name: /the cursor/ }).click();
    await page.waitForSelector('.changed-bar');
    expect(await page.locator('.edited-fault').last().textContent()).toContain('</script><img src=x onerror=alert(1)>');
    expect(await page.locator('img').count()).toBe(0);
    // What is saved has the names as they are, what no screen is to obey included.
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save the result as JSON' }).click(),
    ]);
    const path = join(directory, 'saved.json');
    await download.saveAs(path);
    expect(JSON.stringify(JSON.parse(readFileSync(path, 'utf8')).faults)).toMatch(/\u202e/);
    expect(heard).toEqual([]);
  });
});
