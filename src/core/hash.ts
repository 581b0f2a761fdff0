/** A 32-bit hash of a text (FNV-1a with a final mix): the same on every machine. */
export function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    h ^= text.charCodeAt(i);
    h = Math.imul(h, 0x01000193);
  }
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return h >>> 0;
}

/** A fingerprint of a text, 16 hexadecimal digits: that two are the same text is told by it, against chance and not against malice. */
export function fingerprint(text: string): string {
  const halves = [hash32(text), hash32(`${text.length}:${text}`)];
  return halves.map((half) => half.toString(16).padStart(8, '0')).join('');
}

/**
 * A 32-bit hash (signed) of `words` words, never 0. The slot that a state gets and the order
 * among parents come from it, so it must be the same in every thread.
 */
export function hashWords(states: Uint32Array, at: number, words: number): number {
  if (words === 2) return hashPair(states[at], states[at + 1]);
  let h = Math.imul(words, 0x27d4eb2f);
  for (let i = 0; i < words; i++) {
    h = Math.imul(h ^ states[at + i], 0x9e3779b1);
    h ^= h >>> 15;
  }
  return finished(h);
}

/** The same for two words: most models of a small system fit. */
export function hashPair(a: number, b: number): number {
  const h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b ^ (b >>> 16), 0x85ebca6b);
  return finished(h ^ (h >>> 15));
}

function finished(h: number): number {
  const g = Math.imul(h, 0xc2b2ae35);
  return g ^ (g >>> 16) || 1;
}
