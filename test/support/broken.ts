import { expect, vi } from 'vitest';
import { createMachine } from 'xstate';
import { MachineTable } from '../../src/core/state-machine.js';
import { MACHINES, type Machines } from '../../src/domain/components/tables.js';
import { DeploymentModel } from '../../src/domain/deployment-model.js';
import type { InvariantId } from '../../src/domain/drill.js';
import { type DrillRun, runDrill } from '../../src/run/run-drill.js';
import { broken, type DrillText, drillOf } from './drills.js';

interface Branch {
  target?: string;
  actions?: string | readonly string[];
  guard?: string;
}

/** A state of a machine as it is written down, to be changed in place. */
export interface StateText {
  initial?: string;
  states?: Record<string, StateText>;
  on?: Record<string, string | Branch | Branch[]>;
}

/** The same machine with its text changed: a rule of the model broken on purpose. */
export function altered(component: MachineTable, edit: (states: Record<string, StateText>) => void): MachineTable {
  const config = structuredClone(component.machine.config) as { states: Record<string, StateText> };
  edit(config.states);
  const { actions, guards } = component.machine.implementations;
  const machine = createMachine(config as Parameters<typeof createMachine>[0], { actions, guards } as never);
  return new MachineTable(component.name, machine, component.alphabet);
}

export async function runWith(drill: DrillText, machines: Partial<Machines>): Promise<DrillRun> {
  const read = await drillOf(drill);
  const model = new DeploymentModel(read.deployment, read.load, { ...MACHINES, ...machines });
  return runDrill(read, { model });
}

/** How a rule is broken: machines in the place of others, or spies that are taken away afterwards. */
export type Break = Partial<Machines> | (() => void);

/**
 * The drill as it is breaks no invariant and every step of it is done (`failing`: but these, by number); with the
 * rule broken it breaks `id` and nothing else. Answers the run with the broken rule.
 */
export async function expectBroken(
  id: InvariantId,
  drill: DrillText,
  rule: Break,
  failing: readonly number[] = [],
): Promise<DrillRun> {
  const intact = await runWith(drill, {});
  expect(intact.result.violations).toEqual([]);
  expect(intact.result.steps.flatMap((s, i) => (s.asExpected ? [] : [i]))).toEqual(failing);
  try {
    if (typeof rule === 'function') rule();
    const run = await runWith(drill, typeof rule === 'function' ? {} : rule);
    expect(broken(run)).toEqual([id]);
    return run;
  } finally {
    vi.restoreAllMocks();
  }
}

/** The first violation of a run, for its message and its rules. */
export function violation(run: DrillRun) {
  const [first] = run.result.violations;
  if (first === undefined) throw new Error('nothing was broken');
  return first;
}
