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

const IDS = Object.keys(FACTS) as FactId[];

/** The values of all facts; it notes which of them are read. */
export class NotedSettings {
  constructor(
    private readonly values: readonly unknown[],
    private readonly read = new Uint8Array(IDS.length),
  ) {}

  /** The same values for another run; what was read until now counts as read in it. */
  again(): NotedSettings & Settings {
    return new NotedSettings(this.values, this.read.slice()) as NotedSettings & Settings;
  }

  wasRead(id: FactId): boolean {
    return this.read[IDS.indexOf(id)] === 1;
  }

  static {
    IDS.forEach((id, i) => {
      Object.defineProperty(NotedSettings.prototype, id, {
        get(this: NotedSettings) {
          this.read[i] = 1;
          return this.values[i];
        },
      });
    });
  }
}

/**
 * Applies `overrides`; a single number given for a range or a formula means exactly that number, whatever it would be
 * worked out from.
 */
export function resolveSettings(overrides: Readonly<Record<string, FactValue>>): NotedSettings & Settings {
  const values = (Object.entries(FACTS) as [string, Fact][]).map(([id, { value }]): unknown => {
    const set = Object.hasOwn(overrides, id);
    const given = set ? overrides[id] : value;
    const range = typeof given === 'number' ? [given, given] : given;
    if (isFormula(value)) return set ? () => range : value.of;
    return Array.isArray(value) ? range : given;
  });
  return new NotedSettings(values) as NotedSettings & Settings;
}
