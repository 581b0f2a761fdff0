/** The pages of a local server: an index of drills, what cannot be read, and how a page hears that a file has changed. */
import type { RunResult } from '../../domain/result.js';
import { everyStringPrintable, printableLines } from '../text/printable.js';
import { READINESS_WORDS } from '../text/run-words.js';
import { CHECK_SHEET } from './check-style.js';
import { bdi, el, panel, table } from './element.js';
import { SAVE_AT } from './embedded-drill.js';
import { documentText, VERDICT_MARKS, verdictHead } from './html-document.js';

/** Reloads the page when the server says that something has changed; the place in the page is in its address. */
export const FOLLOW =
  'new EventSource("/"+location.pathname.split("/")[1]+"/events").addEventListener("changed",()=>location.reload())';

/** The SHA-256 of `FOLLOW` as a Content-Security-Policy names it; a test says what it must be. */
export const FOLLOW_HASH = 'sha256-kKLQH4GmkDikjJ1UJPO9TOWPc2QU4oJvdfw3Sb4jQu4=';

/**
 * A report that follows its files: beside its own policy it may run this one script, which hears of changes from its server.
 * `saveAt`: the address below the page's own where a drill that is changed in it can be sent; null = nowhere.
 */
export function followingPage(html: string, saveAt: string | null = null): string {
  const policy = "content=\"default-src 'none'; ";
  if (!html.includes(policy) || !html.includes('</body>')) throw new Error('this is no page of a report');
  const own = /script-src '/.test(html.slice(0, html.indexOf('</head>')));
  const allowed = own
    ? html.replace("script-src '", `script-src '${FOLLOW_HASH}' '`)
    : html.replace(policy, `${policy}script-src '${FOLLOW_HASH}'; `);
  const at = allowed.lastIndexOf('</body>');
  const head = saveAt === null ? '' : `<meta name="${SAVE_AT}" content="${saveAt}"/>`;
  const start = allowed.slice(0, at).replace(policy, `${policy}connect-src 'self'; `);
  return `${start.replace('</head>', `${head}</head>`)}<script>${FOLLOW}</script>${allowed.slice(at)}`;
}

/** The drills of a folder, each with a link to its report and, where it was run since the last change, its verdict. */
export function indexOfDrills(
  folder: string,
  drills: readonly { readonly path: string; readonly result: RunResult | null }[],
): string {
  const safe = everyStringPrintable({ folder, drills });
  const rows = safe.drills.map(({ path, result }, i) => ({
    class: result?.verdict === 'failed' ? 'objection' : undefined,
    cells: [
      el('a', { href: `drills/${i + 1}` }, bdi(path)),
      result === null ? 'not run yet' : `${VERDICT_MARKS[result.verdict]} ${result.verdict}`,
      result === null ? '' : READINESS_WORDS[result.readiness],
      result === null ? '' : result.reason,
    ],
  }));
  return documentText({
    title: `Drills of ${safe.folder}`,
    sheets: [CHECK_SHEET],
    body: [
      el('header', null, el('div', { class: 'title' }, el('h1', null, 'Drills of ', bdi(safe.folder)))),
      panel(
        'drills',
        'The drills',
        'Each is run when it is opened; when a file changes, the page follows.',
        rows.length === 0
          ? el('p', { class: 'secondary' }, 'There is no drill and no runbook here yet.')
          : table('index-table cards', ['drill', 'verdict', 'readiness', 'why'], rows),
      ),
    ],
    footer: el('footer', null, 'drydrill'),
  });
}

/** What keeps a drill, or a folder, from being read, with its places. */
export function unusablePage(path: string, problems: string): string {
  const safe = everyStringPrintable(path);
  return documentText({
    title: `unusable: ${safe}`,
    body: [
      verdictHead('inconclusive', { words: 'unusable', name: safe, why: ['It cannot be read.'], extent: '' }),
      panel(
        'problems',
        'What is wrong',
        'The page follows when it is mended.',
        el('pre', null, printableLines(problems)),
      ),
    ],
    footer: el('footer', null, 'drydrill'),
  });
}
