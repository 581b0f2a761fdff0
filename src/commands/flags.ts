import { InvalidArgumentError } from 'commander';

const SEED_MAX = Number.MAX_SAFE_INTEGER;

/** The value of `--seed`. */
export function seedOf(text: string): number {
  const seed = Number(text);
  if (!/^\d{1,16}$/.test(text) || seed > SEED_MAX) {
    throw new InvalidArgumentError(`A seed is a whole number from 0 to ${SEED_MAX}.`);
  }
  return seed;
}
