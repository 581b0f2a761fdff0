// Pictures of the HTML report, taken of the real page in Debian's chromium (after npm run build).
//   npm run pictures                 those of README.md and docs/report.md, into docs/pictures/
//   npm run screenshots [-- DIR]     six drills in light, dark, narrow and on paper, to be looked at; DIR is outside git
//                                    (default: screenshots/ in the system's temporary folder)
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const NIGHT = 'sims/03-site-loss.yaml';
const SEARCHED = 'sims/12-standard-pair.yaml';
/** The same night with a step forgotten, and one with two failovers. */
const OTHER = 'sims/04a-forgot-cms.yaml';
const SWAPPED = 'sims/02-swap.yaml';
/** Its first violation is shown by no timed run. */
const UNTIMED = 'test/exploration/small.yaml';
/** A picture of the documentation that is larger is no picture for a page that somebody waits for. */
const BYTES_MAX = 150_000;

/** Drills that together have every panel and every verdict. */
const DRILLS = [
  '02-swap',
  '03-site-loss',
  '04a-forgot-cms',
  '07-wan-cut-site-loss',
  '14-three-sites',
  '17-site-loss-night',
];

/** Pixels. */
const PIECE = 4000;

const folder = mkdtempSync(join(tmpdir(), 'drydrill-pictures-'));
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
try {
  if (process.argv[2] === '--all') await screenshots(process.argv[3] ?? join(tmpdir(), 'screenshots'));
  else await pictures(join(ROOT, 'docs/pictures'));
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

/** The report of a command as a page that has come alive where it can. */
async function report(page, ...args) {
  const out = join(folder, args.join('-').replace(/[^\w-]+/g, '_'));
  try {
    execFileSync(
      process.execPath,
      ['dist/bin.js', ...args, '--reporter', 'html', '--out', out, ...(args[0] === 'compare' ? [] : ['--quiet'])],
      {
        cwd: ROOT,
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
  } catch (error) {
    // A drill that fails has a report, too.
    if (error.status !== 1 && error.status !== 3) throw error;
  }
  const [file] = readdirSync(out).filter((name) => name.endsWith('.html'));
  await page.goto(pathToFileURL(join(out, file)).href);
  if (args[0] === 'explore') await page.locator('#heat button').first().waitFor();
  if (args[0] === 'run') {
    await page.locator('.replayed').waitFor();
    await page.getByText(/^300 seeds$/).waitFor({ timeout: 120_000 });
  }
}

async function pictures(into) {
  mkdirSync(into, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1240, height: 900 } });
  const take = async (name, from, to = from) => {
    // Boxes are measured from the corner of the window, the picture from that of the page.
    await page.evaluate('window.scrollTo(0, 0)');
    const [first, last] = [
      await page.locator(from).first().boundingBox(),
      await page.locator(to).first().boundingBox(),
    ];
    const [x, y] = [Math.max(Math.min(first.x, last.x) - 8, 0), Math.max(first.y - 8, 0)];
    const width = Math.max(first.x + first.width, last.x + last.width) + 8 - x;
    const path = join(into, `${name}.png`);
    await page.screenshot({ path, fullPage: true, clip: { x, y, width, height: last.y + last.height + 8 - y } });
    const { size } = statSync(path);
    if (size > BYTES_MAX) throw new Error(`${path} has ${size} bytes: ${BYTES_MAX} at most`);
    console.log(`${name}.png ${size}`);
  };
  await report(page, 'run', NIGHT);
  await take('report', 'header', '#time');
  await take('mend', '#mend');
  await take('stores', '#stores');
  await take('moments', '#moments');
  await take('night', '#night .living > div');
  await take('moment', '.at-cursor');
  await take('record', '#steps', '#steps tbody tr:nth-child(10)');
  await take('sheet', '#sheet', '#sheet tbody tr:nth-child(8)');
  await heatMap(page);
  await take('further', '#heat');
  await page.locator('.edited-steps input').nth(1).uncheck();
  await page.locator('.changed-bar', { hasText: 'verdict' }).waitFor();
  await page.getByText(/^300 seeds$/).waitFor({ timeout: 120_000 });
  await take('what-if', '#what-if', '.edited-steps li:nth-child(6)');
  await report(page, 'explore', SEARCHED, '--faults', '1');
  await take('ends', '#flow');
  await take('heat', '#heat');
  await page.locator('#heat tbody tr:nth-child(3) button').nth(1).click();
  await page.locator('#stepped #cursor').waitFor();
  await take('stepped', '#stepped-run', '#night .zoom');
  await report(page, 'explore', UNTIMED, '--faults', '1');
  await page.locator('[data-run=violation-1] button').click();
  await page.locator('#untimed #cursor').focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
  await take('untimed', '#stepped-run', '#untimed');
  await report(page, 'compare', NIGHT, OTHER);
  await take('compared', 'header', '#numbers');
  await report(page, 'check', NIGHT, OTHER, SWAPPED);
  await take('checked', 'header', '#drills');
}

/** Plays the heat map of a run. */
async function heatMap(page) {
  await page.getByRole('button', { name: /^Play these/ }).click();
  await page.getByText(/runs played here\.$/).waitFor({ timeout: 240_000 });
}

async function screenshots(into) {
  mkdirSync(into, { recursive: true });
  for (const drill of DRILLS) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await report(page, 'run', `sims/${drill}.yaml`);
    await heatMap(page);
    await everyLook(page, into, drill);
  }
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await report(page, 'explore', SEARCHED, '--faults', '1');
  await page.locator('[data-run=way-lost] button').click();
  await page.locator('#stepped #cursor').waitFor();
  await everyLook(page, into, 'explored');
  console.log(into);
}

/** A page in light, dark, narrow and on paper; then it is closed. */
async function everyLook(page, into, name) {
  const take = (look) => page.screenshot({ path: join(into, `${name}-${look}.png`), fullPage: true });
  await take('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await take('dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 400, height: 900 });
  // A picture in one piece would be higher than a browser draws.
  const high = Number(await page.evaluate('document.documentElement.scrollHeight'));
  for (let y = 0; y < high; y += PIECE) {
    const clip = { x: 0, y, width: 400, height: Math.min(PIECE, high - y) };
    await page.screenshot({ path: join(into, `${name}-narrow-${y / PIECE + 1}.png`), fullPage: true, clip });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.pdf({ path: join(into, `${name}-print.pdf`), preferCSSPageSize: true, printBackground: true });
  await page.close();
}
