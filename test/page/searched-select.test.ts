import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { htmlOf, twentyPairs } from '../report/html/pages.js';
import { CHROMIUM, watchedPage } from '../support/browser.js';

test.skipIf(CHROMIUM === undefined)(
  'twenty pairs have fewer than 6,000 nodes, also when their drill can be changed',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'drydrill-budgets-'));
    const path = join(directory, 'many.html');
    writeFileSync(path, htmlOf(await twentyPairs()));
    const watched = await watchedPage();
    const { page } = watched;
    try {
      for (const width of [1440, 400]) {
        await page.setViewportSize({ width, height: 900 });
        // The last that comes: what can break, and what can be typed.
        await watched.openRun(pathToFileURL(path).href);
        await page.getByLabel('What can be typed there').waitFor();
        const nodes = Number(await page.evaluate('document.querySelectorAll("*").length'));
        expect(nodes).toBeGreaterThan(2000);
        expect(nodes).toBeLessThan(6000);
        // Nothing is out of reach: what is not in the list is found by its name.
        const last = 'server witness19b.contoso.com';
        const targets = page.getByLabel('What breaks or is put right');
        expect(await targets.locator('option', { hasText: last }).count()).toBe(0);
        await page.getByLabel('Search components').fill('WITNESS19B');
        expect(await targets.locator('option:checked').textContent()).toBe(last);
      }
    } finally {
      await page.close();
      rmSync(directory, { recursive: true });
    }
  },
  120_000,
);
