/** The facts of a deployment: the table of numbers with the overrides of its topology applied. */
import type { Fact, FactValue } from '../../core/fact.js';
import { FACTS } from './tables.js';

export type FactId = keyof typeof FACTS;

type Widen<V> = V extends readonly [number, number]
  ? readonly [number, number]
  : V extends boolean
    ? boolean
    : V extends string
      ? V
      : number;

/** The value of each fact after the overrides of a deployment. */
export type Settings = { readonly [K in FactId]: Widen<(typeof FACTS)[K]['value']> };

/** Applies `overrides`; a single number given for a range means exactly that number. */
export function resolveSettings(overrides: Readonly<Record<string, FactValue>>): Settings {
  const settings = Object.entries(FACTS as Readonly<Record<string, Fact>>).map(([id, fact]): [string, FactValue] => {
    const given = Object.hasOwn(overrides, id) ? overrides[id] : fact.value;
    return [id, Array.isArray(fact.value) && typeof given === 'number' ? [given, given] : given];
  });
  // Not by assignment: an object that grows to so many names one by one becomes a slow hash table.
  return Object.fromEntries(settings) as unknown as Settings;
}
