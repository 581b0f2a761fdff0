// Arithmetic and text operators: the left side decides the type. Every result is bounded in size.
import { cast, isOfType } from './casts.js';
import { compare } from './compare.js';
import { bounded, roundHalfToEven, TEXT_MAX, texts, toBoolean, toNumber, toText } from './convert.js';
import { format } from './format-operator.js';
import { unknownIn } from './nested.js';
import { escapedPattern, type Pattern, regexFor, replacementFor, splitBy } from './regex.js';
import { SizeExceeded, ValueError } from './value-error.js';
import { DateTime, Hashtable, isList, listOf, Timespan, TypeName, typeNameOf, Unknown, type Value } from './values.js';

/** The longest list that a script may build. */
export const ITEMS_MAX = 100_000;

/** The value of `left OPERATOR right`; `-and` and its like are the interpreter's, as they may skip a side. */
export function binary(operator: string, left: Value, right: Value): Value {
  const compared = compare(operator, left, right);
  if (compared !== undefined) return compared;
  const unknown = unknownIn(left, right);
  if (unknown !== null) return unknown;
  switch (operator) {
    case '+':
      return add(left, right);
    case '-':
      return subtract(left, right);
    case '*':
      return multiply(left, right);
    case '/': {
      const [a, b] = numbers(left, right, '/');
      if (b === 0) throw new ValueError('Attempted to divide by zero.');
      return a / b;
    }
    case '%': {
      const [a, b] = numbers(left, right, '%');
      if (b === 0) throw new ValueError('Attempted to divide by zero.');
      return a % b;
    }
    case '..':
      return range(left, right);
    case 'f':
      return format(left, right === null ? [null] : listOf(right));
    case 'join':
      return joined(left, right);
    case 'split':
    case 'csplit':
      return split(left, right, operator === 'csplit');
    case 'replace':
    case 'creplace':
      return replace(left, right, operator === 'creplace');
    case 'is':
      return right instanceof TypeName ? isOfType(left, right.name) : new Unknown('-is without a type');
    case 'isnot': {
      const is = right instanceof TypeName ? isOfType(left, right.name) : new Unknown('-isnot without a type');
      return is instanceof Unknown ? is : !is;
    }
    case 'as':
      return right instanceof TypeName ? castOrNull(left, right.name) : new Unknown('-as without a type');
    case 'band':
      return integer(left) & integer(right);
    case 'bor':
      return integer(left) | integer(right);
    case 'bxor':
      return integer(left) ^ integer(right);
    case 'xor':
      return toBoolean(left) !== toBoolean(right);
    default:
      return new Unknown(`the operator -${operator}`);
  }
}

function castOrNull(value: Value, type: string): Value {
  try {
    return cast(value, type);
  } catch (error) {
    if (error instanceof ValueError) return null;
    throw error;
  }
}

/** The value of an operator before its operand. */
export function prefix(operator: string, value: Value): Value {
  if (operator === ',') return [value];
  if (operator === 'not') {
    const holds = toBoolean(value);
    return holds instanceof Unknown ? holds : !holds;
  }
  const unknown = unknownIn(value);
  if (unknown !== null) return unknown;
  switch (operator) {
    case '-':
      return value instanceof Timespan ? new Timespan(-value.ms) : 0 - needNumber(value, '-');
    case '+':
      return needNumber(value, '+');
    case 'bnot':
      return ~integer(value);
    case 'join':
      return joined(value, '');
    case 'split':
      return listOf(value).flatMap((item) => String(toText(item)).trim().split(/\s+/));
    default:
      return new Unknown(`the operator -${operator}`);
  }
}

function add(left: Value, right: Value): Value {
  if (left === null) return right;
  if (isList(left)) {
    const sum = [...left, ...listOf(right ?? [null])];
    if (sum.length > ITEMS_MAX) throw new SizeExceeded(`a list grows beyond ${ITEMS_MAX} items`);
    return right === null ? [...left, null] : sum;
  }
  if (typeof left === 'string') {
    const more = toText(right);
    return more instanceof Unknown ? more : bounded(left + more);
  }
  if (left instanceof Timespan && right instanceof Timespan) return new Timespan(left.ms + right.ms);
  if (left instanceof DateTime && right instanceof Timespan) return new DateTime(left.ms + right.ms, left.calendar);
  if (left instanceof Hashtable && right instanceof Hashtable) {
    const sum = new Hashtable();
    for (const [key, value] of [...left.keyed(), ...right.keyed()]) sum.put(key, String(key), value);
    return sum;
  }
  const [a, b] = numbers(left, right, '+');
  return a + b;
}

function subtract(left: Value, right: Value): Value {
  if (left instanceof DateTime && right instanceof DateTime) {
    return left.calendar === right.calendar ? new Timespan(left.ms - right.ms) : new Unknown('what a clock shows');
  }
  if (left instanceof DateTime && right instanceof Timespan) return new DateTime(left.ms - right.ms, left.calendar);
  if (left instanceof Timespan && right instanceof Timespan) return new Timespan(left.ms - right.ms);
  const [a, b] = numbers(left, right, '-');
  return a - b;
}

function multiply(left: Value, right: Value): Value {
  if (typeof left === 'string' || isList(left)) {
    const times = Math.max(0, roundHalfToEven(needNumber(right, '*')));
    if (left.length * times > (isList(left) ? ITEMS_MAX : TEXT_MAX)) {
      throw new SizeExceeded('the repetition is too long');
    }
    return typeof left === 'string' ? left.repeat(times) : Array.from({ length: times }, () => left).flat();
  }
  const [a, b] = numbers(left, right, '*');
  return a * b;
}

function range(left: Value, right: Value): Value {
  const [from, to] = numbers(left, right, '..').map(roundHalfToEven);
  if (Math.abs(to - from) >= ITEMS_MAX) throw new SizeExceeded(`the range is longer than ${ITEMS_MAX}`);
  const by = from <= to ? 1 : -1;
  const items: number[] = [];
  for (let i = from; i !== to + by; i += by) items.push(i);
  return items;
}

function joined(left: Value, right: Value): Value {
  const read = texts(right, ...listOf(left));
  if (read instanceof Unknown) return read;
  const [separator, ...parts] = read;
  const length = parts.reduce((sum, part) => sum + part.length + separator.length, 0);
  // measured before it is built
  if (length > 2 * TEXT_MAX) throw new SizeExceeded('a string grows too long');
  return bounded(parts.join(separator));
}

function split(left: Value, right: Value, exactCase: boolean): Value {
  const [by = '', count = 0, options = ''] = isList(right) ? right : [right];
  const [most, words] = [toNumber(count), texts(...listOf(options))];
  if (most === null || words instanceof Unknown || !(by === null || typeof by === 'string')) {
    return new Unknown('-split by this');
  }
  if (most < 0) return new Unknown('-split from the end');
  const named = words.join(',').toLowerCase();
  const other = named.replace(/simplematch|regexmatch|ignorecase|[\s,]/g, '');
  if (other !== '') return new Unknown(`the options ${named} of -split`);
  const pattern = named.includes('simplematch') ? escapedPattern(by ?? '') : (by ?? '');
  const caseCounts = exactCase && !named.includes('ignorecase');
  const found: Value[] = [];
  for (const item of listOf(left)) {
    const read = texts(item, pattern);
    if (read instanceof Unknown) return read;
    const [subject, separator] = read;
    const regex = regexFor(separator, subject.length, caseCounts);
    if (regex instanceof Unknown) return regex;
    for (const part of splitBy(subject, regex, most)) found.push(part);
    if (found.length > ITEMS_MAX) throw new SizeExceeded(`a list grows beyond ${ITEMS_MAX} items`);
  }
  return found;
}

function replace(left: Value, right: Value, exactCase: boolean): Value {
  const [pattern = '', by = ''] = listOf(right);
  const read = texts(pattern, by);
  if (read instanceof Unknown) return read;
  const [separator, replacement] = read;
  const one = (item: Value): Value => {
    const subject = toText(item);
    if (subject instanceof Unknown) return subject;
    const regex = regexFor(separator, subject.length, exactCase);
    if (regex instanceof Unknown) return regex;
    const by = replacementFor(replacement, regex);
    if (by === null) return new Unknown('this replacement of -replace');
    return replaced(subject, regex, by);
  };
  return isList(left) ? left.map(one) : one(left);
}

/** A text with all matches replaced, measured while it is built. */
function replaced(subject: string, { regex }: Pattern, by: (groups: RegExpExecArray) => string): string {
  let result = '';
  let from = 0;
  regex.lastIndex = 0;
  for (let match = regex.exec(subject); match !== null; match = regex.exec(subject)) {
    result = bounded(result + subject.slice(from, match.index) + by(match));
    from = match.index + match[0].length;
    if (match[0] === '') regex.lastIndex++;
  }
  return bounded(result + subject.slice(from));
}

function needNumber(value: Value, operator: string): number {
  const found = toNumber(value);
  if (found !== null) return found;
  throw new ValueError(`${operator} needs numbers, not ${typeNameOf(value)} "${String(toText(value)).slice(0, 40)}"`);
}

function numbers(left: Value, right: Value, operator: string): [number, number] {
  return [needNumber(left, operator), needNumber(right, operator)];
}

function integer(value: Value): number {
  return Math.trunc(needNumber(value, 'a bitwise operator'));
}
