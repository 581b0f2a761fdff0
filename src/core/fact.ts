/**
 * Where a number or rule comes from. The verdict of a drill that rests on an assumed fact says so.
 * stated = the seed documents (S), documented = product documentation (D),
 * reported = field reports (F), assumed = our modelling assumption (M).
 */
export type Basis = 'stated' | 'documented' | 'reported' | 'assumed';

export type FactValue = number | boolean | readonly [number, number];

/**
 * One number the model runs on. The key of its table is its name in `assumptions:` of a topology file. A `[min, max]` value is a range from which the timed driver draws.
 */
export interface Fact<V extends FactValue = FactValue> {
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

type Origin = Pick<Fact, 'source' | 'why'>;

const declare =
  (basis: Basis) =>
  <const V extends FactValue>(
    value: V,
    unit: string,
    limits: readonly [number, number] | null,
    from: Origin,
  ): Fact<V> =>
    limits === null ? { value, unit, basis, ...from } : { value, unit, basis, ...from, limits };

/** Declares a fact of the product's documentation; `limits` as in `Fact`, null = none. */
export const documented = declare('documented');
/** Declares a fact that is our own modelling assumption. */
export const assumed = declare('assumed');
