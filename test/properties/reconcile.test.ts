import { expect, test } from 'vitest';
import { runDrill } from '../../src/run/run-drill.js';
import { CheckedModel } from '../support/checked-model.js';
import { forAllRuns, runsOf, TIME_MS } from '../support/random-runs.js';

test(
  'reconciling only what a write affects shows what reconciling everything after each event shows',
  () => {
    let observed = 0;
    forAllRuns('reconcile', { runs: runsOf(8, 20), draw: () => ({ hazards: true, recover: true }) }, ({ drill }) => {
      const [some, all] = [false, true].map((always) => {
        const model = new CheckedModel(drill.deployment, drill.load, undefined, true, always);
        const { result, state } = runDrill(drill, { model });
        // Asking everything anew reads assumptions that nothing else had to be asked for.
        const { assumptions: _, ...shown } = result;
        return { seen: [...model.observed, JSON.stringify(shown)], control: state.control };
      });
      observed += all.seen.length;
      const differs = all.seen.findIndex((o, i) => o !== some.seen[i]);
      if (differs >= 0) throw new Error(`shows ${some.seen[differs]} instead of ${all.seen[differs]}`);
      expect(some.seen.length).toBe(all.seen.length);
      expect(some.control).toEqual(all.control);
    });
    expect(observed).toBeGreaterThan(1000);
  },
  TIME_MS,
);
