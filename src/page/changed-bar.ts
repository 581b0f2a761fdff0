/** What has become of the numbers in a changed drill, and the way back; on paper it says that this is not the report. */
import { h } from 'preact';
import { count, displayDuration } from '../core/format.js';
import type { RunResult } from '../domain/result.js';
import type { Html } from '../report/html/element.js';

interface ChangedBarProps {
  readonly original: RunResult;
  /** null = it is being played */
  readonly result: RunResult | null;
  readonly undo: () => void;
  /** null = nothing was taken back */
  readonly redo: (() => void) | null;
  readonly reset: () => void;
}

/** A number then and now; more is worse. `null` = never. */
interface Compared {
  readonly name: string;
  readonly was: number | null;
  readonly is: number | null;
  readonly words: (n: number) => string;
}

/** The bar at the foot of the window. */
export function ChangedBar({ original, result, undo, redo, reset }: ChangedBarProps): Html {
  return h(
    'aside',
    { class: 'changed-bar', 'aria-label': 'Changed drill' },
    h('strong', null, 'Changed drill'),
    h('span', { role: 'status' }, ...(result === null ? ['is being played'] : told(original, result))),
    h('button', { type: 'button', title: 'Ctrl+Z', onClick: undo }, 'Undo'),
    redo === null ? null : h('button', { type: 'button', title: 'Ctrl+Y', onClick: redo }, 'Redo'),
    h('button', { type: 'button', onClick: reset }, '↺ Original'),
  );
}

const told = (original: RunResult, result: RunResult): (Html | null)[] => [
  verdicts(original, result),
  original.recovery.length > 0 && result.recovery.length === 0
    ? h('span', { class: 'delta' }, h('strong', null, 'no pool is failed over'))
    : null,
  ...numbersOf(original, result).map((each) => h('span', { class: 'delta' }, ...inWords(each))),
];

const verdicts = (original: RunResult, result: RunResult): Html =>
  h(
    'span',
    { class: 'delta' },
    original.verdict === result.verdict
      ? `verdict still ${result.verdict}`
      : ['verdict ', h('s', null, original.verdict), ' ', h('strong', null, result.verdict)],
  );

function numbersOf(original: RunResult, result: RunResult): Compared[] {
  const compared = (name: string, of: (r: RunResult) => number | null, words: Compared['words']): Compared => ({
    name,
    was: of(original),
    is: of(result),
    words,
  });
  const recovers = original.recovery.length > 0 && result.recovery.length > 0;
  const away = ({ loss }: RunResult): number => loss.lost + loss.stranded;
  return [
    ...(recovers
      ? [
          compared('RTO', ({ glance }) => glance.worstRtoMs, displayDuration),
          compared('RPO', ({ glance }) => glance.worstRpoMs, displayDuration),
        ]
      : []),
    compared('changes lost or stranded', away, count),
    compared(
      'user-minutes without regular service',
      ({ glance }) => glance.usersWithoutRegularService.userMinutes,
      count,
    ),
    compared('steps not as expected', ({ steps }) => steps.filter(({ asExpected }) => !asExpected).length, count),
  ];
}

function inWords({ name, was, is, words }: Compared): (Html | string)[] {
  const text = (n: number | null): string => (n === null ? 'never' : words(n));
  if (text(was) === text(is)) return [`${name} still ${text(is)}`];
  const isWorse = (is ?? Number.POSITIVE_INFINITY) > (was ?? Number.POSITIVE_INFINITY);
  const mark = h(
    'span',
    null,
    h('span', { 'aria-hidden': 'true' }, isWorse ? '▲' : '▼'),
    h('span', { class: 'unseen' }, isWorse ? 'worse' : 'better'),
  );
  return [`${name} `, h('s', null, text(was)), ' ', mark, ' ', h('strong', null, text(is))];
}

/** In its place, where the address has a change that is not one of this drill. */
export const RefusedChangeBar = ({ dismiss }: { readonly dismiss: () => void }): Html =>
  h(
    'aside',
    { class: 'changed-bar', 'aria-label': 'Change in the address' },
    h('strong', null, 'Not the changed drill'),
    h(
      'span',
      { role: 'alert' },
      'The address of this page has a change that is not one of this drill, or of another version of it. Shown is the drill as it was reported.',
    ),
    h('button', { type: 'button', onClick: dismiss }, 'Close'),
  );
