// The names of types, one test after another.
import { Character, numberKindOf } from './numerals.js';
import {
  DateTime,
  GENERIC,
  GROWABLE,
  Hashtable,
  isList,
  PSObject,
  ScriptBlock,
  Timespan,
  TypeName,
  type Value,
  Version,
} from './values.js';

/** Names of values in messages, as the management shell has them. */
export function typeNameOf(value: Value): string {
  if (value === null) return '$null';
  if (isList(value)) return GROWABLE.has(value) ? (GENERIC.has(value) ? 'List`1' : 'ArrayList') : 'Object[]';
  if (typeof value === 'string') return 'String';
  if (typeof value === 'boolean') return 'Boolean';
  if (value instanceof Character) return 'Char';
  const number = numberKindOf(value);
  if (number !== null) return number;
  if (value instanceof Hashtable) return 'Hashtable';
  if (value instanceof Timespan) return 'TimeSpan';
  if (value instanceof DateTime) return 'DateTime';
  if (value instanceof Version) return 'Version';
  if (value instanceof ScriptBlock) return 'ScriptBlock';
  if (value instanceof PSObject) return value.type ?? 'PSCustomObject';
  return value instanceof TypeName ? 'RuntimeType' : 'unknown';
}
