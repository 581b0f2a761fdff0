/** The faults of a drill, each with its time, and one more at the cursor. */
/// <reference lib="dom" />
import { h } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { clock } from '../core/format.js';
import type { FaultTarget } from '../domain/drill.js';
import { isBreaking } from '../domain/drill-input.js';
import { breaking, mending } from '../domain/fault-targets.js';
import type { Html } from '../report/html/element.js';
import { faultInWords } from '../report/html/fault-words.js';
import { printable } from '../report/text/printable.js';
import { type CursorStore, useCursor } from './cursor-store.js';
import { type EditedDrill, faultAdded, faultMoved, faultRemoved } from './edited-drill.js';
import { SearchedSelect } from './searched-select.js';

interface FaultsEditorProps {
  readonly edited: EditedDrill;
  readonly targets: readonly FaultTarget[];
  readonly cursor: CursorStore;
  readonly endedAtMs: number;
  readonly change: (next: EditedDrill) => void;
}

const TEN_SECONDS_MS = 10_000;

/** The list and what can be added to it. */
export function FaultsEditor({ edited, targets, cursor, endedAtMs, change }: FaultsEditorProps): Html {
  const latestMs = Math.max(endedAtMs, ...edited.faults.map(({ atMs }) => atMs));
  return h(
    'div',
    { class: 'editor' },
    h('h3', null, 'Faults'),
    edited.faults.length === 0 ? h('p', { class: 'dim' }, 'none') : null,
    ...edited.faults.map((fault, i) => {
      const words = printable(faultInWords(fault)) + (fault.forMs === null ? '' : ` for ${clock(fault.forMs)}`);
      return h(
        'div',
        { class: 'edited-fault', key: i },
        h('span', { class: isBreaking(fault) ? 'breaks' : 'mends' }, words),
        h('input', {
          type: 'range',
          min: 0,
          max: latestMs,
          step: TEN_SECONDS_MS,
          value: fault.atMs,
          'aria-label': `When: ${words}`,
          'aria-valuetext': clock(fault.atMs),
          onChange: (event: Event) => change(faultMoved(edited, i, Number((event.target as HTMLInputElement).value))),
        }),
        h('span', { class: 'when' }, clock(fault.atMs)),
        h(
          'button',
          { type: 'button', 'aria-label': `Remove: ${words}`, onClick: () => change(faultRemoved(edited, i)) },
          '✕',
        ),
      );
    }),
    targets.length === 0 ? null : h(FaultAdder, { edited, targets, cursor, change }),
  );
}

/** What breaks or is put right at the cursor: of the faults, only this looks at it. */
function FaultAdder({ edited, targets, cursor, change }: Omit<FaultsEditorProps, 'endedAtMs'>): Html {
  const [chosen, setChosen] = useState(0);
  const [breaks, setBreaks] = useState(true);
  const atMs = useCursor(cursor);
  const target = targets[chosen];
  const words = useMemo(
    () => targets.map((each) => printable(faultInWords({ ...breaking(each), atMs: 0 }).replace(/^\w+ /, ''))),
    [targets],
  );
  const choice = useMemo(
    () =>
      h(SearchedSelect, {
        name: 'What breaks or is put right',
        search: 'Search components',
        options: words,
        chosen,
        choose: setChosen,
      }),
    [words, chosen],
  );
  return h(
    'div',
    { class: 'adder' },
    choice,
    h(
      'select',
      {
        'aria-label': 'Which of both',
        value: breaks ? 'breaks' : 'mends',
        onChange: (event: Event) => setBreaks((event.target as HTMLSelectElement).value === 'breaks'),
      },
      h('option', { value: 'breaks' }, breaking(target).verb),
      h('option', { value: 'mends' }, mending(target).verb),
    ),
    h(
      'button',
      { type: 'button', onClick: () => change(faultAdded(edited, target, breaks, atMs)) },
      `+ at ${clock(atMs)}, the cursor`,
    ),
  );
}
