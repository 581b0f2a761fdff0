/** Gantt bars of the service that the users of each pool had. */
import { clock, count, counted, elapsed } from '../../core/format.js';
import type { UserInterval, UserState, UsersResult } from '../../domain/result.js';
import type { Page, Section } from '../text/page.js';
import { USERS_WORDS } from '../text/run-words.js';
import { columns, type Ink, pad, widest } from '../text/typesetting.js';

const BAR_CELLS_MAX = 60;
const NO_BREAK = '\u00a0';

interface Look {
  readonly mark: string;
  readonly ink: (page: Page) => Ink;
}

const LOOKS: Readonly<Record<UserState, Look>> = {
  regularHome: { mark: '█', ink: ({ good }) => good },
  regularPartner: { mark: '▓', ink: ({ good }) => good },
  readOnlyHome: { mark: '=', ink: ({ warn }) => warn },
  resiliencyPartner: { mark: '▒', ink: ({ warn }) => warn },
  resiliencyHome: { mark: '░', ink: ({ warn }) => warn },
  signedOut: { mark: 'x', ink: ({ bad }) => bad },
};
/** Where several states share one column of the bar, the worst is shown. */
const BEST_FIRST = Object.keys(USERS_WORDS) as UserState[];

/** Bars, and every interval below them. */
export const usersSection: Section = ({ users, endedAtMs }, page) => {
  if (users.length === 0) return [];
  const lines = [page.strong('Users'), ...(endedAtMs > 0 ? legend(users, page) : [])];
  for (const pool of users) lines.push(...poolLines(pool, endedAtMs, page));
  return lines;
};

/** The bars alone, for pools whose users felt anything. */
export const userBars: Section = ({ users, endedAtMs }, page) => {
  const hit = users.filter(({ intervals }) => intervals.length > 1);
  if (hit.length === 0 || endedAtMs === 0) return [];
  const bars = hit.flatMap(({ pool, count: number, intervals }) => [
    ...page.hang('  ', `${pool}, ${counted(number, 'user')}`),
    ...bar(intervals, endedAtMs, page).slice(0, 1),
  ]);
  return [page.strong('Users'), ...legend(hit, page), ...bars, page.faint(axis(endedAtMs, page))];
};

function legend(users: readonly UsersResult[], page: Page): string[] {
  const seen = new Set(users.flatMap(({ intervals }) => intervals.map(({ state }) => state)));
  // No-break spaces keep a mark and its words on one line, and the entries two columns apart.
  const marks = BEST_FIRST.filter((state) => seen.has(state)).map((state) =>
    `${LOOKS[state].mark} ${USERS_WORDS[state]} `.replaceAll(' ', NO_BREAK),
  );
  return page.hang('  ', marks.join(' ')).map((line) => line.replaceAll(NO_BREAK, ' ').trimEnd());
}

function poolLines({ pool, count: number, intervals }: UsersResult, endedAtMs: number, page: Page): string[] {
  const title = `${pool}, ${counted(number, 'user')}`;
  const [only, second] = intervals;
  if (only !== undefined && second === undefined && only.fromMs === 0 && only.toMs === endedAtMs) {
    const { ink } = LOOKS[only.state];
    return page.hang('  ', `${title}: ${USERS_WORDS[only.state]} throughout`, ink(page));
  }
  const lines = page.hang('  ', title);
  if (endedAtMs > 0 && intervals.length > 0) lines.push(...bar(intervals, endedAtMs, page));
  return [...lines, ...intervalLines(intervals, number, page)];
}

function intervalLines(intervals: readonly UserInterval[], number: number, page: Page): string[] {
  const times = intervals.map(({ fromMs, toMs }) => [`${clock(fromMs)} - ${clock(toMs)}`, elapsed(fromMs, toMs)]);
  const leads = columns(times, 'lr', 4);
  const leadCells = widest(leads) + 2;
  return intervals.flatMap(({ state, affected }, at) => {
    const part = affected === number ? '' : ` (${count(affected)} of ${count(number)})`;
    return page.hang(pad(leads[at], leadCells), USERS_WORDS[state] + part);
  });
}

function bar(intervals: readonly UserInterval[], endedAtMs: number, page: Page): string[] {
  const length = cellsOfBar(page);
  const states = Array.from({ length }, (_, at) =>
    worstBetween(intervals, (at * endedAtMs) / length, ((at + 1) * endedAtMs) / length),
  );
  return [`    ${inked(states, page)}`, page.faint(axis(endedAtMs, page))];
}

function axis(endedAtMs: number, page: Page): string {
  const end = clock(endedAtMs);
  return `    ${pad(clock(0), cellsOfBar(page) - end.length)}${end}`;
}

const cellsOfBar = ({ width }: Page): number => Math.min(BAR_CELLS_MAX, width - 4);

/** A short outage in a long drill must not vanish between two columns, so a column shows the worst of its time. */
function worstBetween(intervals: readonly UserInterval[], fromMs: number, toMs: number): UserState | null {
  let worst = -1;
  for (const interval of intervals) {
    if (interval.fromMs >= toMs || interval.toMs <= fromMs) continue;
    worst = Math.max(worst, BEST_FIRST.indexOf(interval.state));
  }
  return worst === -1 ? null : BEST_FIRST[worst];
}

/** Runs of one state share one colour code. */
function inked(states: readonly (UserState | null)[], page: Page): string {
  let text = '';
  for (let from = 0; from < states.length; ) {
    const state = states[from];
    let to = from;
    while (to < states.length && states[to] === state) to++;
    text += state === null ? ' '.repeat(to - from) : LOOKS[state].ink(page)(LOOKS[state].mark.repeat(to - from));
    from = to;
  }
  return text;
}
