// Numbers with the kinds of .NET, and characters, as tagged values. A plain number is the frequent case: whole ones are
// Int32, or Int64 where they are larger; others are Double.
/** The numbers of .NET. */
export type NumberKind =
  | 'Byte'
  | 'SByte'
  | 'Int16'
  | 'UInt16'
  | 'Int32'
  | 'UInt32'
  | 'Int64'
  | 'UInt64'
  | 'Single'
  | 'Double'
  | 'Decimal';

/** A number of a kind that its value alone does not tell: `1.0`, `5L`, `[byte] 7`. */
export class Numeral {
  constructor(
    readonly value: number,
    readonly kind: NumberKind,
    /** as it stands among the arguments of a command, where a parameter for texts takes it so */
    readonly written: string | null = null,
  ) {}
}

/** One character, `[char]`: no text, though mostly used like one. */
export class Character {
  constructor(readonly text: string) {}

  get code(): number {
    return this.text.charCodeAt(0);
  }
}

const INT_MAX = 2 ** 31 - 1;

/** The least and the largest of each kind of whole numbers; of the longest kinds those that are held exactly. */
export const RANGES: Readonly<Partial<Record<NumberKind, readonly [least: number, largest: number]>>> = {
  Byte: [0, 255],
  SByte: [-128, 127],
  Int16: [-32_768, 32_767],
  UInt16: [0, 65_535],
  Int32: [-INT_MAX - 1, INT_MAX],
  UInt32: [0, 2 ** 32 - 1],
  Int64: [-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  UInt64: [0, Number.MAX_SAFE_INTEGER],
};

const isInt = (value: number): boolean => Number.isInteger(value) && Math.abs(value + 0.5) <= INT_MAX + 0.5;

/** The kind of a plain number. */
export const plainKind = (value: number): NumberKind =>
  isInt(value) ? 'Int32' : Number.isSafeInteger(value) ? 'Int64' : 'Double';

/** What a value is as a number, where it is one; null = it is none. */
export function numberIn(value: unknown): number | null {
  if (typeof value === 'number') return value;
  return value instanceof Numeral ? value.value : null;
}

/** The kind of a number; null = the value is none. */
export function numberKindOf(value: unknown): NumberKind | null {
  if (typeof value === 'number') return plainKind(value);
  return value instanceof Numeral ? value.kind : null;
}
