/** The two charts under the lanes: users by state as a stacked area, and the changes at risk on a logarithmic scale. */
import { displayDuration } from '../../core/format.js';
import type { RunResult, UserState } from '../../domain/result.js';
import { USERS_WORDS } from '../text/run-words.js';
import { curvePath } from './curve-path.js';
import { el, type Html } from './element.js';
import { stateCounts } from './night-tables.js';
import { intervalAt, poolsShown, roundedCount } from './shown.js';
import { fitted, inOneRow, textWidth } from './text-width.js';
import { isOnAxis, type TimeAxis, tenth } from './time-axis.js';

/** Sizes of a picture in its own pixels. */
export interface Geometry {
  readonly width: number;
  /** room for the names of lanes; 0 = they stand above their lanes */
  readonly names: number;
  /** labels of the time axis, at most */
  readonly labels: number;
}

/**
 * What two pictures of one night in a document have in common stands there once: the words of its lanes in the table below them,
 * and its curves in the first picture; the second one uses them, as wide as it is.
 */
export type SharedShapes = { readonly role: 'first' } | { readonly role: 'second'; readonly firstAxis: TimeAxis };

/** A part of a picture and how high it is. */
export interface Drawn {
  readonly height: number;
  readonly of: readonly Html[];
}

/** Above the area of narrow pictures the title has a line of its own. */
const AREA = { top: 34, narrowTop: 46, high: 100, below: 14 };
const RISK = { top: 18, high: 92, below: 4 };
const TEXT = 11;

/** The users of all pools by their states. */
export function usersArea(result: RunResult, axis: TimeAxis, { names }: Geometry): Drawn {
  const { users } = result;
  const all = users.reduce((sum, { count }) => sum + count, 0);
  const { x, left } = axis;
  const { states, rows } = stateCounts(result);
  const top = names === 0 ? AREA.narrowTop : AREA.top;
  const base = top + AREA.high;
  const heightOf = (n: number): number => tenth((n / Math.max(all, 1)) * AREA.high);
  const areas = new Map<UserState, string>();
  const labels: Html[] = [];
  const widest = new Map<UserState, { readonly wide: number; readonly mark: Html }>();
  rows.forEach(({ fromMs, of }, i) => {
    const toMs = rows[i + 1]?.fromMs ?? result.endedAtMs;
    if (!isOnAxis(axis, fromMs, toMs)) return;
    const [from, to] = [x(fromMs), x(toMs)];
    let y = base;
    // From the bottom up: the best, so that who is without service stands on top.
    for (const [s, state] of states.entries()) {
      const high = heightOf(of[s]);
      if (high === 0) continue;
      y = tenth(y - high);
      const wide = Math.max(tenth(to - from), 0.8);
      areas.set(state, `${areas.get(state) ?? ''}M${from} ${y}h${wide}v${high}h-${wide}z`);
      const words = fitted(USERS_WORDS[state], to - from - 8, TEXT);
      const known = widest.get(state);
      if (words !== '' && high >= 14 && (known === undefined || known.wide < to - from))
        widest.set(state, {
          wide: to - from,
          mark: el('text', { class: `on-${state}`, x: tenth(from + 4), y: y + 12 }, words),
        });
    }
  });
  labels.push(...[...widest.values()].map(({ mark }) => mark));
  // In a narrow picture it would stand in the area, and nobody could read it.
  const marks = names === 0 ? [] : [0, all / 2, all];
  const scale = marks.map((n) =>
    el('text', { class: 'tick', x: left - 6, y: base - heightOf(n) + 4, 'text-anchor': 'end' }, roundedCount(n)),
  );
  const title = [
    el(
      'text',
      { class: 'lane-name', x: 0, y: names === 0 ? 12 : top + 12 },
      names === 0 ? `Users by state, ${roundedCount(all)} in all` : 'Users by state',
    ),
    ...(names === 0 ? [] : [el('text', { class: 'dim', x: 0, y: top + 26 }, `${roundedCount(all)} in all`)]),
  ];
  return {
    height: base + AREA.below,
    of: [
      ...title,
      el(
        'g',
        { role: 'img', 'aria-label': 'Users by state over time; the table below says the same' },
        ...[...areas].map(([state, d]) => el('path', { class: `band ${state}`, d })),
      ),
      ...labels,
      ...scale,
      ...brackets(result, axis, top),
    ],
  };
}

/** From the failover command to regular service, and where the target lies. */
function brackets({ recovery }: RunResult, axis: TimeAxis, top: number): Html[] {
  const { x, left, width } = axis;
  const drawn = recovery
    .flatMap(({ failoverStartedAtMs, servedAtMs, rtoMs, target }) => {
      if (servedAtMs === null || rtoMs === null || !isOnAxis(axis, failoverStartedAtMs, servedAtMs)) return [];
      const [from, to] = [x(failoverStartedAtMs), x(servedAtMs)];
      const words = `RTO ${displayDuration(rtoMs)}`;
      const long = textWidth(words, TEXT);
      const at = Math.min(Math.max((from + to - long) / 2, left), left + width - long);
      const targetMs = target.applies ? target.rtoMs : null;
      const dueMs = targetMs === null ? null : failoverStartedAtMs + targetMs;
      const due = dueMs === null || !isOnAxis(axis, dueMs, dueMs) ? null : x(dueMs);
      return [{ from, to, at, words, due }];
    })
    .sort((a, b) => a.at - b.at);
  const places = inOneRow(drawn, TEXT, left + width);
  return drawn.flatMap(({ from, to, words, due }, i) => [
    el('path', { class: 'bracket', d: `M${from} ${top - 2}V${top - 9}H${to}V${top - 2}` }),
    ...wordsAt(places[i], top - 13, words),
    ...(due === null ? [] : [el('line', { class: 'target', x1: due, x2: due, y1: top - 9, y2: top + AREA.high })]),
  ]);
}

/** The words of a mark; none where there is no room. */
const wordsAt = (x: number | null, y: number, words: string): Html[] =>
  x === null ? [] : [el('text', { class: 'bracket-text', x: tenth(x), y }, words)];

/** Curves of so many pools are told apart. */
const POOLS_DRAWN = 4;

const CURVES: Readonly<Record<string, string>> = {
  'UserServices.PresenceFocus': 'user-data',
  'ConfServices.DataConf': 'content',
  'CentralMgmt.CMSMaster': 'store',
};

/** What each direction had not yet brought to the partner. */
export function riskChart(
  result: RunResult,
  axis: TimeAxis,
  { names }: Geometry,
  shared: SharedShapes | null = null,
): Drawn {
  // Those that are failed over first: their curves are what is asked about.
  const all = [...new Set([...result.recovery.map(({ pool }) => pool), ...poolsShown(result)])];
  const shown = all.slice(0, POOLS_DRAWN);
  const series = result.replication.filter(({ pool, module }) => shown.includes(pool) && CURVES[module] !== undefined);
  if (series.length === 0) return { height: 0, of: [] };
  const most = Math.max(10, ...series.flatMap(({ points }) => points.map(({ atRisk }) => atRisk)));
  const decades = Math.ceil(Math.log10(most));
  const base = RISK.top + RISK.high;
  const y = (n: number): number => tenth(base - (Math.log10(Math.max(n, 1)) / decades) * RISK.high);
  const marks = Array.from({ length: decades + 1 }, (_, i) => 10 ** i).filter((_, i) => i % 2 === 0);
  const windows = result.recovery.flatMap(({ pool, outageAtMs, failoverStartedAtMs, rpoMs, mode }) => {
    if (rpoMs === null || rpoMs === 0 || mode === 'planned' || !shown.includes(pool)) return [];
    const users = result.users.find((each) => each.pool === pool)?.intervals ?? [];
    // D27: where the Front End servers went on without their database, changes were taken until the failover.
    const endMs = intervalAt(users, outageAtMs)?.state === 'regularHome' ? failoverStartedAtMs : outageAtMs;
    if (!isOnAxis(axis, endMs - rpoMs, endMs)) return [];
    return [{ from: axis.x(endMs - rpoMs), to: axis.x(endMs), words: `RPO ${displayDuration(rpoMs)}` }];
  });
  // One outage of several pools has one window.
  const apart = [...new Map(windows.map((each) => [`${each.from} ${each.to}`, each])).values()].sort(
    (a, b) => a.to - b.to,
  );
  const places = inOneRow(
    apart.map(({ to, words }) => ({ at: to + 4, words })),
    TEXT,
    axis.left + axis.width,
  );
  const scale = marks.flatMap((n) => [
    el('line', { class: 'grid', x1: axis.left, x2: axis.left + axis.width, y1: y(n), y2: y(n) }),
    el(
      'text',
      {
        class: 'tick',
        x: names === 0 ? axis.left + axis.width : axis.left - 6,
        y: y(n) + (names === 0 ? -2 : 4),
        'text-anchor': 'end',
      },
      roundedCount(n),
    ),
  ]);
  const ids = series.map((_, i) => `curve-${i + 1}`);
  const drawCurves = (): Html[] =>
    series.map(({ pool, module, points }, i) =>
      el('path', {
        id: shared === null ? undefined : ids[i],
        class: `curve ${CURVES[module]}${shown.indexOf(pool) % 2 === 1 ? ' second' : ''}`,
        d: curvePath(points, axis, y),
      }),
    );
  const useCurves = (first: TimeAxis): Html => {
    const share = axis.width / first.width;
    const transform = `matrix(${share.toFixed(5)} 0 0 1 ${tenth(axis.left - share * first.left)} 0)`;
    return el('g', { transform }, ...ids.map((id) => el('use', { href: `#${id}` })));
  };
  const curves = shared?.role === 'second' ? [useCurves(shared.firstAxis)] : drawCurves();
  const title = [
    el('text', { class: 'lane-name', x: 0, y: names === 0 ? 12 : RISK.top + 12 }, 'Changes at risk'),
    ...(names === 0
      ? []
      : [
          'not yet at the',
          'partner, log scale',
          ...(all.length > shown.length ? [`${shown.length} of ${all.length} pools`] : []),
        ].map((words, i) => el('text', { class: 'dim', x: 0, y: RISK.top + 26 + i * 13 }, words))),
  ];
  return {
    height: base + RISK.below,
    of: [
      ...title,
      ...apart.flatMap(({ from, to, words }, i) => [
        el('rect', { class: 'window', x: from, y: RISK.top, width: Math.max(tenth(to - from), 1), height: RISK.high }),
        ...wordsAt(places[i], base - 4, words),
      ]),
      ...scale,
      el(
        'g',
        {
          role: 'img',
          'aria-label': 'Changes not yet at the partner, by pool and module; the table below has their numbers',
        },
        ...curves,
      ),
    ],
  };
}
