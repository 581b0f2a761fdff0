/** A picture and the tables that say the same: who ticks the box has these instead of the picture, on the screen and on paper. */
import { el, type Html, type HtmlChild } from './element.js';

/** The words of the box. */
export const INSTEAD = 'Table instead of picture';

/**
 * The picture, and below it the box and its tables. The style alone shows one of both, so that it works without a script;
 * what is not displayed can give a picture its words, as the content of a closed `details` cannot.
 */
export const pictured = (picture: HtmlChild, ...tables: readonly HtmlChild[]): Html =>
  el(
    'div',
    { class: 'pictured' },
    el('div', { class: 'picture' }, picture),
    el('label', { class: 'swap' }, el('input', { type: 'checkbox' }), INSTEAD),
    el('div', { class: 'tabled' }, ...tables),
  );
