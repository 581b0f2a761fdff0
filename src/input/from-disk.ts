// Input of all kinds read from the disk: the readers bound to its files.
import type { InputError } from '../core/input-error.js';
import type { Deployment } from '../domain/deployment.js';
import type { Drill } from '../domain/drill.js';
import { DISK } from './disk-files.js';
import { type DrillOptions, drillIn } from './drill/read-drill.js';
import { textIn } from './input-files.js';
import type { Tree } from './positioned-tree.js';
import type { RunbookOptions } from './runbook/runbook-drill.js';
import { topologyIn } from './topology/read-topology.js';
import { type TraceFile, type TraceOptions, traceIn } from './trace/read-trace.js';
import { yamlIn } from './yaml-tree.js';

/** The text of a file, or why it cannot be used. Never throws. */
export const readText = (path: string, limitBytes?: number): string | InputError => textIn(DISK, path, limitBytes);

/** Reads and parses a YAML file. */
export const readYaml = (path: string): Tree | InputError => yamlIn(DISK, path);

/** Reads a topology file of any kind, with what an overlay file adds to it. */
export const readTopologyFile = (path: string, overlay?: string): Deployment | InputError[] =>
  topologyIn(DISK, path, overlay);

/** Reads a YAML drill with its topology. All errors of a file at once, in the order of its lines. */
export const readDrill = (path: string, options: DrillOptions = {}): Promise<Drill | InputError[]> =>
  drillIn(DISK, path, options);

/** Reads a .ps1 with its topology as a drill; the interpreter is loaded only where there is a script. */
export async function readRunbookDrill(path: string, options: RunbookOptions): Promise<Drill | InputError[]> {
  const { runbookDrillIn } = await import('./runbook/runbook-drill.js');
  return runbookDrillIn(DISK, path, options);
}

/** Reads a saved counterexample with the drill that it carries. */
export const readTrace = (path: string, options: TraceOptions): Promise<TraceFile | InputError[]> =>
  traceIn(DISK, path, options);
