/** If one more thing breaks: the heat map of a run, played in the worker a part at a time; it claims no more than was played. */
/// <reference lib="dom" />
import { h } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { clock, count, counted } from '../core/format.js';
import type { FaultTarget } from '../domain/drill.js';
import type { RunResult } from '../domain/result.js';
import { type Html, panel } from '../report/html/element.js';
import { commandInHead, shortNames } from '../report/html/shown.js';
import { printable } from '../report/text/printable.js';
import type { BreakPlace, FurtherEffect, FurtherFault, FurtherHarm } from '../run/one-more-fault.js';
import { type HeatCell, type HeatRow, heatRows, isQuiet, samplePlan } from './fault-samples.js';
import type { PlainDrill } from './messages.js';
import type { Simulator } from './page-simulator.js';

interface FaultMapProps {
  readonly simulator: Simulator;
  /** the drill as it was reported */
  readonly drill: PlainDrill;
  readonly original: RunResult;
  /** what can break */
  readonly targets: readonly FaultTarget[];
  /** opens the run of a cell */
  readonly open: (fault: FurtherFault) => void;
}

/** Runs that the simulator plays before it hears of anything else; in the page itself, before the page does. */
const PART = { apart: 12, inPage: 2 };
/** Names in one row; the others are told behind the table. */
const NAMES_MAX = 3;

/** How an effect looks: colour never stands alone. */
const LOOKS: Readonly<Record<FurtherHarm, { readonly glyph: string; readonly look: string; readonly words: string }>> =
  {
    none: { glyph: '', look: 'heat-0', words: 'no difference seen' },
    longer: { glyph: '·', look: 'heat-1', words: 'longer without regular service' },
    worse: { glyph: '◆', look: 'heat-2', words: 'more lost or stranded, or a target missed' },
    stepFails: { glyph: '▲', look: 'heat-3', words: 'a step fails or is refused' },
    unknown: { glyph: '?', look: 'heat-unknown', words: 'not known: a step is not modelled there' },
    unserved: { glyph: '✕', look: 'heat-4', words: 'more users without regular service at the end' },
  };
const WORST_FIRST = (Object.keys(LOOKS) as FurtherHarm[]).reverse();

/** The panel. */
export function FaultMap({ simulator, drill, original, targets, open }: FaultMapProps): Html {
  const plan = useMemo(() => samplePlan(original, targets), [original, targets]);
  const [effects, setEffects] = useState<readonly FurtherEffect[]>([]);
  const [isPlaying, setPlaying] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const goesOn = useRef(false);
  const { samples } = plan;
  const play = (known: readonly FurtherEffect[]): void => {
    const part = samples.slice(known.length, known.length + PART[simulator.isInPage() ? 'inPage' : 'apart']);
    if (part.length === 0 || !goesOn.current) return setPlaying(false);
    const faults = part.map(({ target, atMs }) => ({ target, atMs }));
    simulator.ask({ kind: 'further', drill, faults }, (answer) => {
      if (answer.kind === 'fault') {
        setProblem(answer.message);
        return setPlaying(false);
      }
      if (answer.kind !== 'further') return;
      const more = [...known, ...answer.effects];
      setEffects(more);
      play(more);
    });
  };
  const begin = (): void => {
    goesOn.current = true;
    setPlaying(true);
    play(effects);
  };
  const isDone = effects.length === samples.length;
  const rows = useMemo(() => heatRows(plan, effects), [plan, effects]);
  const named = useMemo(() => {
    const short = shortNames(original);
    return (names: readonly string[]): string =>
      printable(names.map((name) => name.split(' ').map(short).join(' ')).join(', '));
  }, [original]);
  const button = (words: string, act: () => void): Html => h('button', { type: 'button', onClick: act }, words);
  const controls = h(
    'p',
    { class: 'controls screen-only' },
    isPlaying
      ? button('Stop', () => {
          goesOn.current = false;
        })
      : isDone
        ? null
        : button(effects.length === 0 ? `Play these ${count(samples.length)} runs` : 'Go on', begin),
    h('span', { role: 'status' }, effects.length === 0 ? '' : progress()),
  );
  const isEmpty = effects.length === 0;
  const whole = panel(
    'heat',
    'If one more thing breaks, when does it hurt?',
    'What breaks, and the step during which it breaks for good, unless the drill puts it right later.',
    h('p', { class: 'secondary' }, said()),
    controls,
    problem === null ? null : h('p', { class: 'cut' }, `This could not be played: ${problem}`),
    ...(isEmpty ? [] : table()),
  );
  // Paper has no use for a table that nobody asked for.
  return isEmpty ? h('div', { class: 'screen-only' }, whole) : whole;

  function progress(): string {
    const all = `${count(effects.length)} of ${count(samples.length)} runs played here`;
    return isDone ? `${all}.` : `${all}${isPlaying ? ' …' : '; what they have not come to is empty'}.`;
  }

  function said(): string {
    const { componentsLeftOut, stretchesLeftOut } = plan;
    const frozen =
      drill.runbooks.length > 0 ? ' The steps are those that the script took, whatever it would decide.' : '';
    const left = [
      ...(componentsLeftOut > 0 ? [`${counted(componentsLeftOut, 'component')} of other pools`] : []),
      ...(stretchesLeftOut > 0 ? [`the ${counted(stretchesLeftOut, 'shortest stretch', 'shortest stretches')}`] : []),
    ];
    const unknown =
      original.verdict === 'inconclusive' ? ' The drill is inconclusive by itself, so none of this is certain.' : '';
    return `Each cell is the worst of up to three moments, with seed ${drill.seed} alone: samples, no proof. “drydrill explore” looks at every order.${frozen}${left.length === 0 ? '' : ` Not tried: ${left.join(' and ')}.`}${unknown}`;
  }

  function table(): Html[] {
    const loud = rows.filter((row) => !isQuiet(row));
    const quiet = rows.filter(isQuiet);
    const names = quiet.flatMap((row) => row.names);
    return [
      legend(rows),
      loud.length === 0
        ? h('p', null, 'No run so far has come to a difference.')
        : h(
            'div',
            { class: 'scroll heat-scroll', tabindex: 0, role: 'region', 'aria-label': 'Components and steps' },
            h(
              'table',
              { class: 'heat-table' },
              h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'what breaks'), ...plan.columns.map(head))),
              h('tbody', null, ...loud.map(line)),
            ),
          ),
      names.length === 0
        ? null
        : h(
            'details',
            null,
            h(
              'summary',
              null,
              `${counted(names.length, 'component')} without a difference in the runs${isDone ? '' : ' so far'}`,
            ),
            h('p', { class: 'secondary' }, named(names)),
          ),
      many(loud, named),
    ].filter((part) => part !== null);
  }

  function head(place: BreakPlace): Html {
    return h('th', { scope: 'col', class: 'place' }, h('span', { class: 'place-name' }, placeInWords(place)));
  }

  function placeInWords({ step, lastStep, isBefore, isCut, fromMs }: BreakPlace): string {
    const from = isCut ? `, from ${clock(fromMs)}` : '';
    if (step === null) return `after the last step${from}`;
    const command = printable(commandInHead(original.steps[step].command));
    const last = lastStep === null || lastStep === step ? '' : `-${lastStep + 1}`;
    return `${isBefore ? 'before ' : ''}${step + 1}${last}${from}: ${command}`;
  }

  function line({ names, cells }: HeatRow): Html {
    const rest = names.length - NAMES_MAX;
    const shown = named(names.slice(0, NAMES_MAX)) + (rest > 0 ? ` and ${counted(rest, 'other')}` : '');
    return h(
      'tr',
      { key: names[0] },
      h('th', { scope: 'row' }, h('bdi', null, shown)),
      ...cells.map((cell, i) => cellOf(cell, named([names[0]]), plan.columns[i])),
    );
  }

  function cellOf(cell: HeatCell | null, name: string, place: BreakPlace): Html {
    if (cell === null) return h('td', { class: 'heat-none' }, h('span', { class: 'unseen' }, 'not played'));
    const { glyph, look, words } = LOOKS[cell.effect];
    if (cell.effect === 'none') return h('td', { class: look }, h('span', { class: 'unseen' }, words));
    const at = clock(cell.fault.atMs);
    return h(
      'td',
      { class: look },
      h(
        'button',
        {
          type: 'button',
          class: 'cell',
          'aria-label': `${name}, ${placeInWords(place)}: ${words}. Opens the run in which it breaks at ${at}.`,
          title: `${words}; at ${at}`,
          onClick: () => open(cell.fault),
        },
        glyph,
      ),
    );
  }
}

/** What the glyphs mean, and how many cells have each. */
function legend(rows: readonly HeatRow[]): Html {
  const cells = rows.flatMap((row) => row.names.flatMap(() => row.cells));
  const keys = WORST_FIRST.flatMap((effect) => {
    const times = cells.filter((cell) => cell?.effect === effect).length;
    if (times === 0) return [];
    const { glyph, look, words } = LOOKS[effect];
    const mark = h('span', { class: `heat-mark ${look}`, 'aria-hidden': 'true' }, glyph === '' ? '\u00a0' : glyph);
    return [h('span', { class: 'key' }, mark, `${words} `, h('strong', null, count(times)))];
  });
  return h('p', { class: 'legend' }, ...keys);
}

/** The components of rows that have more of them than are named; null = there are none. */
function many(rows: readonly HeatRow[], named: (names: readonly string[]) => string): Html | null {
  const more = rows.filter(({ names }) => names.length > NAMES_MAX);
  if (more.length === 0) return null;
  return h(
    'details',
    null,
    h('summary', null, 'Components that share a row'),
    h('ul', { class: 'plain' }, ...more.map(({ names }) => h('li', null, named(names)))),
  );
}
