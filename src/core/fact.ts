/**
 * Where a number or rule comes from. The verdict of a drill that rests on an assumed fact says so.
 * stated = the seed documents (S), documented = product documentation (D),
 * reported = field reports (F), assumed = our modelling assumption (M).
 */
export type Basis = 'stated' | 'documented' | 'reported' | 'assumed';

export type FactValue = number | boolean | readonly [number, number];

/**
 * One number the model runs on. `id` is its name in `assumptions:` of a topology file when the
 * basis is `assumed`. A `[min, max]` value is a range from which the timed driver draws.
 */
export interface Fact<V extends FactValue = FactValue> {
  readonly id: string;
  readonly value: V;
  /** e.g. `min`, `s`, `changes`, `bytes`; empty for a boolean */
  readonly unit: string;
  readonly basis: Basis;
  /** rule id or document title */
  readonly source: string;
  readonly why: string;
  /** smallest and largest value an override may take */
  readonly limits?: readonly [number, number];
}

/** Declares a fact; exists so that a table of facts keeps its literal ids and value types. */
export function fact<V extends FactValue>(f: Fact<V>): Fact<V> {
  return f;
}
