/**
 * Where a number or rule comes from. The verdict of a drill that rests on an assumed fact says so.
 * stated = the seed documents (S), documented = product documentation (D),
 * reported = field reports (F), assumed = our modelling assumption (M).
 */
export type Basis = 'stated' | 'documented' | 'reported' | 'assumed';

export type FactValue = number | boolean | string | readonly [number, number];

/**
 * A default that is worked out for each part of a deployment instead of being one number. What a topology sets, a number
 * or a range, stands for the whole formula.
 */
export interface Formula<Subject = unknown> {
  /** what `Subject` is: the formula has a value for each of them */
  readonly each: string;
  /** e.g. `3 + 57 × users / 80,000, ± 30 %` */
  readonly words: string;
  of(subject: Subject): readonly [number, number];
}

/** Whether the default of a fact is a formula. */
export const isFormula = (value: FactValue | Formula): value is Formula =>
  typeof value === 'object' && !Array.isArray(value);

/**
 * One number the model runs on. The key of its table is its name in `assumptions:` of a topology file. A `[min, max]`
 * value is a range from which the timed driver draws; a fact with `choices` takes one of these values by name.
 */
export interface Fact<V extends FactValue | Formula = FactValue | Formula> {
  readonly value: V;
  /** e.g. `min`, `s`, `changes`, `bytes`; empty for a boolean */
  readonly unit: string;
  readonly basis: Basis;
  /** rule id or document title */
  readonly source: string;
  readonly why: string;
  /** smallest and largest value an override may take */
  readonly limits?: readonly [number, number];
  /** all values that it may take, where they are no numbers */
  readonly choices?: readonly V[];
}

type Origin = Pick<Fact, 'source' | 'why'>;

const declare =
  (basis: Basis) =>
  <const V extends FactValue | Formula>(
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

/** Declares an assumption that takes one of a few named values; the first of `choices` is the default. */
export const assumedOneOf = <const C extends readonly (string | boolean)[]>(
  choices: C,
  from: Origin,
): Fact<C[number]> => ({ value: choices[0], unit: '', basis: 'assumed', ...from, choices });
