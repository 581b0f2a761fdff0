/** The first drills of a deployment, written and run, for tests of those who write them. */
import { writeFileSync } from 'node:fs';
import { runDrillFile } from '../../src/commands/run.js';
import type { Deployment } from '../../src/domain/deployment.js';
import type { RunResult } from '../../src/domain/result.js';
import { firstDrills } from '../../src/init/drills.js';
import { writeTopology } from '../../src/input/topology/write-yaml.js';
import type { scratchFolder } from '../input/topology/files.js';
import { drillOf } from './drills.js';

/**
 * What kind of drill a file is, by its name without those of pools, sites and stores: `-planned.yaml`. A name that has
 * them elsewhere than at its start is a kind of its own.
 */
export const kindOf = (name: string): string => /(?:-[a-z]+)+\.(?:yaml|ps1)$/.exec(name)?.[0] ?? name;

type Folder = ReturnType<typeof scratchFolder>;

/** The deployment of a topology. */
export const laidOut = async (topology: Record<string, unknown>): Promise<Deployment> =>
  (await drillOf({ topology, steps: [{ wait: '1m' }] })).deployment;

/** Results of those of the first drills whose name fits, by name. A runbook is run without a fault. */
export async function firstResults(folder: Folder, of: Deployment, fits: RegExp): Promise<Record<string, RunResult>> {
  writeFileSync(folder.path('topology.yaml'), writeTopology(of));
  const found: Record<string, RunResult> = {};
  const files = firstDrills(of, 'topology.yaml');
  for (const { name, text } of files) writeFileSync(folder.path(name), text);
  for (const { name } of files.filter((file) => fits.test(file.name))) {
    const topology = name.endsWith('.ps1') ? { topology: folder.path('topology.yaml') } : {};
    const result = await runDrillFile(folder.path(name), { seeds: 2, ...topology });
    if (Array.isArray(result)) throw new Error(JSON.stringify(result));
    found[name] = result;
  }
  return found;
}

/** Their verdicts, with what the procedure advises against. */
export async function verdicts(folder: Folder, of: Deployment, fits: RegExp): Promise<Record<string, unknown>> {
  const results = Object.entries(await firstResults(folder, of, fits));
  return Object.fromEntries(
    results.map(([name, { verdict, findings }]) => [
      name,
      [verdict, findings.filter((f) => f.place !== null).map((f) => f.rule)],
    ]),
  );
}
