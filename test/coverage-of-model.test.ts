import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { playSequences } from '../src/campaign/random-sequences.js';
import { endOfRun } from '../src/campaign/run-ends.js';
import { reachableFrom } from '../src/core/machine-transitions.js';
import type { MachineTable } from '../src/core/state-machine.js';
import { CMDLETS } from '../src/domain/cmdlets/catalog.js';
import { MACHINES } from '../src/domain/components/tables.js';
import { CONSEQUENCES } from '../src/domain/consequence.js';
import { type Drill, FAULT_KINDS } from '../src/domain/drill.js';
import { REACHED_BY_NO_RUN } from '../src/domain/reach/out-of-reach.js';
import { phasesOf } from '../src/domain/reach/reachable-model.js';
import { ReachedModel } from '../src/domain/reach/reached-model.js';
import { readDrill, readRunbookDrill, readTopologyFile } from '../src/input/from-disk.js';
import { modelOf, runDrill } from '../src/run/run-drill.js';
import { altered } from './support/broken.js';
import { drillOf } from './support/drills.js';
import { MODEL_DRILLS } from './support/model-drills.js';

const SIMS = join(process.cwd(), 'sims');
const COMMAND = /^# drydrill run (sims\/\S+\.ps1) --topology (sims\/\S+)$/m;

/** Everything that is in the machines, the cmdlets, the fault alphabet and the classes of ends. */
function wholeModel(all: readonly MachineTable[] = Object.values(MACHINES)): string[] {
  const machines = all.flatMap((machine) => {
    const everywhere = machine.states.map((_, state) => state);
    const { states, transitions } = reachableFrom(machine, everywhere);
    return [
      ...states.map((state) => `states|${machine.name}|${state}`),
      ...transitions.map(({ from, event, to }) => `transitions|${machine.name}|${from}|${event}|${to}`),
    ];
  });
  const cmdlets = CMDLETS.flatMap((cmdlet) => [
    ...phasesOf(cmdlet).map((phase) => `commands|${cmdlet.name}|${phase}`),
    ...Object.keys(cmdlet.refusedBy).map((rule) => `refusals|${cmdlet.name}|${rule}`),
  ]);
  const faults = FAULT_KINDS.flatMap((kind) => [
    `faults|lost|${kind}`,
    ...(kind === 'hydration' ? [] : [`faults|repaired|${kind}`]),
    ...(['site', 'pool', 'server', 'fileStore'].includes(kind) ? [`faults|disksDestroyed|${kind}`] : []),
  ]);
  return [...machines, ...cmdlets, ...faults, ...CONSEQUENCES.map((end) => `endStates|${end}`)];
}

/** Documents of drill files without a name, whose topologies are files of sims/. */
const SEARCHED = readFileSync(join(process.cwd(), 'test/support/searched-drills.yaml'), 'utf8')
  .split(/^---$/m)
  .slice(1)
  .map(
    (text, i) =>
      `drill: searched ${i}${text.replace(/^topology: (\S+\.yaml)$/m, (_, name) => `topology: ${join(SIMS, name)}`)}`,
  );

/** Of a fault only the kind counts here, not which machine it was. */
const ofAnyDeployment = (key: string): string =>
  key.startsWith('faults|') ? key.split('|').slice(0, 3).join('|') : key;

function played(...all: readonly Drill[]): Set<string> {
  const marks = new ReachedModel();
  for (const drill of all) marks.ended(endOfRun(runDrill(drill, { model: modelOf(drill, true, marks) }), true));
  return new Set(marks.reached().map(ofAnyDeployment));
}

/** What has to be typed on a server itself is: a drill file cannot say so, a script does by Invoke-Command. */
function typedOnServer(drill: Drill): Drill {
  const typedThere = CMDLETS.filter(({ parameters }) => parameters.some(({ name }) => name === 'TypedOn'));
  const names = new Set(typedThere.map(({ name }) => name));
  const steps = drill.steps.map((step) => {
    if (step.work.kind !== 'run' || !names.has(step.work.command.cmdlet)) return step;
    const { cmdlet, parameters } = step.work.command;
    const command = { cmdlet, parameters: { ...parameters, TypedOn: 'fe1a' } };
    return { ...step, work: { kind: 'run' as const, command } };
  });
  return { ...drill, steps };
}

async function sims(): Promise<Drill[]> {
  const names = readdirSync(SIMS).filter((name) => /\.(yaml|ps1)$/.test(name));
  const read = names.map(async (name) => {
    const text = readFileSync(join(SIMS, name), 'utf8');
    const topology = COMMAND.exec(text)?.[2];
    if (topology !== undefined) return readRunbookDrill(join(SIMS, name), { topology });
    return /^drill:/m.test(text) ? readDrill(join(SIMS, name)) : null;
  });
  return (await Promise.all(read)).filter((drill): drill is Drill => drill !== null && !Array.isArray(drill));
}

/** What random sequences reach: it must be known to the model's records, and not be what no run reaches. */
function sequences(topology: string, to: number): Set<string> {
  const deployment = readTopologyFile(join(SIMS, topology));
  if (Array.isArray(deployment)) throw new Error(deployment[0].message);
  const reached = new ReachedModel();
  const weights = { failover: 8, disasterFailover: 10, failback: 4, cms: 4, edge: 4, 'fault in mid-command': 4 };
  playSequences({ deployment, seed: 1, from: 0, to, weights, reached });
  return new Set(reached.reached().map(ofAnyDeployment));
}

describe('over the drills and sequences of the tests', () => {
  /** by drills alone: what follows from the state of the model as a draw does holds nothing up */
  let directed: ReadonlySet<string>;
  let reached: ReadonlySet<string>;
  beforeAll(async () => {
    const own = await Promise.all([...Object.values(MODEL_DRILLS), ...SEARCHED].map((text) => drillOf(text)));
    directed = played(...(await sims()), ...own.map(typedOnServer));
    reached = new Set([...directed, ...sequences('contoso.yaml', 40), ...sequences('contoso-standard.yaml', 20)]);
  }, 300_000);

  test('every state, transition, refusal, phase, fault and end is reached, or is listed with the reason', () => {
    const missing = wholeModel().filter((key) => !directed.has(key) && !(key in REACHED_BY_NO_RUN));
    expect(missing).toEqual([]);
  });

  test('a state that is added, and that nothing reaches, is missing', () => {
    const grown = altered(MACHINES.failover, (states) => {
      states.strange = { on: { released: 'normal' } };
    });
    const missing = wholeModel([grown]).filter((key) => !directed.has(key) && !(key in REACHED_BY_NO_RUN));
    expect(missing).toEqual(['states|pool-failover|strange', 'transitions|pool-failover|strange|released|normal']);
  });

  test('what is listed is in the model, and is not reached', () => {
    const model = new Set(wholeModel());
    const listed = Object.keys(REACHED_BY_NO_RUN);
    expect(listed.filter((key) => !model.has(key))).toEqual([]);
    expect(listed.filter((key) => reached.has(key))).toEqual([]);
  });

  test('whatever refuses a cmdlet is in its record, and in the documentation', () => {
    const model = new Set(wholeModel());
    expect([...reached].filter((key) => !model.has(key))).toEqual([]);
  });
});
