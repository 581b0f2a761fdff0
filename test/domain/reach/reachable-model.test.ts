import { describe, expect, test } from 'vitest';
import { MACHINES, type Machines } from '../../../src/domain/components/tables.js';
import { DeploymentModel } from '../../../src/domain/deployment-model.js';
import { reachableIn } from '../../../src/domain/reach/reachable-model.js';
import { altered } from '../../support/broken.js';
import { deployment, drillOf } from '../../support/drills.js';

async function reachable(topology: Record<string, unknown>, machines: Partial<Machines> = {}): Promise<string[]> {
  const drill = await drillOf({ topology, steps: [] });
  return reachableIn(new DeploymentModel(drill.deployment, drill.load, { ...MACHINES, ...machines }).world);
}

const namesOf = (keys: readonly string[], start: string): string[] =>
  keys.flatMap((key) => (key.startsWith(start) ? [key.slice(start.length)] : []));

describe('what a run could reach', () => {
  test('is of a Back End without a mirror only the one database, of one without a witness no election', async () => {
    const single = await reachable(deployment({ mirror: false }));
    expect(namesOf(single, 'states|mirror-session|')).toEqual(['single.down', 'single.served']);
    expect(namesOf(single, 'transitions|mirror-session|')).toEqual([
      'single.down|look|single.served',
      'single.served|look|single.down',
    ]);
    // D22 is asked first there, so that neither it runs nor what a mirror can have against it is said.
    expect(namesOf(single, 'commands|Invoke-CsDatabaseFailover|')).toEqual(['finished']);
    const ofMirrors = namesOf(single, 'refusals|Invoke-CsDatabaseFailover|');
    expect(ofMirrors.filter((rule) => /^D2[345]$/.test(rule))).toEqual([]);
    const [without, witness] = [await reachable(deployment({ witness: false })), await reachable(deployment())];
    const election = 'states|mirror-session|electing';
    expect([without.includes(election), witness.includes(election)]).toEqual([false, true]);
    // Of 13 states all but the election.
    expect(namesOf(without, 'states|mirror-session|')).toHaveLength(12);
  });

  test('is nothing of Edge pools, of their refusals (D42) and of the disks of machines that are not there', async () => {
    const keys = await reachable(deployment());
    expect(namesOf(keys, 'states|edge-route|')).toEqual([]);
    expect(keys).not.toContain('refusals|Invoke-CsPoolFailOver|D42');
    expect(keys).toContain('refusals|Invoke-CsPoolFailOver|D41');
    expect(namesOf(keys, 'faults|disksDestroyed|server|')).toEqual(
      expect.arrayContaining(['server sql1a', 'server sql2b']),
    );
    expect(keys).not.toContain('faults|disksDestroyed|server|server fe1a');
  });

  test('has the automatic failover for voice only where it is on (D70), and cmdlets of the product alone', async () => {
    const partner = 'states|users|resiliencyPartner.staying';
    const off = await reachable(deployment({}, {}, { voiceResiliency: { automatic: false } }));
    expect(off).not.toContain(partner);
    const on = await reachable(deployment({}, {}, { voiceResiliency: { automatic: true } }));
    expect(on).toContain(partner);
    expect(on).not.toContain('commands|Invoke-CsComputerFailOver|started');
    const later = await reachable(deployment({ mirror: false }, {}, { product: 'sfb2019' }));
    expect(later).toContain('commands|Invoke-CsComputerFailOver|started');
  });

  test('leaves out the refusals that its topology can never give', async () => {
    const refusals = async (topology: Record<string, unknown>): Promise<string[]> =>
      namesOf(await reachable(topology), 'refusals|');
    const standard = await refusals(deployment({ edition: 'standard' }, undefined, { product: 'sfb2015' }));
    const of = (all: readonly string[], cmdlet: string): string[] => namesOf(all, `${cmdlet}|`);
    // Without a mirror every one of them is refused before anything else is asked (D22); both have all databases, and a partner.
    expect(of(standard, 'Invoke-CsDatabaseFailover')).toEqual(['D22']);
    expect(of(standard, 'Invoke-CsBackupServiceSync')).toEqual(['D31', 'D37']);
    expect(of(standard, 'Get-CsPoolBackupRelationship')).toEqual([]);
    // One server alone is never drained, so that its services are never disabled by that.
    expect(of(standard, 'Invoke-CsComputerFailOver')).toEqual(['D12', 'D37']);
    expect(of(standard, 'Start-CsWindowsService')).toEqual(['D13', 'D37']);
    const enterprise = await refusals(deployment({}, {}, { product: 'sfb2015' }));
    expect(of(enterprise, 'Invoke-CsComputerFailOver')).toEqual(['D12', 'D253', 'D3', 'D37']);
    expect(of(enterprise, 'Start-CsWindowsService')).toEqual(['D13', 'D254', 'D37']);
    // Of four servers two can be lost while the pool keeps quorum: then routing groups have none (D11).
    const four = await refusals(deployment({ servers: 4 }, {}, { product: 'sfb2015' }));
    expect(of(four, 'Invoke-CsComputerFailOver')).toContain('D11');
    expect(of(enterprise, 'Set-CsSite')).toEqual(['D62']);
  });

  test('grows with its machines: a new state that something leads to is counted at once', async () => {
    const failover = altered(MACHINES.failover, (states) => {
      states.strange = {};
      states.stuck.on = { ...states.stuck.on, released: 'strange' };
      states.normal.on = { ...states.normal.on, failback: 'strange' };
    });
    expect(await reachable(deployment(), { failover })).toContain('states|pool-failover|strange');
  });
});
