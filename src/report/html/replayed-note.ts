/** What the page says of its own replay. */
import { counted } from '../../core/format.js';
import { el, type Html } from './element.js';
import type { EmbeddedDrill } from './embedded-drill.js';

/** The place for it in the header of the document, empty until there is something to say. */
export const replayedPlace = (): Html => el('span', { id: 'replayed', role: 'status' });

/** The same came out; `isInPage`: the browser lets no worker run, which is felt. */
export function replayedAgain({ seed, seeds, runbooks }: EmbeddedDrill, isInPage: boolean): Html {
  const what =
    runbooks.length > 0
      ? `played again by the simulator in this page with seed ${seed} and the steps that the script took`
      : `played again by the simulator in this page with ${seeds === null ? `seed ${seed} alone` : counted(seeds, 'seed')}`;
  return el(
    'span',
    { class: 'replayed', title: what },
    ' · ',
    el('strong', null, '✓ replayed here, identical'),
    isInPage
      ? el(
          'span',
          { class: 'dim' },
          ' (without a worker, which this browser refuses: the page may stand still a moment)',
        )
      : null,
  );
}

/** Something else came out: which parts of the result. */
export const replayDiffers = (keys: readonly string[]): Html =>
  el(
    'span',
    { class: 'replay-differs' },
    ` ✕ replayed here, and the report says otherwise: ${keys.join(', ')}. What stands below is the report as it was written.`,
  );
