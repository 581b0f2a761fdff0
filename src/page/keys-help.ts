/** The keys of a night as a dialog, which opens by a key, too. */
/// <reference lib="dom" />
import { h } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { type Html, table } from '../report/html/element.js';
import { isForThePage } from './page-keys.js';

/** Keys and what they do, as docs/report.md has them. */
export const NIGHT_KEYS: readonly (readonly [keys: string, does: string])[] = [
  ['← →', 'the event before, after; with Shift the step'],
  ['[ ]', 'the recovery before, after'],
  ['Home End', 'start and end, within the night'],
  ['Space', 'plays what is drawn in 20 seconds, and stops; within the night'],
  ['+ − 0', 'larger and smaller at the cursor; the whole drill'],
  ['1 … 9', 'the outages and failbacks, in their order'],
  ['← → on a fault', 'ten seconds earlier, later; with Alt a minute, with Alt and Shift ten'],
  ['Ctrl+wheel', 'larger and smaller, over the picture'],
  ['r', 'the drill as it was reported'],
  ['Ctrl+Z Ctrl+Y', 'takes a change of the drill back, has it again (50 deep)'],
  ['?', 'these keys'],
];

/** A button, and behind it the dialog. */
export function KeysHelp(): Html[] {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = (): void => {
    if (dialog.current?.open === false) dialog.current.showModal();
  };
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== '?' || !isForThePage(event)) return;
      event.preventDefault();
      open();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  return [
    h('button', { type: 'button', onClick: open }, 'Keys ?'),
    h(
      'dialog',
      { ref: dialog, class: 'keys', 'aria-labelledby': 'keys-title' },
      h('h3', { id: 'keys-title' }, 'Keys, outside of fields'),
      table(
        'keys-table',
        ['key', 'does'],
        NIGHT_KEYS.map(([keys, does]) => ({ cells: [{ class: 'word', of: keys }, does] })),
      ),
      h('form', { method: 'dialog' }, h('button', null, 'Close')),
    ),
  ];
}
