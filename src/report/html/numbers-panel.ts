/** The five numbers of the first screen, each with its target and, where several seeds were played, their range. */
import { count, counted, displayDuration } from '../../core/format.js';
import type { RecoveryResult } from '../../domain/recovery-results.js';
import type { RunResult, UserState } from '../../domain/result.js';
import type { TimeSpread } from '../../domain/seeds-result.js';
import { USERS_WORDS } from '../text/run-words.js';
import { el, type Html, type HtmlChild } from './element.js';
import { tenth } from './time-axis.js';

type Standing = 'ok' | 'warn' | 'bad' | 'none';

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

/** Width and height of a bar in its own pixels. */
const BAR = { wide: 200, high: 14 };

/** A value beside its target, and where 90 % of the seeds are. */
function bullet(value: number, target: number | null, range: readonly [number, number] | null, look: Standing): Html {
  const most = Math.max(value, target ?? 0, range?.[1] ?? 0, 1) * (target === null || value > target ? 1.08 : 1.25);
  const x = (n: number): number => tenth((n / most) * BAR.wide);
  return el(
    'svg',
    { class: 'bullet', viewBox: `0 0 ${BAR.wide} ${BAR.high}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    el('rect', { class: 'bar-all', y: 5, width: BAR.wide, height: 6 }),
    target === null ? null : el('rect', { class: 'bar-inside', y: 5, width: x(target), height: 6 }),
    el('rect', { class: `bar-value ${look}`, y: 6, width: Math.max(x(value), 1), height: 4 }),
    range === null
      ? null
      : el('rect', {
          class: 'bar-range',
          y: 1,
          x: x(range[0]),
          width: Math.max(x(range[1]) - x(range[0]), 1.5),
          height: 1.5,
        }),
    target === null ? null : el('rect', { class: 'bar-target', x: x(target), y: 1, width: 1.6, height: BAR.high - 1 }),
  );
}

/** The recovery that is the worst in some respect; of those that never came to it the first. */
const worstBy = (
  recovery: readonly RecoveryResult[],
  of: (entry: RecoveryResult) => number | null,
): RecoveryResult | undefined =>
  recovery.find((entry) => of(entry) === null) ?? [...recovery].sort((a, b) => Number(of(b)) - Number(of(a)))[0];

function recoveryTime(result: RunResult): Figure {
  const entry = worstBy(result.recovery, ({ rtoMs }) => rtoMs);
  return timed('Recovery time', 'RTO', 'rto', entry, entry?.rtoMs ?? null, entry?.target.rtoMs ?? null, result);
}

function lossWindow(result: RunResult): Figure {
  const entry = worstBy(result.recovery, ({ rpoMs }) => rpoMs);
  return timed('Data loss window', 'RPO', 'rpo', entry, entry?.rpoMs ?? null, entry?.target.rpoMs ?? null, result);
}

const WHOSE = { drill: 'the drill’s', policy: 'the policy’s', documented: 'the documented' } as const;

function timed(
  name: string,
  abbreviation: string,
  what: 'rto' | 'rpo',
  entry: RecoveryResult | undefined,
  ms: number | null,
  targetMs: number | null,
  { seeds }: RunResult,
): Figure {
  if (entry === undefined) {
    return {
      name,
      abbreviation,
      value: '–',
      bar: null,
      judgement: ['none', 'no pool is failed over'],
      more: 'so there is none to measure',
    };
  }
  if (ms === null) {
    return {
      name,
      abbreviation,
      value: 'never',
      bar: null,
      judgement: ['bad', 'regular service is not reached'],
      more: entry.pool,
    };
  }
  const { target, pool } = entry;
  const applies = target.applies && targetMs !== null;
  const kept = !applies || ms <= targetMs;
  const away = applies ? displayDuration(Math.abs(Math.round(targetMs / 1000) - Math.round(ms / 1000)) * 1000) : '';
  const words = applies
    ? `${away} ${kept ? 'inside' : 'over'} ${WHOSE[target.from]} target of ${displayDuration(targetMs)}`
    : 'no target applies';
  const spread = seeds?.spread.find((each): each is TimeSpread => each.what === what && each.pool === pool);
  const range: [number, number] | null =
    seeds === null || seeds.played === 1 || spread === undefined || spread.minMs === null || spread.p95Ms === null
      ? null
      : [spread.minMs, spread.p95Ms];
  const standing: Standing = applies ? (kept ? 'ok' : 'bad') : 'none';
  const never = spread !== undefined && spread.never > 0 ? `, never in ${spread.never}` : '';
  const more =
    range === null || spread === undefined
      ? pool
      : `${counted(seeds!.played, 'seed')}: median ${displayDuration(spread.p50Ms ?? 0)}, 95 % ${displayDuration(range[1])}${never}`;
  return {
    name,
    abbreviation,
    value: displayDuration(ms),
    bar: bullet(ms, applies ? targetMs : null, range, standing),
    judgement: [standing, words],
    more,
  };
}

function changesLost({ loss, expectations, input }: RunResult): Figure {
  const { lost, stranded, acknowledged } = loss;
  const expected = expectations.find(({ what }) => what === 'lost');
  const most = input.expect.lostMax;
  const standing: Standing = expected === undefined ? (lost === 0 ? 'ok' : 'warn') : expected.holds ? 'ok' : 'bad';
  const words =
    expected === undefined
      ? lost === 0
        ? 'nothing is lost'
        : 'nobody said how many may be'
      : `${expected.expected} expected`;
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

function withoutService({ glance, userMinutes = {} }: RunResult): Figure {
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
