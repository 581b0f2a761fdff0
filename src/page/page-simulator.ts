/** The page's side of its simulator, made of the text that lies in the page, asked and heard by numbers: a worker, or where none may be, the page itself. */
/// <reference lib="dom" />
import { inflatedText } from './inflated-text.js';
import { PORT_IN_PAGE, type SimulatorAnswer, type SimulatorPort, type SimulatorRequest } from './messages.js';

/** A request without its number. */
type Unnumbered<T> = T extends unknown ? Omit<T, 'id'> : never;

/** The simulator of the page. */
export interface Simulator {
  /** it is no worker: the page does nothing else while it works; known for certain when it has answered once */
  isInPage(): boolean;
  /** Asks, and hears every answer to it until it asks something of the same kind again. */
  ask(request: Unnumbered<SimulatorRequest>, hear: (answer: SimulatorAnswer) => void): void;
}

/** Starts the simulator whose text is in the element; rejects where the browser has no way to inflate it. */
export async function startSimulator(element: Element): Promise<Simulator> {
  const source = await inflatedText(element);
  let asked = 0;
  const latest = new Map<string, number>();
  const listening = new Map<number, (answer: SimulatorAnswer) => void>();
  const unanswered = new Map<number, SimulatorRequest>();
  const heard = (answer: SimulatorAnswer): void => {
    unanswered.delete(answer.id);
    listening.get(answer.id)?.(answer);
  };
  let isInPage = false;
  let post: (request: SimulatorRequest) => void;
  // Some browsers let no worker be made of what lies in a file, and say so only when it would begin.
  const goOnInPage = (): void => {
    isInPage = true;
    post = simulatorInPage(source, heard);
    for (const request of unanswered.values()) post(request);
  };
  try {
    const worker = startedWorker(source);
    let hasAnswered = false;
    worker.onmessage = ({ data }: { readonly data: SimulatorAnswer }) => {
      hasAnswered = true;
      heard(data);
    };
    worker.onerror = () => {
      if (!hasAnswered && !isInPage) goOnInPage();
    };
    post = (request) => worker.postMessage(request);
  } catch {
    goOnInPage();
  }
  return {
    isInPage: () => isInPage,
    ask(request, hear) {
      const id = ++asked;
      const numbered = { ...request, id } as SimulatorRequest;
      listening.delete(latest.get(request.kind) ?? 0);
      latest.set(request.kind, id);
      listening.set(id, hear);
      unanswered.set(id, numbered);
      post(numbered);
    },
  };
}

const startedWorker = (source: string): Worker =>
  new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));

/** The same text as a script of the page, by its hash in the policy; request and answer wait for their turn, as in a worker. */
function simulatorInPage(
  source: string,
  heard: (answer: SimulatorAnswer) => void,
): (request: SimulatorRequest) => void {
  const port: SimulatorPort = {
    onmessage: null,
    postMessage: (answer) => setTimeout(() => heard(answer), 0),
  };
  Object.defineProperty(globalThis, PORT_IN_PAGE, { value: port });
  const script = document.createElement('script');
  script.textContent = source;
  document.body.append(script);
  // What is sent to a worker is a copy.
  return (request) => {
    const data = structuredClone(request);
    setTimeout(() => port.onmessage?.({ data }), 0);
  };
}
