/** What in the JSON of a run contradicts something else in it, in words; see contradictions.mjs. */
// biome-ignore lint/suspicious/noExplicitAny: a document as it was printed
export function contradictionsIn(result: any, status?: number | null): string[];
