/** Plays the drill of a report again, and says what came out otherwise. */
import { isInputError } from '../core/input-error.js';
import type { RunResult } from '../domain/result.js';
import { type EmbeddedDrill, fingerprintsOf } from '../report/html/embedded-drill.js';
import { runDrill } from '../run/run-drill.js';
import { runSeeds } from '../run/seeds.js';
import { drillAgain } from './drill-again.js';
import type { Replayed } from './messages.js';

/** Plays it with as many seeds as the report says. */
export function replayOf(embedded: EmbeddedDrill): Replayed {
  const { seeds, told, fingerprints } = embedded;
  const drill = drillAgain(embedded);
  const played = seeds === null ? runDrill(drill).result : runSeeds(drill, { count: seeds, commandFor: String });
  // Only a script is read while a drill runs, and there is none in the page.
  if (isInputError(played)) throw new Error(played.message);
  const keys = Object.keys(fingerprints) as (keyof RunResult)[];
  const again = fingerprintsOf(played, keys);
  return { result: { ...played, ...told }, differs: keys.filter((key) => again[key] !== fingerprints[key]) };
}
