/** The steps of a drill: each can be skipped or moved, and what can be typed at a place can be added there. */
/// <reference lib="dom" />
import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { RunResult, StepResult } from '../domain/result.js';
import type { Html } from '../report/html/element.js';
import type { EmbeddedDrill } from '../report/html/embedded-drill.js';
import { printable } from '../report/text/printable.js';
import { type EditedDrill, type EditedStep, plainDrill, stepAdded, stepMoved, stepSkipped } from './edited-drill.js';
import type { OfferedStep } from './messages.js';
import type { Simulator } from './page-simulator.js';
import { SearchedSelect } from './searched-select.js';

interface StepsEditorProps {
  readonly simulator: Simulator;
  readonly embedded: EmbeddedDrill;
  readonly edited: EditedDrill;
  /** what the drill came to as it is now; null = it is being played */
  readonly result: RunResult | null;
  readonly change: (next: EditedDrill) => void;
}

/** Steps shown at most: a loop of a script takes thousands. */
const SHOWN_MOST = 60;

/** The list and what can be added to it. */
export function StepsEditor({ simulator, embedded, edited, result, change }: StepsEditorProps): Html {
  const [place, setPlace] = useState(edited.steps.length);
  const [offers, setOffers] = useState<readonly OfferedStep[]>([]);
  const [chosen, setChosen] = useState(0);
  const at = Math.min(place, edited.steps.length);
  const keptBefore = edited.steps.slice(0, at).filter(({ isSkipped }) => !isSkipped).length;
  useEffect(() => {
    setOffers([]);
    simulator.ask({ kind: 'offers', drill: plainDrill(embedded, edited), at: keptBefore }, (answer) => {
      if (answer.kind !== 'offers') return;
      setOffers(answer.offers);
      setChosen(0);
    });
  }, [edited, at]);
  const shown = edited.steps.slice(0, SHOWN_MOST);
  let played = 0;
  const rows = shown.map((each, i) => row(each, i, each.isSkipped ? null : (result?.steps[played++] ?? null)));
  const offer = offers[chosen];
  return h(
    'div',
    { class: 'editor' },
    h('h3', null, 'Steps'),
    h('ol', { class: 'edited-steps' }, ...rows),
    edited.steps.length > shown.length
      ? h('p', { class: 'dim' }, `and ${edited.steps.length - shown.length} more, which are played as they are`)
      : null,
    h(
      'div',
      { class: 'adder' },
      h(
        'select',
        {
          'aria-label': 'Where a step is added',
          value: at,
          onChange: (event: Event) => setPlace(Number((event.target as HTMLSelectElement).value)),
        },
        ...shown.map((_, i) => h('option', { value: i }, `before step ${i + 1}`)),
        h('option', { value: edited.steps.length }, 'at the end'),
      ),
      offer === undefined
        ? null
        : h(SearchedSelect, {
            name: 'What can be typed there',
            search: 'Search lines',
            options: offers.map(({ text, hazard }) => printable(text) + (hazard === null ? '' : ` (hazard ${hazard})`)),
            chosen,
            choose: setChosen,
          }),
      offer === undefined
        ? null
        : h('button', { type: 'button', onClick: () => change(stepAdded(edited, at, offer)) }, '+ add'),
    ),
  );

  function row({ step, isSkipped }: EditedStep, i: number, came: StepResult | null): Html {
    const words = printable(step.text);
    const move = (by: 1 | -1, sign: string, direction: string): Html =>
      h(
        'button',
        {
          type: 'button',
          class: 'mover',
          'aria-label': `${direction}: step ${i + 1}`,
          disabled: i + by < 0 || i + by >= edited.steps.length,
          onClick: () => change(stepMoved(edited, i, by)),
        },
        sign,
      );
    return h(
      'li',
      { key: i, class: isSkipped ? 'skipped' : undefined },
      h(
        'label',
        null,
        h('input', {
          type: 'checkbox',
          checked: !isSkipped,
          onChange: (event: Event) => change(stepSkipped(edited, i, !(event.target as HTMLInputElement).checked)),
        }),
        h('span', null, `${i + 1}. `, h('code', null, words)),
      ),
      outcome(isSkipped, came),
      move(-1, '↑', 'Earlier'),
      move(1, '↓', 'Later'),
    );
  }
}

function outcome(isSkipped: boolean, came: StepResult | null): Html {
  if (isSkipped || came === null) return h('span', { class: 'dim' }, isSkipped ? 'skipped' : '');
  const { outcome: what, rule, asExpected } = came;
  const words = [what, rule].filter((part) => part !== null).join(' ');
  return h('span', { class: asExpected ? 'went-well' : 'cut' }, `${asExpected ? '✓' : '✕'} ${words}`);
}
