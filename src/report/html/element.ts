/** Elements of the HTML report: text and attributes are escaped by Preact when the page is written, and nothing else gets in. */
import { type ComponentChild, h, type JSX } from 'preact';
import { cardHeadsOf } from './card-heads.js';

export type Html = JSX.Element;
export type HtmlChild = ComponentChild;

/** Attributes of an element; one that is `undefined` or `false` is left out. */
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** An element of the page. `class` is its class, as in HTML. */
export const el = (tag: string, attributes: Attributes | null = null, ...children: HtmlChild[]): Html =>
  h(tag, attributes, ...children);

/** A panel of the page with its title; `more` is what stands beside the title. */
export function panel(id: string, title: string, more: HtmlChild, ...children: HtmlChild[]): Html {
  const beside = more === null ? null : el('span', { class: 'beside' }, more);
  return el(
    'section',
    { class: 'panel', id, 'aria-labelledby': `${id}-title` },
    el('div', { class: 'head' }, el('h2', { id: `${id}-title` }, title), beside),
    ...children,
  );
}

/** A cell of a table: its content, or that with a class. */
export type TableCell = HtmlChild | { readonly class: string; readonly of: HtmlChild };

const isClassed = (cell: TableCell): cell is Extract<TableCell, { readonly of: HtmlChild }> =>
  typeof cell === 'object' && cell !== null && 'of' in cell;

/** A table; rows may have a class and an id. Narrow screens show rows of `cards` as cards: each cell says its column again, where the style does not. */
export function table(
  name: string,
  head: readonly string[],
  rows: readonly { readonly id?: string; readonly class?: string; readonly cells: readonly TableCell[] }[],
): Html {
  const labelled = / cards$/.test(name) && cardHeadsOf(name) === undefined;
  const line = ({ id, class: look, cells }: (typeof rows)[number]): Html =>
    el(
      'tr',
      { id, class: look },
      ...cells.map((cell, i) => {
        const [inner, of] = isClassed(cell) ? [cell.of, cell.class] : [cell, undefined];
        return el('td', { class: of, 'data-of': labelled ? head[i] : undefined }, inner);
      }),
    );
  return el(
    'table',
    { class: name },
    el('thead', null, el('tr', null, ...head.map((title) => el('th', { scope: 'col' }, title)))),
    el('tbody', null, ...rows.map(line)),
  );
}

/** A cell with a number. */
export const numeric = (of: string): TableCell => ({ class: 'numeric', of });

/** A name from the input: its direction cannot reach what stands beside it. */
export const bdi = (name: HtmlChild): Html => el('bdi', null, name);

/** Text between strong words: every second part is strong. */
export const withStrong = (...parts: readonly string[]): HtmlChild[] =>
  parts.map((part, i) => (i % 2 === 1 ? el('strong', null, part) : part));
