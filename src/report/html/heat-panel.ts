/** The heat map of an exploration: what the loss of each component during each step leads to at worst, as a table with glyphs. */
import { counted } from '../../core/format.js';
import type { Consequence } from '../../domain/consequence.js';
import type { ExploreReport, ReportedPlace } from '../../exploration/exploration-report.js';
import { CONSEQUENCE_WORDS } from '../text/exploration-words.js';
import { type MatrixTable, matrixTable, WORST_CONSEQUENCE_FIRST } from '../text/matrix-rows.js';
import { el, type Html, panel, table } from './element.js';
import { commandInHead } from './shown.js';

/** How a consequence looks: colour never stands alone. */
export const HEAT: Readonly<Record<Consequence, { readonly glyph: string; readonly heat: number }>> = {
  lost: { glyph: '✕', heat: 4 },
  unserved: { glyph: '▲', heat: 3 },
  stranded: { glyph: '◆', heat: 2 },
  recoveredLate: { glyph: '·', heat: 1 },
  recovered: { glyph: '', heat: 0 },
};

/** A consequence as a sign, which says nothing to who hears the page. */
export function heatMark(consequence: Consequence): Html {
  const { glyph, heat } = HEAT[consequence];
  return el('span', { class: `heat-mark heat-${heat}`, 'aria-hidden': 'true' }, glyph === '' ? '\u00a0' : glyph);
}

/** Names in one row; the others are told behind the table. */
const NAMES_MAX = 4;

/** The panel; null = there were no further faults to have. */
export function heatPanel({ matrix, bounds }: ExploreReport): Html | null {
  const title = 'If one more thing breaks, when does it hurt?';
  if (matrix === null) {
    if (bounds.faults === 0 || bounds.free > 0) return null;
    const why = 'Not worked out: a search was too large for it (--matrix takes the time) or not complete.';
    return panel('heat', title, null, el('p', { class: 'secondary' }, why));
  }
  const shown = matrixTable(matrix);
  const more = shown.rows.filter(({ names }) => names.length > NAMES_MAX);
  return panel(
    'heat',
    title,
    'The worst that the loss of a component during a step leads to, over all orders of what is under way.',
    legend(shown),
    el(
      'div',
      { class: 'scroll heat-scroll', tabindex: 0, role: 'region', 'aria-label': 'Components and steps' },
      heatTable(shown),
    ),
    el(
      'details',
      null,
      el('summary', null, 'The steps in full'),
      table(
        'places-table',
        ['step', 'line', 'command'],
        shown.columns.map((place, i) => ({
          cells: [numberOf(place, i), place.line > 0 ? `${place.line}` : '', el('code', null, place.command)],
        })),
      ),
    ),
    more.length === 0
      ? null
      : el(
          'details',
          null,
          el('summary', null, 'Components that share a row'),
          el('ul', { class: 'plain' }, ...more.map(({ names }) => el('li', null, names.join(', ')))),
        ),
  );
}

const numberOf = ({ index }: ReportedPlace, i: number): string => (index === null ? 'end' : String(i + 1));

function legend({ rows }: MatrixTable): Html {
  const cells = rows.flatMap(({ worst }) => worst);
  const keys = WORST_CONSEQUENCE_FIRST.filter((each) => cells.includes(each)).map((each) => {
    return el('span', { class: 'key' }, heatMark(each), CONSEQUENCE_WORDS[each]);
  });
  const cannot = cells.includes(null)
    ? el(
        'span',
        { class: 'key' },
        el('span', { class: 'heat-mark heat-none', 'aria-hidden': 'true' }, '–'),
        'cannot be lost there',
      )
    : null;
  return el('p', { class: 'legend' }, ...keys, cannot);
}

function heatTable({ columns, rows }: MatrixTable): Html {
  const heads = columns.map((place, i) =>
    el(
      'th',
      { scope: 'col', class: 'place', 'data-step': place.index ?? 'end' },
      el(
        'span',
        { class: 'place-name' },
        place.index === null ? place.command : `${numberOf(place, i)}: ${commandInHead(place.command)}`,
      ),
    ),
  );
  const line = ({ names, worst }: MatrixTable['rows'][number]): Html => {
    const rest = names.length - NAMES_MAX;
    const shown = `${names.slice(0, NAMES_MAX).join(', ')}${rest > 0 ? ` and ${counted(rest, 'other')}` : ''}`;
    return el('tr', { 'data-name': names[0] }, el('th', { scope: 'row' }, el('bdi', null, shown)), ...worst.map(cell));
  };
  return el(
    'table',
    { class: 'heat-table' },
    el('thead', null, el('tr', null, el('th', { scope: 'col' }, 'what is lost'), ...heads)),
    el('tbody', null, ...rows.map(line)),
  );
}

function cell(worst: Consequence | null): Html {
  if (worst === null) return el('td', { class: 'heat-none' }, '–', el('span', { class: 'unseen' }, ' cannot be lost'));
  const { glyph, heat } = HEAT[worst];
  return el(
    'td',
    { class: `heat-${heat}`, 'data-worst': worst },
    glyph,
    el('span', { class: 'unseen' }, ` ${CONSEQUENCE_WORDS[worst]}`),
  );
}
