/** The HTML report of a run: one self-contained file that reads and prints without scripts and fetches nothing. */
import { renderToString } from 'preact-render-to-string';
import { displayDuration } from '../../core/format.js';
import type { RunResult } from '../../domain/result.js';
import type { ReportOptions } from '../text/page.js';
import { everyStringPrintable } from '../text/printable.js';
import { READINESS_WORDS } from '../text/run-words.js';
import { bdi, el, type Html, withStrong } from './element.js';
import { leadOf } from './lead.js';
import { mendMorePanel, mendPanel, notRehearsedPanel } from './mend-panel.js';
import { nightPanel } from './night-panel.js';
import { numbersPanel } from './numbers-panel.js';
import { recordPanels } from './record-panels.js';
import { runSheet } from './run-sheet.js';
import { storyboard } from './storyboard.js';
import { STYLE, STYLE_HASH } from './style.js';
import { timePanel } from './time-panel.js';

/** The page; with `sheet` the run sheet of the night alone. */
export function runAsHtml(result: RunResult, { sheet = false }: ReportOptions): string {
  // Made safe here, once: what a name contains can neither reorder nor hide what stands beside it. Preact escapes the rest.
  const safe = everyStringPrintable(result);
  const body = sheet ? [header(safe), runSheet(safe)] : wholePage(safe);
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
        content: `default-src 'none'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'none'`,
      }),
      el('title', null, `${safe.verdict}: ${safe.drill}`),
    ),
    el('body', null, patterns(), el('main', null, ...body), footer(safe)),
  );
  // The style is ours and has no character that ends it; Preact would write its quotes as entities, which CSS has not.
  return `<!doctype html>\n${renderToString(page).replace('</head>', `<style>${STYLE}</style></head>`)}\n`;
}

const wholePage = (result: RunResult): (Html | null)[] => [
  header(result),
  lead(result),
  numbersPanel(result),
  timePanel(result),
  mendPanel(result),
  mendMorePanel(result),
  notRehearsedPanel(result),
  storyboard(result),
  nightPanel(result),
  ...recordPanels(result),
  runSheet(result),
];

const VERDICT_MARKS = { passed: '✓', failed: '✕', inconclusive: '?' } as const;

function header({ verdict, readiness, drill, reason, seed, seeds, endedAtMs }: RunResult): Html {
  const played =
    seeds === null || seeds.played === 1
      ? `seed ${seed}`
      : `seeds ${seed} to ${seed + seeds.played - 1}; shown: ${seed}`;
  return el(
    'header',
    null,
    el(
      'p',
      { class: `verdict ${verdict}` },
      el('span', { class: 'verdict-mark', 'aria-hidden': 'true' }, VERDICT_MARKS[verdict]),
      verdict,
    ),
    el(
      'div',
      { class: 'title' },
      el('h1', null, bdi(drill)),
      el('p', { class: 'secondary' }, el('strong', null, READINESS_WORDS[readiness]), '. ', reason),
    ),
    el('p', { class: 'extent' }, `${played} · ${displayDuration(endedAtMs)} of virtual time`),
  );
}

const lead = (result: RunResult): Html =>
  el('p', { class: 'lead' }, ...leadOf(result).flatMap((sentence) => [...withStrong(...sentence), ' ']));

function footer({ drill, verdict, seed, tool, inputs = [] }: RunResult): Html {
  const hash = inputs[0] === undefined ? '' : ` · ${inputs[0].sha256.slice(0, 12)}`;
  const by = tool === undefined ? '' : ` · ${tool.name} ${tool.version}`;
  return el('footer', null, bdi(drill), ` · ${verdict} · seed ${seed}${hash}${by}`);
}

/** Hatching of what happens on the partner; hidden by its size, as a picture that is not displayed paints no patterns. */
function patterns(): Html {
  const hatch = (id: string): Html =>
    el(
      'pattern',
      { id, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      el('rect', { class: `${id}-ground`, width: 6, height: 6 }),
      el('rect', { class: 'hatch-line', width: 2, height: 6 }),
    );
  return el(
    'svg',
    { class: 'patterns', width: 0, height: 0, 'aria-hidden': 'true' },
    el('defs', null, hatch('hatch-ok'), hatch('hatch-warn')),
  );
}
