import { describe, expect, test } from 'vitest';
import { plansOf } from '../../../src/exploration/log-plans.js';
import { PLAIN_REQUEST } from '../../../src/exploration/request.js';
import { drillYaml } from '../../../src/input/drill/write.js';
import { deployment, drillOf, HOUR, MIN, run } from '../../support/drills.js';

const CUT = { cut: { link: ['Datacenter1', 'Datacenter2'] }, for: '1h' };

/** When the timeline has faults, and which. */
const faults = ({ result }: Awaited<ReturnType<typeof run>>): string[] =>
  result.timeline.flatMap((t) => (t.kind === 'fault' ? [`${t.atMs / MIN} ${t.text}`] : []));

describe('"for" beside a fault that is a step', () => {
  test('undoes it that long after the step, as under "faults"', async () => {
    const as = await run({ faults: [{ at: '11m', ...CUT }], steps: [{ wait: '3h' }] });
    const step = await run({ steps: [{ wait: '11m' }, CUT, { wait: '169m' }] });
    expect(faults(step)).toEqual(['11 cut link Datacenter1 – Datacenter2', '71 mend link Datacenter1 – Datacenter2']);
    expect(faults(step)).toEqual(faults(as));
    expect(step.result.replication).toEqual(as.result.replication);
  });

  test('counts from the moment of the step, and the run waits for it', async () => {
    const r = await run({ steps: [{ at: '30m', ...CUT }] });
    expect(faults(r).map((f) => f.split(' ')[0])).toEqual(['30', '90']);
    expect(r.result.endedAtMs).toBe(90 * MIN);
  });

  test('takes no time itself: two that overlap do not add up to a longer drill', async () => {
    const long = { ...CUT, for: '50000h' };
    expect((await drillOf({ steps: [long, long] })).steps).toHaveLength(2);
    await expect(drillOf({ steps: [{ wait: '50000h' }, long] })).rejects.toThrow('more than 87600h');
  });

  test('is written, and is a fault of the drill where its futures are searched', async () => {
    const drill = await drillOf({ steps: [CUT, { wait: '10m' }, { wait: '3h' }] });
    const again = await drillOf(drillYaml(drill, deployment()));
    expect(again.steps.map((s) => s.work)).toEqual(drill.steps.map((s) => s.work));
    expect(again.steps[0].work).toMatchObject({ forMs: HOUR });
    expect(plansOf(drill, PLAIN_REQUEST)[0].plan.faults).toMatchObject([
      { fault: { verb: 'mend' }, from: 2, inside: true },
    ]);
  });
});
