/** The ends of a drill as a flow of three columns (a Sankey diagram): the first deviation, what users have, what became of data. */
import { count, counted } from '../../core/format.js';
import type { ExploreReport, ReportedEnd } from '../../exploration/exploration-report.js';
import { END_WORDS } from '../text/exploration-words.js';
import { el, type Html, panel, table } from './element.js';
import { pictured } from './pictured.js';
import { shortCommand } from './shown.js';
import { fitted } from './text-width.js';
import { tenth } from './time-axis.js';

const WIDTH = 1100;
const BAR = 12;
const GAP = 16;
const FLOWING = 230;
const TEXT = 11.5;

/** Deviations with a smaller share are told together. */
const RARE = 0.025;

type Look = 'good' | 'fair' | 'poor';

interface FlowNode {
  readonly name: string;
  readonly look: Look;
  readonly ends: number;
  readonly y: number;
  readonly high: number;
}

const END_LOOKS: Readonly<Record<ReportedEnd['end'], Look>> = { recovered: 'good', served: 'fair', unserved: 'poor' };
const LOSS_LOOKS: Readonly<Record<ReportedEnd['loss'], Look>> = { none: 'good', stranded: 'fair', lost: 'poor' };
const LOSS_WORDS: Readonly<Record<ReportedEnd['loss'], string>> = {
  none: 'no loss',
  stranded: 'changes stranded',
  lost: 'changes lost',
};

/** The panel; null = there are fewer than two ways to end. */
export function endsFlowPanel(report: ExploreReport): Html | null {
  // What was only reported is told after what documents say.
  const ends = report.outcomes.filter(({ outcome }) => outcome === null);
  if (ends.length < 2) return null;
  const firsts = firstDeviations(ends, report);
  return panel(
    'flow',
    'By what goes otherwise first',
    `The first step that does not go as the drill expects; what users have at the end; what became of their data.${report.complete ? '' : ' Only of what was seen: the search stopped before all was.'}`,
    pictured(
      el(
        'div',
        { class: 'scroll wide-only', tabindex: 0, role: 'region', 'aria-label': 'Flow of the ends' },
        flow(ends, firsts),
      ),
      table(
        'flow-table cards',
        ['first deviation', 'at the end', 'data', 'futures'],
        ends.map((end) => ({
          cells: [
            deviation(end, report),
            END_WORDS[end.end],
            LOSS_WORDS[end.loss],
            { class: 'numeric', of: count(end.states) },
          ],
        })),
      ),
    ),
  );
}

function deviation({ step }: ReportedEnd, { matrix }: ExploreReport): string {
  if (step === null) return 'every step as expected';
  const command = matrix?.steps.find(({ index }) => index === step.index)?.command;
  return `line ${step.line}${command === undefined ? '' : ` ${shortCommand(command)}`}: ${step.what}`;
}

const TOGETHER = /^\d[\d,]* rarer deviations$/;

const placeOf = ({ step }: ReportedEnd, name: string): number =>
  TOGETHER.test(name) ? Number.POSITIVE_INFINITY : (step?.index ?? -1);

/** The name of the first node of each end. */
function firstDeviations(ends: readonly ReportedEnd[], report: ExploreReport): ReadonlyMap<ReportedEnd, string> {
  const names = new Map(ends.map((end) => [end, deviation(end, report)]));
  const totals = sums(ends, (end) => names.get(end)!);
  const all = ends.reduce((sum, { states }) => sum + states, 0);
  const rare = [...totals].filter(([, states]) => states < all * RARE).map(([name]) => name);
  if (rare.length < 2) return names;
  const together = `${counted(rare.length, 'rarer deviation')}`;
  return new Map([...names].map(([end, name]) => [end, rare.includes(name) ? together : name]));
}

function sums<K>(ends: readonly ReportedEnd[], keyOf: (end: ReportedEnd) => K): Map<K, number> {
  const found = new Map<K, number>();
  for (const end of ends) found.set(keyOf(end), (found.get(keyOf(end)) ?? 0) + end.states);
  return found;
}

type Column = readonly { readonly key: string; readonly name: string; readonly look: Look }[];

function flow(ends: readonly ReportedEnd[], firsts: ReadonlyMap<ReportedEnd, string>): Html {
  const firstKey = (end: ReportedEnd): string => firsts.get(end)!;
  const keys = [firstKey, (end: ReportedEnd): string => end.end, (end: ReportedEnd): string => end.loss];
  const columns: readonly Column[] = [
    // In the order of the drill: what goes wrong first stands first; what is told together comes last.
    [...new Map(ends.map((end) => [firstKey(end), placeOf(end, firstKey(end))]))]
      .sort(([, a], [, b]) => a - b)
      .map(([key, place]) => ({ key, name: key, look: place < 0 ? 'good' : 'fair' })),
    (Object.keys(END_WORDS) as ReportedEnd['end'][]).map((key) => ({
      key,
      name: END_WORDS[key],
      look: END_LOOKS[key],
    })),
    (Object.keys(LOSS_WORDS) as ReportedEnd['loss'][]).map((key) => ({
      key,
      name: LOSS_WORDS[key],
      look: LOSS_LOOKS[key],
    })),
  ];
  const all = ends.reduce((sum, { states }) => sum + states, 0);
  const placed = columns.map((column, i) => placedNodes(column, sums(ends, keys[i]), all));
  const xs = [0, (WIDTH - BAR) / 2, WIDTH - BAR];
  const ribbons = [0, 1].flatMap((i) => {
    const taken = [new Map<string, number>(), new Map<string, number>()];
    // Both sides of a gap are taken in the order of the nodes, so that ribbons cross as little as they can.
    return columns[i].flatMap(({ key: from }) =>
      columns[i + 1].flatMap(({ key: to, look }) => {
        const states = ends.reduce(
          (sum, end) => sum + (keys[i](end) === from && keys[i + 1](end) === to ? end.states : 0),
          0,
        );
        const [a, b] = [placed[i].get(from), placed[i + 1].get(to)];
        if (states === 0 || a === undefined || b === undefined) return [];
        const high = (states / all) * FLOWING;
        const at = [from, to].map((key, side) => {
          const before = taken[side].get(key) ?? 0;
          taken[side].set(key, before + high);
          return before;
        });
        return [ribbon(xs[i] + BAR, a.y + at[0], xs[i + 1], b.y + at[1], high, look)];
      }),
    );
  });
  const height = Math.max(...placed.flatMap((nodes) => [...nodes.values()].map(({ y, high }) => y + high))) + 4;
  return el(
    'svg',
    {
      class: 'flow',
      viewBox: `0 0 ${WIDTH} ${tenth(height)}`,
      role: 'img',
      'aria-label': 'From the first deviation to the end of the drill; the table below says the same',
    },
    ...ribbons,
    ...placed.flatMap((nodes, i) => [...nodes.values()].flatMap((node) => drawn(node, xs[i], i))),
  );
}

function placedNodes(column: Column, totals: ReadonlyMap<string, number>, all: number): Map<string, FlowNode> {
  const found = new Map<string, FlowNode>();
  let y = 2;
  for (const { key, name, look } of column) {
    const ends = totals.get(key) ?? 0;
    if (ends === 0) continue;
    const high = (ends / all) * FLOWING;
    found.set(key, { name, look, ends, y, high });
    // A label has room however thin its node is.
    y += Math.max(high + GAP / 2, GAP);
  }
  return found;
}

const ribbon = (fromX: number, fromY: number, toX: number, toY: number, high: number, look: Look): Html => {
  const middle = tenth((fromX + toX) / 2);
  const [a, b, h] = [tenth(fromY), tenth(toY), Math.max(tenth(high), 0.5)];
  return el('path', {
    class: `ribbon ${look}`,
    d: `M${fromX} ${a}C${middle} ${a} ${middle} ${b} ${toX} ${b}V${tenth(b + h)}C${middle} ${tenth(b + h)} ${middle} ${tenth(a + h)} ${fromX} ${tenth(a + h)}Z`,
  });
};

function drawn({ name, look, ends, y, high }: FlowNode, x: number, column: number): Html[] {
  const isLast = column === 2;
  const words = `${fitted(name, 330, TEXT)} ${count(ends)}`;
  return [
    el('rect', { class: `node ${look}`, x, y: tenth(y), width: BAR, height: Math.max(tenth(high), 1.5), rx: 2 }),
    el(
      'text',
      {
        class: 'flow-name',
        x: isLast ? x - 6 : x + BAR + 6,
        y: tenth(y + Math.max(high / 2, 4) + 4),
        'text-anchor': isLast ? 'end' : 'start',
      },
      words,
    ),
  ];
}
