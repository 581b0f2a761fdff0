/** The page that plays its drill: the panels of the document, with the night that has a cursor. */
import { type ComponentChildren, h } from 'preact';
import type { RunResult } from '../domain/result.js';
import type { EmbeddedDrill } from '../report/html/embedded-drill.js';
import { replayedAgain } from '../report/html/replayed-note.js';
import { runPanels } from '../report/html/run-page.js';
import { LivingNight } from './living-night.js';

interface AppProps {
  readonly embedded: EmbeddedDrill;
  /** the drill as it was played again, every text in it printable */
  readonly original: RunResult;
}

/** Everything inside `main`. */
export function App({ embedded, original }: AppProps): ComponentChildren {
  return runPanels(original, {
    replayed: replayedAgain(embedded),
    night: h(LivingNight, { result: original, moved: () => {} }),
    afterNight: null,
  });
}
