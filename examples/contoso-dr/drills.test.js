// The drills as tests, where the team already has vitest: the same files, and claims about them that a reader can read.
import { loadDrill, loadTopology } from 'drydrill';
import { assertNeverBreaks } from 'drydrill/fast-check';
import { describeDrills } from 'drydrill/vitest';
import { expect, test, vi } from 'vitest';

// A busy build machine takes longer than the five seconds that vitest gives a test.
vi.setConfig({ testTimeout: 60_000 });

describeDrills('drills/*.yaml', { seeds: 10 });

test('the loss of Datacenter1 is over in half an hour, and costs at most five minutes of changes', async () => {
  const drill = await loadDrill('drills/datacenter1-lost.yaml');
  expect(drill).toRecoverWithin('30m');
  expect(drill).toHold('I2');
});

test('a planned failover loses nothing', async () => {
  expect(await loadDrill('drills/planned-failover.yaml')).toLoseNothing();
});

test('the mistake of last spring is still refused', async () => {
  expect(await loadDrill('drills/wrong-order.yaml')).toRefuse('D40');
});

test('no sequence of commands and faults lets two pools serve the same users', () => {
  const topology = loadTopology('topology.yaml');
  if (!topology.ok) throw new Error(JSON.stringify(topology.errors));
  assertNeverBreaks('I3', topology.value, { runs: 25, seed: 1 });
});
