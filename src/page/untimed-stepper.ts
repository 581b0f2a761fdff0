/** A counterexample that no timed run shows, stepped through move by move: it has an order and no clock. */
/// <reference lib="dom" />
import { h } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { counted } from '../core/format.js';
import { type Html, panel, table } from '../report/html/element.js';
import { actionOfStep } from '../report/html/story.js';
import { stateAfter, type UntimedExample, type UntimedStep } from '../report/html/untimed-example.js';
import { useBroughtIntoView } from './brought-into-view.js';
import { placeIn, REST_MS, writePlace } from './page-address.js';
import { isForThePage } from './page-keys.js';

interface UntimedStepperProps {
  readonly example: UntimedExample;
  /** another one each time that somebody has chosen */
  readonly chosen: number;
  readonly close: () => void;
}

/** The panel of the counterexample, and the panel of its steps. */
export function UntimedStepper({ example, chosen, close }: UntimedStepperProps): Html {
  const { title, why, steps, broken, atStart } = example;
  const place = useBroughtIntoView(chosen);
  const last = steps.length;
  // In an address the moment is the number of steps that have been taken.
  const [wished, setTaken] = useState(() => placeIn(location.hash).atMs ?? 0);
  const taken = Math.min(wished, last);
  const latest = useRef(taken);
  latest.current = taken;
  const go = (to: number): void => {
    latest.current = Math.min(Math.max(to, 0), last);
    setTaken(latest.current);
  };
  // Where it is decided: the steps after which something is said.
  const decided = useMemo(() => steps.flatMap(({ after }, i) => (after === null ? [] : [i + 1])), [steps]);
  useEffect(() => {
    const told = setTimeout(() => writePlace({ atMs: taken === 0 ? null : taken }), REST_MS);
    return () => clearTimeout(told);
  }, [taken]);
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const to = isForThePage(event) ? keyTarget(event, latest.current, last, decided, place.current!) : null;
      if (to === null) return;
      event.preventDefault();
      go(to);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [example]);
  const now = stateAfter(example, taken);
  const step = taken === 0 ? null : steps[taken - 1];
  const words = taken === 0 ? 'Before the first step' : `After step ${taken} of ${last}`;
  const button = (name: string, to: number): Html =>
    h('button', { type: 'button', disabled: to === taken, onClick: () => go(to) }, name);
  return h(
    'div',
    { class: 'stepped', ref: place, tabIndex: -1 },
    panel(
      'stepped-run',
      title,
      'in this page, without a clock',
      h(
        'p',
        { class: 'secondary' },
        `No timed run shows this: ${why}. Its ${counted(last, 'step')} have an order and no times, and nothing here says how long anything takes.`,
      ),
      h('p', { class: 'controls' }, h('button', { type: 'button', onClick: close }, 'Back to where it was chosen')),
    ),
    panel(
      'untimed',
      'Step by step',
      null,
      h(
        'div',
        { class: 'controls screen-only' },
        button('◀ step', Math.max(taken - 1, 0)),
        button('step ▶', Math.min(taken + 1, last)),
        h('input', {
          id: 'cursor',
          type: 'range',
          min: 0,
          max: last,
          step: 1,
          value: taken,
          'aria-label': 'Step of the counterexample',
          'aria-valuetext': step === null ? words : `${words}: ${step.actor}: ${step.action}`,
          onInput: (event: Event) => go(Number((event.target as HTMLInputElement).value)),
        }),
        h('strong', { class: 'clock' }, `${taken} of ${last}`),
        h('span', { class: 'dim' }, 'Keys: ← → step · [ ] where it is decided · Home End'),
      ),
      h(
        'div',
        { class: 'living' },
        h('ol', { class: 'story untimed-steps', 'aria-label': 'Steps' }, ...steps.map(line)),
        h(
          'div',
          { class: 'at-cursor' },
          h('h3', null, words),
          atStart === null
            ? h('p', { class: 'dim' }, 'What each of these steps changes is not recorded.')
            : states(now, step?.changed ?? {}),
          atStart === null ? null : h('p', { class: 'dim' }, 'Everything else is as it was at the start.'),
          taken === last
            ? h('p', { class: 'cut', role: 'status' }, `✕ ${broken}`)
            : h('p', { class: 'dim' }, `still to come: ${counted(last - taken, 'step')}`),
        ),
      ),
    ),
  );

  function line(step: UntimedStep, i: number): Html {
    const look = i + 1 === taken ? 'latest' : i + 1 > taken ? 'ahead' : undefined;
    return h(
      'li',
      { key: i, class: look, 'aria-current': i + 1 === taken ? 'step' : undefined },
      h('button', { type: 'button', class: 'jump', onClick: () => go(i + 1) }, step.actor),
      // What it changes stands beside the list.
      actionOfStep({ ...step, changed: [] }),
    );
  }
}

/** What is so now, of what changes on the way; what the step has changed says so in words, too. */
const states = (now: Readonly<Record<string, string>>, changed: Readonly<Record<string, string>>): Html =>
  table(
    'risk-table',
    ['of what changes on the way', 'is now', 'changed'],
    Object.entries(now).map(([subject, is]) => ({
      class: subject in changed ? 'just-changed' : undefined,
      cells: [subject, is, subject in changed ? 'by this step' : ''],
    })),
  );

/** Where a key leads; null = it is not for the steps. */
function keyTarget(
  { key, target }: KeyboardEvent,
  taken: number,
  last: number,
  decided: readonly number[],
  place: Element,
): number | null {
  switch (key) {
    case 'ArrowLeft':
      return taken - 1;
    case 'ArrowRight':
      return taken + 1;
    case '[':
      return decided.findLast((each) => each < taken) ?? null;
    case ']':
      return decided.find((each) => each > taken) ?? null;
    // Elsewhere these scroll the page.
    case 'Home':
      return target instanceof Node && place.contains(target) ? 0 : null;
    case 'End':
      return target instanceof Node && place.contains(target) ? last : null;
    default:
      return null;
  }
}
