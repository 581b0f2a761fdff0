/** The facts of a deployment: the table of numbers with the overrides of its topology applied. */
import { type Fact, type FactValue, type Formula, isFormula } from '../../core/fact.js';
import { FACTS } from './tables.js';

export type FactId = keyof typeof FACTS;

type Range = readonly [number, number];

type Widen<V> = V extends readonly [number, number]
  ? Range
  : V extends Formula<infer Subject>
    ? (subject: Subject) => Range
    : V extends boolean
      ? boolean
      : V extends string
        ? V
        : number;

/** The value of each fact after the overrides of a deployment; of a formula, a function of what it has a value for. */
export type Settings = { readonly [K in FactId]: Widen<(typeof FACTS)[K]['value']> };

/**
 * Applies `overrides`; a single number given for a range or a formula means exactly that number, whatever it would be
 * worked out from.
 */
export function resolveSettings(overrides: Readonly<Record<string, FactValue>>): Settings {
  const settings = (Object.entries(FACTS) as [string, Fact][]).map(([id, { value }]): [string, unknown] => {
    const set = Object.hasOwn(overrides, id);
    const given = set ? overrides[id] : value;
    const range = typeof given === 'number' ? [given, given] : given;
    if (isFormula(value)) return [id, set ? () => range : value.of];
    return [id, Array.isArray(value) ? range : given];
  });
  // Not by assignment: an object that grows to so many names one by one becomes a slow hash table.
  return Object.fromEntries(settings) as unknown as Settings;
}
