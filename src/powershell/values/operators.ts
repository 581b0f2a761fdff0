// Arithmetic and text operators: the left side decides the type. Every result is bounded in size.
import { bitwise, calculated, wholeOperand } from './arithmetic.js';
import { cast, isOfType } from './casts.js';
import { compare } from './compare.js';
import { bounded, TEXT_MAX, texts, toBoolean, toNumber, toText } from './convert.js';
import { format } from './format-operator.js';
import { unknownIn } from './nested.js';
import { Character } from './numerals.js';
import { isOpen, OfType } from './partly-known.js';
import { throughTextsHere } from './paths.js';
import { escapedPattern, regexFor, replacedBy, replacementFor, splitBy } from './regex.js';
import { isUnordered, UNKNOWN_ORDER, unordered } from './unordered.js';
import { SizeExceeded, ValueError } from './value-error.js';
import { DateTime, Hashtable, isList, listOf, Timespan, TypeName, Unknown, type Value } from './values.js';

/** The longest list that a script may build. */
export const ITEMS_MAX = 100_000;

/** The value of `left OPERATOR right`; `-and` and its like are the interpreter's, as they may skip a side. */
export function binary(operator: string, left: Value, right: Value): Value {
  const compared = compare(operator, left, right);
  if (compared !== undefined) return compared;
  const unknown = unknownIn(left, right);
  if (unknown !== null) return withUnknown(operator, left, right) ?? filled(operator, left, unknown) ?? unknown;
  switch (operator) {
    case '+':
      return add(left, right);
    case '-':
      return subtract(left, right);
    case '*':
      return multiply(left, right);
    case '/':
    case '%':
      return calculated(operator, left, right);
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
    case 'bor':
    case 'bxor':
    case 'shl':
    case 'shr':
      return bitwise(operator, left, right);
    case 'xor':
      return toBoolean(left) !== toBoolean(right);
    default:
      return new Unknown(`the operator -${operator}`);
  }
}

/** What comes of operands that are not all known: a longer list, or a longer path; undefined = nothing that is known. */
function withUnknown(operator: string, left: Value, right: Value): Value | undefined {
  if (operator === '+' && isList(left) && ![...left, ...listOf(right)].some(isOpen)) return add(left, right);
  if (operator !== '+' && operator !== 'f') return undefined;
  return throughTextsHere([left, right], ([one, other]) => binary(operator, one, other));
}

/** What a text makes with something that is not known: a text that is not empty; undefined = it may be anything else. */
function filled(operator: string, left: Value, unknown: Unknown): OfType | undefined {
  if (typeof left !== 'string' || !/^[+f]$/.test(operator)) return undefined;
  const always = operator === 'f' ? left.replace(/\{[^{}]*\}/g, '') : left;
  return always === '' ? undefined : new OfType('string', unknown, true);
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
      return value instanceof Timespan ? new Timespan(-value.ms) : calculated('-', 0, value);
    case '+':
      return calculated('+', 0, value);
    case 'bnot':
      return bitwise('bxor', value, -1);
    case 'join':
      return joined(value, '');
    case 'split':
      return (value === null ? [value] : listOf(value)).flatMap((item): readonly Value[] => {
        const shown = toText(item);
        if (shown instanceof Unknown) return [shown];
        const text = shown.trim();
        return text === '' ? [new Unknown('what -split makes of an empty text')] : text.split(/\s+/);
      });
    default:
      return new Unknown(`the operator -${operator}`);
  }
}

function add(left: Value, right: Value): Value {
  if (left === null) return right;
  if (isList(left)) {
    const sum = [...left, ...listOf(right ?? [null])];
    if (sum.length > ITEMS_MAX) throw new SizeExceeded(`a list grows beyond ${ITEMS_MAX} items`);
    const whole = right === null ? [...left, null] : sum;
    return isUnordered(left) || isUnordered(right) ? unordered(whole) : whole;
  }
  if (typeof left === 'string' || (left instanceof Character && typeof right === 'string')) {
    const more = texts(left, right);
    return more instanceof Unknown ? more : bounded(more.join(''));
  }
  if (left instanceof Character && right instanceof Character) return new Unknown('what two characters give together');
  if (left instanceof Timespan && right instanceof Timespan) return new Timespan(left.ms + right.ms);
  if (left instanceof DateTime && right instanceof Timespan) return new DateTime(left.ms + right.ms, left.shownBy);
  if (left instanceof Hashtable && right instanceof Hashtable) {
    // An ordered table is of another type, which has no such operator.
    if (!left.ordered && !right.ordered) return bothTables(left, right);
    const word = left.ordered ? 'System.Collections.Specialized.OrderedDictionary' : 'System.Collections.Hashtable';
    throw new ValueError(`Method invocation failed because [${word}] does not contain a method named 'op_Addition'.`);
  }
  return calculated('+', left, right);
}

/** The entries of two tables; a key that is in both is an error. */
function bothTables(left: Hashtable, right: Hashtable): Hashtable {
  const sum = new Hashtable();
  for (const [key, value] of [...left.keyed(), ...right.keyed()]) {
    const name = String(toText(key));
    if (sum.at(key) !== undefined) {
      throw new ValueError(`Item has already been added. Key in dictionary: '${name}'  Key being added: '${name}'`);
    }
    sum.put(key, name, value);
  }
  return sum;
}

function subtract(left: Value, right: Value): Value {
  if (left instanceof DateTime && right instanceof DateTime) {
    return left.shownBy === right.shownBy ? new Timespan(left.ms - right.ms) : new Unknown('what a clock shows');
  }
  if (left instanceof DateTime && right instanceof Timespan) return new DateTime(left.ms - right.ms, left.shownBy);
  if (left instanceof Timespan && right instanceof Timespan) return new Timespan(left.ms - right.ms);
  return calculated('-', left, right);
}

function multiply(left: Value, right: Value): Value {
  if (left === null) return new Unknown('a product of $null');
  if (typeof left === 'string' || isList(left)) {
    const times = wholeOperand(right, '*');
    if (times instanceof Unknown) return times;
    if (times < 0) throw new ValueError(`a text or a list cannot be repeated ${times} times`);
    if (left.length * times > (isList(left) ? ITEMS_MAX : TEXT_MAX)) {
      throw new SizeExceeded('the repetition is too long');
    }
    if (typeof left === 'string') return left.repeat(times);
    const repeated = Array.from({ length: times }, () => left).flat();
    return isUnordered(left) ? unordered(repeated) : repeated;
  }
  return calculated('*', left, right);
}

function range(left: Value, right: Value): Value {
  const [from, to] = [wholeOperand(left, '..'), wholeOperand(right, '..')];
  if (from instanceof Unknown) return from;
  if (to instanceof Unknown) return to;
  if (Math.abs(to - from) >= ITEMS_MAX) throw new SizeExceeded(`the range is longer than ${ITEMS_MAX}`);
  const by = from <= to ? 1 : -1;
  const items: number[] = [];
  for (let i = from; i !== to + by; i += by) items.push(i);
  return items;
}

function joined(left: Value, right: Value): Value {
  if (isUnordered(left)) return UNKNOWN_ORDER;
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
  for (const item of left === null ? [left] : listOf(left)) {
    const read = texts(item, pattern);
    if (read instanceof Unknown) return read;
    const [subject, separator] = read;
    const regex = regexFor(separator, subject, caseCounts);
    if (regex instanceof Unknown) return regex;
    for (const part of splitBy(subject, regex, most)) found.push(part);
    if (found.length > ITEMS_MAX) throw new SizeExceeded(`a list grows beyond ${ITEMS_MAX} items`);
  }
  return isUnordered(left) ? unordered(found) : found;
}

function replace(left: Value, right: Value, exactCase: boolean): Value {
  const [pattern = '', by = ''] = listOf(right);
  const read = texts(pattern, by);
  if (read instanceof Unknown) return read;
  const [separator, replacement] = read;
  const one = (item: Value): Value => {
    const subject = toText(item);
    if (subject instanceof Unknown) return subject;
    const regex = regexFor(separator, subject, exactCase);
    if (regex instanceof Unknown) return regex;
    const by = replacementFor(replacement, regex);
    if (by === null) return new Unknown('this replacement of -replace');
    return replacedBy(subject, regex, by);
  };
  if (!isList(left)) return one(left);
  return isUnordered(left) ? unordered(left.map(one)) : left.map(one);
}
