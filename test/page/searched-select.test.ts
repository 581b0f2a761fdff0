import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { htmlOf, twentyPairs } from '../report/html/pages.js';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));

test.skipIf(CHROMIUM === undefined)(
  'twenty pairs have fewer than 6,000 nodes, also when their drill can be changed',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'drydrill-budgets-'));
    const path = join(directory, 'many.html');
    writeFileSync(path, htmlOf(await twentyPairs()));
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
    try {
      for (const width of [1440, 400]) {
        const page = await browser.newPage({ viewport: { width, height: 900 } });
        await page.goto(pathToFileURL(path).href);
        // The last that comes: what can break, and what can be typed.
        await page.getByLabel('What breaks or is put right').waitFor();
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
        await page.close();
      }
    } finally {
      await browser.close();
      rmSync(directory, { recursive: true });
    }
  },
  120_000,
);
