/** The mutant of a number: one of the texts with one to six changes, the same for the same seed and number. */
export function mutantOf(texts: readonly string[], seed: number, index: number): string;
