/** The deployment, the step and the numbers at one moment of the night, beside its lanes. */
import { clock, count, counted } from '../../core/format.js';
import type { RunResult } from '../../domain/result.js';
import { poolsDrawn } from './deployment-picture.js';
import { el, type Html, type HtmlChild, table } from './element.js';
import { atRiskAt, logAround, stepAt } from './moment.js';
import { shortCommand, shortNames } from './shown.js';

/** Lines of the log until the moment, and after it. */
const LOG = { before: 6, after: 3 };

/** What stands beside the lanes, the deployment first; `jump` makes the time of a line of the log something that leads there. */
export function momentPanel(
  result: RunResult,
  atMs: number,
  deployment: HtmlChild,
  jump: (atMs: number) => HtmlChild,
): Html {
  return el(
    'div',
    { class: 'at-cursor' },
    el('h3', null, `At ${clock(atMs)}`),
    deployment,
    stepLine(result, atMs),
    riskTable(result, atMs),
    log(result, atMs, jump),
  );
}

function stepLine(result: RunResult, atMs: number): Html | null {
  const step = stepAt(result, atMs);
  if (step === null) return null;
  const { index, command, startedAtMs, endedAtMs } = step;
  const when = endedAtMs > atMs ? `runs until ${clock(endedAtMs)}` : `ended at ${clock(endedAtMs)}`;
  return el(
    'p',
    { class: 'step-now' },
    el('strong', null, `Step ${index + 1}`),
    el('span', { class: 'dim' }, ` since ${clock(startedAtMs)}, ${when}`),
    el('br'),
    el('code', null, command),
  );
}

/** `PresenceFocus` of `UserServices.PresenceFocus`. */
const shortPart = (module: string): string => module.slice(module.lastIndexOf('.') + 1);

function riskTable(result: RunResult, atMs: number): Html | null {
  const all = atRiskAt(result, atMs);
  if (all.length === 0) return null;
  const short = shortNames(result);
  // Those in the picture above: of a large deployment there is no room for all.
  const drawn = poolsDrawn(result);
  const rows = all.filter(({ pool }) => drawn.includes(pool));
  const left = new Set(all.map(({ pool }) => pool)).size - new Set(rows.map(({ pool }) => pool)).size;
  return el(
    'div',
    null,
    table(
      'risk-table',
      ['Not yet at the partner', 'Module', 'Changes', 'Export'],
      rows.map(({ pool, module, changes, exportState }) => ({
        class: exportState === 'ErrorState' ? 'objection' : undefined,
        cells: [
          short(pool),
          shortPart(module),
          { class: 'numeric', of: count(changes) },
          exportState.replace(/State$/, ''),
        ],
      })),
    ),
    left === 0
      ? null
      : el(
          'p',
          { class: 'dim' },
          `and ${counted(left, 'pool')} more, at the moments that count in the table of the night`,
        ),
  );
}

/** A line of the administrator has no text but that of its step. */
const commandOf = ({ steps }: RunResult, step: number | null): string =>
  step === null ? '' : shortCommand(steps[step].command);

function log(result: RunResult, atMs: number, jump: (atMs: number) => HtmlChild): Html {
  const lines = logAround(result, atMs, LOG.before, LOG.after);
  const latest = lines.findLast(({ isAhead }) => !isAhead)?.atMs;
  return el(
    'ol',
    { class: 'log-now', 'aria-label': 'Log around this moment' },
    ...lines.map(({ index, atMs: lineMs, actor, text, step, isAhead }) =>
      el(
        'li',
        // A line that stays on show is the same element: only those that come and go are made.
        { key: index, class: isAhead ? 'ahead' : lineMs === latest ? 'latest' : undefined },
        jump(lineMs),
        el('span', { class: 'text' }, el('strong', null, actor), ` ${text === '' ? commandOf(result, step) : text}`),
      ),
    ),
  );
}
