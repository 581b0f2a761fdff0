/** Walks folders for what can be tried: drills, topologies and runbooks, each told by what is in the file. */
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import { type InputError, inputError, isInputError } from '../core/input-error.js';
import { DISK } from '../input/disk-files.js';
import { readText, readYaml } from '../input/from-disk.js';
import { besideFile } from '../input/input-files.js';
import { joinedPath } from '../input/path-names.js';
import { type Tree, toData, treeAt } from '../input/positioned-tree.js';

/** The folder in which counterexamples are kept; its drills are told by their folder. */
export const EXAMPLES = 'drydrill-examples';

/** The name of the log of a check, in the folder of its reports. */
export const PART_FILE = 'check.part.jsonl';

/** What lies under some paths, each list in the order of its names. */
export interface FoundInputs {
  /** counterexamples that earlier checks kept, under the paths or beside a file that is one of them */
  readonly examples: readonly string[];
  readonly drills: readonly string[];
  readonly topologies: readonly string[];
  /** those that are rehearsed by themselves: no drill names them, and no other script */
  readonly runbooks: readonly string[];
  /** scripts that another one names: they are rehearsed where that one runs them */
  readonly partsOfScripts: readonly string[];
  /** YAML files that are neither */
  readonly passedOver: readonly string[];
}

type Kind = Exclude<keyof FoundInputs, 'examples' | 'partsOfScripts'>;

/** Folders that hold nothing of the team's own. */
const skipped = (name: string): boolean => name.startsWith('.') || name === 'node_modules';

/** What lies under the paths; a path that does not exist is an error. A file that is named itself is never passed over. */
export function findInputs(paths: readonly string[]): FoundInputs | InputError[] {
  try {
    return foundIn(paths);
  } catch (error) {
    // What cannot be looked into might have held drills.
    const { path, code } = error as NodeJS.ErrnoException;
    if (path === undefined || code === undefined) throw error;
    const hint = code === 'EACCES' || code === 'EPERM' ? 'permissions do not allow it' : code;
    return [inputError({ file: path, line: 0, column: 0 }, 'this cannot be read', hint)];
  }
}

function foundIn(paths: readonly string[]): FoundInputs | InputError[] {
  const found: Record<Kind, Set<string>> = {
    drills: new Set(),
    topologies: new Set(),
    runbooks: new Set(),
    passedOver: new Set(),
  };
  const examples = new Set<string>();
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
    } else if (stats.isDirectory()) {
      for (const file of filesUnder(path)) {
        if (isExamples(dirname(file))) examples.add(file);
        else add(file);
      }
    } else if (add(path)) {
      for (const file of examplesIn(joinedPath(dirname(path), EXAMPLES))) examples.add(file);
    } else {
      const hint = 'a drill or a topology is a .yaml or .yml file, a runbook a .ps1 file';
      errors.push(inputError({ file: path, line: 0, column: 0 }, 'this is nothing that can be tried', hint));
    }
  }
  if (errors.length > 0) return errors;
  const { drills, topologies, runbooks, passedOver } = found;
  const [ofDrills, scripts] = partedBy([...runbooks], (path) => named.has(resolve(path)));
  return {
    examples: [...examples],
    drills: [...drills],
    topologies: [...topologies],
    ...rootsOf(scripts, ofDrills),
    passedOver: [...passedOver],
  };
}

const isExamples = (folder: string): boolean => basename(resolve(folder)) === EXAMPLES;

/** The drills of a folder of counterexamples, which may not be there. */
function examplesIn(folder: string): string[] {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? entriesOf(folder).flatMap((entry) => exampleOf(entry, folder)) : [];
}

const exampleOf = (entry: Dirent, folder: string): string[] =>
  !entry.isDirectory() && /^\.ya?ml$/i.test(extname(entry.name)) ? [joinedPath(folder, entry.name)] : [];

const entriesOf = (folder: string): Dirent[] =>
  readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** Of a folder of counterexamples only what lies in it itself is one: a drill in a folder of it is tried as any other. */
function filesUnder(root: string, folder = root): string[] {
  const entries = entriesOf(folder);
  // Other shards of a check must not find what one of them kept while they are at it.
  const isOfShard = folder !== root && entries.some(({ name }) => name === PART_FILE);
  return entries.flatMap((entry) => {
    const path = joinedPath(folder, entry.name);
    if (entry.isDirectory()) {
      return skipped(entry.name) || (isOfShard && entry.name === EXAMPLES) ? [] : filesUnder(root, path);
    }
    if (isExamples(folder)) return exampleOf(entry, folder);
    return entry.isFile() || (entry.isSymbolicLink() && isLinkedFile(path)) ? [path] : [];
  });
}

/** A link that leads nowhere might have led to a drill: reading it says so. Editors lock files with hidden ones. */
function isLinkedFile(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? !basename(path).startsWith('.') : stats.isFile();
}

/** Null = no file of a kind that is tried. A YAML file that cannot be read might have been a drill: an error. */
function kindOf(path: string, names: (script: string) => void): Kind | InputError | null {
  const extension = extname(path).toLowerCase();
  if (extension === '.ps1') return 'runbooks';
  if (extension !== '.yaml' && extension !== '.yml') return null;
  const tree = readYaml(path);
  if (isInputError(tree)) return tree;
  if (tree.kind !== 'map') return 'passedOver';
  if (!tree.entries.has('drill') && !isNamelessDrill(tree))
    return tree.entries.has('pools') ? 'topologies' : 'passedOver';
  for (const script of scriptsOf(tree)) names(besideFile(DISK, path, script));
  return 'drills';
}

/** A drill but for its name, which may be misspelt: reading it says so. Of other YAML, workflows have steps, too. */
const isNamelessDrill = ({ entries }: Tree & { kind: 'map' }): boolean =>
  entries.has('topology') && (entries.has('steps') || entries.has('faults') || entries.has('expect'));

/**
 * Scripts that no other one names are rehearsed by themselves, and what they name, to dot-source or call it, is rehearsed
 * there. Of scripts that name each other the first is rehearsed, or none of them would be.
 */
function rootsOf(
  scripts: readonly string[],
  ofDrills: readonly string[],
): Pick<FoundInputs, 'runbooks' | 'partsOfScripts'> {
  const all = [...ofDrills, ...scripts];
  const texts = new Map(all.map((path) => [path, readText(path)]));
  const namedBy = (path: string): string[] => {
    const text = texts.get(path)!;
    // One that cannot be read is told when its turn comes.
    return isInputError(text) ? [] : all.filter((other) => other !== path && names(text, basename(other)));
  };
  const ways = new Map(all.map((path) => [path, namedBy(path)]));
  const parts = new Set<string>();
  const follow = (path: string): void => {
    for (const part of ways.get(path)!.filter((each) => !parts.has(each))) {
      parts.add(part);
      follow(part);
    }
  };
  const targets = new Set([...ways.values()].flat());
  const [among, roots] = partedBy(scripts, (path) => targets.has(path));
  for (const path of [...ofDrills, ...roots]) follow(path);
  for (const path of among) {
    if (parts.has(path)) continue;
    roots.push(path);
    follow(path);
    parts.delete(path);
  }
  const [partsOfScripts, runbooks] = partedBy(scripts, (path) => !roots.includes(path));
  return { runbooks, partsOfScripts };
}

/** Whether a text has the name of a file, and not merely one that ends or begins with it. */
function names(text: string, file: string): boolean {
  const name = file.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w.-])${name}(?![\\w-]|\\.\\w)`, 'i').test(text);
}

/** The items of which something is true, and the others, each in their order. */
function partedBy<T>(items: readonly T[], is: (item: T) => boolean): [T[], T[]] {
  return [items.filter(is), items.filter((item) => !is(item))];
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
