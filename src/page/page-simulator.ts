/** The page's side of its worker: made of the text that lies in the page, asked and heard by numbers. */
/// <reference lib="dom" />
import type { SimulatorAnswer, SimulatorRequest } from './messages.js';

/** A request without its number. */
type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;

/** The simulator of the page. */
export interface Simulator {
  /** Asks, and hears every answer to it until it asks something of the same kind again. */
  ask(request: Unnumbered<SimulatorRequest>, hear: (answer: SimulatorAnswer) => void): void;
}

/** Bytes out of text that has five characters for four of them: digits from "#" on, "<" left out (build/page-scripts.mjs). */
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

/** Inflates what the build has deflated: the simulator lies in the page so, as it would be most of its size otherwise. */
async function inflated(text: string): Promise<string> {
  const stream = new Blob([fromBase85(text)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Response(stream).text();
}

/** Starts the simulator whose text is in the element; rejects where the browser has no way to. */
export async function startSimulator(element: Element): Promise<Simulator> {
  const source = await inflated(element.textContent ?? '');
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(url);
  let asked = 0;
  const latest = new Map<string, number>();
  const listening = new Map<number, (answer: SimulatorAnswer) => void>();
  worker.onmessage = ({ data }: { readonly data: SimulatorAnswer }) => listening.get(data.id)?.(data);
  return {
    ask(request, hear) {
      const id = ++asked;
      listening.delete(latest.get(request.kind) ?? 0);
      latest.set(request.kind, id);
      listening.set(id, hear);
      worker.postMessage({ ...request, id });
    },
  };
}
