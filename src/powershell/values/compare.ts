// Equality, order and the comparison operators, in three-valued logic: what depends on an unknown is unknown.
import { calendarDate } from './calendar.js';
import { parseTimespan, roundHalfToEven, texts, toBoolean, toNumber, toText } from './convert.js';
import { orderOfTexts } from './culture-order.js';
import { unknownIn } from './nested.js';
import { Character, numberIn, numberKindOf } from './numerals.js';
import { Crowd, OneOf, TextHere } from './partly-known.js';
import { regexFor } from './regex.js';
import { sameTexts } from './same-texts.js';
import { convertedNumber } from './scanned-number.js';
import { isUnordered, unordered } from './unordered.js';
import {
  DateTime,
  EnumMember,
  Hashtable,
  isList,
  PSObject,
  type ScriptEnum,
  ScriptObject,
  Timespan,
  TypeName,
  Unknown,
  type Value,
  Version,
} from './values.js';
import { orderOfVersions, versionOf } from './version.js';
import { matchesWildcard } from './wildcard.js';

/** `-eq` between two single values: the right one takes the type of the left one. */
export function equal(left: Value, right: Value, exactCase = false): boolean | Unknown {
  const unknown = unknownIn(left, right);
  if (unknown !== null) return unknown;
  if (left === null || right === null) return left === right;
  if (left instanceof Timespan) return timespanOf(right)?.ms === left.ms;
  if (left instanceof DateTime || left instanceof Version) {
    const by = order(left, right, exactCase);
    return by instanceof Unknown ? by : by === 0;
  }
  const number = numberIn(left);
  if (number !== null) {
    const other = asNumberLike(left, right);
    return other instanceof Unknown ? other : other === number;
  }
  if (typeof left === 'boolean') return toBoolean(right) === left;
  if (typeof left === 'string') {
    const other = toText(right);
    return other instanceof Unknown ? other : sameTexts(left, other, exactCase);
  }
  if (left instanceof Character) return characterEquals(left, right, exactCase);
  if (left instanceof EnumMember && (typeof right === 'number' || right instanceof EnumMember)) {
    return left.number === toNumber(right);
  }
  if (left instanceof ScriptObject || left === right) return left === right;
  if (left instanceof PSObject && left.text !== null) return equal(left.text, right, exactCase);
  if (left instanceof TypeName || (left instanceof PSObject && left.open))
    return new Unknown('whether these are the same');
  return false;
}

/** What stands on the right of a number in its type: a text is converted, and rounded where the number is whole. */
function asNumberLike(left: Value, right: Value): number | null | Unknown {
  if (typeof right !== 'string') return isList(right) ? null : toNumber(right);
  const isWhole = !/^(?:Double|Single|Decimal)$/.test(numberKindOf(left) ?? '');
  const found = convertedNumber(right, isWhole);
  return typeof found === 'number' && isWhole ? roundHalfToEven(found) : found;
}

function characterEquals(left: Character, right: Value, exactCase: boolean): boolean | Unknown {
  if (numberIn(right) !== null) return numberIn(right) === left.code;
  const other = right instanceof Character ? right.text : right;
  if (typeof other !== 'string') return new Unknown('a character beside another value');
  return other.length === 1 && sameTexts(left.text, other, exactCase);
}

/** What stands on the right of a time span as one: numbers are ticks. */
function timespanOf(value: Value): Timespan | null {
  if (value instanceof Timespan) return value;
  const ticks = numberIn(value);
  if (ticks !== null) return new Timespan(ticks / 10_000);
  return typeof value === 'string' ? parseTimespan(value) : null;
}

/** `$null` comes before all but negative numbers. */
const againstNull = (value: Value): number => ((numberIn(value) ?? 0) < 0 ? -1 : 1);

/** Less than 0, 0 or more than 0; unknown where the two cannot be put in order. */
export function order(left: Value, right: Value, exactCase = false): number | Unknown {
  const unknown = unknownIn(left, right);
  if (unknown !== null) return unknown;
  if (left === null) return right === null ? 0 : -againstNull(right);
  if (right === null) return againstNull(left);
  if (left instanceof Timespan) {
    const other = timespanOf(right);
    return other === null ? new Unknown('an order between values of different types') : left.ms - other.ms;
  }
  if (left instanceof DateTime) {
    const other = right instanceof DateTime ? right : typeof right === 'string' ? calendarDate(right) : null;
    if (other === null || other.shownBy !== left.shownBy) return new Unknown('what a clock shows');
    return left.ms - other.ms;
  }
  if (left instanceof Version) {
    const other = right instanceof Version ? right : versionOf(right);
    return other === null ? new Unknown('an order between values of different types') : orderOfVersions(left, other);
  }
  if (typeof left === 'string') {
    const other = toText(right);
    if (other instanceof Unknown) return other;
    return orderOfTexts(left, other, exactCase);
  }
  const other = left instanceof EnumMember && typeof right === 'string' ? memberOf(left.of, right) : right;
  const [a, b]: readonly (number | null | Unknown)[] =
    typeof left === 'boolean' ? [toNumber(left), truth(other)] : numbersOf(left, other);
  if (a instanceof Unknown) return a;
  if (b instanceof Unknown) return b;
  if (a === null || b === null) return new Unknown('an order between values of different types');
  if (a === b) return 0;
  return a < b ? -1 : a > b ? 1 : new Unknown('an order of what is no number');
}

/** What stands beside a boolean as one: 0 or 1. */
function truth(value: Value): number | Unknown {
  const holds = toBoolean(value);
  return holds instanceof Unknown ? holds : Number(holds);
}

/** Two values as numbers, the right one in the type of the left one. */
function numbersOf(left: Value, right: Value): readonly (number | null | Unknown)[] {
  if (left instanceof Character && numberIn(right) === null) return [null, null];
  return numberIn(left) === null ? [toNumber(left), toNumber(right)] : [toNumber(left), asNumberLike(left, right)];
}

const memberOf = ({ members }: ScriptEnum, name: string): Value =>
  members.find((each) => each.name.toLowerCase() === name.toLowerCase()) ?? name;

/** Compares two single values. */
type Comparison = (left: Value, right: Value, exactCase: boolean) => boolean | Unknown;

const ordered =
  (holds: (by: number) => boolean): Comparison =>
  (left, right, exactCase) => {
    const by = order(left, right, exactCase);
    return by instanceof Unknown ? by : holds(by);
  };

const not =
  (compared: Comparison): Comparison =>
  (left, right, exactCase) => {
    const found = compared(left, right, exactCase);
    return found instanceof Unknown ? found : !found;
  };

const like: Comparison = (left, right, exactCase) => {
  const found = texts(left, right);
  return found instanceof Unknown ? found : matchesWildcard(found[0], found[1], exactCase);
};

const match: Comparison = (left, right, exactCase) => {
  const found = matchGroups(left, right, exactCase);
  return found instanceof Unknown ? found : found !== null;
};

/** The comparisons that filter a list on their left; a `c` before the name makes them exact in case. */
const COMPARISONS: Readonly<Record<string, Comparison>> = {
  eq: equal,
  ne: not(equal),
  gt: ordered((by) => by > 0),
  ge: ordered((by) => by >= 0),
  lt: ordered((by) => by < 0),
  le: ordered((by) => by <= 0),
  like,
  notlike: not(like),
  match,
  notmatch: not(match),
};

/** Names of the comparisons, each also with a `c` or an `i` before it. */
export const COMPARISON_NAMES: readonly string[] = [
  ...Object.keys(COMPARISONS),
  ...['contains', 'notcontains', 'in', 'notin'],
];

/** Compares two values, each as a whole: a list is not filtered. */
export function compareWhole(
  name: 'eq' | 'like' | 'match',
  left: Value,
  right: Value,
  exactCase: boolean,
): boolean | Unknown {
  return COMPARISONS[name](left, right, exactCase);
}

/** What a match holds as the table `$Matches`, or null where there is none. */
export function matchGroups(left: Value, right: Value, exactCase: boolean): Hashtable | null | Unknown {
  const found = texts(left, right);
  if (found instanceof Unknown) return found;
  const [subject, text] = found;
  const pattern = regexFor(text, subject, exactCase);
  if (pattern instanceof Unknown) return pattern;
  const groups = pattern.regex.exec(subject);
  if (groups === null) return null;
  const table = new Hashtable();
  groups.forEach((group, i) => {
    if (group !== undefined && !pattern.named[i]) table.put(pattern.numbers[i], String(pattern.numbers[i]), group);
  });
  for (const [name, group] of Object.entries(groups.groups ?? {})) {
    if (group !== undefined) table.entries.set(name, group);
  }
  return table;
}

/** A comparison by its name (`eq`, `cne`, `in`, ...); null = there is none of this name. */
export function compare(operator: string, left: Value, right: Value): Value | undefined {
  const exactCase = operator[0] === 'c' && operator !== 'contains';
  const name = exactCase ? operator.slice(1) : operator;
  if (/^(?:not)?(?:contains|in)$/.test(name)) {
    const [list, one] = /in$/.test(name) && !name.endsWith('contains') ? [right, left] : [left, right];
    const found = among(list, one, exactCase);
    return found instanceof Unknown || !name.startsWith('not') ? found : !found;
  }
  if (!Object.hasOwn(COMPARISONS, name)) return undefined;
  if ((name === 'eq' || name === 'ne') && isNoneAgainstSome(left, right)) return name === 'ne';
  if (left instanceof Unknown) return left.spread;
  const compared = COMPARISONS[name];
  if (!isList(left)) return compared(left, right, exactCase);
  const kept: Value[] = [];
  for (const item of left) {
    const holds = item instanceof OneOf ? ofAny(item, right, exactCase, compared) : compared(item, right, exactCase);
    // something may be among what is kept
    if (holds instanceof OneOf) kept.push(holds);
    else if (holds instanceof Unknown) return holds;
    else if (holds) kept.push(item);
  }
  return isUnordered(left) ? unordered(kept) : kept;
}

/** Whether `$null` is compared with objects of which it is known that there are some, or nothing with a path. */
const isNoneAgainstSome = (left: Value, right: Value): boolean => isNoneOf(left, right) || isNoneOf(right, left);
const isNoneOf = (one: Value, other: Value): boolean =>
  one === null ? other instanceof Crowd || other instanceof TextHere : one === '' && other instanceof TextHere;

/** Whether a comparison holds of what is one of several texts, or none: false where it does of none of them. */
function ofAny(item: OneOf, right: Value, exactCase: boolean, compared: Comparison): false | Unknown {
  const held = item.candidates.map((text) => compared(text, right, exactCase));
  const dark = held.find((each) => each instanceof Unknown);
  if (dark instanceof Unknown) return dark;
  const kept = item.candidates.filter((_, i) => held[i]);
  return kept.length === 0 ? false : new OneOf(item.why, kept);
}

function among(list: Value, one: Value, exactCase: boolean): boolean | Unknown {
  if (list instanceof Unknown) return list.spread;
  let unknown: Unknown | null = null;
  for (const item of isList(list) ? list : [list]) {
    const same = item instanceof OneOf ? ofAny(item, one, exactCase, equal) : equal(item, one, exactCase);
    if (same instanceof Unknown) unknown ??= same;
    else if (same) return true;
  }
  return unknown ?? false;
}
