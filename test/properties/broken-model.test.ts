import { expect, test } from 'vitest';
import { type AnyStateMachine, setup } from 'xstate';
import { MachineTable, signals } from '../../src/core/state-machine.js';
import { POOL_FAILOVER } from '../../src/domain/components/pool-failover/machine.js';
import { MACHINES, type Machines } from '../../src/domain/components/tables.js';
import { DeploymentModel } from '../../src/domain/deployment-model.js';
import type { Drill } from '../../src/domain/drill.js';
import { readDrill } from '../../src/input/from-disk.js';
import { runDrill } from '../../src/run/run-drill.js';
import { findFailure, runsOf, TIME_MS } from '../support/random-runs.js';

/** A failover that forgets to close the home pool: two pools take changes of the same users (I3). */
function forgetful(): Machines {
  const config = structuredClone(POOL_FAILOVER.machine.config) as {
    states: { normal: { on: Record<'planned' | 'disaster', { actions?: string }> } };
  };
  for (const type of ['planned', 'disaster'] as const) delete config.states.normal.on[type].actions;
  const actions = signals('closeHome', 'openHome', 'openPartner', 'closePartner', 'takeOver', 'bringHome', 'keepHome');
  const machine = setup({ actions }).createMachine(config as never) as unknown;
  return {
    ...MACHINES,
    failover: new MachineTable('pool-failover', machine as AnyStateMachine, POOL_FAILOVER.alphabet),
  };
}

test(
  'a broken model is found, shrunk to a short drill, and the written drill fails in the same way',
  async () => {
    const machines = forgetful();
    const first = (violations: readonly { invariant: string; message: string }[]): string | undefined =>
      violations.map((v) => `${v.invariant}: ${v.message}`)[0];
    const failure = findFailure(
      'broken on purpose',
      {
        runs: Math.max(100, runsOf(100)),
        choicesMax: 8,
        draw: (c) => ({ model: new DeploymentModel(c.topology.deployment, c.load, machines) }),
      },
      ({ result }) => {
        const found = first(result.violations);
        if (found !== undefined) throw new Error(found);
      },
    );
    expect(failure?.message).toMatch(/^I3: /);
    const drill = (await readDrill(failure!.path)) as Drill;
    expect(Array.isArray(drill) ? drill : []).toEqual([]);
    const work = drill.steps.filter((s) => s.work.kind !== 'wait');
    expect(work.length).toBeLessThanOrEqual(4);
    const model = new DeploymentModel(drill.deployment, drill.load, machines);
    expect(first(runDrill(drill, { model }).result.violations)).toBe(failure!.message);
    expect(runDrill(drill).result.violations).toEqual([]);
  },
  TIME_MS,
);
