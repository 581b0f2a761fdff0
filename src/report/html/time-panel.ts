/** Where the time went: each outage as two bars of one length, what users had above what they waited for. */
import { clock, displayDuration, elapsed } from '../../core/format.js';
import type { CriticalPart, RecoveryResult } from '../../domain/recovery-results.js';
import type { RunResult } from '../../domain/result.js';
import { USERS_WORDS } from '../text/run-words.js';
import { bdi, el, type Html, type HtmlChild, panel, table } from './element.js';
import { pictured } from './pictured.js';
import { type NamedResult, shortCommand, shortNames } from './shown.js';
import { fitted, textWidth } from './text-width.js';
import { tenth } from './time-axis.js';

const WIDE = 1100;

/** What outages are told from; without `users` what they had meanwhile is not drawn. */
type Timed = Pick<RunResult, 'recovery' | 'users'> & NamedResult;

/** What a living page makes of a part of an outage: something that leads there. */
export interface PartLinks {
  /** the shapes of a part as one button */
  readonly bar: (part: CriticalPart, shapes: readonly Html[]) => Html;
  /** its time in the table */
  readonly time: (part: CriticalPart, words: string) => HtmlChild;
}

/** As many as there is room for on the first page of the paper. */
const FIRST_PAGE = 2;

/** The outages that ended: the longest of them for the first page, and the others; both in the order of the run. */
export function outagesShown({ recovery }: Pick<RunResult, 'recovery'>): {
  readonly first: readonly RecoveryResult[];
  readonly rest: readonly RecoveryResult[];
} {
  const ended = recovery.filter(({ servedAtMs, criticalPath }) => servedAtMs !== null && criticalPath.length > 0);
  const longest = ended.toSorted((a, b) => (b.outageMs ?? 0) - (a.outageMs ?? 0)).slice(0, FIRST_PAGE);
  return {
    first: ended.filter((entry) => longest.includes(entry)),
    rest: ended.filter((entry) => !longest.includes(entry)),
  };
}

/** One panel with the longest outages that ended; null = there is none. `place` keeps ids apart where a page has several. */
export function timePanel(result: Timed, place = '', links: PartLinks | null = null): Html | null {
  const { first, rest } = outagesShown(result);
  if (first.length === 0) return null;
  const more = rest.length === 0 ? null : `The longest; and ${rest.length} more below, on paper on the next page.`;
  return panel(`time${place}`, 'Where the time went', more, ...first.map((entry) => outage(entry, result, links)));
}

/** The other outages; null = all had room. */
export function timeMorePanel(result: Timed, place = '', links: PartLinks | null = null): Html | null {
  const { rest } = outagesShown(result);
  if (rest.length === 0) return null;
  return panel(
    `time-more${place}`,
    'Where the time of the other failovers went',
    null,
    ...rest.map((entry) => outage(entry, result, links)),
  );
}

const lengthOf = ({ fromMs, toMs }: CriticalPart): number => toMs - fromMs;

const partInWords = ({ what, kind }: CriticalPart): string =>
  kind === 'failover' ? `failover: ${what}` : shortCommand(what);

function outage(entry: RecoveryResult, result: Timed, links: PartLinks | null): Html {
  const { pool, mode, outageAtMs, pausedMs, criticalPath } = entry;
  const servedAtMs = entry.servedAtMs ?? outageAtMs;
  const longest = criticalPath.reduce((a, b) => (lengthOf(b) > lengthOf(a) ? b : a));
  const share = Math.round((100 * (pausedMs ?? 0)) / Math.max(servedAtMs - outageAtMs, 1));
  const from = mode === 'planned' ? 'From the start of read-only mode' : 'From the outage';
  const said = el(
    'p',
    { class: 'secondary' },
    el('strong', null, elapsed(outageAtMs, servedAtMs)),
    ` for the users of `,
    bdi(shortNames(result)(pool)),
    `. ${from} at ${clock(outageAtMs)} to regular service at ${clock(servedAtMs)}. ${share} % of it is waiting in the runbook, not work. The longest part is `,
    el('strong', null, partInWords(longest)),
    ` (${displayDuration(lengthOf(longest))}).`,
  );
  const rows = criticalPath.map((part) => ({
    class: part.inVain ? 'objection' : undefined,
    cells: [
      links === null ? clock(part.fromMs) : links.time(part, clock(part.fromMs)),
      elapsed(part.fromMs, part.toMs),
      part.inVain ? `${part.what}: in vain` : part.what,
    ],
  }));
  return el(
    'div',
    { class: 'outage' },
    said,
    pictured(bars(entry, result, links), table('parts', ['from', 'took', 'what was waited for'], rows)),
  );
}

function bars(
  { pool, outageAtMs, servedAtMs, criticalPath }: RecoveryResult,
  { users }: Timed,
  links: PartLinks | null,
): Html {
  const endMs = servedAtMs ?? outageAtMs;
  const x = (atMs: number): number =>
    tenth(((Math.min(Math.max(atMs, outageAtMs), endMs) - outageAtMs) / Math.max(endMs - outageAtMs, 1)) * WIDE);
  const had = (users.find((each) => each.pool === pool)?.intervals ?? []).filter(
    ({ fromMs, toMs }) => toMs > outageAtMs && fromMs < endMs,
  );
  const band = (
    fromMs: number,
    toMs: number,
    y: number,
    high: number,
    look: string,
    lines: readonly string[],
  ): Html[] => {
    const [from, wide] = [x(fromMs), Math.max(tenth(x(toMs) - x(fromMs) - 1.5), 0.8)];
    return [
      el(
        'rect',
        { class: `band ${look}`, x: from, y, width: wide, height: high, rx: wide > 6 ? 3 : 0 },
        el('title', null, lines.join(', ')),
      ),
      ...lines.map((words, i) => {
        const isTime = i > 0 && textWidth(words, 11.5) > wide - 10;
        return el(
          'text',
          { class: `on-${look}`, x: tenth(from + 6), y: y + 14 + i * 14 },
          isTime ? '' : fitted(words, wide - 10, 11.5),
        );
      }),
    ];
  };
  return el(
    'svg',
    {
      class: 'time',
      viewBox: `0 0 ${WIDE} 62`,
      // What can be pressed in it is no part of one image.
      role: links === null ? 'img' : 'group',
      'aria-label': 'What users had, above what they waited for; the table below says the same',
    },
    ...had.flatMap(({ fromMs, toMs, state }) =>
      band(fromMs, toMs, 0, 20, state, [
        `${USERS_WORDS[state]}, ${elapsed(Math.max(fromMs, outageAtMs), Math.min(toMs, endMs))}`,
      ]),
    ),
    ...criticalPath.flatMap((part) => {
      const look = part.inVain ? 'objection' : part.kind === 'pause' ? 'idle' : 'work';
      const words = [partInWords(part), displayDuration(lengthOf(part))];
      const shapes = band(part.fromMs, part.toMs, 23, 38, look, words);
      return links === null ? shapes : links.bar(part, shapes);
    }),
  );
}
