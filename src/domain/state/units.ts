/** Ranges of facts in minutes or seconds as ranges in ms. */

/** Milliseconds of a range in minutes. */
export const minutes = (r: readonly [number, number]): [number, number] => [
  Math.round(r[0] * 60_000),
  Math.round(r[1] * 60_000),
];
/** Milliseconds of a range in seconds. */
export const seconds = (r: readonly [number, number]): [number, number] => [r[0] * 1000, r[1] * 1000];
