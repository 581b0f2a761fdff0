/** The page's side of its worker: made of the text that lies in the page, asked and heard by numbers. */
/// <reference lib="dom" />
import { inflatedText } from './inflated-text.js';
import type { SimulatorAnswer, SimulatorRequest } from './messages.js';

/** A request without its number. */
type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;

/** The simulator of the page. */
export interface Simulator {
  /** Asks, and hears every answer to it until it asks something of the same kind again. */
  ask(request: Unnumbered<SimulatorRequest>, hear: (answer: SimulatorAnswer) => void): void;
}

/** Starts the simulator whose text is in the element; rejects where the browser has no way to. */
export async function startSimulator(element: Element): Promise<Simulator> {
  const source = await inflatedText(element);
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
