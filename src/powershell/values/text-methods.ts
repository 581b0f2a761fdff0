// Methods of strings, as .NET Framework has them: what is given as one text is mostly a set of characters.
import { bounded, neededNumber, roundHalfToEven, texts, toText } from './convert.js';
import { orderOfTexts } from './culture-order.js';
import { Character } from './numerals.js';
import { ValueError } from './value-error.js';
import { isList, listOf, Unknown, type Value } from './values.js';

type TextMethod = (subject: string, given: readonly Value[]) => Value | undefined;

/** The text of an argument; a list of characters is one text. */
const text = (value: Value | undefined): string =>
  value === undefined || value === null
    ? ''
    : isList(value)
      ? value.map((each) => text(each)).join('')
      : String(toText(value));

/** Whether a comparison such as `OrdinalIgnoreCase` is without case; undefined = it is none. */
function withoutCase(value: Value | undefined): boolean | undefined {
  if (value === undefined) return false;
  if (typeof value === 'boolean') return value;
  const name = text(value).toLowerCase();
  return /^(?:ordinal|currentculture|invariantculture)(?:ignorecase)?$/.test(name) ? name.endsWith('case') : undefined;
}

const compared =
  (holds: (subject: string, part: string) => Value): TextMethod =>
  (subject, [part, comparison]) => {
    const fold = withoutCase(comparison);
    if (fold === undefined) return undefined;
    return fold ? holds(subject.toLowerCase(), text(part).toLowerCase()) : holds(subject, text(part));
  };

const STRING: Readonly<Record<string, TextMethod>> = {
  tolower: (s) => s.toLowerCase(),
  tolowerinvariant: (s) => s.toLowerCase(),
  toupper: (s) => s.toUpperCase(),
  toupperinvariant: (s) => s.toUpperCase(),
  trim: (s, given) => trimmed(s, given, true, true),
  trimstart: (s, given) => trimmed(s, given, true, false),
  trimend: (s, given) => trimmed(s, given, false, true),
  startswith: compared((s, part) => s.startsWith(part)),
  endswith: compared((s, part) => s.endsWith(part)),
  equals: (s, given) =>
    typeof given[0] === 'string'
      ? compared((own, other) => own === other)(s, given)
      : given.length > 0
        ? false
        : undefined,
  compareto: (s, [other]) => (typeof other === 'string' ? Math.sign(orderOfTexts(s, other, true)) : undefined),
  contains: (s, given) => (given.length === 1 ? s.includes(text(given[0])) : undefined),
  indexof: (s, [part, from]) =>
    from === undefined || typeof from === 'number' ? s.indexOf(text(part), from) : undefined,
  lastindexof: (s, given) => (given.length === 1 ? s.lastIndexOf(text(given[0])) : undefined),
  replace: (s, given) => {
    const [from, to] = given;
    if (given.length !== 2) {
      throw new ValueError(`Cannot find an overload for "Replace" and the argument count: "${given.length}".`);
    }
    return replaced(s, text(from), text(to));
  },
  split: (s, given) => splitText(s, given),
  substring: (s, [from, length]) => substring(s, integer(from), length === undefined ? null : integer(length)),
  remove: (s, [from, length]) => {
    const start = integer(from);
    const removed = substring(s, start, length === undefined ? null : integer(length));
    return s.slice(0, start) + s.slice(start + removed.length);
  },
  insert: (s, [at, part]) => substring(s, 0, integer(at)) + text(part) + s.slice(integer(at)),
  padleft: (s, [width, char]) => s.padStart(Math.min(integer(width), 10_000), char === undefined ? ' ' : text(char)),
  padright: (s, [width, char]) => s.padEnd(Math.min(integer(width), 10_000), char === undefined ? ' ' : text(char)),
  tochararray: (s) => Array.from({ length: s.length }, (_, at) => new Character(s[at])),
  tostring: (s) => s,
};

/** Names of the methods of strings, in lower case. */
export const STRING_METHODS: readonly string[] = Object.keys(STRING);

/** What a method of a string gives; undefined = it is not read, or not with these arguments. */
export function textMethod(subject: string, name: string, given: readonly Value[]): Value | undefined {
  if (!Object.hasOwn(STRING, name)) return undefined;
  const read = texts(...given.flatMap((each) => (isList(each) ? each : [each])));
  if (read instanceof Unknown) return read;
  const result = STRING[name](subject, given);
  return typeof result === 'string' ? bounded(result) : result;
}

function integer(value: Value | undefined): number {
  return roundHalfToEven(neededNumber(value ?? null));
}

function trimmed(s: string, given: readonly Value[], start: boolean, end: boolean): string {
  const chars = given.map((each) => text(each)).join('');
  const isOut = (char: string): boolean => (chars === '' ? /\s/.test(char) : chars.includes(char));
  let from = 0;
  let to = s.length;
  while (start && from < to && isOut(s[from])) from++;
  while (end && to > from && isOut(s[to - 1])) to--;
  return s.slice(from, to);
}

function replaced(s: string, from: string, to: string): string {
  if (from === '') throw new ValueError('Replace: String cannot be of zero length.');
  const parts = s.split(from);
  // measured before it is built
  const length = s.length + (parts.length - 1) * (to.length - from.length);
  return length > 1_000_000 ? bounded('x'.repeat(1_000_001)) : parts.join(to);
}

/** `.Split('::')` splits at each of its characters; a list of texts with options splits at the texts. */
function splitText(s: string, given: readonly Value[]): Value | undefined {
  const [by, ...more] = given;
  const count = more.find((each) => typeof each === 'number');
  const options = more.filter((each) => typeof each !== 'number');
  const words = texts(...options.flatMap((each) => listOf(each)));
  if (words instanceof Unknown || options.some((each) => typeof each === 'boolean')) return undefined;
  // what is no option is a further character
  const isOption = (word: string): boolean => /^(?:none|removeemptyentries|0|1)$/i.test(word);
  if (count === undefined && words.some((word) => !isOption(word)))
    return splitText(s, [given.map((each) => text(each)).join('')]);
  const isTexts = isList(by) && words.length > 0 && by.some((each) => text(each).length !== 1);
  const separators = isTexts ? listOf(by).map((each) => text(each)) : [...text(by)];
  const removes = words.some((word) => /^(?:removeemptyentries|1)$/i.test(word));
  return pieces(s, separators, { most: count ?? Number.POSITIVE_INFINITY, removes });
}

function pieces(
  s: string,
  separators: readonly string[],
  { most, removes }: { readonly most: number; readonly removes: boolean },
): string[] {
  const found: string[] = [];
  let from = 0;
  for (let at = 0; at < s.length && found.length + 1 < most; ) {
    const separator =
      separators.length === 0
        ? /\s/.test(s[at])
          ? s[at]
          : undefined
        : separators.find((each) => each !== '' && s.startsWith(each, at));
    if (separator === undefined) at++;
    else {
      if (!removes || at > from) found.push(s.slice(from, at));
      at += separator.length;
      from = at;
    }
  }
  if (most > 0 && (!removes || from < s.length)) found.push(s.slice(from));
  return found;
}

function substring(s: string, from: number, length: number | null): string {
  const to = length === null ? s.length : from + length;
  if (!(from >= 0 && to <= s.length && to >= from)) {
    throw new ValueError('Substring: the start and the length must lie within the string.');
  }
  return s.slice(from, to);
}
