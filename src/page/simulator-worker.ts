/** The simulator in a worker of the page: one request after the other, each answered by its number. */
import type { SimulatorAnswer, SimulatorRequest } from './messages.js';
import { replayOf } from './played-again.js';

/** What a worker sees of its page. */
interface Port {
  onmessage: ((event: { readonly data: SimulatorRequest }) => void) | null;
  postMessage(answer: SimulatorAnswer): void;
}

const port = globalThis as unknown as Port;

port.onmessage = ({ data }) => {
  const { id } = data;
  try {
    port.postMessage({ kind: 'replayed', id, replay: replayOf(data.drill) });
  } catch (error) {
    port.postMessage({ kind: 'fault', id, message: error instanceof Error ? error.message : String(error) });
  }
};
