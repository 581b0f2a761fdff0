/** The simulator in a worker of the page, or in the page itself: requests are answered by their numbers; of one kind, the latest counts. */
import { furtherEffects } from '../run/one-more-fault.js';
import { runDrill } from '../run/run-drill.js';
import { catalogOf, foundOffers, offersAt, overSeeds, spreadPart } from './change-played.js';
import { drillAgain } from './drill-again.js';
import { savedDrillText } from './drill-text.js';
import { PORT_IN_PAGE, type SeedNumbers, type SimulatorPort, type SimulatorRequest, SPREAD_SEEDS } from './messages.js';
import { replayOf } from './played-again.js';
import { resultText } from './result-text.js';

const scope = globalThis as unknown as SimulatorPort & { readonly [PORT_IN_PAGE]?: SimulatorPort };

/** Without a worker the page has made a port for it, and has nothing else to do meanwhile: then the parts are short. */
const inPage = scope[PORT_IN_PAGE];
const port = inPage ?? scope;

/** Seeds that are played before anything else is heard. */
const PART = inPage === undefined ? 50 : 2;

/** The latest request of each kind: work for an older one ends. */
const latest = new Map<SimulatorRequest['kind'], number>();

port.onmessage = ({ data }) => {
  latest.set(data.kind, data.id);
  guarded(data.id, () => answer(data));
};

function guarded(id: number, work: () => void): void {
  try {
    work();
  } catch (error) {
    port.postMessage({ kind: 'fault', id, message: error instanceof Error ? error.message : String(error) });
  }
}

function answer(request: SimulatorRequest): void {
  const { id } = request;
  if (request.kind === 'replay') return port.postMessage({ kind: 'replayed', id, replay: replayOf(request.drill) });
  const drill = drillAgain(request.drill);
  switch (request.kind) {
    case 'change':
      port.postMessage({ kind: 'changed', id, text: resultText(runDrill(drill).result) });
      if (request.seeds !== null)
        later(request, () =>
          port.postMessage({ kind: 'changed', id, text: resultText(overSeeds(drill, request.seeds)) }),
        );
      return;
    case 'catalog':
      return port.postMessage({ kind: 'catalog', id, ...catalogOf(drill) });
    case 'offers':
      return port.postMessage({ kind: 'offers', id, offers: offersAt(drill, request.at) });
    case 'wanted':
      return port.postMessage({ kind: 'found', id, steps: foundOffers(drill, request.wanted) });
    case 'further':
      return port.postMessage({ kind: 'further', id, effects: furtherEffects(drill, request.faults) });
    case 'text':
      return port.postMessage({ kind: 'text', id, text: savedDrillText(drill, request.drill.name) });
    default:
      return spread(request, { rtoMs: [], rpoMs: [], lost: [], userMinutes: [] });
  }

  function spread(of: SimulatorRequest, until: SeedNumbers): void {
    const part = spreadPart(drill, until.lost.length, SPREAD_SEEDS, PART);
    const numbers = {
      rtoMs: [...until.rtoMs, ...part.rtoMs],
      rpoMs: [...until.rpoMs, ...part.rpoMs],
      lost: [...until.lost, ...part.lost],
      userMinutes: [...until.userMinutes, ...part.userMinutes],
    };
    port.postMessage({ kind: 'spread', id, numbers });
    if (numbers.lost.length < SPREAD_SEEDS) later(of, () => spread(of, numbers));
  }
}

/** After whatever has been asked meanwhile, unless it was the same thing. */
const later = ({ id, kind }: SimulatorRequest, work: () => void): void => {
  setTimeout(() => {
    if (latest.get(kind) === id) guarded(id, work);
  }, 0);
};
