/** The Chromium of this machine, in which tests look at the pages of the reports as a reader does. */
import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Where it is; undefined = there is none, and the tests that need it are skipped. */
export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
if (CHROMIUM === undefined) console.warn('No chromium at /usr/bin/chromium: no page is looked at in a browser.');

/** What the page of a run says of its replay, when it has something to say. */
export const REPLAYED = '.replayed, .replay-differs';

let launched: Promise<Browser> | undefined;

/** The browser of all test files of this worker; it ends with the worker. */
export function browserOfTests(): Promise<Browser> {
  launched ??= chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
  return launched;
}

/**
 * Whether the page of a run plays its 300 seeds, which takes longer than whatever else it does. Held, it asks its
 * simulator for them and is not heard, so that it stays what every page is in its first moment.
 */
type Seeds = 'played' | 'held';

/** A page that is led from file to file, which costs half of what a new page costs. */
export interface Watched {
  readonly page: Page;
  /** What the page wrote, what went wrong in it and what it asked for since it was opened, its own address excepted. */
  readonly heard: string[];
  /** Opens an address. */
  open(url: string): Promise<void>;
  /** Opens the page of a run that plays its drill, and waits until everything in it can be pressed and changed. */
  openRun(url: string): Promise<void>;
}

/** A new page; with `bypassCSP` a test may also wait for a condition in it, which its policy forbids. */
export async function watchedPage(seeds: Seeds = 'held', bypassCSP = false): Promise<Watched> {
  const page = await (await browserOfTests()).newPage({ viewport: { width: 1440, height: 900 }, bypassCSP });
  // A machine may be busy with other things: this is for what hangs.
  page.setDefaultTimeout(120_000);
  await page.addInitScript(`{
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (request) {
      globalThis.simulator = this;
      if (${seeds === 'played'} || !request.kind.endsWith('spread')) post.call(this, request);
    };
  }`);
  const heard: string[] = [];
  let address = '';
  page.on('console', (message) => heard.push(message.text()));
  page.on('pageerror', (error) => heard.push(String(error)));
  page.on('dialog', (dialog) => {
    heard.push(dialog.message());
    return dialog.dismiss();
  });
  // The simulator's worker is made of what lies in the page.
  const own = (url: string): boolean => url === address || url.startsWith('blob:');
  page.on('request', (request) => heard.push(...(own(request.url()) ? [] : [request.url()])));
  const open = async (url: string): Promise<void> => {
    address = url;
    heard.length = 0;
    await page.goto(url);
  };
  const openRun = async (url: string): Promise<void> => {
    await open(url);
    await page.waitForSelector(REPLAYED);
    // It is asked for when the page begins to hear keys.
    await page.getByLabel('What breaks or is put right').waitFor();
  };
  return { page, heard, open, openRun };
}

/** Ends the simulator of a page: from now on nothing in it changes by itself. */
export async function simulatorEnded(page: Page): Promise<void> {
  await page.evaluate('simulator.terminate()');
}

/** By how many pixels a page is wider than its window. */
export const pixelsOver = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - window.innerWidth');

/** What axe finds wrong with a page as it is now: rules, with the first element that breaks each. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source);
  // Nothing else of what was found is looked at.
  return page.evaluate(
    'axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
  );
}

/** A width and colours in which a reader may have a page. */
interface Look {
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
}

/** `npm run test:browser`: also what repeats a page with another drill in it, or a look at it. */
export const IN_FULL = process.env.MODE === 'browser';

/**
 * Looks that have each width and both schemes of colours at least once. The pairs that are left out repeat a layout in
 * the other colours, or colours in another layout: `npm run test:browser` takes them too.
 */
export const LOOKS: readonly Look[] = [
  { width: 1440, colorScheme: 'light' },
  { width: 768, colorScheme: 'dark' },
  { width: 400, colorScheme: 'light' },
  ...(IN_FULL
    ? ([
        { width: 1440, colorScheme: 'dark' },
        { width: 768, colorScheme: 'light' },
        { width: 400, colorScheme: 'dark' },
      ] as const)
    : []),
];

/** Gives a page a width and colours. */
export async function lookAt(page: Page, { width, colorScheme }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 900 });
}
