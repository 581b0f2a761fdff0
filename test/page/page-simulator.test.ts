import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { htmlOf, resultOfSim } from '../report/html/pages.js';
import { browserOfTests, CHROMIUM } from '../support/browser.js';

/** Ways in which browsers refuse a worker made of what lies in a file. */
const REFUSALS = {
  'there are none': 'delete globalThis.Worker',
  'making one fails': 'globalThis.Worker = class { constructor() { throw new DOMException("no", "SecurityError"); } }',
  'one ends before it begins': `globalThis.Worker = class {
    constructor() { setTimeout(() => this.onerror(new Event("error")), 20); }
    postMessage() {}
  }`,
};

describe.skipIf(CHROMIUM === undefined)('a page in a browser without workers', () => {
  const directory = mkdtempSync(join(tmpdir(), 'drydrill-workers-'));
  const path = join(directory, 'lost.html');

  beforeAll(async () => {
    writeFileSync(path, htmlOf(await resultOfSim('03-site-loss')));
  }, 120_000);

  afterAll(() => rmSync(directory, { recursive: true }));

  test.each(Object.entries(REFUSALS))('%s: the same is played in the page, which says so', async (name, refusal) => {
    const page = await (await browserOfTests()).newPage({ viewport: { width: 1440, height: 900 } });
    const heard: string[] = [];
    page.on('console', (message) => heard.push(message.text()));
    page.on('pageerror', (error) => heard.push(String(error)));
    await page.addInitScript(refusal);
    await page.goto(pathToFileURL(path).href);
    await page.locator('.replayed', { hasText: 'identical' }).waitFor();
    expect(await page.locator('.replayed').textContent()).toContain('without a worker');
    if (name === 'making one fails') {
      // Meanwhile the page goes on: what is changed is played before the seeds are through.
      await page.locator('.edited-steps input').nth(1).uncheck();
      await page.locator('.edited-steps li').nth(6).getByText('✕ refused D41').waitFor();
      await page.locator('.changed-bar', { hasText: 'verdict passed failed' }).waitFor();
      await page.getByText(/^(?!0 )\d+ of 300 seeds$|^300 seeds$/).waitFor();
    }
    expect(heard).toEqual([]);
    await page.close();
  });
});
