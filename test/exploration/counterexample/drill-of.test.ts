import { expect, test } from 'vitest';
import { drillOfCounterexample } from '../../../src/exploration/counterexample/drill-of.js';
import { drillYaml } from '../../../src/input/drill/write.js';
import { runDrill } from '../../../src/run/run-drill.js';
import { broken, deployment, drillOf, run } from '../../support/drills.js';

const SINGLE = { edition: 'standard', mirror: false, users: 1000 } as const;

/** Two masters (I4) after a planned failover in a Standard Edition pair, and disks that are lost (I1). */
const SEVERAL = {
  topology: deployment(SINGLE, SINGLE, { assumptions: { standardPairCmsSplit: 'bothActive' } }),
  faults: [
    { at: '31m', crash: { site: 'Datacenter2' } },
    { at: '3h', repair: { site: 'Datacenter2' } },
    { at: '3h1m', crash: { site: 'Datacenter1' }, destroy: true },
  ],
  steps: [
    { run: 'Invoke-CsPoolFailBack -PoolFqdn pool1' },
    { at: '10m', run: 'Invoke-CsManagementServerFailover' },
    { at: '45m', note: 'Datacenter2 is down' },
    // Datacenter2 is down: its replicas do not come up to date.
    { wait: { until: 'steady', pool: 'pool2', timeout: '5m' } },
    { at: '2h', run: 'Get-CsManagementStoreReplicationStatus', expect: 'refused', rule: 'D62' },
    { wait: '2h' },
  ],
};

test('a drill that declares all that its run shows passes, and only then', async () => {
  const first = await run({ ...SEVERAL, expect: { violates: ['I9'] } });
  expect(first.result.verdict).toBe('failed');
  expect(first.result.steps.map((s) => s.outcome)).toEqual(['refused', 'ok', 'ok', 'failed', 'ok', 'ok']);
  expect(broken(first).length).toBeGreaterThan(1);

  const drill = await drillOf({ ...SEVERAL, expect: { violates: ['I9'] } });
  const text = drillYaml(drillOfCounterexample({ drill, result: first.result }), SEVERAL.topology);
  const again = await run(text);
  expect(again.result.reason).toBe(
    `Every step ended as the drill expects, and ${broken(first).join(', ')} broke as declared. Not judged: 1,000 users of pool1 are in resiliency mode on the partner at the end.`,
  );
  expect(again.result.verdict).toBe('passed');
  expect(again.result.violations.map((v) => [v.invariant, v.atMs])).toEqual(
    first.result.violations.map((v) => [v.invariant, v.atMs]),
  );

  // Without its faults it shows nothing of that.
  const whole = await drillOf(text);
  expect(runDrill({ ...whole, faults: [] }).result.verdict).toBe('failed');
});
