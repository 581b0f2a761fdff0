/** How a run ended, as an exploration classes the ends of its futures. */
import type { Consequence } from '../domain/consequence.js';
import { notRecovered } from '../domain/stepping/end-of-run.js';
import { consequenceOf } from '../exploration/state-space/severity.js';
import type { DrillRun } from '../run/run-drill.js';
import { unservedAtEnd } from '../run/users-served.js';

/** The end of a run whose model is still in its final state; `judged`: a step that did not go as expected counts. */
export function endOfRun({ result, model: { world } }: DrillRun, judged: boolean): Consequence {
  const { lost, stranded } = result.loss;
  const isHome = world.layout.pools.every(({ index }) => world.isNormal(index)) && notRecovered(world).length === 0;
  const wrong = judged ? result.steps.find(({ asExpected }) => !asExpected) : undefined;
  return consequenceOf({
    end: unservedAtEnd(result).length > 0 ? 'unserved' : isHome ? 'recovered' : 'served',
    objection: wrong === undefined ? null : { step: wrong.index, what: wrong.outcome },
    loss: lost > 0 ? 'lost' : stranded > 0 ? 'stranded' : 'none',
  });
}
