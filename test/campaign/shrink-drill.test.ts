import { describe, expect, test } from 'vitest';
import { type Fails, shrinkDrill } from '../../src/campaign/shrink-drill.js';
import type { Drill } from '../../src/domain/drill.js';
import { drillOf, MIN } from '../support/drills.js';

/** A drill of waits in minutes, with faults at minutes. */
function drillWith(waits: readonly number[], faultsAt: readonly number[]): Promise<Drill> {
  return drillOf({
    steps: waits.map((minutes) => ({ wait: `${minutes}m` })),
    faults: faultsAt.map((minutes) => ({ at: `${minutes}m`, crash: { server: 'sql1a' } })),
  });
}

/** Fails where a drill still waits for so many minutes at one go, and a fault falls into that wait. */
const faultInWait =
  (minutes: number): Fails =>
  ({ steps, faults }) => {
    let nowMs = 0;
    const times = steps.map(({ work }) => {
      const startedAtMs = nowMs;
      nowMs += work.kind === 'wait' ? work.durationMs : 0;
      return { startedAtMs, endedAtMs: nowMs };
    });
    const hit = times.find(
      ({ startedAtMs, endedAtMs }) =>
        endedAtMs - startedAtMs >= minutes * MIN && faults.some(({ atMs }) => startedAtMs < atMs && atMs < endedAtMs),
    );
    return hit === undefined ? null : { steps: times, failedAtMs: hit.endedAtMs };
  };

const shape = ({ steps, faults }: Drill) => ({
  waits: steps.map(({ work }) => (work.kind === 'wait' ? work.durationMs / MIN : work.kind)),
  faults: faults.map(({ atMs }) => atMs / MIN),
});

describe('a shrunk drill', () => {
  test('has the step and the fault that it takes, the fault moved with what is under way', async () => {
    // The fault at 3 h 20 min falls into the wait of 2 h that begins at 3 h.
    const drill = await drillWith([60, 45, 75, 120, 30, 90], [10, 200, 320]);
    const shrunk = shrinkDrill(drill, faultInWait(100));
    const { waits, faults } = shape(shrunk!);
    expect({ waits, faults: faults.length }).toEqual({ waits: [120], faults: 1 });
    // Whichever of the faults is left, it falls into the only wait that is left.
    expect(faults[0]).toBeGreaterThan(0);
    expect(faults[0]).toBeLessThan(120);
  });

  test('has plain waits and whole minutes where they do', async () => {
    const drill = await drillWith([97, 211], [97.4]);
    const shrunk = shrinkDrill(drill, faultInWait(8));
    expect(shape(shrunk!)).toEqual({ waits: [10], faults: [1] });
  });

  test('is none where the drill does not fail', async () => {
    expect(shrinkDrill(await drillWith([5], [1]), faultInWait(10))).toBeNull();
  });
});
