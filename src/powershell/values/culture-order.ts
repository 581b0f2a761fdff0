// The order of texts as .NET Framework has it by culture, a word sort: hyphens and apostrophes hardly count, signs come
// before digits, digits before letters, and of two that differ in case only the small one is first. One walk a level.
import { searched } from './search-work.js';

const SIGNS = ' _!"#$%&()*,./:;?@[\\]^`{|}~+<=>';

/** What the characters of ASCII weigh; 0 = they hardly count. */
const WEIGHTS = Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code).toLowerCase();
  const sign = SIGNS.indexOf(char);
  return char === '-' || char === "'" ? 0 : sign >= 0 ? sign + 1 : 1000 + char.charCodeAt(0);
});

/** Steps of a search that the order of two short texts is worth. */
const STEPS_OF_ORDER = 100;

/** Less than 0, 0 or more than 0. */
export function orderOfTexts(left: string, right: string, exactCase: boolean): number {
  if (left === right) return 0;
  searched(STEPS_OF_ORDER + 2 * Math.min(left.length, right.length));
  const [a, b] = rests(left, right);
  const [low, high] = [a.toLowerCase(), b.toLowerCase()];
  return (
    compared(low, high, weightOf) ||
    (BEYOND.test(a) || BEYOND.test(b) ? compared(a, b, markOf) : 0) ||
    (exactCase ? compared(a, b, caseOf) : 0) ||
    hyphens(low, high)
  );
}

/** Characters beyond ASCII. */
const BEYOND = /[^\0-\x7f]/;

/** Both texts from their first difference on, accents apart from their letters. */
function rests(left: string, right: string): [string, string] {
  let at = 0;
  while (at < left.length && left.charCodeAt(at) === right.charCodeAt(at)) at++;
  // an accent belongs to the letter before it
  if (at > 0 && [left, right].some((text) => text.charCodeAt(at) > 127)) at--;
  return [apart(left.slice(at)), apart(right.slice(at))];
}

const apart = (text: string): string => (BEYOND.test(text) ? text.normalize('NFD') : text);

const isMark = (code: number): boolean => code >= 0x300 && code <= 0x36f;

const weightOf = (code: number): number => (code < 128 ? WEIGHTS[code] : isMark(code) ? 0 : 1000 + code);

const markOf = (code: number): number => (isMark(code) ? code : 0);

/** Small letters are first; what is no letter is left out. */
function caseOf(code: number): number {
  const char = String.fromCharCode(code);
  const small = char.toLowerCase();
  return small === char.toUpperCase() ? 0 : char === small ? 1 : 2;
}

/** The order by what characters weigh, those left out that weigh nothing. */
function compared(left: string, right: string, weigh: (code: number) => number): number {
  for (let i = 0, j = 0; ; i++, j++) {
    i = weighing(left, i, weigh);
    j = weighing(right, j, weigh);
    const a = i < left.length ? weigh(left.charCodeAt(i)) : 0;
    const b = j < right.length ? weigh(right.charCodeAt(j)) : 0;
    if (a !== b || a === 0) return a - b;
  }
}

/** The next place from one on where a character weighs something. */
function weighing(text: string, from: number, weigh: (code: number) => number): number {
  let at = from;
  while (at < text.length && weigh(text.charCodeAt(at)) === 0) at++;
  return at;
}

/** Of two that are the same otherwise: the one without a hyphen, or with a later one, is first. */
function hyphens(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const [a, b] = [left.charCodeAt(i), right.charCodeAt(i)];
    if (a !== b) return Number(weightOf(a) === 0) - Number(weightOf(b) === 0) || b - a;
  }
  return left.length - right.length;
}
