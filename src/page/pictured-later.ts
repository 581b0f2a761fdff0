/** A picture whose tables are made when somebody asks for them: until then they cost nothing when the picture becomes another one. */
/// <reference lib="dom" />
import { h } from 'preact';
import { useState } from 'preact/hooks';
import type { Html, HtmlChild } from '../report/html/element.js';
import { INSTEAD } from '../report/html/pictured.js';

interface PicturedLaterProps {
  readonly picture: HtmlChild;
  readonly tables: () => readonly Html[];
}

/** As `pictured` has it in a document. */
export function PicturedLater({ picture, tables }: PicturedLaterProps): Html {
  const [isOpen, setOpen] = useState(false);
  return h(
    'div',
    { class: 'pictured' },
    h('div', { class: 'picture' }, picture),
    h(
      'label',
      { class: 'swap' },
      h('input', {
        type: 'checkbox',
        checked: isOpen,
        onChange: (event: Event) => setOpen((event.target as HTMLInputElement).checked),
      }),
      INSTEAD,
    ),
    h('div', { class: 'tabled' }, isOpen ? tables() : null),
  );
}
