/** How a drill can end, by consequence, the worst first: shares of the futures, their most frequent causes, and one way to each that is bad. */
import { count, counted } from '../../core/format.js';
import { isBadEnd } from '../../domain/consequence.js';
import type { ExploreReport, ReportedConsequence } from '../../exploration/exploration-report.js';
import { CONSEQUENCE_WORDS, commandFor, placesInWords, withoutFault } from '../text/exploration-words.js';
import { el, type Html, panel, table } from './element.js';
import { wayId } from './embedded-exploration.js';
import { HEAT, heatMark } from './heat-panel.js';
import { storyCard, wayThere } from './story.js';
import { tenth } from './time-axis.js';

const WIDE = 1100;

/** Shares and causes; null = no end was looked at. */
export function endsPanel({ consequences, futures, bounds, complete }: ExploreReport): Html | null {
  if (consequences.length === 0) return null;
  const rows = consequences.map(({ consequence, futures: ends, cause }) => ({
    cells: [
      el('span', { class: 'key' }, heatMark(consequence), el('span', null, CONSEQUENCE_WORDS[consequence])),
      { class: 'numeric', of: count(ends) },
      { class: 'numeric', of: percent(ends, futures.ends) },
      consequence === 'recovered'
        ? ''
        : cause === null
          ? withoutFault(bounds)
          : `the loss of ${cause.component}${placesInWords(cause.during)}`,
    ],
  }));
  return panel(
    'ends',
    'How the drill can end',
    `The worst first: ${counted(futures.ends, 'future')}${complete ? '' : ' so far'}.`,
    sharesBar(consequences, futures.ends),
    table('ends-table cards', ['consequence', 'futures', 'share', 'most frequent cause'], rows),
    el(
      'p',
      { class: 'secondary' },
      'A future is a distinct end state; one that the searches of several modules reach counts in each. An end counts once, under the worst that is true of it. Ends are counted, not weighed: a share is no probability.',
    ),
  );
}

const percent = (part: number, all: number): string => {
  const share = (100 * part) / Math.max(all, 1);
  return share > 0 && share < 1 ? 'under 1 %' : `${Math.round(share)} %`;
};

function sharesBar(consequences: readonly ReportedConsequence[], all: number): Html {
  let x = 0;
  const parts = consequences.map(({ consequence, futures }) => {
    const wide = (futures / Math.max(all, 1)) * WIDE;
    const part = el(
      'rect',
      { class: `heat-${HEAT[consequence].heat}`, x: tenth(x), width: Math.max(tenth(wide - 1.5), 0.8), height: 22 },
      el('title', null, `${CONSEQUENCE_WORDS[consequence]}: ${count(futures)}`),
    );
    x += wide;
    return part;
  });
  return el(
    'svg',
    {
      class: 'shares',
      viewBox: `0 0 ${WIDE} 22`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': 'Shares of the futures; the table below says the same',
    },
    ...parts,
  );
}

/** One of the shortest ways to each end that is bad, and the drill that shows it; null = none is. */
export function endStoriesPanel({ consequences, futures }: ExploreReport): Html | null {
  const bad = consequences.filter(({ consequence }) => isBadEnd(consequence));
  if (bad.length === 0) return null;
  const cards = bad.map((each) => {
    const { consequence, futures: ends, drill } = each;
    return storyCard(
      {
        id: wayId(consequence),
        look: `heat-edge-${HEAT[consequence].heat}`,
        title: el('span', null, heatMark(consequence), ` ${CONSEQUENCE_WORDS[consequence]}`),
        said: [`One of the shortest ways to ${count(ends)} of ${counted(futures.ends, 'future')}.`],
      },
      wayThere(each),
      drill === null ? [] : [['run it again', commandFor(drill)]],
    );
  });
  return panel('ways', 'How it comes to that', null, el('div', { class: 'tales' }, ...cards));
}
