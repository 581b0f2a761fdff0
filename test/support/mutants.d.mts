/** The mutant of a number: one of the texts with one to six changes, the same for the same seed and number. */
export function mutantOf(texts: readonly string[], seed: number, index: number): string;

/** Draws whole numbers below a limit, by a seed and a number. */
export function numbersOf(seed: number, index: number): (below: number) => number;
