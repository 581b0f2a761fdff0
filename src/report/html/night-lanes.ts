/** Lanes of the night as shapes: of one lane the bands of one look are one element, and only words that are cut have a tooltip. */
import { clock } from '../../core/format.js';
import { el, type Html } from './element.js';
import type { Drawn, Geometry, SharedShapes } from './night-charts.js';
import { type Band, type LaneGroup, laneInWords, type NightLane } from './night-model.js';
import { fitted, textWidth } from './text-width.js';
import { isOnAxis, type TimeAxis, tenth } from './time-axis.js';

const LANE = { loud: 24, quiet: 18, gap: 4, above: 13 };
const TEXT = 11;

/** The name of a lane, beside it or above it. */
export const laneName = (name: string, names: number, y: number): Html =>
  el('text', { class: 'lane-name', x: 0, y }, fitted(name, names === 0 ? 300 : names - 8, TEXT));

/** A group of lanes under its heading; `ids`: where their words are, in a document that has them in a table. */
export function laneGroup(
  { title, lanes }: LaneGroup,
  axis: TimeAxis,
  geometry: Geometry,
  shared: SharedShapes | null = null,
  ids: readonly string[] = [],
): Drawn {
  const named = (lane: NightLane, id: string | undefined): Readonly<Record<string, string | undefined>> => {
    return shared === null ? { 'aria-label': laneInWords(lane) } : { 'aria-labelledby': id };
  };
  const parts: Html[] = [];
  let y = 0;
  if (title !== null) {
    parts.push(
      el('text', { class: 'group-name', x: 0, y: y + 15 }, fitted(title, geometry.width - 20, 12)),
      el('line', {
        class: 'group-line',
        x1: textWidth(title, 12) + 12,
        x2: geometry.width - 8,
        y1: y + 11,
        y2: y + 11,
      }),
    );
    y += 21;
  }
  lanes.forEach((lane, i) => {
    const { height, of } = drawLane(lane, axis, geometry);
    parts.push(el('g', { transform: `translate(0 ${y})`, role: 'img', ...named(lane, ids[i]) }, ...of));
    y += height;
  });
  return { height: y + 3, of: parts };
}

function drawLane({ name, bands, isLoud }: NightLane, axis: TimeAxis, { names }: Geometry): Drawn {
  const { x } = axis;
  const drawn = bands.filter(({ fromMs, toMs }) => isOnAxis(axis, fromMs, toMs));
  const above = names === 0 ? LANE.above : 0;
  const high = isLoud ? LANE.loud : LANE.quiet;
  const label =
    names === 0
      ? laneName(name, 0, 10)
      : el(
          'text',
          { class: isLoud ? 'lane-name' : 'lane-name sub', x: isLoud ? 0 : 12, y: high / 2 + 4 },
          fitted(name, names - 20, TEXT),
        );
  // Of one look they are one element, but for those whose words are cut: these have a tooltip where there is a pointer.
  const plain = new Map<string, string>();
  const cut: Html[] = [];
  const texts: Html[] = [];
  for (const { fromMs, toMs, look, text } of coalesced(drawn, x)) {
    const [from, to] = [x(fromMs), x(toMs)];
    // Whatever lasted at all is seen.
    const wide = Math.max(tenth(to - from - 0.7), 0.8);
    const words = fitted(text, wide - 8, TEXT) || numberIn(text, wide);
    const d = bandPath(from, above, wide, high - 2);
    // What has no room for a word is told by more than its colour.
    const seen = words === '' && look === 'signedOut' ? `${look} bare` : look;
    if (words === text || names === 0) plain.set(seen, (plain.get(seen) ?? '') + d);
    else {
      const tip = `${name}: ${text}, ${clock(fromMs)} to ${clock(toMs)}`;
      cut.push(el('path', { class: `band ${seen}`, d }, el('title', null, tip)));
    }
    if (words !== '')
      texts.push(el('text', { class: `on-${look}`, x: tenth(from + 4), y: above + high / 2 + 3 }, words));
  }
  const whole = [...plain].map(([look, d]) => el('path', { class: `band ${look}`, d }));
  return { height: above + high + LANE.gap - 2, of: [label, ...whole, ...cut, ...texts] };
}

/** Where a step has no room for its words, its number may have: `7` of `7. Invoke-CsPoolFailOver pool1`. */
function numberIn(text: string, wide: number): string {
  const number = /^\d+(?=\. )/.exec(text)?.[0] ?? '';
  return textWidth(number, TEXT) + 6 <= wide ? number : '';
}

/** A rectangle, its corners rounded where it is wide enough to have them. */
function bandPath(x: number, y: number, wide: number, high: number): string {
  if (wide <= 6) return `M${x} ${y}h${wide}v${high}h-${wide}z`;
  const [left, w] = [tenth(x + 2), tenth(wide - 4)];
  return `M${left} ${y}h${w}q2 0 2 2v${high - 4}q0 2-2 2H${left}q-2 0-2-2V${y + 2}q0-2 2-2z`;
}

/** Bands of one look that touch, and that nobody could tell apart in this picture, are one. */
function coalesced(bands: readonly Band[], x: (atMs: number) => number): Band[] {
  const found: Band[] = [];
  for (const band of bands) {
    const last = found.at(-1);
    const isTiny = last !== undefined && last.look === band.look && x(band.toMs) - x(last.fromMs) < TINY;
    if (isTiny)
      found[found.length - 1] = {
        ...last,
        toMs: band.toMs,
        text: last.text.endsWith(' …') ? last.text : `${last.text} …`,
      };
    else found.push(band);
  }
  return found;
}

/** Pixels. */
const TINY = 3;
