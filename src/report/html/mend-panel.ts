/** What to mend: what broke or was refused first, then errors and warnings, each with the line to write instead. */
import { clock, count, counted } from '../../core/format.js';
import type { Finding, RunResult } from '../../domain/result.js';
import { el, type Html, type HtmlChild, panel } from './element.js';
import { withRules } from './rule-links.js';

interface Item {
  readonly weight: number;
  readonly severity: 'error' | 'warning' | 'note';
  readonly where: string;
  /** a line of a script, which is named before it */
  readonly isOfFile: boolean;
  readonly rule: string;
  readonly text: string;
  readonly instead: string | null;
}

const PLACES = { before: 'write before it', after: 'write after it', instead: 'write instead' } as const;

/** Height that the first page of the paper has for them below one outage. */
const FIRST_PAGE_PX = 215;

/** How many items that height has room for: one at least, five at most. */
function fitting(items: readonly Item[], roomPx: number): number {
  let px = 0;
  const over = items.findIndex(({ text, instead }) => {
    px += 10 + 17 * (Math.ceil(text.length / 130) + (instead === null ? 0 : Math.ceil(instead.length / 110)));
    return px > roomPx;
  });
  return over < 0 ? Math.min(items.length, ITEMS_MAX) : Math.min(Math.max(over, 1), ITEMS_MAX);
}

const ITEMS_MAX = 5;

/** Of a verdict that is not passed. */
const TITLES: Readonly<Record<string, string | undefined>> = {
  failed: 'What to mend',
  inconclusive: 'What is not answered',
};

/** What there may be to mend. */
type Judged = Pick<RunResult, 'verdict' | 'reason' | 'violations' | 'steps' | 'expectations' | 'findings'>;

/** What weighs most; where nothing is to be mended it says so. `place` keeps ids apart where a page has several. */
export function mendPanel(result: Judged, place = '', roomPx = FIRST_PAGE_PX): Html {
  const items = itemsOf(result);
  const most = fitting(items, roomPx);
  const errors = items.filter(({ severity }) => severity === 'error').length;
  const warnings = items.length - errors;
  const title = TITLES[result.verdict] ?? (errors === 0 ? 'Nothing has to be mended' : 'What to mend');
  const more = items.length > most ? `; ${count(items.length - most)} more below, on paper on the next page` : '';
  const accept = warnings === 0 ? '' : `${counted(warnings, 'warning')} that somebody must accept`;
  const said = `${errors === 0 ? '' : `${counted(errors, 'error')}${accept === '' ? '' : ', '}`}${accept}${more}`;
  const none = el('p', { class: 'secondary' }, 'No error, no warning.');
  return panel(
    `mend${place}`,
    title,
    said === '' ? null : `${said}.`,
    items.length === 0 ? none : list(items.slice(0, most)),
  );
}

/** The rest; null = all had room. `place` and `roomPx` as of `mendPanel`. */
export function mendMorePanel(result: Judged, place = '', roomPx = FIRST_PAGE_PX): Html | null {
  const items = itemsOf(result);
  const rest = items.slice(fitting(items, roomPx));
  return rest.length === 0
    ? null
    : panel(`mend-more${place}`, 'What else there is to mend or to accept', null, list(rest));
}

const list = (items: readonly Item[]): Html => el('ul', { class: 'items' }, ...items.map(itemOf));

/** The weightiest first. */
function itemsOf({ verdict, reason, violations, steps, expectations, findings }: Judged): Item[] {
  const error = { weight: 0, severity: 'error', instead: null, isOfFile: false } as const;
  const items: Item[] = [
    ...violations
      .filter(({ declared }) => !declared)
      .map(
        (v): Item => ({ ...error, where: clock(v.atMs), rule: v.invariant, text: `the invariant broke: ${v.message}` }),
      ),
    ...steps
      .filter(({ asExpected }) => !asExpected)
      .map(
        (s): Item => ({
          ...error,
          where: lineInWords(s.line, s.file),
          isOfFile: s.file !== null,
          rule: s.rule ?? '',
          text: `${s.command}: ${OUTCOMES[s.outcome]}${s.message === null ? '' : `. ${s.message}`}`,
        }),
      ),
    ...expectations
      .filter(({ holds }) => !holds)
      .map(
        (e): Item => ({
          ...error,
          where: 'expected',
          rule: '',
          text: `${e.what}: expected ${e.expected}, actual ${e.actual}`,
        }),
      ),
    ...findings.filter(({ severity }) => severity !== 'note').map(ofFinding),
  ];
  // A verdict that nothing above explains, as where warnings fail or another seed does, explains itself.
  if (verdict !== 'passed' && !items.some(({ severity }) => severity === 'error')) {
    items.push({ ...error, where: 'verdict', rule: '', text: reason });
  }
  return items.sort((a, b) => a.weight - b.weight);
}

const OUTCOMES = {
  ok: 'was carried out, which the drill does not expect',
  refused: 'refused',
  failed: 'failed',
  notModelled: 'not modelled',
} as const;

function ofFinding(finding: Finding): Item {
  const { severity, line, file, rule, message, instead, place, about } = finding;
  const where = about === 'deployment' ? 'deployment' : line === 0 ? 'night' : lineInWords(line, file ?? null);
  const isOfFile = about !== 'deployment' && line !== 0 && (file ?? null) !== null;
  const weight = (severity === 'error' ? 1 : instead === null ? 3 : 2) + (about === 'deployment' ? 2 : 0);
  const shown = instead === null ? null : `${place === null ? 'write' : PLACES[place]}: ${instead}`;
  return { weight, severity, where, isOfFile, rule, text: message, instead: shown };
}

/** A script by its own name: its folder is among the inputs. */
export const lineInWords = (line: number, file: string | null): string =>
  file === null ? `line ${line}` : `${file.slice(file.search(/[^\\/]*$/))}, line ${line}`;

const MARKS = { error: '✕ error', warning: '▲ warning', note: '· note' } as const;

function itemOf({ severity, where, isOfFile, rule, text, instead }: Item): Html {
  const [words, line] =
    instead === null
      ? [null, null]
      : [instead.slice(0, instead.indexOf(':') + 1), instead.slice(instead.indexOf(':') + 2)];
  const below: HtmlChild = line === null ? null : el('p', { class: 'instead' }, words, ' ', el('code', null, line));
  return el(
    'li',
    { class: severity },
    el('span', { class: 'mark' }, MARKS[severity]),
    el('span', { class: isOfFile ? 'where of-file' : 'where' }, where),
    el('span', { class: 'rule' }, withRules(rule)),
    el('div', { class: 'text' }, withRules(text), below),
  );
}

/** What the run did not try out, in the words of its result; null = nothing is known that it left out. */
export function notRehearsedPanel({ glance, runbooks, input }: RunResult): Html | null {
  const commands = glance.notRehearsed;
  const parts = input.deployment.unmodelled;
  const ignored = runbooks.flatMap((runbook) => runbook.ignored);
  if (commands.length + parts.length + ignored.length === 0) return null;
  const lines = (texts: readonly HtmlChild[]): Html =>
    el('ul', { class: 'plain' }, ...texts.map((text) => el('li', null, text)));
  return panel(
    'not-rehearsed',
    commands.length + parts.length === 0 ? 'What the runbook has beside the drill' : 'What was not rehearsed',
    null,
    commands.length === 0
      ? null
      : el('div', null, el('h3', null, 'Commands that the runbook passed over'), lines(commands)),
    parts.length === 0
      ? null
      : el(
          'div',
          null,
          el('h3', null, 'Parts of the deployment that the model does not have'),
          lines(
            parts.map(
              ({ what, name, consequence }) => `${what} ${name}${consequence === '' ? '' : `: ${consequence}`}`,
            ),
          ),
        ),
    ignored.length === 0
      ? null
      : el(
          'div',
          null,
          el('h3', null, 'Commands without effect on the deployment'),
          lines(ignored.map(({ name, times }) => (times === 1 ? name : `${name}, ${times} times`))),
        ),
  );
}
