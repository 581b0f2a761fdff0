// Paths, and other texts that are known as they are here: they stay such when something is written before or behind them.
import { toText } from './convert.js';
import { unknownIn } from './nested.js';
import { LocalPath, TextHere } from './partly-known.js';
import { isList, PSObject, Unknown, type Value } from './values.js';

/** The text of a value that names a file or a folder. */
export const pathText = (value: Value): string | Unknown => (value instanceof LocalPath ? value.path : toText(value));

/** The text of a value to be shown. */
export const shownText = (value: Value): string | Unknown => {
  if (value instanceof TextHere) return value.here;
  return value instanceof PSObject && value.text instanceof TextHere ? value.text.here : toText(value);
};

const asHere = (value: Value): Value => {
  if (value instanceof TextHere) return value.here;
  return isList(value) ? value.map(asHere) : value;
};

const textsHere = (values: readonly Value[]): TextHere[] =>
  values.flatMap((value) => (value instanceof TextHere ? [value] : isList(value) ? textsHere(value) : []));

/** A text that is made of others, of which some are known as they are here: a path if all of these are. */
export function textHere(parts: readonly Value[], text: string): TextHere {
  const other = textsHere(parts).find((each) => !(each instanceof LocalPath));
  return other === undefined ? new LocalPath(text) : new TextHere(other.why, text);
}

/** What `compute` makes of values of which some are known as they are here, and all others known; undefined = none is. */
export function throughTextsHere(
  values: readonly Value[],
  compute: (values: readonly Value[]) => Value,
): Value | undefined {
  if (!(unknownIn(...values) instanceof Unknown)) return undefined;
  const known = values.map(asHere);
  if (unknownIn(...known) instanceof Unknown) return undefined;
  const text = compute(known);
  return typeof text === 'string' ? textHere(values, text) : undefined;
}

/** The folder of a path, as PowerShell names it; of one that begins at the folder of the script also what is above that. */
export function parentOf(path: string): string {
  if (/^(?:|\.|(?:\.\.[\\/])*\.\.)$/.test(path)) return path === '.' || path === '' ? '..' : `..\\${path}`;
  const cut = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
  return cut < 0 ? '.' : path.slice(0, Math.max(cut, 1));
}
