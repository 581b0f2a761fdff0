import { describe, expect, test } from 'vitest';
import { DeploymentModel } from '../../src/domain/deployment-model.js';
import { faultTargets } from '../../src/domain/fault-targets.js';
import { momentsOfCell, saidOfCell, targetNamed } from '../../src/page/cell-runs.js';
import type { FurtherEffect } from '../../src/run/one-more-fault.js';
import { resultOfSim } from '../report/html/pages.js';

const night = await resultOfSim('03-site-loss');
const { deployment, load } = night.input;
const targets = faultTargets(new DeploymentModel(deployment, load).world);
const named = (name: string, rows: readonly string[] = []) => targetNamed(name, targets, deployment, rows);

describe('a cell of the heat map of an exploration', () => {
  test('every component has its name, and of machines that are alike one breaks', () => {
    expect(named('site Datacenter2')).toEqual({ kind: 'site', site: 'Datacenter2' });
    expect(named('link Datacenter1 – Datacenter2')).toMatchObject({ kind: 'link', oneWay: false });
    expect(named('a server of pool1.contoso.com')).toEqual({ kind: 'server', server: 'fe1a.contoso.com' });
    // One that has a row of its own is not alike.
    const rows = ['server fe1a.contoso.com'];
    expect(named('a server of pool1.contoso.com', rows)).toEqual({ kind: 'server', server: 'fe1b.contoso.com' });
    expect(named('a server of edge2.contoso.com')).toEqual({ kind: 'server', server: 'e2a.contoso.com' });
    expect(named('a server of nowhere.contoso.com')).toBeNull();
    expect(named('site Datacenter3')).toBeNull();
  });

  test('it breaks between the end of the step before and the end of the step', () => {
    const [failover, failback] = [night.steps[6], night.steps[8]];
    const during = momentsOfCell({ name: '', worst: '', step: 8 }, night);
    expect(during.length).toBe(9);
    // The failback waits for its time.
    for (const ms of during) expect(ms > failover.endedAtMs && ms < failback.endedAtMs).toBe(true);
    expect(Math.min(...during)).toBeLessThan(failback.startedAtMs);
    // Importing takes no time, and after the last step nothing comes any more.
    expect(momentsOfCell({ name: '', worst: '', step: 3 }, night)).toEqual([]);
    expect(momentsOfCell({ name: '', worst: '', step: null }, night)).toEqual([]);
  });

  test('the run that is shown is the first that comes to what the search found, else the worst', () => {
    const ends = (...of: FurtherEffect['end'][]): FurtherEffect[] => of.map((end) => ({ effect: 'none', end }));
    const faults = [1, 2, 3].map((minute) => ({ target: targets[0], atMs: minute * 60_000 }));
    const cell = (worst: string, ...of: FurtherEffect['end'][]) =>
      saidOfCell({ name: '', worst, step: 0 }, faults, ends(...of));
    expect(cell('lost', null, 'lost', 'lost').index).toBe(1);
    expect(cell('lost', null, 'lost', 'lost').said).toContain('breaks at 00:02:00, and data is lost: the worst');
    expect(cell('lost', null, 'stranded', 'unserved')).toEqual({
      index: 2,
      said: 'The search found that data is lost. None of 3 timed runs comes to that: the search has no durations, takes every order, and may break more besides. In this run it breaks at 00:03:00, and users have no regular service at the end.',
    });
    expect(cell('recoveredLate', 'lost', null, null).index).toBe(1);
    expect(cell('recoveredLate', null, null, null).said).toContain('as far as it is told apart');
  });
});
