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

/** Words of 32 bits that hold one bit a fact. */
export const FACT_WORDS = Math.ceil(IDS.length / 32);

/** The bit of a fact. */
export const factNumber = (id: FactId): number => IDS.indexOf(id);

/** The facts that are numbers or ranges: what durations are worked out from. */
const NUMERIC = new Int32Array(FACT_WORDS);
(Object.values(FACTS) as Fact[]).forEach(({ value }, i) => {
  if (typeof value !== 'boolean' && typeof value !== 'string') NUMERIC[i >> 5] |= 1 << (i & 31);
});

/** The values of all facts; it notes which of them are read. */
export class NotedSettings {
  /** what this run draws where a range is none of a duration (M250): a share in [0, 1) by its seed; 0 = nobody draws */
  drawnShare = 0;
  /** read since `take` was called last */
  private readonly recent = new Int32Array(FACT_WORDS);

  constructor(
    private readonly values: readonly unknown[],
    private readonly read = new Int32Array(FACT_WORDS),
  ) {}

  /** The same values for another run; what was read until now counts as read in it. */
  again(): NotedSettings & Settings {
    return new NotedSettings(
      this.values,
      this.read.map((word, w) => word | this.recent[w]),
    ) as NotedSettings & Settings;
  }

  /** Reads a value early, without counting it as what moved a number: where it decides one, it is read again. */
  consult<Id extends FactId>(id: Id): Settings[Id] {
    const i = IDS.indexOf(id);
    this.read[i >> 5] |= 1 << (i & 31);
    return this.values[i] as Settings[Id];
  }

  /** What `ask` answers. What it reads is not noted: it looks ahead, and decides nothing of the run. */
  unnoted<T>(ask: () => T): T {
    const [recent, read] = [this.recent.slice(), this.read.slice()];
    try {
      return ask();
    } finally {
      this.recent.set(recent);
      this.read.set(read);
    }
  }

  wasRead(id: FactId): boolean {
    const i = IDS.indexOf(id);
    return (((this.read[i >> 5] | this.recent[i >> 5]) >> (i & 31)) & 1) === 1;
  }

  /** Adds what was read since the last time: numbers to one set of bits, choices to the other. */
  take(numbers: Int32Array, choices: Int32Array): void {
    for (let w = 0; w < FACT_WORDS; w++) {
      const read = this.recent[w];
      if (read === 0) continue;
      numbers[w] |= read & NUMERIC[w];
      choices[w] |= read & ~NUMERIC[w];
      this.read[w] |= read;
      this.recent[w] = 0;
    }
  }

  static {
    IDS.forEach((id, i) => {
      const [word, bit] = [i >> 5, 1 << (i & 31)];
      Object.defineProperty(NotedSettings.prototype, id, {
        get(this: NotedSettings) {
          this.recent[word] |= bit;
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
