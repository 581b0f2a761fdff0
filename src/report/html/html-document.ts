/** One self-contained document of the HTML reports: its head, a policy that lets in what is its own and nothing else, its hatching. */
import { renderToString } from 'preact-render-to-string';
import type { Verdict } from '../../domain/result.js';
import type { PageScripts, ReportOptions } from '../text/page.js';
import { bdi, el, type Html, type HtmlChild } from './element.js';
import { inScriptElement } from './embedded-drill.js';
import { withNamedRules } from './rule-links.js';
import { STYLE, STYLE_HASH } from './style.js';

/** A style sheet, and its SHA-256 as a Content-Security-Policy names it. */
export interface Sheet {
  readonly text: string;
  readonly hash: string;
}

/** A script that may run and make a worker of what lies in the document, and elements in front of it that are only data. */
interface DocumentScript {
  readonly text: string;
  /** its SHA-256, and those of the scripts that it makes, as a Content-Security-Policy names them */
  readonly hashes: readonly string[];
  readonly data: string;
}

/** The script that makes a page live; in front of it what it plays, under an id, and as inert text what it is made of. */
export const livingScript = (
  { loader, hashes, page, simulator }: PageScripts,
  id: string,
  data: unknown,
): DocumentScript => ({
  text: loader,
  hashes,
  data: [
    `<script type="application/json" id="${id}">${inScriptElement(data)}</script>\n`,
    `<script type="text/plain" id="simulator">${simulator}</script>\n`,
    `<script type="text/plain" id="page">${page}</script>\n`,
  ].join(''),
});

/** What a document is made of; `sheets` are those beside the style that all have. */
interface DocumentParts {
  readonly title: string;
  readonly body: readonly HtmlChild[];
  readonly footer: Html;
  readonly sheets?: readonly Sheet[];
  readonly script?: DocumentScript;
}

const quoted = (hashes: readonly string[]): string => hashes.map((hash) => `'${hash}'`).join(' ');

/** The document as text, with one newline at the end; the words of those of the `rules` that it names stand behind it. */
export function documentText(
  { title, body, footer, sheets = [], script }: DocumentParts,
  rules: ReportOptions['rules'] = () => [],
): string {
  const styles = [{ text: STYLE, hash: STYLE_HASH }, ...sheets];
  const allowed = quoted(styles.map(({ hash }) => hash));
  const scripts = script === undefined ? '' : `script-src ${quoted(script.hashes)}; worker-src blob:; `;
  const page = el(
    'html',
    { lang: 'en' },
    el(
      'head',
      null,
      el('meta', { charset: 'utf-8' }),
      el('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      el('meta', { name: 'color-scheme', content: 'light dark' }),
      el('meta', {
        'http-equiv': 'Content-Security-Policy',
        content: `default-src 'none'; style-src ${allowed}; ${scripts}base-uri 'none'; form-action 'none'`,
      }),
      el('title', null, title),
    ),
    el('body', null, patterns(), withNamedRules(el('main', null, ...body), rules()), footer),
  );
  // Styles and script are ours and have nothing that ends them; Preact would write their quotes as entities.
  const css = styles.map(({ text }) => `<style>${text}</style>`).join('');
  const living = script === undefined ? '' : `${script.data}<script>${script.text}</script>`;
  const text = renderToString(page).replace('</head>', () => `${css}</head>`);
  return `<!doctype html>\n${text.replace('</body>', () => `${living}</body>`)}\n`;
}

/** A verdict as a sign. */
export const VERDICT_MARKS = { passed: '✓', failed: '✕', inconclusive: '?' } as const;

/** The head of a page: its verdict, or the words that stand for it; what it is about; why; and, at the side, its extent. */
export function verdictHead(
  verdict: Verdict,
  about: {
    readonly name: string;
    readonly why: readonly HtmlChild[];
    readonly extent: HtmlChild;
    readonly words?: string;
  },
): Html {
  const { name, why, extent, words = verdict } = about;
  return el(
    'header',
    null,
    el(
      'p',
      { class: `verdict ${verdict}` },
      el('span', { class: 'verdict-mark', 'aria-hidden': 'true' }, VERDICT_MARKS[verdict]),
      words,
    ),
    el('div', { class: 'title' }, el('h1', null, bdi(name)), el('p', { class: 'secondary' }, ...why)),
    el('p', { class: 'extent' }, extent),
  );
}

/** Hatching of what happens on the partner, crossed for who is signed out; hidden by its size, as a picture that is not displayed paints no patterns. */
function patterns(): Html {
  const hatch = (id: string, ...more: readonly Html[]): Html =>
    el(
      'pattern',
      { id, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      el('rect', { class: `${id}-ground`, width: 6, height: 6 }),
      el('rect', { class: 'hatch-line', width: 2, height: 6 }),
      ...more,
    );
  const across = el('rect', { class: 'hatch-line', width: 6, height: 2 });
  return el(
    'svg',
    { class: 'patterns', width: 0, height: 0, 'aria-hidden': 'true' },
    el('defs', null, hatch('hatch-ok'), hatch('hatch-warn'), hatch('hatch-bad', across)),
  );
}
