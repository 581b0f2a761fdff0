/** Walks folders for what can be tried: drills, topologies and runbooks, each told by what is in the file. */
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, resolve } from 'node:path';
import { type InputError, inputError, isInputError } from '../core/input-error.js';
import { readText, readYaml } from '../input/from-disk.js';
import { type Tree, toData, treeAt } from '../input/positioned-tree.js';

/** The folder in which counterexamples are kept; its drills are found by their folder, not by a walk. */
export const EXAMPLES = 'drydrill-examples';

/** What lies under some paths, each list in the order of its names. */
export interface FoundInputs {
  readonly drills: readonly string[];
  readonly topologies: readonly string[];
  /** those that no drill and no other script names */
  readonly runbooks: readonly string[];
  /** YAML files that are neither */
  readonly passedOver: readonly string[];
}

type Kind = keyof FoundInputs;

/** Folders that hold nothing of the team's own. */
const skipped = (name: string): boolean => name.startsWith('.') || name === 'node_modules' || name === EXAMPLES;

/** What lies under the paths; a path that does not exist is an error. A file that is named itself is never passed over. */
export function findInputs(paths: readonly string[]): FoundInputs | InputError[] {
  const found: Record<Kind, Set<string>> = {
    drills: new Set(),
    topologies: new Set(),
    runbooks: new Set(),
    passedOver: new Set(),
  };
  const errors: InputError[] = [];
  const named = new Set<string>();
  const add = (path: string): boolean => {
    const kind = kindOf(path, (script) => named.add(resolve(script)));
    if (isInputError(kind)) errors.push(kind);
    else if (kind !== null) found[kind].add(path);
    return kind !== null;
  };
  for (const path of paths) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) {
      errors.push(inputError({ file: path, line: 0, column: 0 }, 'there is no such file or folder'));
    } else if (stats.isDirectory()) for (const file of filesUnder(path)) add(file);
    else if (!add(path)) {
      const hint = 'a drill or a topology is a .yaml or .yml file, a runbook a .ps1 file';
      errors.push(inputError({ file: path, line: 0, column: 0 }, 'this is nothing that can be tried', hint));
    }
  }
  if (errors.length > 0) return errors;
  const { drills, topologies, runbooks, passedOver } = found;
  return {
    drills: [...drills],
    topologies: [...topologies],
    runbooks: [...runbooks].filter((path) => !named.has(resolve(path)) && !isPart(path, runbooks)),
    passedOver: [...passedOver],
  };
}

function filesUnder(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped(entry.name) ? [] : filesUnder(path);
    return entry.isFile() ? [path] : [];
  });
}

/** Null = no file of a kind that is tried. A YAML file that cannot be read might have been a drill: an error. */
function kindOf(path: string, names: (script: string) => void): Kind | InputError | null {
  const extension = extname(path).toLowerCase();
  if (extension === '.ps1') return 'runbooks';
  if (extension !== '.yaml' && extension !== '.yml') return null;
  const tree = readYaml(path);
  if (isInputError(tree)) return tree;
  if (tree.kind !== 'map') return 'passedOver';
  if (!tree.entries.has('drill')) return tree.entries.has('pools') ? 'topologies' : 'passedOver';
  for (const script of scriptsOf(tree)) names(isAbsolute(script) ? script : join(dirname(path), script));
  return 'drills';
}

/** A script that another one names, to dot-source or call it, is rehearsed there. */
function isPart(path: string, all: ReadonlySet<string>): boolean {
  const name = basename(path).toLowerCase();
  return [...all].some((other) => {
    if (other === path) return false;
    const text = readText(other);
    // One that cannot be read is told when its turn comes.
    return !isInputError(text) && text.toLowerCase().includes(name);
  });
}

/** The scripts that the steps of a drill name, as they are written there. */
function scriptsOf(drill: Tree): string[] {
  const steps = treeAt(drill, ['steps']);
  if (steps?.kind !== 'list') return [];
  return steps.items.flatMap((step) => {
    const script = treeAt(step, ['script']);
    const name = script === undefined ? null : toData(script);
    return typeof name === 'string' ? [name] : [];
  });
}

/** The only topology that lies beside a runbook; null = there is none, or there are several. */
export function topologyBeside(runbook: string, topologies: readonly string[]): string | null {
  const beside = topologies.filter((path) => dirname(path) === dirname(runbook));
  return beside.length === 1 ? beside[0] : null;
}
