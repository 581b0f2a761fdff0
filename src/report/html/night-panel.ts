/** The night as inline SVG: one picture for wide pages and paper, one for narrow screens; both from the same lanes. */
import { Fragment, h } from 'preact';
import { clock, counted } from '../../core/format.js';
import { type FaultResult, isBreaking } from '../../domain/drill-input.js';
import type { RunResult, UserState } from '../../domain/result.js';
import { USERS_WORDS } from '../text/run-words.js';
import { el, type Html, panel } from './element.js';
import { faultInWords } from './fault-words.js';
import { pairsOpenedFirst, poolsAsDrawn } from './folded-pairs.js';
import { type Drawn, type Geometry, riskChart, type SharedShapes, usersArea } from './night-charts.js';
import { laneGroup, laneName } from './night-lanes.js';
import { type LaneGroup, nightOf } from './night-model.js';
import { laneRowId, nightTables } from './night-tables.js';
import { pictured } from './pictured.js';
import { textWidth } from './text-width.js';
import { isOnAxis, type TimeAxis, tenth, timeAxis } from './time-axis.js';

const WIDE: Geometry = { width: 1100, names: 150, labels: 12 };
/** The picture for narrow screens. */
export const NARROW: Geometry = { width: 360, names: 0, labels: 5 };

const TEXT = 11;

/** The panel with both pictures, their legend and what was folded away. */
export function nightPanel(result: RunResult): Html {
  const whole = wholeNight(result);
  return panel(
    'night',
    'The night',
    nightFolded(result),
    pictured(
      [
        el('div', SCROLLED, nightPicture(result, WIDE, whole, { role: 'first' })),
        el(
          'div',
          { class: 'narrow-only' },
          nightPicture(result, NARROW, whole, { role: 'second', firstAxis: nightAxis(whole, WIDE) }),
        ),
        nightLegend(result),
      ],
      ...nightTables(result, true),
    ),
  );
}

/** What scrolls where the page is narrower than the picture: with the keyboard, too. */
export const SCROLLED = { class: 'scroll wide-only', tabindex: 0, role: 'group', 'aria-label': 'Lanes of the night' };

/** What of a large deployment is not drawn; null = all is. */
export function nightFolded(result: RunResult): string | null {
  const { quiet } = poolsAsDrawn(result, pairsOpenedFirst(result));
  if (quiet.length === 0) return null;
  return `Nothing happens to ${counted(quiet.length, 'pair')}: ${quiet.map(({ name }) => name).join('; ')}`;
}

/** A part of a night, ms. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The time axis of a picture over a part of a night. */
export const nightAxis = ({ fromMs, toMs }: Stretch, { width, names, labels }: Geometry): TimeAxis =>
  timeAxis(names, width - names - 8, toMs, labels, fromMs);

/** All of a night. */
export const wholeNight = ({ endedAtMs }: Pick<RunResult, 'endedAtMs'>): Stretch => ({ fromMs: 0, toMs: endedAtMs });

/** The mark of a fault with its words, and what a living page makes of them. */
export type FaultMark = (fault: FaultResult, shapes: readonly Html[]) => Html;

/** What is drawn of a night beside its charts. */
interface NightParts {
  readonly groups: readonly LaneGroup[];
  readonly fault?: FaultMark;
}

const plainMark: FaultMark = (_, shapes) => h(Fragment, null, ...shapes);

/** The lanes, the users and the changes at risk of a part of a night in one picture. */
export function nightPicture(
  result: RunResult,
  geometry: Geometry,
  stretch = wholeNight(result),
  shared: SharedShapes | null = null,
  { groups, fault = plainMark }: NightParts = nightOf(result),
): Html {
  const { width } = geometry;
  const axis = nightAxis(stretch, geometry);
  const faults = result.faults.filter(({ atMs }) => isOnAxis(axis, atMs, atMs));
  const parts: Html[] = [];
  let y = 0;
  const add = (drawn: Drawn, class_?: string): void => {
    parts.push(el('g', { transform: `translate(0 ${tenth(y)})`, class: class_ }, ...drawn.of));
    y += drawn.height;
  };
  add(axisLabels(axis));
  add(faultMarks(faults, axis, geometry, result.faults.length > faults.length, fault));
  let lanes = 0;
  for (const group of groups) {
    const ids = group.lanes.map(() => laneRowId(++lanes));
    add(laneGroup(group, axis, geometry, shared, ids));
  }
  add(usersArea(result, axis, geometry));
  add(riskChart(result, axis, geometry, shared));
  add(axisLabels(axis));
  const height = tenth(y);
  return el(
    'svg',
    {
      viewBox: `0 0 ${width} ${height}`,
      class: 'night',
      role: 'group',
      'aria-label': 'What happened over time, lane by lane',
    },
    el('g', { 'aria-hidden': 'true' }, gridLines(axis, height), ...faultLines(faults, axis, height)),
    ...parts,
  );
}

const axisLabels = ({ ticks, x, left, width }: TimeAxis): Drawn => ({
  height: 20,
  of: [
    el(
      'g',
      { class: 'ticks', transform: 'translate(0 13)' },
      ...ticks
        .filter(({ atMs }) => x(atMs) <= left + width - 8)
        .map(({ atMs, label }) => {
          const isFirst = x(atMs) - 16 < 0;
          return el('text', { class: isFirst ? 'first' : undefined, x: isFirst ? 0 : x(atMs) }, label);
        }),
    ),
  ],
});

/** Upright lines as one element; null = there is none. */
const uprights = (look: string, xs: readonly number[], from: number, to: number): Html | null =>
  xs.length === 0 ? null : el('path', { class: look, d: xs.map((x) => `M${x} ${from}V${tenth(to)}`).join('') });

const gridLines = ({ ticks, x }: TimeAxis, height: number): Html | null =>
  uprights(
    'grid',
    ticks.map(({ atMs }) => x(atMs)),
    18,
    height - 20,
  );

const faultLines = (faults: readonly FaultResult[], { x }: TimeAxis, height: number): (Html | null)[] =>
  [true, false].map((breaks) => {
    const xs = faults.filter((fault) => isBreaking(fault) === breaks).map(({ atMs }) => x(atMs));
    return uprights(breaks ? 'fault-line' : 'repair-line', [...new Set(xs)], 24, height - 20);
  });

/** Marks with their words; words that would run into those before them go to the next row. */
function faultMarks(
  faults: readonly FaultResult[],
  { x, left, width }: TimeAxis,
  { names }: Geometry,
  hasOthers: boolean,
  mark: FaultMark,
): Drawn {
  if (faults.length === 0) {
    return {
      height: 26,
      of: [
        laneName('Faults', names, 14),
        el(
          'text',
          { class: 'dim', x: names + (names === 0 ? 50 : 4), y: 14 },
          hasOthers ? 'none in this part' : 'none',
        ),
      ],
    };
  }
  const rowEnds: number[] = [];
  const marks = faults.map((fault) => {
    const at = x(fault.atMs);
    const words = `${faultInWords(fault)} ${clock(fault.atMs).replace(/:00$/, '')}`;
    const long = textWidth(words, TEXT) + 14;
    const isLeft = at + long > left + width;
    const from = isLeft ? at - long : at - 6;
    let row = rowEnds.findIndex((end) => end < from);
    if (row < 0) row = rowEnds.length;
    rowEnds[row] = Math.max(at + 6, from + long + 6);
    const y = 10 + row * 16;
    const bad = isBreaking(fault);
    return mark(fault, [
      el('path', {
        class: bad ? 'fault' : 'repair',
        d: bad ? `M${at} ${y - 6}l6 6l-6 6l-6 -6z` : `M${at} ${y - 5}a5 5 0 1 1 -0.1 0z`,
      }),
      el(
        'text',
        {
          class: bad ? 'fault-text' : 'repair-text',
          x: isLeft ? at - 10 : at + 10,
          y: y + 4,
          'text-anchor': isLeft ? 'end' : 'start',
        },
        words,
      ),
    ]);
  });
  return {
    height: 10 + rowEnds.length * 16 + 4,
    of: [...(names === 0 ? [] : [laneName('Faults', names, 14)]), ...marks],
  };
}

/** The states that users were in, and what the curves are. */
export function nightLegend({ users, recovery }: RunResult): Html {
  const hasTarget = recovery.some(
    ({ target, servedAtMs }) => target.applies && target.rtoMs !== null && servedAtMs !== null,
  );
  const seen = new Set(
    users.flatMap(({ intervals }) => intervals.flatMap(({ state, parts }) => [state, ...Object.keys(parts ?? {})])),
  );
  const states = (Object.keys(USERS_WORDS) as UserState[]).filter((state) => seen.has(state));
  const key = (shape: Html, words: string): Html =>
    el(
      'span',
      { class: 'key' },
      el('svg', { class: 'swatch', viewBox: '0 0 16 12', 'aria-hidden': 'true' }, shape),
      words,
    );
  const swatch = (look: string, words: string): Html =>
    key(el('rect', { class: `band ${look}`, width: 16, height: 12, rx: 2 }), words);
  const stroke = (look: string, words: string): Html =>
    key(el('path', { class: `curve ${look}`, d: 'M 1 6 H 15' }), words);
  return el(
    'p',
    { class: 'legend' },
    ...states.map((state) => swatch(state, USERS_WORDS[state])),
    swatch('down', 'component down'),
    swatch('other', 'another way than at the start'),
    stroke('user-data', 'user data'),
    stroke('content', 'conference content'),
    stroke('store', 'CMS'),
    el('span', { class: 'key' }, 'dashed: second pool'),
    hasTarget ? key(el('path', { class: 'target', d: 'M 8 0 V 12' }), 'target of the RTO') : null,
  );
}
