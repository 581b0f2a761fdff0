import { describe, expect, test } from 'vitest';
import type { BackEnd } from '../../src/domain/back-end.js';
import { DeploymentModel } from '../../src/domain/deployment-model.js';
import type { FaultTarget } from '../../src/domain/drill.js';
import { faultTargets } from '../../src/domain/fault-targets.js';
import type { RunResult } from '../../src/domain/result.js';
import { heatRows, isQuiet, samplePlan } from '../../src/page/fault-samples.js';
import type { FurtherHarm } from '../../src/run/one-more-fault.js';
import { resultOfSim, twentyPairs } from '../report/html/pages.js';

const targetsOf = ({ input }: RunResult): FaultTarget[] =>
  faultTargets(new DeploymentModel(input.deployment, input.load).world);
const night = await resultOfSim('03-site-loss');
const effect = (of: FurtherHarm) => ({ effect: of, end: null });

describe('the runs behind a heat map', () => {
  test('every cell has its middle played before any has another moment', () => {
    const plan = samplePlan(night, targetsOf(night));
    const cells = plan.targets.length * plan.columns.length;
    const keys = (from: number) =>
      new Set(plan.samples.slice(from, from + cells).map(({ row, column }) => `${row} ${column}`));
    expect(keys(0).size).toBe(cells);
    expect(plan.samples.length).toBe(3 * cells);
    expect([plan.componentsLeftOut, plan.stretchesLeftOut]).toEqual([0, 0]);
    for (const { column, atMs } of plan.samples) {
      const { fromMs, toMs } = plan.columns[column];
      expect(atMs > fromMs && atMs < toMs).toBe(true);
    }
  });

  test('of twenty pairs those are tried that the drill is about, and what is left out is counted', async () => {
    const large = await twentyPairs();
    const all = targetsOf(large);
    const plan = samplePlan(large, all);
    expect(plan.targets.length + plan.componentsLeftOut).toBe(all.length);
    expect(plan.componentsLeftOut).toBeGreaterThan(400);
    expect(plan.targets).toContainEqual({ kind: 'site', site: 'Site1' });
    // The pool that is failed over, and its partner.
    for (const server of ['fex0a', 'fex0b', 'sql0a', 'file0b'])
      expect(plan.targets).toContainEqual({ kind: 'server', server: `${server}.contoso.com` });
  });

  test('the replicas and the witness of a group are near, too', async () => {
    const large = structuredClone(await twentyPairs()) as unknown as {
      input: { deployment: { pools: { backEnd: BackEnd }[] } };
    };
    const [pool] = large.input.deployment.pools;
    const replica = { site: null, failover: 'automatic', logins: true, vote: true } as const;
    pool.backEnd = {
      ...{ ...pool.backEnd, mirror: null, witness: null },
      availabilityGroup: {
        ...{ listener: 'ag0a.contoso.com', sqlServerFqdn: 'ag0a.contoso.com' },
        replicas: ['sql0a', 'second0a'].map((name) => ({ ...replica, server: `${name}.contoso.com` })),
        cluster: { witness: 'fileShare', witnessServer: 'share0a.contoso.com', witnessSite: null },
      },
    };
    const result = large as unknown as RunResult;
    const { targets } = samplePlan(result, targetsOf(result));
    for (const server of ['sql0a', 'second0a', 'share0a'])
      expect(targets).toContainEqual({ kind: 'server', server: `${server}.contoso.com` });
  });

  test('a cell is the worst of its runs, and one without a run says nothing', () => {
    const plan = samplePlan(night, targetsOf(night).slice(0, 3));
    const cells = 3 * plan.columns.length;
    const first = Array.from({ length: cells }, () => effect('none'));
    expect(heatRows(plan, []).every(({ cells: of }) => of.every((cell) => cell === null))).toBe(true);
    const some = heatRows(plan, first.slice(0, plan.columns.length));
    expect(some.length).toBe(2);
    expect(some.every(isQuiet)).toBe(true);
    // The second moment of the second component's first stretch is worse than its middle.
    const second = first.map((_, i) => effect(i === plan.columns.length ? 'unserved' : 'none'));
    const rows = heatRows(plan, [...first, ...second]);
    expect(rows.map(({ names }) => names.length)).toEqual([1, 2]);
    const [worst] = rows[0].cells;
    expect(worst).toMatchObject({ effect: 'unserved', played: 2, fault: { atMs: 1000 } });
    expect(isQuiet(rows[0])).toBe(false);
    expect(isQuiet(rows[1])).toBe(true);
    // What is not known is worse than what is known to be bearable.
    const unknown = heatRows(plan, [effect('stepFails'), ...first.slice(1), effect('unknown')]);
    expect(unknown[0].cells[0]?.effect).toBe('unknown');
  });
});
