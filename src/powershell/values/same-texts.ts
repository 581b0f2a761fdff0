// Equality of texts by the invariant culture: character by character, after what it folds together is opened.
import { searched } from './search-work.js';
import { Unknown } from './values.js';

/** Whether two texts are the same by the invariant culture, which passes over some characters and opens ligatures. */
export function sameTexts(left: string, right: string, exactCase: boolean): boolean | Unknown {
  searched(left.length + right.length);
  const [a, b] = exactCase ? [left, right] : [left.toLowerCase(), right.toLowerCase()];
  if (a === b) return true;
  const isPlain = !BEYOND.test(a) && !BEYOND.test(b);
  if (isPlain) return false;
  // long texts are left open
  const isShort = a.length + b.length < OPENED_MAX;
  return isShort && opened(a) !== opened(b) ? false : new Unknown('whether these characters count as the same');
}

/** Characters of two texts that are opened. */
const OPENED_MAX = 20_000;

/** Characters beyond those that weigh alike however they are compared. */
const BEYOND = /[^\t\n\r -~]/;

const opened = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Cf}|[^\P{Cc}\t\n\r]/gu, '')
    .replace(/\u00df/g, 'ss')
    .replace(/\u00e6/g, 'ae')
    .replace(/\u0153/g, 'oe')
    .replace(/\u00fe/g, 'th');
