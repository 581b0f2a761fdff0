import { describe, expect, test } from 'vitest';
import { hazardOf } from '../../../src/domain/cmdlets/catalog.js';
import { MACHINES } from '../../../src/domain/components/tables.js';
import { DeploymentModel } from '../../../src/domain/deployment-model.js';
import { broken, drillOf, run, withGroups } from '../../support/drills.js';

// sql1a and the witness stand with the pool, sql1b at the other site: the cut leaves the majority with sql1a.
const replicas = [{ server: 'sql1a' }, { server: 'sql1b', site: 'Datacenter2' }];
const topology = withGroups({ replicas });
const cut = { at: '10m', cut: { link: ['Datacenter1', 'Datacenter2'] } };
const forceQuorum = { run: 'Start-ClusterNode -Name sql1b -FixQuorum' };
const force = { run: 'ALTER AVAILABILITY GROUP ag1 FORCE_FAILOVER_ALLOW_DATA_LOSS', on: 'sql1b' };

describe('I11: at most one served primary per availability group', () => {
  test('D133: the part that is cut off without a majority serves nothing, and nothing is broken', async () => {
    const r = await run({ topology, faults: [cut], steps: [{ wait: '1h' }] });
    expect(broken(r)).toEqual([]);
    expect(r.result.databases).toEqual([]);
  });

  test('D135: quorum forced while the other part has its majority: two primaries, and what the new one lacks is stranded', async () => {
    const steps = [{ at: '20m', ...forceQuorum }, force, { wait: '10m' }];
    const r = await run({ topology, faults: [cut], steps });
    expect(broken(r).sort()).toEqual(['I1', 'I11', 'I5']);
    const { message, rules } = r.result.violations.find(({ invariant }) => invariant === 'I11')!;
    expect(message).toBe('sql1a and sql1b are both primary of the availability group of pool1');
    expect(rules).toEqual(['D121', 'D133', 'D135']);
  });

  test('D135: and where the other part, lost when quorum was forced, starts again behind the cut', async () => {
    const faults = [cut, { at: '11m', crash: { server: 'sql1a' } }, { at: '40m', repair: { server: 'sql1a' } }];
    const steps = [{ at: '20m', ...forceQuorum }, force, { wait: '1h' }];
    expect(broken(await run({ topology, faults, steps }))).toContain('I11');
    const mended = [...faults, { at: '30m', mend: { link: ['Datacenter1', 'Datacenter2'] } }];
    expect(broken(await run({ topology, faults: mended, steps }))).not.toContain('I11');
  });

  test('D117, D135: both commands are named hazards while they are, and none where nothing is at stake', async () => {
    const { deployment, load } = await drillOf({ topology });
    const model = new DeploymentModel(deployment, load, MACHINES);
    const effects = { start() {}, startPeriodic() {}, cancel() {}, observe() {} };
    const state = model.initial(effects);
    const command = (cmdlet: string, parameters: Record<string, string | boolean>) => ({ cmdlet, parameters });
    const start = command('Start-ClusterNode', { Name: 'sql1b', FixQuorum: true });
    const path = 'SQLSERVER:\\Sql\\sql1b\\rtc\\AvailabilityGroups\\ag1';
    const move = command('Switch-SqlAvailabilityGroup', { Path: path, AllowDataLoss: true });
    expect([hazardOf(model.world, start), hazardOf(model.world, move)]).toEqual([null, null]);
    const link = ['Datacenter1', 'Datacenter2'] as const;
    model.apply(
      state,
      { type: 'fault', fault: { verb: 'cut', target: { kind: 'link', link, oneWay: false }, destroy: false } },
      effects,
    );
    expect([hazardOf(model.world, start), hazardOf(model.world, move)]).toEqual(['D135', null]);
    model.world.variables.secondary.set(0, 1, MACHINES.secondaryReplica.id('notSynchronizing'));
    model.apply(state, { type: 'command', command: start }, effects);
    expect([hazardOf(model.world, start), hazardOf(model.world, move)]).toEqual([null, 'D117']);
  });
});
