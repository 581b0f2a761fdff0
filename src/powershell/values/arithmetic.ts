// Arithmetic of numbers by their kinds, as promotion tables have it: whole numbers stay whole where the result is, and
// what outgrows its kind becomes a Double. Decimal fractions are not held exactly, and unknown.
import { roundHalfToEven, toText } from './convert.js';
import { numeral } from './exact-number.js';
import { Character, type NumberKind, numberIn, numberKindOf, RANGES } from './numerals.js';
import { scannedNumber } from './scanned-number.js';
import { typeNameOf } from './type-names.js';
import { ValueError } from './value-error.js';
import { DateTime, EnumMember, isList, PSObject, Timespan, TypeName, Unknown, type Value, Version } from './values.js';

/** A number and its kind. */
interface Operand {
  readonly value: number;
  readonly kind: NumberKind;
}

/** `+ - * / %` between two values that are no texts on the left of `+` and `*`, no lists, no dates. */
export function calculated(operator: string, left: Value, right: Value): Value {
  const [a, b] = [operand(left, operator), operand(right, operator)];
  if (a instanceof Unknown) return a;
  if (b instanceof Unknown) return b;
  const kind = commonKind(a.kind, b.kind);
  if (kind === null) return new Unknown('a number of this kind');
  if (/[/%]/.test(operator) && b.value === 0 && kind !== 'Double') throw new ValueError('Attempted to divide by zero.');
  const value = OPERATIONS[operator](a.value, b.value);
  if (kind === 'Double') return numeral(value, 'Double');
  if (kind === 'Decimal') return areWhole(a, b) ? numeral(value, 'Decimal') : new Unknown('a decimal number');
  if (!Number.isInteger(value)) return value;
  const [least, largest] = RANGES[kind] ?? [0, 0];
  if (value >= least && value <= largest) return numeral(value, kind);
  // an Int64 is left open long before it would become a Double
  return kind === 'Int64' ? new Unknown('a number of more than 15 digits') : numeral(value, 'Double');
}

const OPERATIONS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

const areWhole = (...all: readonly Operand[]): boolean => all.every(({ value }) => Number.isSafeInteger(value));

/** The kind in which two numbers are worked on; null = it is left open. */
function commonKind(a: NumberKind, b: NumberKind): NumberKind | null {
  const kinds = [a, b];
  if (kinds.includes('Decimal')) return 'Decimal';
  if (kinds.some((kind) => kind === 'Double' || kind === 'Single')) return 'Double';
  if (kinds.includes('UInt64')) return null;
  if (kinds.includes('Int64')) return 'Int64';
  if (!kinds.includes('UInt32')) return 'Int32';
  return a === b ? 'UInt32' : 'Int64';
}

/** A value as an operand of arithmetic; throws a `ValueError` where PowerShell makes no number of it. */
function operand(value: Value, operator: string): Operand | Unknown {
  if (value === null) return { value: 0, kind: 'Int32' };
  if (typeof value === 'boolean') return { value: value ? 1 : 0, kind: 'Int32' };
  if (value instanceof Character) return { value: value.code, kind: 'Int32' };
  if (value instanceof EnumMember) return { value: value.number, kind: 'Int32' };
  if (typeof value === 'string') return scannedOperand(value, operator);
  const [own, kind] = [numberIn(value), numberKindOf(value)];
  if (own !== null && kind !== null) return { value: own, kind };
  if (isOpen(value)) return new Unknown(`what ${operator} makes of a ${typeNameOf(value)}`);
  throw notANumber(value, operator);
}

/** Values of .NET, which may have operators of their own. */
const isOpen = (value: Value): boolean =>
  [Timespan, DateTime, Version, TypeName].some((type) => value instanceof type) ||
  (value instanceof PSObject && value.type !== null);

function scannedOperand(text: string, operator: string): Operand | Unknown {
  if (text.trim() === '') return { value: 0, kind: 'Int32' };
  const found = scannedNumber(text);
  if (found instanceof Unknown) return found;
  const [value, kind] = [numberIn(found), numberKindOf(found)];
  if (value !== null && kind !== null) return { value, kind };
  if (/^[-+\d.,\s()]+$/.test(text)) return new Unknown('what this text is as a number');
  throw notANumber(text, operator);
}

function notANumber(value: Value, operator: string): ValueError {
  const shown = isList(value) ? '' : ` "${String(toText(value)).slice(0, 40)}"`;
  return new ValueError(`${operator} needs numbers, not ${typeNameOf(value)}${shown}`);
}

/** A value as a whole number of 32 bits, rounded as a cast does; throws a `ValueError` where it is none. */
export function wholeOperand(value: Value, operator: string): number | Unknown {
  const found = operand(value, operator);
  if (found instanceof Unknown) return found;
  const whole = roundHalfToEven(found.value);
  if (Math.abs(whole + 0.5) > 2 ** 31) throw notANumber(value, operator);
  return whole;
}

/** `-band`, `-bor`, `-bxor`, `-shl`, `-shr`: in 32 bits where both are so, else in 64. */
export function bitwise(operator: string, left: Value, right: Value): Value {
  const [a, b] = [operand(left, `-${operator}`), operand(right, `-${operator}`)];
  if (a instanceof Unknown) return a;
  if (b instanceof Unknown) return b;
  const kinds = [a.kind, operator.startsWith('sh') ? 'Int32' : b.kind];
  const isLong = kinds.some((kind) => kind === 'Int64') || [a, b].some(({ value }) => Math.abs(value) > 2 ** 31 - 1);
  if (kinds.some((kind) => /^(?:U?Int64|UInt32|Decimal)$/.test(kind) && kind !== 'Int64')) {
    return new Unknown(`what -${operator} makes of a number of this kind`);
  }
  const [x, y] = [a, b].map(({ value }) => (Number.isFinite(value) ? BigInt(roundHalfToEven(value)) : 0n));
  const bits = isLong ? 64 : 32;
  const by = y & BigInt(bits - 1);
  const result: Readonly<Record<string, bigint>> = { band: x & y, bor: x | y, bxor: x ^ y, shl: x << by, shr: x >> by };
  return numeral(Number(BigInt.asIntN(bits, result[operator])), isLong ? 'Int64' : 'Int32');
}
