/** Texts that lie in the page deflated and in base 85, as build/page-scripts.mjs has them: most of the page would be script otherwise. */
/// <reference lib="dom" />

/** Bytes out of text that has five characters for four of them: digits from "#" on, "<" left out. */
export function fromBase85(text: string): Uint8Array<ArrayBuffer> {
  // The last group lacks as many characters as bytes; "x" is the last of the digits.
  const missing = (5 - (text.length % 5)) % 5;
  const whole = text + 'x'.repeat(missing);
  const bytes = new DataView(new ArrayBuffer((whole.length / 5) * 4));
  for (let at = 0; at < whole.length; at += 5) {
    let word = 0;
    for (let i = at; i < at + 5; i++) {
      const code = whole.charCodeAt(i);
      word = word * 85 + code - (code < 60 ? 35 : 36);
    }
    bytes.setUint32((at / 5) * 4, word);
  }
  return new Uint8Array(bytes.buffer, 0, bytes.byteLength - missing);
}

/** The text of an element, as it was before the build; rejects where the browser has no way to. */
export async function inflatedText({ textContent }: Element): Promise<string> {
  const stream = new Blob([fromBase85(textContent ?? '')]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).text();
}
