/** Two nights beside each other, over axes of one length. */
import { clock } from '../../core/format.js';
import type { RunResult } from '../../domain/result.js';
import { bdi, el, type Html, panel } from './element.js';
import { NARROW, nightFolded, nightLegend, nightPicture } from './night-panel.js';
import { nightTables } from './night-tables.js';
import { pictured } from './pictured.js';

/** A result that an earlier version wrote may lack what pictures and stories are made of. */
export const isWhole = ({ components, faults, replication, routes, glance, input }: Partial<RunResult>): boolean =>
  [components, faults, replication, routes].every(Array.isArray) && glance !== undefined && input !== undefined;

const BESIDE = { width: 560, names: 0, labels: 7 };

/** The panel with both nights, over axes of one length, so that what takes longer is longer. */
export function nightsPanel(first: RunResult, second: RunResult): Html {
  if (!isWhole(first) || !isWhole(second)) {
    const why = 'Not drawn: a result of an earlier version does not have what the picture is made of.';
    return panel('nights', 'Two nights', null, el('p', { class: 'secondary' }, why));
  }
  const endMs = Math.max(first.endedAtMs, second.endedAtMs);
  const night = (name: string, result: RunResult): Html => {
    const folded = nightFolded(result);
    return el(
      'div',
      { class: 'one-night' },
      el('h3', null, `${name}: `, bdi(result.drill), folded === null ? null : `, ${folded}`),
      pictured(
        [
          el('div', { class: 'wide-only' }, nightPicture(result, BESIDE, { fromMs: 0, toMs: endMs })),
          el('div', { class: 'narrow-only' }, nightPicture(result, NARROW, { fromMs: 0, toMs: endMs })),
        ],
        ...nightTables(result, false),
      ),
    );
  };
  return panel(
    'nights',
    'Two nights beside each other',
    `Both axes end at ${clock(endMs)}.`,
    el('div', { class: 'nights' }, night('A', first), night('B', second)),
    nightLegend({ ...second, users: [...first.users, ...second.users] }),
  );
}
