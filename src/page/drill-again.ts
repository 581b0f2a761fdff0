/** A drill made again of the plain data that a report carries. */
import type { Drill } from '../domain/drill.js';
import type { PlainDrill } from './messages.js';

/** The drill's own file, by which a place in a script is told from one in the drill. */
const OWN_FILE = 'drill';

/** The drill that a report was made of; of a script the steps that it took. */
export function drillAgain({ name, seed, input, places, runbooks }: PlainDrill): Drill {
  const { faults, steps } = input;
  return {
    ...input,
    name,
    seed,
    runbooks,
    file: OWN_FILE,
    faults: faults.map((fault) => ({ ...fault, position: { file: OWN_FILE, line: 0, column: 0 } })),
    steps: steps.map((step, i) => {
      const { line, file } = places[i];
      return { ...step, position: { file: file ?? OWN_FILE, line, column: 1 } };
    }),
  };
}
