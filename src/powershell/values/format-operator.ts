// The format operator `-f`: a subset of .NET's composite formatting.
import { bounded, formatNumber, roundHalfToEven, toText } from './convert.js';
import { ValueError } from './value-error.js';
import { Timespan, Unknown, type Value } from './values.js';

/** `'{0,-10:N2}' -f …`; formats that drydrill does not know give Unknown. */
export function format(pattern: Value, values: readonly Value[]): string | Unknown {
  const template = toText(pattern);
  if (template instanceof Unknown) return template;
  let unknown: Unknown | null = null;
  const result = template.replace(
    /\{\{|\}\}|\{(\d{1,3})(?:,(-?\d{1,3}))?(?::([^{}]*))?\}/g,
    (whole, index?: string, width?: string, as?: string) => {
      if (index === undefined) return whole[0];
      if (Number(index) >= values.length) {
        throw new ValueError(`the format has {${index}}, but only ${values.length} values follow`);
      }
      const shown = one(values[Number(index)], as ?? '');
      if (shown instanceof Unknown) unknown = shown;
      const size = Number(width ?? 0);
      return size < 0 ? String(shown).padEnd(-size) : String(shown).padStart(size);
    },
  );
  return unknown ?? bounded(result);
}

function one(value: Value, as: string): string | Unknown {
  if (as === '' || value instanceof Unknown) return toText(value);
  const match = /^([nfd0#px])(\d{0,2})$/i.exec(as);
  if (value instanceof Timespan || typeof value !== 'number' || match === null) {
    return typeof value === 'string' ? value : new Unknown(`the format ${as}`);
  }
  const digits = match[2] === '' ? null : Number(match[2]);
  switch (match[1].toLowerCase()) {
    case 'n':
      return grouped(value.toFixed(digits ?? 2));
    case 'f':
      return value.toFixed(digits ?? 2);
    case 'p':
      return `${grouped((value * 100).toFixed(digits ?? 2))} %`;
    case 'x': {
      if (!Number.isInteger(value) || value < 0) return new Unknown(`the format ${as}`);
      const hex = value.toString(16).padStart(digits ?? 1, '0');
      return as[0] === 'X' ? hex.toUpperCase() : hex;
    }
    case 'd':
      return Number.isInteger(value) ? signed(value, digits ?? 1) : new Unknown(`the format ${as}`);
    case '0':
      return as === '0' || /^0+$/.test(as)
        ? signed(roundHalfToEven(value), as.length)
        : new Unknown(`the format ${as}`);
    case '#':
      return as === '#' ? formatNumber(roundHalfToEven(value)) : new Unknown(`the format ${as}`);
    default:
      return new Unknown(`the format ${as}`);
  }
}

function signed(value: number, digits: number): string {
  return `${value < 0 ? '-' : ''}${String(Math.abs(value)).padStart(digits, '0')}`;
}

function grouped(text: string): string {
  const [whole, fraction] = text.split('.');
  const shown = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? shown : `${shown}.${fraction}`;
}
