/** Rules that say the same of a refusal: a drill may name either. */
const SAME_RULE: Readonly<Record<string, readonly string[]>> = {
  D40: ['D40', 'S8', 'D1'],
  D50: ['D50', 'S7'],
  D60: ['D60', 'S6'],
  D22: ['D22', 'D4'],
};

/** A refusal by `rule` is what a drill expects that names `expected`; null = it takes any. */
export const refusesAs = (rule: string | null, expected: string | null): boolean =>
  expected === null || (SAME_RULE[rule ?? ''] ?? [rule]).includes(expected);
