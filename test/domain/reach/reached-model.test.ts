import { describe, expect, test } from 'vitest';
import { ReachedModel } from '../../../src/domain/reach/reached-model.js';
import { modelOf, runDrill } from '../../../src/run/run-drill.js';
import { type DrillText, deployment, drillOf } from '../../support/drills.js';

/** A planned failover during which the partner is lost, after one that D41 refuses. */
const LOST: DrillText = {
  topology: deployment(),
  assumptions: { syncPhaseSeconds: 0 },
  faults: [{ at: '10m30s', crash: { site: 'Datacenter2' } }],
  steps: [
    { wait: '9m' },
    { run: 'Invoke-CsPoolFailOver -PoolFqdn pool2', expect: 'refused', rule: 'D41' },
    { wait: '1m' },
    { run: 'Invoke-CsPoolFailOver -PoolFqdn pool1' },
    { run: 'Get-CsPool' },
  ],
};

async function reachedBy(text: DrillText): Promise<string[]> {
  const drill = await drillOf(text);
  const reached = new ReachedModel();
  runDrill(drill, { model: modelOf(drill, true, reached) });
  return reached.reached();
}

describe('what a run reaches', () => {
  test('is told of commands by their phases and rules, of components by their faults, of machines by their states', async () => {
    const keys = await reachedBy(LOST);
    const of = (kind: string): string[] => keys.filter((key) => key.startsWith(`${kind}|`));
    expect(of('refusals')).toEqual([
      'refusals|Get-CsPool|D62',
      'refusals|Invoke-CsPoolFailOver|D40',
      'refusals|Invoke-CsPoolFailOver|D41',
    ]);
    expect(of('commands')).toEqual([
      'commands|Invoke-CsPoolFailOver|failed',
      'commands|Invoke-CsPoolFailOver|faultWhileRunning',
      'commands|Invoke-CsPoolFailOver|started',
    ]);
    expect(of('faults')).toEqual(['faults|lost|site|site Datacenter2']);
    expect(keys).toContain('transitions|pool-failover|planned.preparing|failed|normal');
    expect(keys).toContain('states|pool-failover|planned.preparing');
    expect(keys).not.toContain('states|pool-failover|planned.taking');
    expect(keys).toEqual([...keys].sort());
  });

  test('does not have a fault that finds nothing to break', async () => {
    const hydration = { at: '10m', crash: { hydration: 'pool1' } };
    const keys = await reachedBy({ ...LOST, faults: [hydration], steps: [{ wait: '20m' }] });
    expect(keys.filter((key) => key.startsWith('faults|'))).toEqual([]);
  });

  test('has a link by its ends in order, however it is typed', async () => {
    const cut = { at: '10m', cut: { link: ['Datacenter2', 'Datacenter1'] } };
    const keys = await reachedBy({ ...LOST, faults: [cut], steps: [{ wait: '20m' }], expect: { served: false } });
    expect(keys.filter((key) => key.startsWith('faults|'))).toEqual([
      'faults|lost|link|link Datacenter1 – Datacenter2',
    ]);
  });

  test('changes nothing: with and without it the result is the same to the byte', async () => {
    const drill = await drillOf(LOST);
    const marked = runDrill(drill, { model: modelOf(drill, false, new ReachedModel()) }).result;
    expect(JSON.stringify(marked)).toBe(JSON.stringify(runDrill(drill).result));
  });
});
