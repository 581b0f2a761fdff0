/** Buttons and a slider that move the cursor of the night. */
/// <reference lib="dom" />
import { h } from 'preact';
import { clock } from '../core/format.js';
import type { RunResult } from '../domain/result.js';
import type { Html } from '../report/html/element.js';
import { momentInWords, stopBeside } from '../report/html/moment.js';
import type { Ways } from './night-keys.js';

/** Event and step before and after, what plays, the slider, and the time. */
export function cursorControls(
  result: RunResult,
  atMs: number,
  move: (atMs: number) => void,
  ways: Ways,
  play: Html | null,
): Html {
  const { endedAtMs } = result;
  const button = (words: string, to: number): Html =>
    h('button', { type: 'button', disabled: to === atMs, onClick: () => move(to) }, words);
  return h(
    'div',
    { class: 'controls screen-only' },
    button('◀ event', stopBeside(ways.events, atMs, -1)),
    button('event ▶', stopBeside(ways.events, atMs, 1)),
    button('◀ step', stopBeside(ways.steps, atMs, -1)),
    button('step ▶', stopBeside(ways.steps, atMs, 1)),
    play,
    h('input', {
      id: 'cursor',
      type: 'range',
      min: 0,
      max: endedAtMs,
      step: 1,
      value: atMs,
      'aria-label': 'Moment of the night',
      'aria-valuetext': momentInWords(result, atMs),
      onInput: (event: Event) => move(Number((event.target as HTMLInputElement).value)),
    }),
    h('strong', { class: 'clock' }, clock(atMs)),
  );
}
