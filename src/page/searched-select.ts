/** A list to choose from; of a long one only so much stands in the page as is looked for. */
/// <reference lib="dom" />
import { h } from 'preact';
import { useState } from 'preact/hooks';
import type { Html } from '../report/html/element.js';

interface SearchedSelectProps {
  /** what is chosen, for who cannot see it */
  readonly name: string;
  /** what is looked for, where the list is long */
  readonly search: string;
  readonly options: readonly string[];
  readonly chosen: number;
  readonly choose: (index: number) => void;
}

/** Entries in the page at a time: nobody reads further, and each costs two elements of the page. */
const SHOWN_MOST = 100;

/** The list, with a field to search it by where it is longer than what is shown. */
export function SearchedSelect({ name, search, options, chosen, choose }: SearchedSelectProps): Html[] {
  const [wanted, setWanted] = useState('');
  const found = options.flatMap((words, i) => (words.toLowerCase().includes(wanted.trim().toLowerCase()) ? [i] : []));
  // What is chosen stays on show, whatever is looked for.
  const shown = [...new Set([chosen, ...found.slice(0, SHOWN_MOST)])].toSorted((a, b) => a - b);
  const left = found.length - SHOWN_MOST;
  const select = h(
    'select',
    {
      class: 'searched',
      'aria-label': name,
      value: chosen,
      onChange: (event: Event) => choose(Number((event.target as HTMLSelectElement).value)),
    },
    ...shown.map((i) => h('option', { value: i }, options[i])),
  );
  if (options.length <= SHOWN_MOST) return [select];
  const field = h('input', {
    type: 'search',
    'aria-label': search,
    placeholder: search,
    value: wanted,
    onInput: (event: Event) => {
      const words = (event.target as HTMLInputElement).value;
      setWanted(words);
      const first = options.findIndex((each) => each.toLowerCase().includes(words.trim().toLowerCase()));
      if (first >= 0) choose(first);
    },
  });
  const rest = left > 0 ? h('span', { class: 'dim' }, `${left} more: search for them`) : null;
  return rest === null ? [field, select] : [field, select, rest];
}
