/** An exact rate: `numerator` changes per `denominator` ms and unit of weight (a user, a pool). */
export interface Rate {
  readonly numerator: number;
  readonly denominator: number;
}

const HOUR_MS = 3_600_000;

/** The exact rate for a decimal number of changes an hour (at most 6 decimal places). */
export function ratePerHour(changesPerHour: number): Rate {
  const numerator = Math.round(changesPerHour * 1e6);
  const denominator = 1e6 * HOUR_MS;
  const divisor = gcd(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function gcd(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return x === 0 ? 1 : x;
}

/** `carry + weight × numerator × ms` split into whole changes and what remains below one (in 1/denominator). */
export function accumulate(rate: Rate, weight: number, ms: number, carry: number): { whole: number; rest: number } {
  const product = weight * rate.numerator * ms + carry;
  if (product <= Number.MAX_SAFE_INTEGER) {
    const rest = product % rate.denominator;
    return { whole: (product - rest) / rate.denominator, rest };
  }
  const exact = BigInt(weight) * BigInt(rate.numerator) * BigInt(ms) + BigInt(carry);
  const denominator = BigInt(rate.denominator);
  return { whole: Number(exact / denominator), rest: Number(exact % denominator) };
}

/** The whole changes of `accumulate`, without what remains: the question that is asked most. */
export function wholeChanges(rate: Rate, weight: number, ms: number, carry: number): number {
  const product = weight * rate.numerator * ms + carry;
  if (product > Number.MAX_SAFE_INTEGER) return accumulate(rate, weight, ms, carry).whole;
  // The quotient of two doubles can be off by one next to a whole number; the products are exact.
  const quotient = Math.floor(product / rate.denominator);
  if (quotient * rate.denominator > product) return quotient - 1;
  return (quotient + 1) * rate.denominator <= product ? quotient + 1 : quotient;
}

/** The least number of ms in which `wanted` further whole changes have come, starting with `carry`. */
export function msUntil(rate: Rate, weight: number, wanted: number, carry: number): number {
  const perMs = BigInt(weight) * BigInt(rate.numerator);
  if (perMs === 0n) return 0;
  const missing = BigInt(wanted) * BigInt(rate.denominator) - BigInt(carry);
  return missing <= 0n ? 0 : Number((missing + perMs - 1n) / perMs);
}
