/** The document, changed in one to four places; null = the text is no document. */
export function treeMutant(text: string, below: (limit: number) => number): string | null;
