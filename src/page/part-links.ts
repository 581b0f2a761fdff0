/** Parts of an outage as buttons: each draws the night around it, with the cursor at its start. */
/// <reference lib="dom" />
import { h } from 'preact';
import { clock } from '../core/format.js';
import type { Html } from '../report/html/element.js';
import type { PartLinks } from '../report/html/time-panel.js';
import type { Sent } from './living-night.js';
import { withSurroundings } from './night-zoom.js';

/** The buttons of a night that ends at `endMs`; `send` leads there. */
export function partLinks(endMs: number, send: (place: Sent) => void): PartLinks {
  const sender = (part: { readonly fromMs: number; readonly toMs: number }) => (): void =>
    send({ atMs: part.fromMs, stretch: withSurroundings(part, endMs) });
  return {
    bar: (part, shapes): Html => {
      const press = sender(part);
      return h(
        'g',
        {
          role: 'button',
          tabindex: 0,
          class: 'part',
          onClick: press,
          onKeyDown: (event: KeyboardEvent) => {
            if (event.key !== 'Enter' && event.key !== ' ') return;
            event.preventDefault();
            event.stopPropagation();
            press();
          },
        },
        ...shapes,
      );
    },
    time: (part, words) => jump(words, sender(part)),
  };
}

/** A time that leads to its moment in the night. */
export const timeLink = (atMs: number, send: (place: Sent) => void): Html =>
  jump(clock(atMs), () => send({ atMs, stretch: null }));

const jump = (words: string, press: () => void): Html =>
  h('button', { type: 'button', class: 'jump', title: 'Show in the night', onClick: press }, words);
