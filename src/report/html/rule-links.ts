/** Ids of rules as links: each leads to its words, which stand once, behind the page, with all rules that it names. */
import { createContext, h } from 'preact';
import type { NamedRule } from '../text/page.js';
import { el, type Html, type HtmlChild } from './element.js';

const ID = /\b([SDMFI]\d{1,3})\b/;
const anchorOf = (id: string): string => `rule-${id}`;

/** Whether the words of a rule stand in the document. A page that is drawn again asks the document that it lies in. */
const Has = createContext<(id: string) => boolean>(
  (id) => typeof document !== 'undefined' && document.getElementById(anchorOf(id)) !== null,
);

/** A text of the product, or the id of a rule, with links to the rules that it names. */
export const withRules = (text: string): HtmlChild => (ID.test(text) ? h(Linked, { text }) : text);

const Linked = ({ text }: { readonly text: string }): Html =>
  h(Has.Consumer, {
    // Every second part is an id.
    children: (has: (id: string) => boolean) =>
      text
        .split(ID)
        .map((part, i) =>
          i % 2 === 1 && has(part) ? el('a', { class: 'rule-id', href: `#${anchorOf(part)}` }, part) : part,
        ),
  });

/** A body, and behind it the words of those of the rules that it names. */
export function withNamedRules(body: Html, rules: readonly NamedRule[]): Html {
  const known = new Set(rules.map(({ id }) => id));
  const named = new Set<string>();
  const has = (id: string): boolean => known.has(id) && named.add(id) !== undefined;
  // Rendered in its order, so that the last knows what all before it have named.
  return h(Has.Provider, { value: has }, body, h(NamedRules, { rules, named }));
}

function NamedRules({ rules, named }: { readonly rules: readonly NamedRule[]; readonly named: ReadonlySet<string> }) {
  const shown = rules.filter(({ id }) => named.has(id));
  if (shown.length === 0) return null;
  return el(
    'div',
    { class: 'behind' },
    el(
      'section',
      { class: 'panel', id: 'rules', 'aria-labelledby': 'rules-title' },
      el('div', { class: 'head' }, el('h2', { id: 'rules-title' }, 'The rules that are named here')),
      el(
        'p',
        { class: 'secondary' },
        'drydrill rules ID shows the documents that a rule comes from, what rests on it, and which tests name it.',
      ),
      el('dl', { class: 'rules' }, ...shown.flatMap(wordsOf)),
    ),
  );
}

const wordsOf = ({ id, basis, words }: NamedRule): Html[] => [
  el('dt', { id: anchorOf(id), tabindex: -1 }, id, ' ', el('span', { class: 'dim' }, basis)),
  el('dd', null, plainWords(words)),
];

/** The words of a rule without the marks of Markdown: they stand in running text. */
const plainWords = (words: string): string =>
  words.replace(/`([^`]*)`/g, '$1').replace(/(?<![\w*])\*(\w[^*]*)\*(?![\w*])/g, '$1');
