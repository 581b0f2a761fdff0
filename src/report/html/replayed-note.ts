/** What the page says of its own replay. */
import { counted } from '../../core/format.js';
import { el, type Html } from './element.js';
import type { EmbeddedDrill } from './embedded-drill.js';

/** The place for it in the header of the document, empty until there is something to say. */
export const replayedPlace = (): Html => el('span', { id: 'replayed', role: 'status' });

/** The same came out. */
export function replayedAgain({ seed, seeds, runbooks }: EmbeddedDrill): Html {
  const what =
    runbooks.length > 0
      ? `played again by the simulator in this page with seed ${seed} and the steps that the script took`
      : `played again by the simulator in this page with ${seeds === null ? `seed ${seed} alone` : counted(seeds, 'seed')}`;
  return el('span', { class: 'replayed', title: what }, ' · ', el('strong', null, '✓ replayed here, identical'));
}

/** Something else came out: which parts of the result. */
export const replayDiffers = (keys: readonly string[]): Html =>
  el(
    'span',
    { class: 'replay-differs' },
    ` ✕ replayed here, and the report says otherwise: ${keys.join(', ')}. What stands below is the report as it was written.`,
  );
