/** The five numbers of the first screen, each with its target and, where several seeds were played, their range. */
import { apart, count, counted, displayDuration } from '../../core/format.js';
import type { RunResult, UserState } from '../../domain/result.js';
import type { TimeSpread } from '../../domain/seeds-result.js';
import { USERS_WORDS } from '../text/run-words.js';
import { BAR, bullet, type Standing } from './bullet-bar.js';
import { el, type Html, type HtmlChild } from './element.js';
import { saysWholeStore } from './lead.js';
import { type NamedResult, shortNames } from './shown.js';
import { tenth } from './time-axis.js';

interface Figure {
  readonly name: string;
  readonly abbreviation: string;
  readonly value: string;
  readonly unit?: string;
  readonly bar: Html | null;
  /** what the value means: kept or not, and by how much */
  readonly judgement: readonly [Standing, string];
  readonly more: string;
}

/** What all figures but that of the runbook are made of. */
type Counted = Pick<RunResult, 'recovery' | 'seeds' | 'loss' | 'expectations' | 'findings' | 'glance' | 'userMinutes'> &
  NamedResult & { readonly input: { readonly expect: { readonly lostMax: number | null } } };

/** The figures of a run of which only a summary is kept: all but that of its runbook. */
export function summaryNumbersPanel(summary: Omit<Counted, 'input'>): Html {
  const told: Counted = { ...summary, input: { deployment: { pools: [], edgePools: [] }, expect: { lostMax: null } } };
  const figures = [recoveryTime(told), lossWindow(told), changesLost(told), withoutService(told)];
  return el('div', { class: 'numbers four' }, ...figures.map(figure));
}

/** Five figures in a row. */
export function numbersPanel(result: RunResult): Html {
  const figures = [
    recoveryTime(result),
    lossWindow(result),
    changesLost(result),
    withoutService(result),
    runbook(result),
  ];
  return el('section', { class: 'numbers', 'aria-label': 'The numbers' }, ...figures.map(figure));
}

const MARKS: Readonly<Record<Standing, string>> = { ok: '✓ ', warn: '▲ ', bad: '✕ ', none: '' };

function figure({ name, abbreviation, value, unit, bar, judgement: [standing, words], more }: Figure): Html {
  const beside: HtmlChild = unit === undefined ? null : el('span', { class: 'unit' }, ` ${unit}`);
  return el(
    'div',
    { class: 'number' },
    el('h2', null, name, abbreviation === '' ? null : el('span', { class: 'abbreviation' }, ` ${abbreviation}`)),
    el('p', { class: 'value' }, value, beside),
    bar,
    el('p', { class: `judgement ${standing}` }, MARKS[standing] + words),
    el('p', { class: 'dim' }, more),
  );
}

function recoveryTime(result: Counted): Figure {
  return timed('Recovery time', 'RTO', 'rto', result);
}

function lossWindow(result: Counted): Figure {
  return timed('Data loss window', 'RPO', 'rpo', result);
}

const WHOSE = { drill: 'the drill’s', policy: 'the policy’s', documented: 'the documented' } as const;

/** The figure of the failover that the run is judged by. */
function timed(name: string, abbreviation: string, what: 'rto' | 'rpo', result: Counted): Figure {
  const { seeds, recovery, glance } = result;
  const judged = glance.judgedBy[what];
  if (judged === null) {
    return {
      name,
      abbreviation,
      value: '–',
      bar: null,
      judgement: ['none', 'no pool is taken over by its partner'],
      more: 'so there is none to measure',
    };
  }
  const entry = recovery[judged];
  const ms = entry[`${what}Ms`];
  const targetMs = entry.target[`${what}Ms`];
  const pool = shortNames(result)(entry.pool);
  if (ms === null) {
    return {
      name,
      abbreviation,
      value: 'never',
      bar: null,
      judgement: ['bad', 'regular service is not reached'],
      more: pool,
    };
  }
  const { target } = entry;
  const applies = target.applies && targetMs !== null;
  const kept = !applies || ms <= targetMs;
  const away = applies ? apart(targetMs, ms) : '';
  const words = applies
    ? `${away} ${kept ? 'inside' : 'over'} ${WHOSE[what === 'rto' ? target.from : target.rpoFrom]} target of ${displayDuration(targetMs)}`
    : 'no target applies';
  const spread = seeds?.spread.find((each): each is TimeSpread => each.what === what && each.pool === entry.pool);
  const several = seeds !== null && seeds.played > 1 && spread !== undefined ? spread : null;
  const range: [number, number] | null =
    several === null || several.minMs === null || several.p95Ms === null ? null : [several.minMs, several.p95Ms];
  // What this seed keeps another may not.
  const notInAll = several !== null && (several.never > 0 || (applies && (several.maxMs ?? 0) > targetMs));
  const standing: Standing = applies && !kept ? 'bad' : notInAll ? 'warn' : applies ? 'ok' : 'none';
  const more = several === null ? pool : `${pool}, ${counted(seeds!.played, 'seed')}: ${spreadInWords(several)}`;
  return {
    name,
    abbreviation,
    value: displayDuration(ms),
    bar: bullet(ms, applies ? targetMs : null, range, standing),
    judgement: [standing, words],
    more,
  };
}

const orNever = (ms: number | null): string => (ms === null ? 'never' : displayDuration(ms));
const spreadInWords = ({ p50Ms, p95Ms, maxMs, never }: TimeSpread): string =>
  `median ${orNever(p50Ms)}, 95 % ${orNever(p95Ms)}, most ${orNever(maxMs)}${never > 0 ? `, never in ${never}` : ''}`;

function changesLost(result: Counted): Figure {
  const { loss, expectations, input } = result;
  const { lost, stranded, acknowledged } = loss;
  const wholeStore = saysWholeStore(result);
  const expected = expectations.find(({ what }) => what === 'lost');
  const most = input.expect.lostMax;
  const standing: Standing =
    expected === undefined ? (wholeStore ? 'bad' : lost === 0 ? 'ok' : 'warn') : expected.holds ? 'ok' : 'bad';
  const unasked = lost === 0 ? 'nothing is lost' : 'nobody said how many may be';
  const words =
    expected !== undefined
      ? `${expected.expected} expected${expected.holds ? '' : `, actual ${expected.actual}`}`
      : wholeStore
        ? 'and a whole store from before the drill, which is not counted (M281)'
        : unasked;
  return {
    name: 'Changes lost',
    abbreviation: '',
    value: count(lost),
    bar: bullet(lost, most, null, standing),
    judgement: [standing, words],
    more: `of ${count(acknowledged)} acknowledged; ${count(stranded)} stranded`,
  };
}

const WORST_FIRST = (Object.keys(USERS_WORDS) as UserState[]).reverse();

function withoutService({ glance, userMinutes = {} }: Counted): Figure {
  const { userMinutes: all, most, atEnd } = glance.usersWithoutRegularService;
  const parts = WORST_FIRST.filter(
    (state) => state !== 'regularHome' && state !== 'regularPartner' && (userMinutes[state] ?? 0) > 0,
  );
  let x = 0;
  const bar = el(
    'svg',
    { class: 'bullet', viewBox: `0 0 ${BAR.wide} ${BAR.high}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    el('rect', { class: 'bar-all', y: 5, width: BAR.wide, height: 6 }),
    ...parts.map((state) => {
      const width = tenth(((userMinutes[state] ?? 0) / Math.max(all, 1)) * BAR.wide);
      const part = el('rect', { class: `band ${state}`, x: tenth(x), y: 5, width, height: 6 });
      x += width;
      return part;
    }),
  );
  const words = parts.map((state) => `${compact(userMinutes[state] ?? 0)} ${USERS_WORDS[state]}`);
  return {
    name: 'Without regular service',
    abbreviation: '',
    value: compact(all),
    unit: 'user-minutes',
    bar,
    judgement:
      atEnd > 0
        ? ['bad', `${counted(atEnd, 'user')} still at the end`]
        : [
            most === 0 ? 'ok' : 'none',
            most === 0 ? 'all served throughout' : `at most ${counted(most, 'user')} at a time`,
          ],
    more: words.length === 0 ? 'none' : words.join(', '),
  };
}

/** 1.54 M; below a million every digit. */
const compact = (n: number): string => (n >= 1_000_000 ? `${(n / 1_000_000).toFixed(2)} M` : count(n));

function runbook({ steps, findings }: RunResult): Figure {
  const good = steps.filter(({ asExpected }) => asExpected).length;
  const [errors, warnings, notes] = (['error', 'warning', 'note'] as const).map(
    (severity) => findings.filter((each) => each.severity === severity).length,
  );
  const wide = BAR.wide / Math.max(steps.length, 1);
  const bar = el(
    'svg',
    { class: 'bullet', viewBox: `0 0 ${BAR.wide} ${BAR.high}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    ...(steps.length > 60
      ? []
      : steps.map(({ asExpected }, i) =>
          el('rect', {
            class: `bar-value ${asExpected ? 'ok' : 'bad'}`,
            x: tenth(i * wide),
            y: 5,
            width: Math.max(tenth(wide - 1.5), 0.8),
            height: 6,
          }),
        )),
  );
  const said = [counted(errors, 'error'), counted(warnings, 'warning'), counted(notes, 'note')].filter(
    (words) => !words.startsWith('0 '),
  );
  return {
    name: 'Runbook',
    abbreviation: '',
    value: `${count(good)} of ${count(steps.length)}`,
    bar,
    judgement: [steps.length === 0 ? 'none' : good === steps.length ? 'ok' : 'bad', 'steps went as expected'],
    more: said.length === 0 ? 'no findings' : said.join(', '),
  };
}
