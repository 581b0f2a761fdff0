/** Reads a topology and writes its first drills into a directory, where no file of that name is yet. */
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { type InputError, inputError } from '../core/input-error.js';
import { topologyWarnings } from '../domain/deployment-warnings.js';
import { readTopologyFile } from '../input/from-disk.js';
import { withSlashes } from '../input/path-names.js';
import { writeTopology } from '../input/topology/write-yaml.js';
import { writeNewFiles } from '../report/files.js';
import { type DrillFile, drillsNotWritten, firstDrills, type NotWritten } from './drills.js';

export interface InitOptions {
  readonly topology: string;
  readonly overlay?: string;
  /** where to write; absent = a folder named after the topology, in the working directory */
  readonly out?: string;
}

export type InitOutcome =
  | {
      readonly kind: 'written';
      readonly directory: string;
      readonly files: readonly Written[];
      readonly notWritten: readonly NotWritten[];
      /** weaknesses of the deployment that `drydrill topology` names */
      readonly warnings: number;
    }
  | { readonly kind: 'inputErrors'; readonly errors: readonly InputError[] }
  /** a file is there that would have been overwritten; nothing was written */
  | { readonly kind: 'exists'; readonly path: string };

/** A file that was written. */
export interface Written {
  readonly name: string;
  readonly kind: DrillFile['kind'] | 'topology';
  readonly title: string;
}

const TOPOLOGY_NAME = 'topology.yaml';

/** The folder that `init` writes into when it is not told: `contoso.yaml` gives `contoso-drills`. */
export const defaultDirectory = (topology: string): string => `${basename(topology, extname(topology))}-drills`;

/**
 * Writes a first set of drills for a deployment: the loss of each site, planned failovers, and the loss of single parts,
 * as drill files and, where there is something to type, as runbooks. Throws what the file system says.
 */
export async function writeFirstDrills(options: InitOptions): Promise<InitOutcome> {
  const { topology, overlay, out = defaultDirectory(topology) } = options;
  const deployment = readTopologyFile(topology, overlay);
  if (Array.isArray(deployment)) return { kind: 'inputErrors', errors: deployment };
  // What the file alone does not say goes into one beside the drills.
  const own = overlay !== undefined || !/\.ya?ml$/i.test(topology);
  const drills = firstDrills(deployment, own ? TOPOLOGY_NAME : pathFrom(out, topology));
  if (drills.length === 0) return { kind: 'inputErrors', errors: [unpaired(topology)] };
  const added = own
    ? [{ name: TOPOLOGY_NAME, kind: 'topology', title: 'The deployment', text: writeTopology(deployment) } as const]
    : [];
  const files = [...added, ...drills];
  const there = await writeNewFiles(out, files);
  if (there !== null) return { kind: 'exists', path: there };
  return {
    kind: 'written',
    directory: out,
    files: files.map(({ name, kind, title }) => ({ name, kind, title })),
    notWritten: drillsNotWritten(deployment),
    warnings: topologyWarnings(deployment).filter(({ severity }) => severity === 'warning').length,
  };
}

/** The path of a file as a drill in `directory` names it: whole, where a link on the way makes ".." ambiguous. */
function pathFrom(directory: string, file: string): string {
  const target = resolve(file);
  const seen = relative(resolve(directory), target);
  return withSlashes(seen === relative(realDirectory(resolve(directory)), target) ? seen : target);
}

/** Where a directory is, or will be, behind all links. */
function realDirectory(directory: string): string {
  if (existsSync(directory)) return realpathSync(directory);
  const parent = dirname(directory);
  return parent === directory ? directory : join(realDirectory(parent), basename(directory));
}

function unpaired(file: string): InputError {
  return inputError(
    { file, line: 0, column: 0 },
    'no two Front End pools are paired: no pool can be failed over, so there is nothing to drill',
    'pair them in Topology Builder and export again, or say backupPool of both pools in an overlay (--overlay FILE)',
  );
}
