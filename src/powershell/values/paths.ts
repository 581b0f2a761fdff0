// Paths as texts: those that begin where the script lies stay such when something is written before or behind them.
import { toText } from './convert.js';
import { unknownIn } from './nested.js';
import { LocalPath } from './partly-known.js';
import { isList, Unknown, type Value } from './values.js';

/** The text of a value that names a file or a folder. */
export const pathText = (value: Value): string | Unknown => (value instanceof LocalPath ? value.path : toText(value));

const withPath = (value: Value): Value => {
  if (value instanceof LocalPath) return value.path;
  return isList(value) ? value.map(withPath) : value;
};

/** What `compute` makes of values: of places, and nothing else that is not known, another place; undefined = there are none. */
export function throughPlaces(
  values: readonly Value[],
  compute: (values: readonly Value[]) => Value,
): Value | undefined {
  if (!(unknownIn(...values) instanceof Unknown)) return undefined;
  const known = values.map(withPath);
  if (unknownIn(...known) instanceof Unknown) return undefined;
  const text = compute(known);
  return typeof text === 'string' ? new LocalPath(text) : undefined;
}

/** The folder of a path, as PowerShell names it; of one that begins at the folder of the script also what is above that. */
export function parentOf(path: string): string {
  if (/^(?:|\.|(?:\.\.[\\/])*\.\.)$/.test(path)) return path === '.' || path === '' ? '..' : `..\\${path}`;
  const cut = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
  return cut < 0 ? '.' : path.slice(0, Math.max(cut, 1));
}
