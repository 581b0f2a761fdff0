/** Pairs of a large deployment as buttons: each opens all lanes of its pools, or folds them to one. */
/// <reference lib="dom" />
import { h } from 'preact';
import type { Html } from '../report/html/element.js';
import type { PoolPair } from '../report/html/folded-pairs.js';

interface PairsOpenedProps {
  readonly pairs: readonly PoolPair[];
  readonly opened: ReadonlySet<string>;
  readonly choose: (opened: ReadonlySet<string>) => void;
}

/** The buttons, behind a line that counts; nothing where no pair can be folded. */
export function PairsOpened({ pairs, opened, choose }: PairsOpenedProps): Html | null {
  if (pairs.length === 0) return null;
  const isOpen = ({ name }: PoolPair): boolean => opened.has(name);
  return h(
    'details',
    { class: 'screen-only' },
    h('summary', null, `${pairs.filter(isOpen).length} of ${pairs.length} pairs with all their lanes`),
    h(
      'div',
      { class: 'controls zoom' },
      pairs.map((pair) => {
        const { name } = pair;
        const others = [...opened].filter((each) => each !== name);
        const press = (): void => choose(new Set(isOpen(pair) ? others : [...others, name]));
        return h('button', { type: 'button', 'aria-pressed': isOpen(pair), onClick: press }, name);
      }),
    ),
  );
}
