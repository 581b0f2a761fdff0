// The living HTML report against its budgets: processor time of the page's own thread and of its worker's, and sizes.
// Usage: npm run bench:page            (builds first; needs Debian's chromium; a minute)
// Time is what the browser's own trace says that each thread was on a processor, so that a busy machine counts less. Each number
// stands beside its budget as a ratio: over 1 it is missed, and the exit status is 1. Medians of several.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NIGHT = '03-site-loss';
const LOADS = 5;
const TURNS = 9;
const SPREADS = ['original spread', 'changed spread'];

/** In the page: does something, and waits until it says so and that is painted. Looking at it from outside would count, too. */
const SHOWN = `(act, isSaid) => new Promise((resolve) => {
  const painted = () => requestAnimationFrame(() => setTimeout(() => resolve(performance.mark('painted')), 0));
  const seen = new MutationObserver(() => {
    if (!isSaid()) return;
    seen.disconnect();
    painted();
  });
  seen.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  act();
})`;

const folder = mkdtempSync(join(tmpdir(), 'drydrill-bench-'));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
let missed = 0;
try {
  const alone = report('run', `sims/${NIGHT}.yaml`, '--seeds', '1');
  const over50 = report('run', `sims/${NIGHT}.yaml`);
  say('size of a night of five hours', statSync(over50).size / 1000, 400, 'KB');
  say('size of an exploration', statSync(report('explore', 'sims/12-standard-pair.yaml')).size / 1000, 400, 'KB');
  await loads(over50);
  await changes(alone);
  await seeds(alone);
  await heatMap(alone);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
process.exitCode = missed > 0 ? 1 : 0;

/** The path of a report. */
function report(...args) {
  const out = mkdtempSync(join(folder, 'report-'));
  execFileSync(process.execPath, ['dist/bin.js', ...args, '--reporter', 'html', '--out', out, '--quiet'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return join(
    out,
    readdirSync(out).find((name) => name.endsWith('.html')),
  );
}

function say(what, measured, budget, unit) {
  if (measured > budget) missed++;
  const ratio = (measured / budget).toFixed(2);
  console.log(`${what.padEnd(44)} ${measured.toFixed(1).padStart(8)} ${unit}  of ${budget} ${unit}: ${ratio}`);
}

/** Says the median; beside it the least, which is what an idle machine would come to. */
function sayAll(what, list, budget) {
  say(what, median(list), budget, 'ms');
  console.log(
    `${'  the least of them'.padEnd(44)} ${Math.min(...list)
      .toFixed(1)
      .padStart(8)} ms`,
  );
}

function median(list) {
  return [...list].sort((a, b) => a - b)[list.length >> 1];
}

/** A page, with a report in it, that asks its simulator for nothing of these kinds until it is told to. */
async function opened(path, held) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(`{
    const post = Worker.prototype.postMessage;
    const held = ${JSON.stringify(held)};
    const kept = [];
    Worker.prototype.postMessage = function (request) {
      if (held.includes(request.kind)) kept.push(() => post.call(this, request));
      else post.call(this, request);
    };
    globalThis.letGo = () => kept.splice(0).forEach((send) => send());
  }`);
  if (path !== null) await page.goto(pathToFileURL(path).href);
  return page;
}

/** Waits until everything in the page can be pressed and changed. */
async function interactive(page) {
  await page.getByLabel('What breaks or is put right').waitFor({ timeout: 120_000 });
}

/** Processor time in ms of the page's own threads while `work` goes on: of its main one, and of its worker. */
async function processorTime(page, work) {
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing'] });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const names = new Map(
    traceEvents.filter(({ name }) => name === 'thread_name').map(({ pid, tid, args }) => [`${pid} ${tid}`, args.name]),
  );
  const spent = { main: 0, worker: 0 };
  // What comes after it was painted is nobody's waiting.
  const end = Math.max(...traceEvents.filter(({ name }) => name === 'painted').map(({ ts }) => ts));
  // Of nested tasks the outermost counts.
  const until = new Map();
  const tasks = traceEvents
    .filter(({ ph, name, tdur }) => ph === 'X' && tdur > 0 && /RunTask$/.test(name))
    .filter(({ ts }) => !Number.isFinite(end) || ts < end)
    .sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  for (const { pid, tid, ts, dur, tdur } of tasks) {
    const key = `${pid} ${tid}`;
    if (ts < (until.get(key) ?? 0)) continue;
    until.set(key, ts + dur);
    if (names.get(key) === 'CrRendererMain') spent.main += tdur / 1000;
    if (/^DedicatedWorker/.test(names.get(key) ?? '')) spent.worker += tdur / 1000;
  }
  return spent;
}

async function loads(path) {
  const all = [];
  for (let i = 0; i < LOADS; i++) {
    const page = await opened(null, SPREADS);
    all.push(
      await processorTime(page, async () => {
        await page.goto(pathToFileURL(path).href);
        await interactive(page);
      }),
    );
    await page.close();
  }
  sayAll(
    'interactive, main thread',
    all.map(({ main }) => main),
    500,
  );
  console.log(
    `${'  beside it the worker, with 50 seeds again'.padEnd(44)} ${median(all.map(({ worker }) => worker))
      .toFixed(1)
      .padStart(8)} ms`,
  );
}

async function changes(path) {
  const page = await opened(path, [...SPREADS, 'offers']);
  await interactive(page);
  // As somebody sees it who changes a drill, and then goes through its night.
  await page.evaluate('document.getElementById("what-if").scrollIntoView()');
  const turned = (words) =>
    page.evaluate(`(${SHOWN})(
      () => document.querySelectorAll('.edited-steps input')[1].click(),
      () => document.querySelectorAll('.edited-steps li')[6].textContent.includes(${JSON.stringify(words)}),
    )`);
  const nothing = [];
  const empty = `(${SHOWN})(() => document.body.toggleAttribute('data-empty'), () => true)`;
  for (let i = 0; i < TURNS; i++) nothing.push((await processorTime(page, () => page.evaluate(empty))).main);
  const frame = Math.min(...nothing);
  const all = [];
  for (let i = 0; i < TURNS; i++) {
    all.push(await processorTime(page, () => turned('✕ refused D41')));
    await turned('✓ ok');
  }
  console.log(`${'taken off below: what an empty frame takes'.padEnd(44)} ${frame.toFixed(1).padStart(8)} ms`);
  sayAll(
    'a change shown, run and main thread',
    all.map(({ main, worker }) => main + worker - frame),
    50,
  );
  console.log(
    `${'  of it the run'.padEnd(44)} ${median(all.map(({ worker }) => worker))
      .toFixed(1)
      .padStart(8)} ms`,
  );
  await page.evaluate('document.getElementById("night").scrollIntoView()');
  const moves = [];
  const moved = `(${SHOWN})(
    () => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true })),
    () => true,
  )`;
  for (let i = 0; i < TURNS; i++) moves.push((await processorTime(page, () => page.evaluate(moved))).main - frame);
  sayAll('a move of the cursor, main thread', moves, 8);
  await page.close();
}

async function seeds(path) {
  const all = [];
  for (let i = 0; i < LOADS; i++) {
    const page = await opened(path, SPREADS);
    await interactive(page);
    all.push(
      await processorTime(page, async () => {
        await page.evaluate('letGo()');
        await page.getByRole('heading', { name: '300 seeds', exact: true }).waitFor({ timeout: 120_000 });
      }),
    );
    await page.close();
  }
  sayAll(
    '300 seeds, worker',
    all.map(({ worker }) => worker),
    1500,
  );
}

async function heatMap(path) {
  const page = await opened(path, SPREADS);
  await interactive(page);
  const button = page.getByRole('button', { name: /^Play these/ });
  const runs = Number((await button.textContent()).replace(/\D/g, ''));
  const { main, worker } = await processorTime(page, async () => {
    await button.click();
    await page.getByText(/runs played here\.$/).waitFor({ timeout: 240_000 });
  });
  say('152 runs of a heat map, worker', (worker / runs) * 152, 1000, 'ms');
  console.log(
    `${`  all ${runs} runs, worker and main thread`.padEnd(44)} ${worker.toFixed(1).padStart(8)} ms and ${main.toFixed(1)} ms`,
  );
  await page.close();
}
